"""Tab separated lines for `cut`, `awk` and `sort`: one row a line, no heading, no colour."""

from __future__ import annotations

from minutes_cli.output.clean import clean
from minutes_cli.output.table import Table, flat, parts


def render(table: Table) -> str:
    """A line a row; tabs and line ends inside a value are spaces, so that columns can be counted.

    Where rows are grouped, the title of the group comes first in each line.
    """
    return "".join(
        "\t".join(clean(flat(value)) for value in ((title, *row) if title else row)) + "\n"
        for title, part in parts(table)
        for row in part.rows
    )
