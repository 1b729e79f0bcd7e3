"""The fold: what single files say → what the folder says of every action.

Meetings are taken in the order of their days. Statements of one meeting that are the same action
come from `twins`; a later meeting joins an action by its label, or by an id that somebody wrote into
the text, within the body and backwards in time. `strand` says what follows from an action's history.
The order of the documents changes nothing.

How one body's actions are linked depends on the statements of that body's meetings and on the settings, and on no
other body's: only which meetings are a body's own is asked of the whole folder (`Meetings`). So a body whose files
have not changed need not be linked again while `Meetings.body_key` gives its meetings the same key.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date as Day
from itertools import groupby
from typing import NamedTuple

from minutes_cli.config import Config, Pair
from minutes_cli.model import Action, Decision, Diagnostic, Document, Meeting, Mention, Register
from minutes_cli.register.fold import Fold
from minutes_cli.register.ids import label_key, short_ids, task_words
from minutes_cli.register.meetings import Meetings, approved_places
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand, action_of
from minutes_cli.register.twins import Statement


def build(
    documents: Iterable[Document], config: Config, diagnostics: Iterable[Diagnostic] = (), *, strict: bool = False
) -> Register:
    """The register of the documents; `diagnostics` are of files that could not be read at all.

    `strict` links meetings by ids alone, and by no words.
    """
    ordered = sorted(documents, key=lambda one: one.source.path)
    people = People.of(config)
    meetings = Meetings.of(ordered, config)
    strands = folded(ordered, meetings, people, config, strict=strict)
    told = (one for document in ordered for one in document.diagnostics)
    return Register(
        actions=_actions(strands, people, meetings),
        meetings=with_approval(meetings, ordered, config),
        decisions=decisions_of(ordered, meetings),
        diagnostics=in_order((*told, *diagnostics)),
        files=len(ordered),
    )


def folded(
    documents: Sequence[Document],
    meetings: Meetings,
    people: People,
    config: Config,
    *,
    strict: bool = False,
    body: str | None = None,
) -> tuple[Strand, ...]:
    """The fold of what the documents, sorted by path, say; of one body alone where its key is given.

    An action hangs on the minutes of its body and on nothing else: the bodies are folded one by one.
    """
    by_body: defaultdict[str, list[list[Statement]]] = defaultdict(list)
    for sitting in _sittings(documents, meetings, people):
        if body is None or sitting[0].body_key == body:
            by_body[sitting[0].body_key].append(sitting)
    strands: list[Strand] = []
    for sittings in by_body.values():
        fold = Fold(people, config, strict=strict, told=_told_same(sittings))
        for sitting in sittings:
            fold.take(sitting)
        strands += fold.strands
    return tuple(sorted(strands, key=lambda one: begun_at(one.told[0].mention)))


def begun_at(first: Mention) -> tuple[bool, Day, str, int]:
    """Where in the register an action stands whose first mention this is; equals keep their order."""
    return _mention_order(first)[:4]


def _told_same(sittings: Sequence[Sequence[Statement]]) -> tuple[Pair, ...]:
    """What later minutes say to be of one action: "7kx2m9qd same as m3pd4rst"."""
    told = sorted((one.mention for sitting in sittings for one in sitting), key=lambda one: (one.path, one.span.start))
    return tuple(Pair(label_key(one.label), one.same.casefold()) for one in told if one.same and one.label)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings by their place."""
    return tuple(sorted(diagnostics, key=lambda one: (one.path, one.line, one.column, one.code)))


def with_approval(meetings: Meetings, documents: Sequence[Document], config: Config) -> tuple[Meeting, ...]:
    """The meetings by date, with what later minutes say of theirs."""
    places = approved_places(meetings, documents, config)
    return tuple(
        replace(one, approval="approved") if (one.path, one.line) in places else one for one in meetings.in_order()
    )


def _mention_order(one: Mention) -> tuple[bool, Day, str, int, int]:
    day = one.meeting.date if one.meeting else None
    return day is None, day or Day.min, one.path, one.span.start, one.span.end


def _sitting_of(one: Mention) -> tuple[str, int]:
    return one.path, one.meeting.line if one.meeting else 0


def _sittings(documents: Sequence[Document], meetings: Meetings, people: People) -> Iterator[list[Statement]]:
    """The statements of each meeting in each file, in the order of meetings, path and line."""
    mentions = sorted((one for document in documents for one in document.mentions), key=_mention_order)
    for _, together in groupby(mentions, key=_sitting_of):
        yield [_statement(one, meetings, people) for one in together]


def _statement(mention: Mention, meetings: Meetings, people: People) -> Statement:
    known = meetings.known(mention.meeting)
    body, day = (known.body, known.date) if known else (None, None)
    whom = tuple(dict.fromkeys(people.resolve(owner, body, day) for owner in mention.owners))
    told = meetings.with_deadline(mention)
    return Statement(told, task_words(mention), whom, body, meetings.body_key(mention.meeting, mention.path))


class Claim(NamedTuple):
    """What an action's id follows from."""

    label: str | None
    derived: str
    meeting: str


def _actions(strands: Sequence[Strand], people: People, meetings: Meetings) -> tuple[Action, ...]:
    names = ids_of([claim_of(one) for one in strands])
    return tuple(
        action_of(strand, one, short, people, meetings.held_by(strand.told[0].mention))
        for (one, short), strand in zip(names, strands, strict=True)
    )


def claim_of(strand: Strand) -> Claim:
    """What the id of a strand follows from."""
    return Claim(strand.label, strand.derived, strand.meeting)


def ids_of(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """The whole id of each action of a folder, in the order of the register, and the short one."""
    ids = _ids(claims)
    own = frozenset(one for one, claim in zip(ids, claims, strict=True) if claim.derived != one)
    short = short_ids(ids, own)
    return [(one, short[one]) for one in ids]


def _ids(claims: Sequence[Claim]) -> list[str]:
    """Unique ids: the label, qualified by its meeting where others have it too, else the derived one."""
    labels = Counter(label_key(claim.label) for claim in claims if claim.label)

    def name_of(claim: Claim) -> str:
        if not claim.label:
            return claim.derived
        return claim.label if labels[label_key(claim.label)] == 1 else f"{claim.meeting}/{claim.label}"

    return told_apart(map(name_of, claims))


def told_apart(names: Iterable[str]) -> list[str]:
    """The names, each but the first of those that are spelt the same with a number."""
    taken: set[str] = set()
    left: dict[str, Iterator[str]] = {}
    found: list[str] = []
    for name in names:
        tried = left.setdefault(name.casefold(), numbered(name.casefold()))  # what was taken once stays so
        one = name + next(other for other in tried if other not in taken)[len(name.casefold()) :]
        taken.add(one.casefold())
        found.append(one)
    return found


def numbered(name: str) -> Iterator[str]:
    """The name, and what is tried where it is taken: `a1`, `a1.2`, `a1.3`."""
    yield name
    yield from (f"{name}.{count}" for count in itertools.count(2))


def decisions_of(documents: Sequence[Document], meetings: Meetings) -> tuple[Decision, ...]:
    """All decisions in the order of their meetings, then path and line."""
    found: list[Decision] = []
    for one in (decision for document in documents for decision in document.decisions):
        own = one.meeting
        found.append(replace(one, meeting=meetings.known(own)) if own else one)
    return tuple(sorted(found, key=_decision_order))


def _decision_order(one: Decision) -> tuple[bool, Day, str, int, int]:
    day = one.meeting.date if one.meeting else None
    return day is None, day or Day.min, one.path, one.line, one.span.start
