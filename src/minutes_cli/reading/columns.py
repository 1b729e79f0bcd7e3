"""Tables of plain text, whose columns are parted by tabs or by two blanks and more: their gaps get bars.

Rests on: a head such as "Task      Owner      Due" names a column of actions and one more; the lines right below it
are the rows, with a cell under every title or none, up to the first empty line. Every text keeps its length.
"""

from __future__ import annotations

import re

from minutes_cli.reading.forms.tables import columns_of
from minutes_cli.reading.vocabulary import Vocabulary

_HEAD = re.compile(r"^[ ]{0,8}[^\W_][^\n|]{0,60}?(?:\t|[ ]{2})[^\n|]{1,200}$", re.MULTILINE)
_GAP = re.compile(r"\t+[ ]*|[ ]{2,}\t*")
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
        starts = [gap.end() for gap in _GAP.finditer(head[0].rstrip()) if gap.start() > 0]
        barred = [_barred(line, starts) for line in lines]
        parts += [text[done : head.start()], "\n".join(barred)]
        done = head.start() + sum(len(line) + 1 for line in lines) - 1
        rows.update(range(number, number + len(lines)))
    return ("".join(parts) + text[done:], frozenset(rows)) if parts else (text, frozenset())


def _rows(text: str, start: int) -> list[str]:
    """The lines from `start` to the first without words or without a gap."""
    lines: list[str] = []
    while start <= len(text) and len(lines) < _LONGEST:
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)]
        if not line.strip() or "|" in line or _GAP.search(line.strip()) is None:
            break
        lines.append(line)
        if end < 0:
            break
        start = end + 1
    return lines


def _barred(line: str, starts: list[int]) -> str:
    """The row with a bar in each gap that ends where a column begins, or in each tab."""
    if "\t" in line.strip():
        return re.sub(r"(?<=\S)[ ]*\t|(?<=\t)\t", lambda gap: " " * (len(gap[0]) - 1) + "|", line)
    signs = list(line)
    for at in starts:
        if 0 < at <= len(signs) and signs[at - 1] == " ":
            signs[at - 1] = "|"
    return "".join(signs)
