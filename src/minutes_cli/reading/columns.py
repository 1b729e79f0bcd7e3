"""Tables of plain text, whose columns are parted by tabs or by two blanks and more: their gaps get bars.

Rests on: a head such as "Task      Owner      Due" names a column of actions and one more; the lines right below it
are the rows, with a cell under every title or none, up to the first empty line. Where the head is parted by single
tabs, each tab of a row begins a cell; else a cell belongs to the title that begins nearest to it, tabs going on to the
next eighth place. A row may have its task alone. Every text keeps its length.
"""

from __future__ import annotations

import re

from minutes_cli.reading.forms.tables import columns_of
from minutes_cli.reading.vocabulary import Vocabulary

_HEAD = re.compile(r"^[ ]{0,8}[^\W_][^\n|]{0,60}?(?:\t|[ ]{2})[^\n|]{1,200}$", re.MULTILINE)
_GAP = re.compile(r"\t+[ ]*|[ ]{2,}\t*")
_SINGLE = re.compile(r"[^\t]+(?:\t[^\t]+)+")
_LONGEST = 300
"""Rows of one table."""


def spaced_tables(text: str, vocabulary: Vocabulary) -> tuple[str, frozenset[int]]:
    """The text with bars in the gaps of such tables, and the numbers of their lines, from 1."""
    rows: set[int] = set()
    parts: list[str] = []
    done = 0
    for head in _HEAD.finditer(text) if "\t" in text or "   " in text else ():
        if head.start() < done or not vocabulary.may_hold(head[0], "columns.strong", "columns.what"):
            continue
        titles = _GAP.sub("|", head[0].strip())
        columns = columns_of(titles, vocabulary) if titles.count("|") else None
        if columns is None or not (columns.strong or columns.owner >= 0) or columns.owner + columns.due < -1:
            continue
        number = text.count("\n", 0, head.start()) + 1
        lines = _rows(text, head.start())
        if len(lines) < 2:
            continue
        single = _SINGLE.fullmatch(head[0].strip()) is not None
        starts = [at for at, _, _ in _cells(head[0])]
        barred = [_by_tabs(line) if single and "\t" in line.strip() else _by_place(line, starts) for line in lines]
        parts += [text[done : head.start()], "\n".join(barred)]
        done = head.start() + sum(len(line) + 1 for line in lines) - 1
        rows.update(range(number, number + len(lines)))
    return ("".join(parts) + text[done:], frozenset(rows)) if parts else (text, frozenset())


def _rows(text: str, start: int) -> list[str]:
    """The lines from `start` to the first without words, or that go on as a text does."""
    lines: list[str] = []
    while start <= len(text) and len(lines) < _LONGEST:
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)]
        if not line.strip() or "|" in line or not (_GAP.search(line.strip()) or (len(lines) > 1 and _task_alone(line))):
            break
        lines.append(line)
        if end < 0:
            break
        start = end + 1
    return lines


def _task_alone(line: str) -> bool:
    """A row that has nothing but its task: a short line that ends no sentence and opens nothing."""
    words = line.strip()
    return len(words) <= _SHORT and words[-1] not in ".:;!?" and words[0] not in "#-*=~"


_SHORT = 50


def _by_tabs(line: str) -> str:
    """The row with a bar at each tab."""
    return re.sub(r"(?<=\S)[ ]*\t|(?<=\t)\t", lambda gap: " " * (len(gap[0]) - 1) + "|", line)


def _by_place(line: str, starts: list[int]) -> str:
    """The row with as many bars before each of its cells as there are titles from that of the cell before it."""
    signs = list(line)
    column = 0
    for at, place, gap in _cells(line)[1:]:
        near = min(range(column + 1, len(starts)), key=lambda one: abs(starts[one] - at), default=column)
        for back in range(1, min(near - column, gap) + 1):
            signs[place - back] = "|"
        column = near
    return "".join(signs)


def _cells(line: str) -> list[tuple[int, int, int]]:
    """Of each cell of a line where it begins as it is seen, where in characters, and how wide the gap before it is."""
    found = []
    begin = len(line) - len(line.lstrip())
    gaps = [(0, begin), *((gap.start(), gap.end()) for gap in _GAP.finditer(line, begin, len(line.rstrip())))]
    for first, last in gaps:
        found.append((len(line[:last].expandtabs(_TAB)), last, last - first))
    return found


_TAB = 8
