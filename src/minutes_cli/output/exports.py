"""What `minutes export` can write: every format of a list, and those that only make sense as a file.

A format here is a module with `render`: from a Table to text, or, where it `is_binary`, from a table, a title
and today to bytes. What its library is missing says how to install it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Day
from typing import cast

from minutes_cli.model import MinutesError
from minutes_cli.output.table import FORMATS, Table, load


@dataclass(frozen=True, slots=True)
class Export:
    """One way to send actions on."""

    name: str
    module: str
    endings: tuple[str, ...]
    """Of the files it is known by; the first is its own."""
    whole: bool
    """Takes every key of an action, not only the columns that are chosen."""
    is_binary: bool
    meaning: str
    function: str = "render"
    columns: str | None = None
    """Fields, comma separated, where none are chosen; None for those of a list."""


_ENDINGS = (
    ("ics", (".ics",)),
    ("html", (".html", ".htm")),
    ("csv", (".csv",)),
    ("json", (".json",)),
    ("jsonl", (".jsonl", ".ndjson")),
    ("markdown", (".md", ".markdown")),
    ("yaml", (".yaml", ".yml")),
    ("plain", (".tsv",)),
    ("todotxt", (".todo.txt", "todo.txt")),
)
EXPORTS: tuple[Export, ...] = (
    Export("xlsx", "xlsx", (".xlsx",), False, True, "a workbook with real days and filters",
           columns="id,text,owners,due,status,progress,raised,closed,body,meeting,item,note,times_carried,place"),
    Export("docx", "docx", (".docx",), False, True, "a register in Word, for circulation",
           columns="id,text,owners,due,status,meeting"),
    Export("gh", "gh", (".sh",), True, False, "commands for the gh tool, an issue an action"),
    *(
        Export(one.name, one.module, dict(_ENDINGS).get(one.name, ()), one.whole, False, one.meaning, one.function)
        for one in FORMATS
    ),
)  # fmt: skip


def find_export(name: str | None, path: str | None) -> Export:
    """The format of that name, else the one that the file's ending names; MinutesError where neither does."""
    known = ", ".join([*(one.name for one in EXPORTS), "parquet"])
    if name is not None:
        for one in EXPORTS:
            if one.name == name:
                return one
        raise MinutesError(f"there is no format {name!r}", hint=f"known are {known}")
    if path is None:
        raise MinutesError("export needs --format, or -o with a file whose ending says it", hint=f"known are {known}")
    for one in sorted(EXPORTS, key=lambda one: -max(map(len, one.endings), default=0)):
        if path.casefold().endswith(one.endings or ("\0",)):
            return one
    raise MinutesError(f"the ending of {path!r} names no format", hint=f"say --format: {known}")


def export_text(one: Export, table: Table) -> str:
    """The table as text; MinutesError where the library that it needs is not installed."""
    return cast(Callable[[Table], str], load(one.name, one.module, one.function))(table)


def export_bytes(one: Export, table: Table, title: str, today: Day) -> bytes:
    """The table as the bytes of a file; MinutesError where the library that it needs is not installed."""
    return cast(Callable[[Table, str, Day], bytes], load(one.name, one.module, one.function))(table, title, today)
