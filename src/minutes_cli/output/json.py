"""JSON for programs: one array (`json`) or one object a line (`jsonl`).

Control characters that JSON would let through (DEL, C1, changes of direction) are written as
`\\uXXXX`, which means the same to a program and nothing to a terminal.
"""

from __future__ import annotations

import json
from datetime import date

from minutes_cli.output.clean import escape_quoted
from minutes_cli.output.table import Table, Value, records


def render(table: Table) -> str:
    """One array, an object a line."""
    lines = [write(record) for record in records(table)]
    return "[" + ",".join(f"\n  {line}" for line in lines) + ("\n]\n" if lines else "]\n")


def render_lines(table: Table) -> str:
    """One object a line."""
    return "".join(write(record) + "\n" for record in records(table))


def write(value: Value, indent: int | None = None) -> str:
    """One value as JSON; dates as ISO text."""
    return escape_quoted(json.dumps(value, ensure_ascii=False, indent=indent, default=_day))


def _day(value: date) -> str:
    return value.isoformat()
