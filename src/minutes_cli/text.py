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


class EditRefused(ValueError):
    """An edit whose `old` does not stand at its span, or that overlaps another."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
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


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace `old`, which must stand at `span`, by `new`. An empty span is an insertion."""

    path: str
    span: Span
    old: str
    new: str


def line_starts(text: str) -> tuple[int, ...]:
    """Offsets of the first character of every line of `text`, in order."""
    starts = [0] if text else []
    at = text.find("\n")
    while at != -1 and at + 1 < len(text):
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return tuple(starts)


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
