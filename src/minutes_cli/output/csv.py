"""Comma separated values as RFC 4180 has them, for spreadsheets: a heading, quotes where needed, CRLF.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and minutes are data
from strangers: such a cell gets an apostrophe in front, as OWASP advises ("CSV Injection").
"""

from __future__ import annotations

import csv
import io
import re

from minutes_cli.output.clean import clean
from minutes_cli.output.json import write
from minutes_cli.output.table import Table, Value, flat

_FORMULA = re.compile(r"[\s\u200c\u200d]*[=+\-@＝＋－＠]|[\t\r\n]")
"""Programs that read tables may take blanks at the start of a cell away first."""
_NEXT_CELL = re.compile(r"(;[\"']*)(?=[=+@]|-[\w(])")
"""Where a spreadsheet that cuts cells at semicolons, as many in Europe do, would begin a formula."""


def render(table: Table) -> str:
    """A heading of keys, then a line a row; records inside a cell are JSON."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([column.key for column in table.columns])
    for row in table.rows:
        lines.writerow([_cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)])
    return out.getvalue()


def _cell(value: Value, kind: str) -> str:
    if isinstance(value, int | float):
        return flat(value)
    written = write(value) if kind == "records" else flat(value)
    # What `clean` leaves out may have hidden the sign.
    text = clean(written)
    text = f"'{text}" if _FORMULA.match(written) or _FORMULA.match(text) else text
    return _NEXT_CELL.sub(r"\1'", text)
