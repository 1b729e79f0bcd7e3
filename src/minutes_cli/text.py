"""Places in a text, and edits to it.

Everything here counts characters of a decoded text from 0, half-open, with the byte order mark and
every carriage return counted, so that whatever is not edited comes back byte for byte. Lines end at
`\\n` alone: `str.splitlines` also cuts at form feeds and Unicode separators, and line numbers would
then differ from git's and the editor's.

>>> source = Source("a.md", "one\\ntwo\\n")
>>> source.line(4), Span(4, 7).of(source.text)
(2, 'two')
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple


class EditRefused(ValueError):
    """An edit whose `old` does not stand at its span, or that overlaps another."""


class Span(NamedTuple):
    """Half-open range of characters of a text, from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Source:
    """One file's text, decoded and otherwise as it is on the disk."""

    path: str
    """POSIX path, as shown to people."""
    text: str
    """Byte order mark and carriage returns included."""
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Offset of the first character of each line; a final newline opens no further line."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", line_starts(self.text))

    def line(self, offset: int) -> int:
        """The line, from 1, in which the character at `offset` stands."""
        return max(1, bisect_right(self.starts, offset))

    def column(self, offset: int) -> int:
        """The column, from 1 and in characters, of the character at `offset`."""
        return offset - self.starts[self.line(offset) - 1] + 1 if self.starts else offset + 1

    def line_span(self, line: int) -> Span:
        """The span of a line, from 1, without its line end."""
        start = self.starts[line - 1]
        end = self.starts[line] - 1 if line < len(self.starts) else len(self.text)
        if end > start and self.text[end - 1] == "\n":
            end -= 1
        if end > start and self.text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def newline_at(self, offset: int) -> str:
        """The line end in use around `offset`: that of its line, else of the line before, else `\\n`."""
        for line in range(self.line(offset), 0, -1):
            end = self.starts[line] if line < len(self.starts) else len(self.text)
            if self.text[:end].endswith("\r\n"):
                return "\r\n"
            if end and self.text[end - 1] == "\n":
                return "\n"
        return "\n"


class Edit(NamedTuple):
    """Replace `old`, which must stand at `span`, by `new`. An empty span is an insertion."""

    path: str
    span: Span
    old: str
    new: str


def line_starts(text: str) -> tuple[int, ...]:
    """Offsets of the first character of every line of `text`, in order."""
    starts = tuple(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))[:-1]
    return starts[:-1] if starts[-1] == len(text) else starts


def apply(text: str, edits: Iterable[Edit]) -> str:
    """`text` with the edits made, whatever their order.

    Raises EditRefused where `old` is not found at its span or two edits overlap; nothing is made then.
    Two insertions at one place are made in the order given.
    """
    parts, at = [], 0
    for edit in sorted(edits, key=lambda one: (one.span.start, one.span.end)):
        if edit.span.start < at:
            raise EditRefused(f"{edit.path}: two edits overlap at character {edit.span.start}")
        if edit.span.of(text) != edit.old:
            raise EditRefused(f"{edit.path}: {edit.old!r} is no longer at character {edit.span.start}")
        parts += [text[at : edit.span.start], edit.new]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def between(path: str, before: str, after: str) -> Edit:
    """The edit that makes one text of another: all from the first to the last character that differs.

    >>> between("a.md", "by Friday, noon", "by Monday, noon")
    Edit(path='a.md', span=Span(start=3, end=6), old='Fri', new='Mon')
    """
    start = _alike(before, after)
    left = _alike(before[start:][::-1], after[start:][::-1])
    old, new = before[start : len(before) - left], after[start : len(after) - left]
    return Edit(path, Span(start, start + len(old)), old, new)


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their head."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


class Hunk(NamedTuple):
    """Whole lines of a text that a change replaces by others."""

    line: int
    """From 1, of the first of them, in the text before the change."""
    old: str
    new: str
    """With their line ends; never both empty."""


def hunks(before: str, edits: Iterable[Edit]) -> tuple[Hunk, ...]:
    """The lines that the edits touch, in order; edits on one line, or on neighbouring ones, are one hunk."""
    ranges: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(edits, key=lambda one: (one.span.start, one.span.end)):
        start = before.rfind("\n", 0, edit.span.start) + 1
        stop = before.find("\n", edit.span.end)
        stop = len(before) if stop < 0 else stop + 1
        is_whole = edit.old.endswith("\n") and (edit.new.endswith("\n") or (not edit.new and start == edit.span.start))
        stop = edit.span.end if is_whole else stop
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(stop, ranges[-1][1]), [*ranges[-1][2], edit])
        else:
            ranges.append((start, stop, [edit]))
    return tuple(
        Hunk(before.count("\n", 0, start) + 1, before[start:stop], _within(before, start, stop, inside))
        for start, stop, inside in ranges
    )


def _within(before: str, start: int, stop: int, edits: list[Edit]) -> str:
    moved = [Edit(one.path, Span(one.span.start - start, one.span.end - start), one.old, one.new) for one in edits]
    return apply(before[start:stop], moved)


def turned(changes: Iterable[Hunk]) -> tuple[Hunk, ...]:
    """The hunks that take these back; their lines are those of the text after."""
    found, shift = [], 0
    for one in changes:
        found.append(Hunk(one.line + shift, one.new, one.old))
        shift += one.new.count("\n") - one.old.count("\n")
    return tuple(found)


def replay(path: str, text: str, changes: Iterable[Hunk]) -> tuple[Edit, ...] | None:
    """The hunks as edits of a text that may have moved since; None where their lines are not there any more.

    Of several places with the same lines the one nearest to where they stood is meant; an insertion of
    whole lines needs its line number to be in the text.
    """
    starts = (*line_starts(text), len(text))
    found: list[Edit] = []
    for one in changes:
        places = [at for at in starts if text.startswith(one.old, at) and _whole(text, at + len(one.old))]
        if not places:
            return None
        wanted = starts[min(one.line - 1, len(starts) - 1)]
        at = min(places, key=lambda place: abs(place - wanted))
        found.append(Edit(path, Span(at, at + len(one.old)), one.old, one.new))
    return tuple(found)


def _whole(text: str, end: int) -> bool:
    return end in {0, len(text)} or text[end - 1] == "\n"
