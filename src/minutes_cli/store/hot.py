"""The open actions of a folder that has not changed, straight from its index: lines that need only be written out.

Nothing of the reading, of the register or of the settings is loaded for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from minutes_cli.store.index import Doubt, Index, sum_of, unpacked
from minutes_cli.store.trail import FileSeen, Looks, Trail, asked_for, recall, stale_files

Line = tuple[str, str, str, "str | tuple[str, ...]"]
"""How it sorts (deadline, day of raising, order), its owners as compared, a line each, whom they mean, and the line.

The line is one text where nothing in it can upset a terminal, else its cells."""
HeadRow = tuple[str, int, int, dict[str, tuple[int, ...]], tuple[tuple[str, str, str, str], ...], tuple[str, ...]]
"""State, sums of trail and names, bodies, faults, words that the people file knows: `indexed.pieces` says more."""
_HEAD_LENGTH = 6


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
    files: tuple[FileSeen, ...]
    looks, folders, files, lasting = found
    return Trail(looks, folders, files, lasting)


def open_lines(start: str | None, environ: Mapping[str, str], cwd: str) -> Hot | None:
    """The open actions of the folder that this leads to; None where anything has changed or is not as it should be."""
    found = recall(asked_for(start, environ, cwd), environ)
    if found is None:
        return None
    try:
        index = Index.open(found.database)
        index.begin()
        _, trail, _, units, faults, known = head_of(index, found.state)
        if stale_files(trail_of(index, trail), found.root) != []:
            return None
        return Hot(_lines(index, units), known, bool(faults))
    except Doubt:
        return None


def _lines(index: Index, units: Mapping[str, tuple[int, ...]]) -> list[Line]:
    lines: list[Line] = []
    seen = 0
    for name, data in index.each(b"h"):
        row = units.get(name.decode("utf-8", "surrogateescape"))
        if row is None or sum_of(b"h" + name, data) != row[2]:
            raise Doubt("a piece is older than the rest")
        some = unpacked(data)
        if isinstance(some, list):
            lines += some
        seen += 1
    if seen != len(units):
        raise Doubt("a piece is missing")
    lines.sort()
    return lines
