"""A file that says the same but for what its statements add to their actions: nothing is linked again for it.

Which statement tells of which action is what it was (`register.hinges`); only the actions that the file tells of are
made anew, and only the parts in which they stand are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from minutes_cli.indexed.pieces import (
    Head,
    Met,
    Placed,
    Row,
    Unit,
    get_actions,
    get_bodies,
    get_rows,
    get_unit,
    meetings_of,
    order_of,
    put_part,
)
from minutes_cli.model import Document, Mention
from minutes_cli.register.hinges import closes_alone, sitting_key
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand, action_of
from minutes_cli.store.index import Index


class _Said(NamedTuple):
    """A file's mentions as they are now, by where they stood before."""

    path: str
    now: Mapping[tuple[int, int], Mention]
    closes: frozenset[tuple[int, int]]
    """Those that close their action and left it open before."""


class _Part(NamedTuple):
    part: str
    kept: Unit
    actions: list[Placed]
    rows: list[Row]


def patch(index: Index, head: Head, people: People, before: Document, now: Document, met: Met) -> bool:
    """Brings the actions that a file tells of up to date; False, and nothing is written, where they must be linked.

    `met` are the file's meetings as they are now, which must be those of before but for their lines.
    """
    if [one.line for one in before.meetings] != [one.line for one in now.meetings]:
        return False
    flips = closes_alone(before, now)
    if flips is None:
        return False
    units = {unit: get_unit(index, head, unit) for unit in met.units}
    meetings = meetings_of([met], get_bodies(index, head), ())
    meetings = meetings._replace(days={unit: kept.days for unit, kept in units.items()})
    places = [(one.span.start, one.span.end) for one in before.mentions]
    mentions = [meetings.with_deadline(one) for one in now.mentions]
    said = _Said(
        path=now.source.path,
        now=dict(zip(places, mentions, strict=True)),
        closes=frozenset(place for at, place in enumerate(places) if flips[at]),
    )
    parts = [(part, kept) for kept in units.values() for part in kept.told.get(said.path, ())]
    made: list[_Part] = []
    for part, kept in parts:
        one = _patched(index, head, people, part, kept, said)
        if one is None:
            return False
        made.append(one)
    for one in made:
        put_part(index, head, one.part, one.kept, one.actions, one.rows)
    return True


def _patched(index: Index, head: Head, people: People, part: str, kept: Unit, said: _Said) -> _Part | None:
    """A part with what the file says now; None where a closing may change what later minutes are held to tell of."""
    rows = {row[0]: row for row in get_rows(index, head, part)}
    placed = [one for kind in (b"o", b"c") for one in get_actions(index, head, part, kind)]
    actions: list[Placed] = []
    made: list[Row] = []
    for order, action in sorted(placed, key=lambda one: one[0]):
        row = rows[order]
        if all(one.mention.path != said.path for one in action.mentions):
            actions.append((order, action))
            made.append(row)
            continue
        own = [one.mention for one in action.mentions if one.mention.path == said.path]
        if not _is_settled(row[9], own, said):
            return None
        told = [
            replace(one, mention=said.now[_place(one.mention)]) if one.mention.path == said.path else one
            for one in action.mentions
        ]
        new = action_of(Strand(row[2], action.body, told), action.id, action.short_id, people, kept.days)
        place = order_of(told[0].mention, int(order.rpartition("\0")[2]))
        actions.append((place, new))
        made.append((place, *row[1:6], new.text, new.file, new.line, row[9]))
    both = sorted(zip(actions, made, strict=True), key=lambda one: one[0][0])
    return _Part(part, kept, [one for one, _ in both], [row for _, row in both])


def _is_settled(hung: str, own: Sequence[Mention], said: _Said) -> bool:
    """Whether all statements are known, and no closing among them is followed by anything that hangs on it."""
    if any(_place(one) not in said.now for one in own):
        return False
    return all(hung <= sitting_key(one) for one in own if _place(one) in said.closes)


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end
