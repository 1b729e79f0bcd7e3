"""Reads case files of reading: minutes as a user could have written them, and what they say.

A case is a heading, a text between lines of `~~~~`, and a line for each action that the text holds:

    ## A ticked box is done

    ~~~~
    - [x] Ann: book the hall by Friday
    ~~~~

    1 | Ann | 2026-03-06 | done | book the hall by Friday

The fields are line (or first-last), owners (joined by ";"), due day, status, words and the file's own id;
those at the end may be left out. `nothing` stands for a text without actions. The text is a file called
2026-03-03.md, of a Tuesday, unless a line `File: name` says otherwise; `(BLANK)` stands for trailing spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.model import Mention, Status
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

FOLDER = Path(__file__).parent / "cases" / "forms"
FILE = "2026-03-03.md"
_CASE = re.compile(
    r"^## (?P<title>.+)\n(?P<before>(?:(?!~~~~).*\n)*)~~~~\n(?P<text>(?:(?!~~~~).*\n)*)~~~~\n(?P<after>(?:(?!## ).*(?:\n|\Z))*?)(?=## |\Z)",
    re.MULTILINE,
)


class Row(NamedTuple):
    """One action as a case tells it."""

    lines: str
    owners: str
    due: str
    status: str
    text: str
    label: str

    def __str__(self) -> str:
        return re.sub(r"( \|)+ *$", "", " | ".join(self))


class Case(NamedTuple):
    """A text, and the actions in it."""

    title: str
    file: str
    text: str
    rows: tuple[Row, ...]


def cases(path: Path) -> Iterator[Case]:
    """The cases of one file, in order."""
    for found in _CASE.finditer(path.read_text(encoding="utf-8")):
        named = re.search(r"^File: (\S+)$", found["before"], re.MULTILINE)
        said = found["after"].split("\n")
        rows = tuple(_row(line) for line in said if line.strip() and line.strip() != "nothing")
        assert rows or "nothing" in said, f"{path.name}: {found['title']}: expects no action, and does not say so"
        yield Case(found["title"], named[1] if named else FILE, found["text"].replace("(BLANK)", "  "), rows)


def _row(line: str) -> Row:
    fields = [field.strip() for field in line.split(" |")]
    return Row(*(fields + [""] * 6)[:6])


def read(file: str, text: str) -> tuple[Row, ...]:
    """What the program reads in a text."""
    return tuple(row_of(one) for one in parse(Source(file, text), Config()).mentions)


def row_of(one: Mention) -> Row:
    return Row(
        str(one.line) if one.line == one.end_line else f"{one.line}-{one.end_line}",
        "; ".join(one.owners),
        one.due.isoformat() if one.due else "",
        (one.status or Status.OPEN).value,
        one.text,
        one.label or "",
    )
