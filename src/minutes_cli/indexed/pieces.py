"""The pieces of an index, and what they mean. `store.index` keeps them and has no idea.

head        what the index is of, its bodies with the sums of their pieces, what could not be read
trail       what the listing and every file looked like (`store.trail`)
names       how the names of bodies are shown, and how often each folder has each spelling
d PATH      what one file says, without its text
m PATH      its meetings, with the bodies they are of as the whole folder has it
u BODY      the files of a body, the days on which it met, and which files tell of which parts
i PART      what the ids of its actions follow from, and the ids; a part is the actions of a body that a year raised
o PART      its open actions; c PART those that are closed
h PART      its open actions as lines, for the quickest of answers
n PART      whom its actions name, and what its bodies are called, for the shell's completion
q BUCKET    ids by how they begin, and labels with how many actions have them (`buckets`)
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date as Day
from types import MappingProxyType
from typing import NamedTuple, cast
from zlib import crc32

from minutes_cli.model import Action, Approval, Diagnostic, Document, Meeting, Mention, Status, Told
from minutes_cli.register.fields import FIELDS
from minutes_cli.register.meetings import BodyNames, Meetings, Written, body_key_of
from minutes_cli.register.names import Bodies, key
from minutes_cli.register.people import People
from minutes_cli.store.hot import head_of, trail_of
from minutes_cli.store.index import Doubt, Index, packed, sum_of, unpacked
from minutes_cli.store.rows import from_bytes, to_bytes
from minutes_cli.store.trail import Trail
from minutes_cli.text import Source

BROKEN = "M011"
KINDS = (b"h", b"o", b"c", b"i", b"n")
"""The pieces of a part, in the order in which the head has their sums, from the third place on."""
_LATE = "~"
"""Comes after every day."""


class Met(NamedTuple):
    """The meetings of one file, and what the folder makes of them."""

    meetings: tuple[Meeting, ...]
    approvals: tuple[Approval, ...]
    loose: bool
    """Whether an action in it is of no meeting."""
    bodies: tuple[str | None, ...] = ()
    """Of each meeting, as shown."""
    units: tuple[str, ...] = ()
    """Keys of all bodies that something in the file may be of."""

    @classmethod
    def of(cls, said: Document | Diagnostic) -> Met:
        """Of what a file says by itself."""
        if isinstance(said, Diagnostic):
            return cls((), (), False)
        return cls(said.meetings, said.approvals, any(one.meeting is None for one in said.mentions))

    def resolved(self, path: str, names: BodyNames) -> Met:
        """With the bodies that the names of the whole folder give it."""
        bodies = tuple(names.of_file(self.meetings))
        units = {body_key_of(names.bodies, one, path) for one in (*bodies, *[None] * self.loose)}
        return self._replace(bodies=bodies, units=tuple(sorted(units)))

    def lineless(self) -> tuple[object, ...]:
        """What other files may hang on."""
        days = tuple((one.of, one.meeting.date if one.meeting else None) for one in self.approvals)
        return tuple(replace(one, line=0) for one in self.meetings), days, self.loose

    def known(self) -> Iterator[Meeting]:
        """The meetings with their bodies."""
        for one, body in zip(self.meetings, self.bodies, strict=True):
            yield one if one.body == body else replace(one, body=body)

    def light(self, path: str) -> Document:
        """A document of nothing but its meetings."""
        return Document(Source(path, ""), self.meetings, (), (), (), self.approvals)


class Unit(NamedTuple):
    """What is kept of a body beside its actions."""

    paths: tuple[str, ...]
    """Sorted."""
    days: tuple[Day, ...] = ()
    """On which it met."""
    told: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """By path the parts with actions that the file tells of."""
    bodies: tuple[str, ...] = ()
    """What the meetings in its files call it."""


Row = tuple[str, str | None, str, str, str, str, str, str, int, str]
"""Order, label, derived id, meeting, id, short id, text, file and line of an action, and what `Strand.hung` has."""
Placed = tuple[str, Action]
"""An action behind its place in the order of the register."""


@dataclass(slots=True)
class Head:
    """What an index says of itself."""

    state: str
    trail: int = 0
    names: int = 0
    units: dict[str, int] = field(default_factory=dict)
    """Of each body the sum of what is kept of it."""
    parts: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Of each part how many actions are open and closed, the sums of its pieces, and a sum of all it follows from."""
    faults: tuple[tuple[str, str, str, str], ...] = ()
    """Code, name, path and message of each file that could not be read."""
    known: tuple[str, ...] = ()
    """Compared words that the people file knows."""
    buckets: tuple[int, ...] = ()
    """The sums of what `naming` keeps of ids; 0 for a bucket with none."""
    doubled: tuple[str, ...] = ()
    """What more than one action would be called by, as compared."""
    broken: tuple[str, ...] = ()
    """Files with YAML that cannot be read."""

    def put(self, index: Index) -> None:
        """Keep it."""
        index.put(b"HEAD", packed(tuple(getattr(self, one.name) for one in fields(self))))

    @classmethod
    def of(cls, index: Index, state: str) -> Head:
        """That of an index; Doubt where it is the index of something else."""
        return cls(*head_of(index, state))


def name(kind: bytes, words: str) -> bytes:
    """What a piece is called."""
    return kind + words.encode("utf-8", "surrogateescape")


def words_of(raw: bytes) -> str:
    """The path or body that a name without its letter has."""
    return raw.decode("utf-8", "surrogateescape")


def get_trail(index: Index, head: Head) -> Trail:
    """What the listing rests on."""
    return trail_of(index, head.trail)


def get_met(index: Index, path: str) -> Met | None:
    """The meetings of a file; None for one that is not known."""
    raw = index.get(name(b"m", path))
    return None if raw is None else met_from(raw)


def met_from(raw: bytes) -> Met:
    """The meetings that a piece has."""
    return Met(*cast("tuple[tuple[Meeting, ...], tuple[Approval, ...], bool]", from_bytes(raw)))


def put_met(index: Index, path: str, met: Met) -> None:
    """Keep the meetings of a file."""
    index.put(name(b"m", path), to_bytes(tuple(met)))


def get_bodies(index: Index, head: Head) -> Bodies:
    """How the names of bodies are shown."""
    return Bodies(*_names(index, head)[:2])


def get_written(index: Index, head: Head) -> dict[Written, int]:
    """How often the files of a folder have each spelling of a body."""
    return _names(index, head)[2] if head.names else {}


def put_names(index: Index, head: Head, bodies: Bodies, written: Mapping[Written, int]) -> None:
    """Keep what bodies are called and how that is known."""
    few = {where: count for where, count in sorted(written.items()) if count}
    head.names = index.put(b"NAMES", packed((dict(bodies.shown), sorted(bodies.settled), few)))


def _names(index: Index, head: Head) -> tuple[dict[str, str], frozenset[str], dict[Written, int]]:
    raw = index.need(b"NAMES")
    if sum_of(b"NAMES", raw) != head.names:
        raise Doubt("a piece is older than the rest")
    shown, settled, written = cast("tuple[dict[str, str], list[str], dict[Written, int]]", unpacked(raw))
    return shown, frozenset(settled), written


def meetings_of(mets: Iterable[Met], bodies: Bodies, units: Iterable[str]) -> Meetings:
    """The meetings of some files, with the days of some bodies, all of whose files are among them."""
    places = {(one.path, one.line): one for met in mets for one in met.known()}
    bare = Meetings(places, bodies, {})
    days: dict[str, set[Day]] = {unit: set() for unit in units}
    for (path, _), one in places.items():
        unit = bare.body_key(one, path)
        if one.date and unit in days:
            days[unit].add(one.date)
    return Meetings(places, bodies, {unit: tuple(sorted(on)) for unit, on in days.items()})


def get_said(index: Index, path: str) -> tuple[int, Document | Diagnostic]:
    """The sum of a file's content, and what it says, without its text."""
    return cast("tuple[int, Document | Diagnostic]", from_bytes(index.need(name(b"d", path))))


def get_unit(index: Index, head: Head, unit: str) -> Unit:
    """What is kept of a body; of one that is not known, nothing."""
    if unit not in head.units:
        return Unit(())
    raw = index.need(name(b"u", unit))
    if sum_of(name(b"u", unit), raw) != head.units[unit]:
        raise Doubt("a piece is older than the rest")
    return Unit(
        *cast("tuple[tuple[str, ...], tuple[Day, ...], dict[str, tuple[str, ...]], tuple[str, ...]]", from_bytes(raw))
    )


def put_unit(index: Index, head: Head, unit: str, kept: Unit) -> None:
    """Keep what there is of a body beside its actions."""
    head.units[unit] = index.put(name(b"u", unit), to_bytes(tuple(kept)))


def part_of(unit: str, order: str) -> str:
    """The part in which an action of a body stands, by its place in the order of the register."""
    return f"{unit}\0{order.partition('-')[0] if order[0] != _LATE else _LATE}"


def unit_of(part: str) -> str:
    """The body of a part."""
    return part.rpartition("\0")[0]


def get_rows(index: Index, head: Head, part: str) -> list[Row]:
    """What the ids of a part's actions follow from."""
    return cast("list[Row]", unpacked(get_piece(index, head, b"i", part)))


def get_actions(index: Index, head: Head, part: str, kind: bytes) -> list[Placed]:
    """The open (`o`) or closed (`c`) actions of a part, in order."""
    if not head.parts[part][0 if kind == b"o" else 1]:
        return []
    return cast("list[Placed]", from_bytes(get_piece(index, head, kind, part)))


def get_piece(index: Index, head: Head, kind: bytes, part: str) -> bytes:
    """A piece of a part; Doubt where it is not the one that the head means."""
    whole = name(kind, part)
    raw = index.need(whole)
    if sum_of(whole, raw) != head.parts[part][2 + KINDS.index(kind)]:
        raise Doubt("a piece is older than the rest")
    return raw


def put_part(index: Index, head: Head, part: str, kept: Unit, actions: list[Placed], rows: list[Row]) -> None:
    """Keep the actions of a part, in order; what is kept of their body goes with them."""
    still_open = [one for one in actions if one[1].status is Status.OPEN]
    closed = [one for one in actions if one[1].status is not Status.OPEN]
    owners = {name for _, one in actions for name in (*one.owners, *one.people)}
    bodies = {*kept.bodies, *(one.body for _, one in actions if one.body)}
    pieces = (
        packed([line_of(one) for one in still_open]),
        to_bytes(still_open),
        to_bytes(closed),
        packed(rows),
        packed((tuple(sorted(owners)), tuple(sorted(bodies)))),
    )
    sums = tuple(index.put(name(kind, part), data) for kind, data in zip(KINDS, pieces, strict=True))
    told = [one.mentions for _, one in actions]
    head.parts[part] = (len(still_open), len(closed), *sums, print_of(kept, rows, told))


def print_of(kept: Unit, rows: Iterable[Row], told: Iterable[Iterable[Told]]) -> int:
    """A sum of all that actions follow from, but for what the mentions themselves say."""
    followed = (
        [one.toordinal() for one in kept.days],
        kept.bodies,
        [(*row[:6], row[9]) for row in rows],
        [[(one.mention.path, one.mention.span.start, one.link, one.likeness) for one in history] for history in told],
    )
    return crc32(marshal.dumps(followed, 0))  # of version 0: the others have marks that hang on what is shared


def remove_part(index: Index, head: Head, part: str) -> None:
    """Keep the actions of a part no longer."""
    for kind in KINDS:
        index.remove(name(kind, part))
    head.parts.pop(part, None)


def order_of(first: Mention, rank: int) -> str:
    """Sorts actions as the register does: by meeting, undated ones last, then path, place, and order of telling."""
    day = first.meeting.date if first.meeting else None
    return f"{day.isoformat() if day else _LATE}\0{first.path}\0{first.span.start:09d}\0{rank:06d}"


def line_of(placed: Placed) -> tuple[str, str, str, object]:
    """An open action for the quick door: how it sorts, its owners as compared, whom they mean, and the line.

    The line is one text where nothing in it can upset a terminal, else its cells.
    """
    order, action = placed
    due = action.due.isoformat() if action.due else _LATE
    raised = action.raised.isoformat() if action.raised else _LATE
    cells = tuple(_flat(one.cell(action, Day.min)) for one in FIELDS if one.default)
    line: object = "\t".join(cells) + "\n" if "".join(cells).isprintable() else cells
    written, meant = ("\n".join(map(key, names)) for names in (action.owners, action.people))
    return f"{due}\0{raised}\0{order}", written, meant, line


def _flat(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def known_words(people: People) -> tuple[str, ...]:
    """All words, as compared, whose meaning the people file has a say in."""
    members = {one for group in people.members.values() for one in group}
    return tuple(
        sorted({*people.names, *people.offices, *people.members, *members, *(one for one, _ in people.aliases)})
    )
