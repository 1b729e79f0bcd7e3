"""Draws tables for people: columns laid out for the width at hand, wrapped text, colour, links.

Pure: cells and a `Terminal` in, text out. One drawing serves ten rows and ten thousand; Rich, which
needs 0.4 ms a row and 40 ms to be imported, is asked only how wide characters beyond ASCII are.
No markup is read here: what a file says is cleaned and shown as it stands.

>>> print(draw(Sheet((Head("Id"), Head("Task", wraps=True)), ((Cell("7kx2"), Cell("send it")),)), Terminal(80)), end="")
ID    TASK
7kx2  send it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from types import MappingProxyType
from typing import NamedTuple

from minutes_cli.output.clean import clean

GAP = 2
_ROOM_FOR_TEXT = 32
_ROOM_FOR_OPTIONAL = 20
_NARROWEST = 8
_STYLES = MappingProxyType({"": "", "dim": "2", "bold": "1", "red": "31", "green": "32", "yellow": "33", "head": "1;4"})
_PIECES = re.compile(r"[^\s/_-]*[/_-]+|[^\s/_-]+|\s+")


class Terminal(NamedTuple):
    """What the terminal can show."""

    width: int
    color: bool = False
    links: bool = False


class Head(NamedTuple):
    """A column of a sheet."""

    title: str
    wraps: bool = False
    right: bool = False
    widest: int = 0
    """No wider than this many cells, however long its values; 0 is any width."""
    optional: bool = False
    """Left out where the text would have too little room beside it."""


class Cell(NamedTuple):
    """One value to be shown."""

    text: str
    style: str = ""
    """A key of the styles known here: `dim`, `bold`, `red`, `green`, `yellow`."""
    link: str = ""
    """Where the terminal is to go when it is clicked; empty for nowhere."""


class Sheet(NamedTuple):
    """A table ready to be drawn; `groups` are the title and number of rows of each group."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()


class _Layout(NamedTuple):
    """How the rows of one sheet are drawn."""

    heads: tuple[Head, ...]
    widths: tuple[int, ...]
    terminal: Terminal

    def shown(self) -> list[int]:
        return [at for at, width in enumerate(self.widths) if width]


def draw(sheet: Sheet, terminal: Terminal) -> str:
    """The sheet as lines no wider than the terminal where that is possible, each with its newline."""
    texts = [[clean(cell.text) for cell in row] for row in sheet.rows]
    layout = _Layout(sheet.heads, tuple(lay_out(sheet.heads, texts, terminal.width)), terminal)
    titles = [Cell(head.title.upper(), "head") for head in sheet.heads]
    out = [_row(titles, [title.text for title in titles], layout)]
    at = 0
    for title, count in sheet.groups or (("", len(sheet.rows)),):
        if title:
            out.append(f"\n{paint(clean(title), 'bold', terminal)}\n")
        for row, words in zip(sheet.rows[at : at + count], texts[at : at + count], strict=True):
            out.append(_row(row, words, layout))
        at += count
    return "".join(out)


def lay_out(heads: Sequence[Head], texts: Sequence[Sequence[str]], width: int) -> list[int]:
    """The width of each column in cells; 0 for one that is left out.

    Columns get what they need up to their widest. Optional ones are let in, the last before the
    others, as long as the column with the longest text keeps room to be read; the last one wrapped
    where that helps. Then the widest of those that may wrap shrink, never below what a word needs; room that is
    left over goes to what had too little.
    """
    needs = [max([_cells(head.title), *(_cells(row[at]) for row in texts)]) for at, head in enumerate(heads)]
    capped = [min(need, head.widest) if head.widest else need for need, head in zip(needs, heads, strict=True)]
    wrapping = [at for at, head in enumerate(heads) if head.wraps]
    main = max((at for at in wrapping if not heads[at].optional), key=lambda at: capped[at], default=None)
    widths = [0 if head.optional else need for head, need in zip(heads, capped, strict=True)]
    optional = [at for at, head in enumerate(heads) if head.optional]
    for at in reversed(optional):
        beside = [min(one, _ROOM_FOR_OPTIONAL) if other in wrapping and other != main else one
                  for other, one in enumerate(widths)]  # fmt: skip
        tried = [capped[at], min(capped[at], _ROOM_FOR_OPTIONAL)] if at == optional[-1] else [capped[at]]
        widths[at] = next((need for need in tried if _has_room(at, need, beside, main, width)), 0)
    widths = _shrunk(widths, wrapping, width)
    for at in (at for at, one in enumerate(widths) if one):
        widths[at] += max(0, min(needs[at] - widths[at], width - _total(widths)))
    return widths


def _has_room(at: int, need: int, widths: Sequence[int], main: int | None, width: int) -> bool:
    """Whether a column of that width leaves the main one its room."""
    with_it = [*widths[:at], need, *widths[at + 1 :]]
    if main is None:
        return width >= _total(with_it)
    return _left(with_it, main, width) >= min(widths[main], _ROOM_FOR_TEXT)


def _shrunk(widths: Sequence[int], wrapping: Sequence[int], width: int) -> list[int]:
    """The widths, the widest of the wrapping columns being taken from until all fit."""
    found = [min(one, width) if at in wrapping else one for at, one in enumerate(widths)]
    while _total(found) > width:
        widest = max(wrapping, key=lambda at: found[at], default=None)
        if widest is None or found[widest] <= _NARROWEST:
            break
        found[widest] -= 1
    return found


def paint(text: str, style: str, terminal: Terminal, link: str = "") -> str:
    """`text`, which is clean already, in a style and with a link where the terminal has those."""
    if terminal.color and _STYLES[style]:
        text = f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
    if terminal.links and link:
        text = f"\x1b]8;;{link}\x1b\\{text}\x1b]8;;\x1b\\"
    return text


def wrap(text: str, width: int) -> list[str]:
    """Lines of `text`, cut at spaces, else after `/`, `_` and `-`, else anywhere; never none."""
    if _cells(text) <= width:
        return [text]
    lines, line = [], ""
    for piece in _words(text, width):
        if line and _cells(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line or not piece.isspace() else ""
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _words(text: str, width: int) -> Iterable[str]:
    for word in re.findall(r"\S+\s*|\s+", text):
        if _cells(word.rstrip()) <= width:
            yield word
            continue
        for piece in _PIECES.findall(word):
            yield from _slices(piece, width)


def _slices(piece: str, width: int) -> Iterable[str]:
    while _cells(piece) > width:
        cut = _cut(piece, width)
        yield piece[:cut]
        piece = piece[cut:]
    yield piece


def _cut(text: str, width: int) -> int:
    used = 0
    for at, letter in enumerate(text):
        used += _cells(letter)
        if used > width:
            return max(at, 1)
    return len(text)


def _cells(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _total(widths: Sequence[int]) -> int:
    shown = [width for width in widths if width]
    return sum(shown) + GAP * (len(shown) - 1)


def _left(widths: Sequence[int], main: int, width: int) -> int:
    return width - _total(widths) + widths[main]


def _row(row: Sequence[Cell], texts: Sequence[str], layout: _Layout) -> str:
    """The lines of one row; a link covers each line of its cell."""
    shown, widths = layout.shown(), layout.widths
    lines = []
    for line in zip_longest(*(wrap(texts[at], widths[at]) for at in shown), fillvalue=""):
        parts = []
        for at, text in zip(shown, line, strict=True):
            space = " " * (widths[at] - _cells(text))
            drawn = paint(text, row[at].style, layout.terminal, row[at].link) if text else ""
            parts.append(space + drawn if layout.heads[at].right else drawn + space)
        lines.append((" " * GAP).join(parts).rstrip() + "\n")
    return "".join(lines)
