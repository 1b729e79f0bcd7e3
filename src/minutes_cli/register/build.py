"""The fold: what single files say → what the folder says of every action.

Meetings are taken in the order of their days. Statements of one meeting that are the same action
come from `twins`; a later meeting joins an action by its label, or by an id that somebody wrote into
the text, within the body and backwards in time. `strand` says what follows from an action's history.
The order of the documents changes nothing.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from itertools import groupby
from pathlib import PurePosixPath

from minutes_cli.config import Config
from minutes_cli.model import Action, Decision, Diagnostic, Document, Meeting, Mention, Register, Told
from minutes_cli.register.ids import SHORTEST_STAMP, derived_id, is_stamp, label_key, short_ids, task_words
from minutes_cli.register.names import Bodies
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand, action_of
from minutes_cli.register.twins import Statement, Twin, alike, same_people, twins

_SAME_LABEL_ALIKE = 60.0
"""Of 100. Below it one label in two meetings is two actions, such as each meeting's "Action 1"."""
_RUNNING_DIGITS = 2
"""Digits of a label with letters, such as A12, that is likely to be of a numbering that runs on: who names
nobody there reports on what somebody else was named for."""
_TRACKER_DIGITS = 3
"""Digits of a label that no meeting starts over with, such as ACTION-123 or 2011/04."""

Place = tuple[str, int]
"""Path and line of a meeting."""


def build(documents: Iterable[Document], config: Config, diagnostics: Iterable[Diagnostic] = ()) -> Register:
    """The register of the documents; `diagnostics` are of files that could not be read at all."""
    ordered = sorted(documents, key=lambda one: one.source.path)
    people = People.of(config)
    meetings = _meetings_by_place(ordered, config)
    fold = _Fold(people)
    for sitting in _sittings(ordered, meetings, people):
        fold.take(sitting)
    told = (one for document in ordered for one in document.diagnostics)
    return Register(
        actions=_actions(fold.strands, people),
        meetings=tuple(sorted(meetings.values(), key=_meeting_order)),
        decisions=_decisions(ordered, meetings),
        diagnostics=tuple(sorted((*told, *diagnostics), key=lambda one: (one.path, one.line, one.column, one.code))),
        files=len(ordered),
    )


def _meetings_by_place(documents: Sequence[Document], config: Config) -> dict[Place, Meeting]:
    """Every meeting, with its body under the one name that is shown.

    A meeting without a body has that of its file, else that of the folder, where all that name one agree.
    """
    names = [one.body for document in documents for one in document.meetings if one.body]
    bodies = Bodies.of(config.bodies, names)
    in_file: defaultdict[str, set[str]] = defaultdict(set)
    in_folder: defaultdict[str, set[str]] = defaultdict(set)
    for one in (meeting for document in documents for meeting in document.meetings):
        if one.body:
            in_file[one.path].add(bodies.name(one.body))
            in_folder[_folder(one.path)].add(bodies.name(one.body))
    found: dict[Place, Meeting] = {}
    for one in (meeting for document in documents for meeting in document.meetings):
        choices = in_file[one.path] or in_folder[_folder(one.path)]
        body = bodies.name(one.body) if one.body else next(iter(choices)) if len(choices) == 1 else None
        found[one.path, one.line] = one if body == one.body else replace(one, body=body)
    return found


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _meeting_order(one: Meeting) -> tuple[bool, Day, str, int]:
    return one.date is None, one.date or Day.min, one.path, one.line


def _mention_order(one: Mention) -> tuple[bool, Day, str, int, int]:
    day = one.meeting.date if one.meeting else None
    return day is None, day or Day.min, one.path, one.span.start, one.span.end


def _sitting_of(one: Mention) -> tuple[str, int]:
    return one.path, one.meeting.line if one.meeting else 0


def _sittings(
    documents: Sequence[Document], meetings: Mapping[Place, Meeting], people: People
) -> Iterator[list[Statement]]:
    """The statements of each meeting in each file, in the order of meetings, path and line."""
    mentions = sorted((one for document in documents for one in document.mentions), key=_mention_order)
    for _, together in groupby(mentions, key=_sitting_of):
        yield [_statement(one, meetings, people) for one in together]


def _statement(mention: Mention, meetings: Mapping[Place, Meeting], people: People) -> Statement:
    own = mention.meeting
    known = meetings.get((own.path, own.line), own) if own else None
    body, day = (known.body, known.date) if known else (None, None)
    whom = tuple(dict.fromkeys(people.resolve(owner, body, day) for owner in mention.owners))
    # Where nobody says which body it is, only the same folder can be meant.
    body_key = people.bodies.key(body) if body else f"/{_folder(mention.path)}"
    return Statement(mention, task_words(mention), whom, body, body_key)


@dataclass(slots=True)
class _Known:
    """What one body's actions can be found by; only earlier ones are in it."""

    labels: dict[str, Strand] = field(default_factory=dict)
    """The latest that bears the label."""
    stamps: defaultdict[str, list[Strand]] = field(default_factory=lambda: defaultdict(list))
    """By the first eight characters of the id."""
    ids: dict[str, Strand] = field(default_factory=dict)


class _Fold:
    """Takes the sittings one by one and keeps the strands in the order they were begun."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.strands: list[Strand] = []
        self._known: defaultdict[str, _Known] = defaultdict(_Known)
        self._occurrences: Counter[tuple[str, str]] = Counter()

    def take(self, sitting: Sequence[Statement]) -> None:
        """Joins each action of a sitting to an earlier one, or begins a new one."""
        for group in twins(sitting):
            first = group[0].statement
            known = self._known[first.body_key]
            derived = self._derived(first)
            found = self._labelled(group, known, derived) or _same_meeting(derived, first, known)
            if found is None:
                found = Strand(derived, first.body, [])
                self.strands.append(found)
                link = "raised"
            else:
                link = "id"
            found.told += [Told(one.statement.mention, one.link or link, one.likeness) for one in group]
            _remember(found, group, known)

    def _derived(self, first: Statement) -> str:
        """The id that the words give; identical words in one meeting of one file are numbered."""
        once = derived_id(first.mention, first.words, 1)
        self._occurrences[first.mention.path, once] += 1
        count = self._occurrences[first.mention.path, once]
        return once if count == 1 else derived_id(first.mention, first.words, count)

    def _labelled(self, group: Sequence[Twin], known: _Known, derived: str) -> Strand | None:
        for statement in (one.statement for one in group if one.statement.mention.label):
            label = label_key(statement.mention.label or "")
            if is_stamp(label) and not derived.startswith(label):
                stamped = [one for one in known.stamps[label[:SHORTEST_STAMP]] if one.derived.startswith(label)]
                if len(stamped) == 1:
                    return stamped[0]
            earlier = known.labels.get(label)
            if earlier is not None and self._is_same(label, earlier, statement):
                return earlier
        return None

    def _is_same(self, label: str, earlier: Strand, statement: Statement) -> bool:
        """Whether a label that was used before means the action it meant then."""
        mention, before = statement.mention, earlier.told[0].mention
        digits = sum(map(str.isdigit, label))
        if mention.carried or digits >= _TRACKER_DIGITS or is_stamp(label):
            return True
        is_running = digits >= _RUNNING_DIGITS and any(map(str.isalpha, label))
        if not mention.owners and (is_running or mention.status is not None):
            return True
        then = replace(statement, mention=before, words=task_words(before), people=self._people_of(before, statement))
        return alike(then, statement) >= _SAME_LABEL_ALIKE and same_people(then, statement)

    def _people_of(self, mention: Mention, statement: Statement) -> tuple[str, ...]:
        day = mention.meeting.date if mention.meeting else None
        return tuple(self.people.resolve(owner, statement.body, day) for owner in mention.owners)


def _same_meeting(derived: str, first: Statement, known: _Known) -> Strand | None:
    """The action of the same words in another file on the same meeting, such as a draft and its final form."""
    found = known.ids.get(derived)
    return found if found is not None and found.told[-1].mention.path != first.mention.path else None


def _remember(strand: Strand, group: Sequence[Twin], known: _Known) -> None:
    if strand.derived not in known.ids:
        known.ids[strand.derived] = strand
        known.stamps[strand.derived[:SHORTEST_STAMP]].append(strand)
    for one in group:
        if one.statement.mention.label:
            known.labels[label_key(one.statement.mention.label)] = strand


def _actions(strands: Sequence[Strand], people: People) -> tuple[Action, ...]:
    ids = _ids(strands)
    own = frozenset(one for one, strand in zip(ids, strands, strict=True) if strand.derived != one)
    short = short_ids(ids, own)
    return tuple(action_of(strand, one, short[one], people) for one, strand in zip(ids, strands, strict=True))


def _ids(strands: Sequence[Strand]) -> list[str]:
    """The id of each strand, unique: its label, qualified by its meeting where others have it too, else derived."""
    labels = Counter(label_key(label) for strand in strands if (label := strand.label))
    taken: set[str] = set()
    ids: list[str] = []
    for strand in strands:
        one = strand.derived
        if strand.label:
            one = strand.label if labels[label_key(strand.label)] == 1 else f"{strand.meeting}/{strand.label}"
        unique = next(name for name in _numbered(one) if name.casefold() not in taken)
        taken.add(unique.casefold())
        ids.append(unique)
    return ids


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}.{count}" for count in itertools.count(2))


def _decisions(documents: Sequence[Document], meetings: Mapping[Place, Meeting]) -> tuple[Decision, ...]:
    """All decisions in the order of their meetings, then path and line."""
    found: list[Decision] = []
    for one in (decision for document in documents for decision in document.decisions):
        own = one.meeting
        found.append(replace(one, meeting=meetings.get((own.path, own.line), own)) if own else one)
    return tuple(sorted(found, key=_decision_order))


def _decision_order(one: Decision) -> tuple[bool, Day, str, int, int]:
    day = one.meeting.date if one.meeting else None
    return day is None, day or Day.min, one.path, one.line, one.span.start
