"""A pipe table as GitHub Flavored Markdown has it, to paste into minutes, issues and wikis."""

from __future__ import annotations

import re

from minutes_cli.output.clean import clean
from minutes_cli.output.table import Table, flat, parts

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")


def render(table: Table) -> str:
    """One table, or one under a heading for each group; every mark of Markdown in a value is escaped."""
    blocks = [(f"## {escape(title)}\n\n" if title else "") + _draw(part) for title, part in parts(table)]
    return "\n".join(blocks)


def escape(text: str) -> str:
    """`text` on one line that Markdown shows as it stands."""
    return _MARKUP.sub(lambda found: "\\" + found.group(), clean(text))


def _draw(table: Table) -> str:
    lines = [
        [escape(column.title) for column in table.columns],
        ["---:" if column.right else "---" for column in table.columns],
        *([escape(flat(value)) for value in row] for row in table.rows),
    ]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
