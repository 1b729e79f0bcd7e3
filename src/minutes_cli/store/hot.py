"""The open actions of a folder that has not changed, straight from its index: lines that need only be written out.

Nothing of the reading, of the register or of the settings is loaded for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from minutes_cli.store.index import Doubt, Index, sum_of, unpacked
from minutes_cli.store.trail import Files, Looks, Trail, asked_for, recall, stale_files

Line = tuple[str, str, str, "str | tuple[str, ...]"]
"""How it sorts (deadline, day of raising, order), its owners as compared, a line each, whom they mean, and the line.

The line is one text where nothing in it can upset a terminal, else its cells."""
HeadRow = tuple[
    str, int, int, dict[str, int], dict[str, tuple[int, ...]], tuple[tuple[str, str, str, str], ...], tuple[str, ...],
    tuple[int, ...], tuple[str, ...], tuple[str, ...]
]  # fmt: skip
"""State, sums of trail and names, bodies, parts, faults, known words, two of ids, broken: see `indexed.pieces`."""
_HEAD_LENGTH = 10


class Hot:
    """What the quick door has to know."""

    __slots__ = ("has_faults", "known", "lines")

    def __init__(self, lines: list[Line], known: tuple[str, ...], has_faults: bool) -> None:
        self.lines = lines
        """Of all open actions, sorted."""
        self.known = known
        """Compared words that the people file has a say in."""
        self.has_faults = has_faults
        """Whether a file could not be read, of which somebody has to tell."""


def head_of(index: Index, state: str) -> HeadRow:
    """The head of an index; Doubt where it is the index of something else."""
    found = unpacked(index.need(b"HEAD"))
    if not isinstance(found, tuple) or len(found) != _HEAD_LENGTH or found[0] != state:
        raise Doubt("it is of another folder, other settings or another version")
    return found


def trail_of(index: Index, total: int) -> Trail:
    """What the listing rests on; its sum is the head's."""
    raw = index.need(b"TRAIL")
    found = unpacked(raw)
    if sum_of(b"TRAIL", raw) != total or not isinstance(found, tuple):
        raise Doubt("the trail is another one's")
    looks: Looks
    looks, folders, files, lasting = found
    try:
        return Trail(looks, folders, Files.of(files), lasting)
    except ValueError as fault:
        raise Doubt("the trail cannot be read") from fault


def open_lines(start: str | None, environ: Mapping[str, str], cwd: str) -> Hot | None:
    """The open actions of the folder that this leads to; None where anything has changed or is not as it should be."""
    found = _pieces(b"h", 2, start, environ, cwd)
    return None if found is None else _hot(*found)


def lines_in(index: Index, state: str) -> Hot:
    """The open actions of an index that holds what the folder says now; Doubt where it does not hold together."""
    _, _, _, _, parts, faults, known, _, _, broken = head_of(index, state)
    return _hot(_pieces_in(index, parts, b"h", 2), known, bool(faults or broken))


def _hot(pieces: list[object], known: tuple[str, ...], has_faults: bool) -> Hot:
    return Hot(sorted(line for some in pieces if isinstance(some, list) for line in some), known, has_faults)


def known_ids(start: str | None, environ: Mapping[str, str], cwd: str, *, hints: bool) -> list[tuple[str, str]] | None:
    """Short id and, with `hints`, words of every action, in order; None as `open_lines`."""
    found = _pieces(b"i", 5, start, environ, cwd)
    if found is None:
        return None
    rows = sorted(row for some in found[0] if isinstance(some, list) for row in some)
    return [(row[5], row[6] if hints else "") for row in rows]


def known_names(start: str | None, environ: Mapping[str, str], cwd: str) -> tuple[set[str], set[str]] | None:
    """Owners and people of all actions, and all bodies; None as `open_lines`."""
    found = _pieces(b"n", 6, start, environ, cwd)
    if found is None:
        return None
    owners: set[str] = set()
    bodies: set[str] = set()
    for some in found[0]:
        if isinstance(some, tuple):
            owners.update(some[0])
            bodies.update(some[1])
    return owners, bodies


def _pieces(
    kind: bytes, place: int, start: str | None, environ: Mapping[str, str], cwd: str
) -> tuple[list[object], tuple[str, ...], bool] | None:
    """The pieces of all parts, whose sums stand at this place of the head's rows, and the rest of what Hot has."""
    found = recall(asked_for(start, environ, cwd), environ)
    if found is None:
        return None
    try:
        index = Index.open(found.database)
    except Doubt:
        return None
    try:
        index.begin()
        _, trail, _, _, parts, faults, known, _, _, broken = head_of(index, found.state)
        if stale_files(trail_of(index, trail), found.root) != []:
            return None
        return _pieces_in(index, parts, kind, place), known, bool(faults or broken)
    except Doubt:
        return None
    finally:
        index.close()  # which nothing else does in time: a connection is part of a ring of objects


def _pieces_in(index: Index, parts: Mapping[str, tuple[int, ...]], kind: bytes, place: int) -> list[object]:
    pieces = []
    for name, data in index.each(kind):
        row = parts.get(name.decode("utf-8", "surrogateescape"))
        if row is None or sum_of(kind + name, data) != row[place]:
            raise Doubt("a piece is older than the rest")
        pieces.append(unpacked(data))
    if len(pieces) != len(parts):
        raise Doubt("a piece is missing")
    return pieces
