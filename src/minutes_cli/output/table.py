"""The neutral table that every list becomes before it is printed, and the formats it can be printed in.

A `Table` knows nothing of actions or meetings: columns, and rows of plain values. A format is a
function from a table to text, named in FORMATS and imported when it is asked for, so that a new
format is one module and one row. Tables for the screen are drawn in `cli.screen`.

>>> table = Table((Column("id", "Id"), Column("due", "Due", "date")), (("7kx2", date(2011, 10, 6)),))
>>> render("plain", table)
'7kx2\\t2011-10-06\\n'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import NamedTuple, Protocol, TypeAlias, cast

from minutes_cli.model import MinutesError, lacking

Value: TypeAlias = "str | date | int | float | bool | Sequence[Value] | Mapping[str, Value] | None"
"""What a cell holds; sequences are lists of names or of records, mappings are records."""


class Column(NamedTuple):
    """One column: what it is called by programs and by people, and how it likes to stand."""

    key: str
    title: str
    kind: str = "text"
    """`text`, `names`, `date`, `number`, `flag` or `records`."""
    right: bool = False
    """Aligned to the right."""
    wraps: bool = False
    """May be broken over several lines where the room is short."""
    optional: bool = False
    """The first to be left out where the room is short."""


class Table(NamedTuple):
    """Columns and rows; each row has one value for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    """Title and number of rows of each group, in order; empty where the rows are not grouped."""


class Format(NamedTuple):
    """One way to print a table."""

    name: str
    module: str
    """Where its function is; it is not imported before it is asked for."""
    whole: bool
    """Takes every key a thing has, not only the columns that are shown."""
    meaning: str
    function: str = "render"
    """From a Table to text."""
    of_actions: bool = False
    """Only actions can be written in it."""


FORMATS: tuple[Format, ...] = (
    Format("plain", "plain", False, "tab separated, a line each, no heading"),
    Format("json", "json", True, "one array of objects, every key"),
    Format("jsonl", "json", True, "one object a line, every key", "render_lines"),
    Format("csv", "csv", True, "for spreadsheets, every key"),
    Format("markdown", "markdown", False, "a pipe table"),
    Format("yaml", "yaml", True, "a list of mappings, every key"),
    Format("html", "html_table", False, "a page with one table"),
    Format("ics", "ics", True, "tasks for calendars", of_actions=True),
    Format("todotxt", "todotxt", True, "todo.txt", of_actions=True),
    Format("taskwarrior", "taskwarrior", True, "for task import", of_actions=True),
)
_OF_ACTIONS = frozenset({"id", "text", "owners", "status"})
EXTRA = "export"
"""The extra of the package that has the libraries of formats which need one."""


class _Renderer(Protocol):
    """What a format's module gives."""

    def __call__(self, table: Table) -> str: ...


def find_format(name: str) -> Format:
    """The row of FORMATS with this name; MinutesError for a name that none has."""
    for one in FORMATS:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FORMATS)
    raise MinutesError(f"there is no format {name!r}", hint=f"known are table, {known}")


def render(name: str, table: Table) -> str:
    """`table` in the named format; it ends with a newline unless it is empty."""
    found = find_format(name)
    if found.of_actions and not {column.key for column in table.columns} >= _OF_ACTIONS:
        raise MinutesError(f"{name} is for actions, and these are none", hint="minutes export --format " + name)
    return cast(_Renderer, load(name, found.module, found.function))(table)


def load(name: str, module: str, function: str) -> object:
    """The function of a format's module; MinutesError where a library that it needs is not installed."""
    try:
        return getattr(import_module(f"minutes_cli.output.{module}"), function)
    except ModuleNotFoundError as fault:
        if fault.name is None or fault.name.startswith("minutes_cli"):
            raise
        raise lacking(name, fault.name, EXTRA) from fault


def parts(table: Table) -> Iterator[tuple[str, Table]]:
    """Each group's title and its own table; the table itself under an empty title where there are no groups."""
    if not table.groups:
        yield "", table
        return
    at = 0
    for title, count in table.groups:
        yield title, table._replace(rows=table.rows[at : at + count], groups=())
        at += count


def records(table: Table) -> list[dict[str, Value]]:
    """The rows as mappings from key to value, in the order of the columns."""
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def flat(value: Value) -> str:
    """A value as one line of text for a program: ISO dates, `true`, names joined by "; ", nothing for None."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case date():
            text = value.isoformat()
        case Mapping():
            text = ", ".join(f"{key}: {flat(inner)}" for key, inner in value.items() if inner is not None)
        case Sequence() if not isinstance(value, str):
            text = "; ".join(flat(one) for one in value)
        case _:
            text = str(value)
    return text
