"""The fold: what single files say → what the folder says of every action.

Meetings are taken in the order of their days. Statements of one meeting that are the same action
come from `twins`; a later meeting joins an action by its label, or by an id that somebody wrote into
the text, within the body and backwards in time. `strand` says what follows from an action's history.
The order of the documents changes nothing.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date as Day
from itertools import groupby

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
    fold = Fold(people, config, strict=strict, told=_told_same(ordered))
    for sitting in _sittings(ordered, meetings, people):
        fold.take(sitting)
    told = (one for document in ordered for one in document.diagnostics)
    return Register(
        actions=_actions(fold.strands, people, meetings),
        meetings=_with_approval(meetings, ordered, config),
        decisions=_decisions(ordered, meetings),
        diagnostics=tuple(
            sorted((*told, *fold.dangling, *diagnostics), key=lambda one: (one.path, one.line, one.column, one.code))
        ),
        files=len(ordered),
    )


def _told_same(documents: Sequence[Document]) -> tuple[Pair, ...]:
    """What later minutes say to be of one action: "7kx2m9qd same as m3pd4rst"."""
    told = (one for document in documents for one in document.mentions)
    return tuple(Pair(label_key(one.label), one.same.casefold()) for one in told if one.same and one.label)


def _with_approval(meetings: Meetings, documents: Sequence[Document], config: Config) -> tuple[Meeting, ...]:
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


def _actions(strands: Sequence[Strand], people: People, meetings: Meetings) -> tuple[Action, ...]:
    ids = _ids(strands)
    own = frozenset(one for one, strand in zip(ids, strands, strict=True) if strand.derived != one)
    short = short_ids(ids, own)
    return tuple(
        action_of(strand, one, short[one], people, meetings.held_by(strand.told[0].mention))
        for one, strand in zip(ids, strands, strict=True)
    )


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


def _decisions(documents: Sequence[Document], meetings: Meetings) -> tuple[Decision, ...]:
    """All decisions in the order of their meetings, then path and line."""
    found: list[Decision] = []
    for one in (decision for document in documents for decision in document.decisions):
        own = one.meeting
        found.append(replace(one, meeting=meetings.known(own)) if own else one)
    return tuple(sorted(found, key=_decision_order))


def _decision_order(one: Decision) -> tuple[bool, Day, str, int, int]:
    day = one.meeting.date if one.meeting else None
    return day is None, day or Day.min, one.path, one.line, one.span.start
