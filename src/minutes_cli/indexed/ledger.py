"""Brings an index up to date: only what hangs on a file that says something else is linked again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from minutes_cli.indexed.pieces import (
    KINDS,
    Head,
    Met,
    Placed,
    Row,
    Unit,
    get_actions,
    get_bodies,
    get_met,
    get_piece,
    get_rows,
    get_said,
    get_unit,
    line_of,
    meetings_of,
    met_from,
    name,
    order_of,
    put_met,
    words_of,
)
from minutes_cli.model import Action, Diagnostic, Document, Severity, Status
from minutes_cli.register.build import Claim, claim_of, folded, ids_of
from minutes_cli.register.meetings import Meetings
from minutes_cli.register.names import Bodies
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand, action_of
from minutes_cli.store.find import Place
from minutes_cli.store.index import Index, packed
from minutes_cli.store.rows import to_bytes


class Seen(NamedTuple):
    """A file as it was just read."""

    sum: int
    """Of its content."""
    said: Document | Diagnostic


class _Linked(NamedTuple):
    """A body that was linked again."""

    unit: Unit
    meetings: Meetings
    strands: tuple[Strand, ...]
    orders: list[str]

    def claims(self) -> list[Claim]:
        return [claim_of(one) for one in self.strands]

    def names(self, actions: Sequence[Action]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Owners and people of its actions, and the bodies of these and of the meetings in its files."""
        owners = {name for one in actions for name in (*one.owners, *one.people)}
        met = {one.body for one in self.meetings.by_place.values() if one.body}
        return tuple(sorted(owners)), tuple(sorted(met | {one.body for one in actions if one.body}))


class Ledger:
    """An index in a transaction."""

    def __init__(self, index: Index, place: Place, people: People, head: Head) -> None:
        self.index, self.place, self.people, self.head = index, place, people, head
        self._read: dict[str, Document] = {}
        self._same: frozenset[str] = frozenset()

    def take(self, news: Mapping[str, Seen], removed: Iterable[str]) -> None:
        """Files that are new or say something else now, and those that are not there any more."""
        gone = frozenset(removed)
        old = {path: get_met(self.index, path) for path in (*news, *gone)}
        self._same = frozenset(path for path, seen in news.items() if old[path] and self._tells_the_same(path, seen))
        for path, seen in news.items():
            self.index.put(name(b"d", path), to_bytes((seen.sum, seen.said)))
        for path in gone:
            self.index.remove(name(b"d", path))
            self.index.remove(name(b"m", path))
        self._read = {path: one.said for path, one in news.items() if isinstance(one.said, Document)}
        told = {path: Met.of(seen.said) for path, seen in news.items()}
        members = self._as_before(old, told, gone)
        if members is None:
            members = self._meet_again(old, told)
        self._note_faults(news, gone)
        self._link(members)

    def _as_before(
        self, old: Mapping[str, Met | None], told: Mapping[str, Met], gone: frozenset[str]
    ) -> dict[str, tuple[str, ...]] | None:
        """The bodies to be linked again and their files, where no meeting is another now; else None."""
        if gone or not self.head.names:
            return None
        dirty: set[str] = set()
        for path, new in told.items():
            before = old[path]
            if before is None or before.lineless() != new.lineless():
                return None
            put_met(self.index, path, new._replace(bodies=before.bodies, units=before.units))
            dirty |= set() if path in self._same else set(before.units)
        return {unit: get_unit(self.index, self.head, unit).paths for unit in dirty}

    def _tells_the_same(self, path: str, seen: Seen) -> bool:
        """Whether what a file says of meetings and actions is to the letter what it said before."""
        before, now = get_said(self.index, path)[1], seen.said
        if not isinstance(before, Document) or not isinstance(now, Document):
            return False
        return (before.mentions, before.meetings, before.approvals) == (now.mentions, now.meetings, now.approvals)

    def _meet_again(self, old: Mapping[str, Met | None], told: Mapping[str, Met]) -> dict[str, tuple[str, ...]]:
        """The meetings of the whole folder anew; the bodies whose files or names are others now, with their files."""
        known = {words_of(raw): met_from(data) for raw, data in self.index.each(b"m")} | dict(told)
        meetings = Meetings.of([met.light(path) for path, met in sorted(known.items())], self.place.config)
        dirty = {unit for met in old.values() if met for unit in met.units}
        members: defaultdict[str, list[str]] = defaultdict(list)
        for path, met in sorted(known.items()):
            now = met.resolved(path, meetings)
            if now != met or path in told:
                dirty |= {*met.units, *now.units}
                put_met(self.index, path, now)
            for unit in now.units:
                members[unit].append(path)
        bodies = meetings.bodies
        self.head.names = self.index.put(b"NAMES", to_bytes((dict(bodies.shown), sorted(bodies.settled))))
        return {unit: tuple(members[unit]) for unit in dirty}

    def _link(self, members: Mapping[str, tuple[str, ...]]) -> None:
        """Links these bodies again; where that makes other ids, those of the whole folder are given anew."""
        bodies = get_bodies(self.index, self.head)
        linked: dict[str, list[Row]] = {}
        renamed = False
        for unit, paths in sorted(members.items()):
            if not paths:
                self._forget(unit)
                renamed = True
                continue
            one = self._linked(unit, paths, bodies)
            names = self._names_kept(unit, one)
            renamed = renamed or names is None
            linked[unit] = self._put(unit, one, names or [(claim.derived, claim.derived) for claim in one.claims()])
        if renamed:
            self._name_all(linked)

    def _linked(self, unit: str, paths: tuple[str, ...], bodies: Bodies) -> _Linked:
        found = [get_met(self.index, path) for path in paths]
        meetings = meetings_of((one for one in found if one is not None), bodies, [unit])
        documents = [one for path in paths if (one := self._document(path)) is not None]
        strands = folded(documents, meetings, self.people, self.place.config, body=unit)
        orders = [order_of(one.told[0].mention, rank) for rank, one in enumerate(strands)]
        return _Linked(Unit(paths), meetings, strands, orders)

    def _document(self, path: str) -> Document | None:
        """What a file says, without its text; None for one that cannot be read."""
        if path in self._read:
            return self._read[path]
        said = get_said(self.index, path)[1]
        return said if isinstance(said, Document) else None

    def _names_kept(self, unit: str, linked: _Linked) -> list[tuple[str, str]] | None:
        """The ids that the actions of a body have already, where nothing that ids follow from is another now."""
        if unit not in self.head.units:
            return None
        rows = get_rows(self.index, self.head, unit)
        if [Claim(*row[1:4]) for row in rows] != linked.claims():
            return None
        return [(row[4], row[5]) for row in rows]

    def _put(self, unit: str, linked: _Linked, names: list[tuple[str, str]]) -> list[Row]:
        """Keep a body that was linked again."""
        actions: list[Placed] = []
        rows: list[Row] = []
        for order, strand, claim, (whole, short) in zip(
            linked.orders, linked.strands, linked.claims(), names, strict=True
        ):
            held = linked.meetings.held_by(strand.told[0].mention)
            action = action_of(strand, whole, short, self.people, held)
            actions.append((order, action))
            rows.append((order, *claim, whole, short, action.text, action.file, action.line))
        self._put_pieces(unit, linked.unit, actions, rows, packed(linked.names([one for _, one in actions])))
        return rows

    def _put_pieces(self, unit: str, kept: Unit, actions: list[Placed], rows: list[Row], names: bytes) -> None:
        still_open = [one for one in actions if one[1].status is Status.OPEN]
        closed = [one for one in actions if one[1].status is not Status.OPEN]
        pieces = (
            packed([line_of(one) for one in still_open]),
            to_bytes(still_open),
            to_bytes(closed),
            packed(rows),
            to_bytes(tuple(kept)),
            names,
        )
        sums = tuple(self.index.put(name(kind, unit), data) for kind, data in zip(KINDS, pieces, strict=True))
        self.head.units[unit] = (len(still_open), len(closed), *sums)

    def _forget(self, unit: str) -> None:
        for kind in KINDS:
            self.index.remove(name(kind, unit))
        self.head.units.pop(unit, None)

    def _name_all(self, linked: Mapping[str, list[Row]]) -> None:
        """Gives every action of the folder its id; bodies in which one is another now are kept anew."""
        rows = {unit: linked.get(unit) or get_rows(self.index, self.head, unit) for unit in self.head.units}
        ordered = sorted((row[0], unit, at) for unit, some in rows.items() for at, row in enumerate(some))
        names = ids_of([Claim(*rows[unit][at][1:4]) for _, unit, at in ordered])
        changed: set[str] = set()
        for (_, unit, at), found in zip(ordered, names, strict=True):
            row = rows[unit][at]
            if row[4:6] != found:
                rows[unit][at] = (*row[:4], *found, *row[6:])
                changed.add(unit)
        for unit in sorted(changed):
            self._rename(unit, rows[unit])

    def _rename(self, unit: str, rows: list[Row]) -> None:
        found = {row[0]: (row[4], row[5]) for row in rows}
        actions = [one for kind in (b"o", b"c") for one in get_actions(self.index, self.head, unit, kind)]
        named = [
            (order, replace(action, id=found[order][0], short_id=found[order][1]))
            for order, action in sorted(actions, key=_order)
        ]
        self._put_pieces(
            unit, get_unit(self.index, self.head, unit), named, rows, get_piece(self.index, self.head, b"n", unit)
        )

    def _note_faults(self, news: Mapping[str, Seen], gone: frozenset[str]) -> None:
        kept = [one for one in self.head.faults if one[2] not in gone and one[2] not in news]
        new = [
            (one.code, one.name, one.path, one.message)
            for one in (seen.said for seen in news.values())
            if isinstance(one, Diagnostic) and one.severity is Severity.ERROR
        ]
        self.head.faults = tuple(sorted([*kept, *new], key=lambda one: one[2]))


def _order(one: Placed) -> str:
    return one[0]
