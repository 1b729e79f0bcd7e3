"""Brings an index up to date: only what hangs on a file that says something else is linked again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from minutes_cli.indexed.naming import name_some
from minutes_cli.indexed.naming_all import name_all
from minutes_cli.indexed.patching import patch
from minutes_cli.indexed.pieces import (
    BROKEN,
    Head,
    Met,
    Row,
    Unit,
    get_bodies,
    get_met,
    get_rows,
    get_said,
    get_unit,
    get_written,
    meetings_of,
    name,
    order_of,
    part_of,
    print_of,
    put_met,
    put_names,
    put_part,
    put_unit,
    remove_part,
    unit_of,
)
from minutes_cli.model import Diagnostic, Document, Severity
from minutes_cli.register.build import Claim, claim_of, folded
from minutes_cli.register.meetings import BodyNames, Meetings, folder_of, written_in
from minutes_cli.register.names import Bodies
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand, action_of
from minutes_cli.store.find import Place
from minutes_cli.store.index import Index
from minutes_cli.store.rows import to_bytes

_FEW = 200
"""Files whose documents are held; those of more are looked up in the index again."""


class _Linked(NamedTuple):
    """A body that was linked again."""

    unit: Unit
    meetings: Meetings
    strands: tuple[Strand, ...]
    orders: list[str]

    def claims(self) -> list[Claim]:
        return [claim_of(one) for one in self.strands]

    def parts(self, unit: str) -> dict[str, list[int]]:
        """The numbers of its strands by part; a body without any has an empty part."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, order in enumerate(self.orders):
            found[part_of(unit, order)].append(at)
        return dict(found) or {part_of(unit, "~"): []}


class Ledger:
    """An index in a transaction."""

    def __init__(self, index: Index, place: Place, people: People, head: Head) -> None:
        self.index, self.place, self.people, self.head = index, place, people, head
        self._read: dict[str, Document] = {}
        """Some of what was noted, which need not be looked up."""
        self._before: dict[str, Document | Diagnostic] = {}
        """What some of the files said before that."""
        self._told: dict[str, Met | None] = {}
        """All files that were noted, with the meetings that they had before."""
        self._faults: list[Diagnostic] = []
        self._broken: set[str] = set()

    def note(self, path: str, total: int, said: Document | Diagnostic) -> None:
        """A file that is new or says something else now; `total` is `refresh.sum_of_text` of its text."""
        old = self._told[path] = get_met(self.index, path)
        put_met(self.index, path, Met.of(said))
        if old is not None and len(self._before) < _FEW:
            self._before[path] = get_said(self.index, path)[1]
        self.index.put(name(b"d", path), to_bytes((total, said)))
        if isinstance(said, Diagnostic):
            self._faults.append(said)
            return
        if any(one.code == BROKEN for one in said.diagnostics):
            self._broken.add(path)
        if len(self._read) < _FEW:
            self._read[path] = said

    def take(self, removed: Iterable[str]) -> None:
        """Brings everything up to date with the files that were noted, and without those that are gone."""
        gone = frozenset(removed)
        if not self._told and not gone and self.head.names:
            return
        old = self._told | {path: get_met(self.index, path) for path in gone}
        for path in gone:
            self.index.remove(name(b"d", path))
            self.index.remove(name(b"m", path))
        members = None if gone or not self.head.names else self._as_before()
        if members is None:
            members = self._meet_again(old)
        self._note_faults(gone)
        self._link(members)

    def _as_before(self) -> dict[str, tuple[str, ...]] | None:
        """The bodies to be linked again and their files, where no meeting is another now; else None."""
        dirty: set[str] = set()
        for path, before in self._told.items():
            new = get_met(self.index, path)
            if before is None or new is None or before.lineless() != new.lineless():
                return None
            now = new._replace(bodies=before.bodies, units=before.units)
            put_met(self.index, path, now)
            dirty |= set() if self._is_patched(path, now) else set(now.units)
        return {unit: get_unit(self.index, self.head, unit).paths for unit in dirty}

    def _is_patched(self, path: str, met: Met) -> bool:
        """Whether nothing need be linked again for a file; the actions that it tells of are as it has them, then."""
        before, now = self._before.get(path), self._read.get(path)
        if not isinstance(before, Document) or now is None:
            return False
        if (before.mentions, before.meetings) == (now.mentions, now.meetings):
            return True
        return patch(self.index, self.head, self.people, before, now, met)

    def _meet_again(self, old: Mapping[str, Met | None]) -> dict[str, tuple[str, ...]]:
        """Names the bodies anew; those whose files or names are others now, with their files."""
        told = (met for path in self._told if (met := get_met(self.index, path)))
        names, folders = self._names_again((one for one in old.values() if one), told)
        again = {path for path in self._paths_in(folders) if path not in old}
        dirty = {unit for met in old.values() if met for unit in met.units}
        members: defaultdict[str, list[str]] = defaultdict(list)
        for path in (*again, *self._told):
            met = get_met(self.index, path)
            if met is None:
                continue
            now = met.resolved(path, names)
            if now != met or path in self._told:
                dirty |= {*met.units, *now.units}
                put_met(self.index, path, now)
            for unit in now.units:
                members[unit].append(path)
        looked_at = again.union(old)
        as_before = {unit: get_unit(self.index, self.head, unit).paths for unit in dirty}
        return {
            unit: tuple(sorted([*members[unit], *(one for one in paths if one not in looked_at)]))
            for unit, paths in as_before.items()
        }

    def _names_again(self, gone: Iterable[Met], new: Iterable[Met]) -> tuple[BodyNames, set[str]]:
        """What bodies are called now, and the folders in which that is another thing than it was."""
        before = get_written(self.index, self.head)
        counts = Counter(before)
        for met in gone:
            counts.subtract(written_in(met.meetings))
        for met in new:
            counts.update(written_in(met.meetings))
        written = +counts
        names = BodyNames.of(written, self.place.config)
        was, now = BodyNames.of(before, self.place.config).by_folder(before), names.by_folder(written)
        put_names(self.index, self.head, names.bodies, written)
        return names, {one for one in {*was, *now} if was.get(one) != now.get(one)}

    def _paths_in(self, folders: set[str]) -> set[str]:
        """All files that were known before and lie in one of the folders."""
        if not folders:
            return set()
        units = [get_unit(self.index, self.head, unit) for unit in self.head.units]
        return {path for one in units for path in one.paths if folder_of(path) in folders}

    def _link(self, members: Mapping[str, tuple[str, ...]]) -> None:
        """Links these bodies again; where that makes other ids, those of the whole folder are given anew."""
        bodies = get_bodies(self.index, self.head)
        renamed = False
        for unit, paths in sorted(members.items()):
            if not paths:
                self._forget(unit)
                renamed = True
                continue
            one = self._linked(unit, paths, bodies)
            names = self._names(unit, one)
            renamed = renamed or names is None
            self._put(unit, one, names or [(claim.derived, claim.derived) for claim in one.claims()])
        if renamed:
            name_all(self.index, self.head)

    def _linked(self, unit: str, paths: tuple[str, ...], bodies: Bodies) -> _Linked:
        found = [get_met(self.index, path) for path in paths]
        meetings = meetings_of((one for one in found if one is not None), bodies, [unit])
        documents = [one for path in paths if (one := self._document(path)) is not None]
        strands = folded(documents, meetings, self.people, self.place.config, body=unit)
        orders = [order_of(one.told[0].mention, rank) for rank, one in enumerate(strands)]
        told: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for order, strand in zip(orders, strands, strict=True):
            for line in strand.told:
                told[line.mention.path][part_of(unit, order)] = None
        met = sorted({one.body for one in meetings.by_place.values() if one.body})
        by_path = {path: tuple(parts) for path, parts in told.items()}
        return _Linked(Unit(paths, meetings.days.get(unit, ()), by_path, tuple(met)), meetings, strands, orders)

    def _document(self, path: str) -> Document | None:
        """What a file says, without its text; None for one that cannot be read."""
        if path in self._read:
            return self._read[path]
        said = get_said(self.index, path)[1]
        return said if isinstance(said, Document) else None

    def _names(self, unit: str, linked: _Linked) -> list[tuple[str, str]] | None:
        """The ids of a body's actions; None where those of others may hang on what is another now."""
        rows = sorted(row for part in self._parts(unit) for row in get_rows(self.index, self.head, part))
        claims = linked.claims()
        if unit in self.head.units and [Claim(*row[1:4]) for row in rows] == claims:
            return [(row[4], row[5]) for row in rows]
        return name_some(self.index, self.head, unit, rows, claims)

    def _parts(self, unit: str) -> list[str]:
        return [part for part in self.head.parts if unit_of(part) == unit]

    def _put(self, unit: str, linked: _Linked, names: list[tuple[str, str]]) -> None:
        """Keep a body that was linked again; parts in which nothing is another now stay as they are."""
        claims, parts = linked.claims(), linked.parts(unit)
        for part in set(self._parts(unit)) - set(parts):
            remove_part(self.index, self.head, part)
        for part, numbers in parts.items():
            strands = [linked.strands[at] for at in numbers]
            first = [one.told[0].mention for one in strands]
            rows: list[Row] = [
                (linked.orders[at], *claims[at], *names[at], told.text, told.path, told.line, linked.strands[at].hung)
                for at, told in zip(numbers, first, strict=True)
            ]
            is_told_anew = any(one.mention.path in self._told for strand in strands for one in strand.told)
            before = self.head.parts.get(part)
            told_of = [one.told for one in strands]
            if is_told_anew or before is None or before[-1] != print_of(linked.unit, rows, told_of):
                self._put_strands(part, linked, strands, rows)
        put_unit(self.index, self.head, unit, linked.unit)

    def _put_strands(self, part: str, linked: _Linked, strands: list[Strand], rows: list[Row]) -> None:
        actions = [
            (row[0], action_of(one, row[4], row[5], self.people, linked.meetings.held_by(one.told[0].mention)))
            for row, one in zip(rows, strands, strict=True)
        ]
        put_part(self.index, self.head, part, linked.unit, actions, rows)

    def _forget(self, unit: str) -> None:
        for part in self._parts(unit):
            remove_part(self.index, self.head, part)
        self.index.remove(name(b"u", unit))
        self.head.units.pop(unit, None)

    def _note_faults(self, gone: frozenset[str]) -> None:
        kept = [one for one in self.head.faults if one[2] not in gone and one[2] not in self._told]
        new = [(one.code, one.name, one.path, one.message) for one in self._faults if one.severity is Severity.ERROR]
        self.head.faults = tuple(sorted([*kept, *new], key=lambda one: one[2]))
        as_before = (one for one in self.head.broken if one not in gone and one not in self._told)
        self.head.broken = tuple(sorted({*as_before, *self._broken}))
