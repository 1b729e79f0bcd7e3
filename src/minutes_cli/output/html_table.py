"""A page with one table, or one for each group: to be opened, printed, or pasted into a mail.

It fetches nothing and runs nothing: styles are in the page, and its policy forbids the rest. Jinja escapes
every value.
"""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from minutes_cli.output.clean import clean
from minutes_cli.output.table import Table, flat, parts


def render(table: Table) -> str:
    """The whole page."""
    world = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    text = files("minutes_cli.output").joinpath("templates", "table.html.j2").read_text(encoding="utf-8")
    groups = [
        (clean(title), [[clean(flat(value)) for value in row] for row in part.rows]) for title, part in parts(table)
    ]
    return world.from_string(text).render(columns=table.columns, groups=groups, count=len(table.rows)) + "\n"
