"""Prints a table in the format that was asked for, and what is to be said of the folder beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from minutes_cli.cli.screen import Cell, Head, Sheet, draw
from minutes_cli.cli.session import Session, link_to
from minutes_cli.output.table import Column, Table, Value, find_format, flat, render

if TYPE_CHECKING:
    from minutes_cli.folder import Folder

TABLE = "table"
_LINKED = ("id", "place", "file", "date")


def chosen_format(session: Session, asked: str | None) -> str:
    """The format by its name; table on a terminal and plain in a pipe where none is asked for."""
    if asked is None:
        return TABLE if session.on_terminal() else "plain"
    return asked if asked == TABLE else find_format(asked).name


def takes_all_keys(format_name: str) -> bool:
    """Whether the format wants every key a thing has, not only the columns shown."""
    return format_name != TABLE and find_format(format_name).whole


def print_table(session: Session, format_name: str, table: Table, links: Sequence[str] = ()) -> None:
    """The table to standard output; links are one a row, and only for the screen."""
    if format_name != TABLE:
        session.write(render(format_name, table))
    elif table.rows:
        session.write(draw(sheet_of(table, links), session.terminal()))


def sheet_of(table: Table, links: Sequence[str] = ()) -> Sheet:
    """The table as it stands, without colours."""
    heads = tuple(head_of(column) for column in table.columns)
    rows = tuple(
        tuple(cell_of(value, column, link) for value, column in zip(row, table.columns, strict=True))
        for row, link in zip(table.rows, links or [""] * len(table.rows), strict=True)
    )
    return Sheet(heads, rows, table.groups)


def head_of(column: Column, widest: int = 0) -> Head:
    """The head of a column on the screen."""
    return Head(column.title, column.wraps, column.right, widest, column.optional)


def cell_of(value: Value, column: Column, link: str = "") -> Cell:
    """A value as people read it; the columns that name a place carry the link."""
    if isinstance(value, bool):
        text = "yes" if value else ""
    elif column.kind == "names" and isinstance(value, Sequence):
        text = ", ".join(flat(one) for one in value)
    elif column.key == "share":
        text = f"{flat(value)} %"
    else:
        text = flat(value)
    return Cell(text, "", link if column.key in _LINKED else "")


def link(session: Session, folder: Folder, path: str, line: int) -> str:
    """A link to a line of a file of the folder."""
    return link_to(Path(folder.place.root, path), line, session.world.environ)


def finish(session: Session, folder: Folder, format_name: str, found: int, empty: str) -> None:
    """Says what the list cannot: that it is empty, what was not read, the size of the folder; exits 1 if strict."""
    if not found and empty:
        session.say(empty)
    for one in folder.unread:
        place = f"{one.path}:{one.line}" if one.line > 1 else one.path
        session.say(f"minutes: {place}: {one.message}")
    if format_name == TABLE and session.world.err.isatty():
        session.say(footer(folder))
    if folder.unread and session.strict_read:
        raise typer.Exit(1)


def footer(folder: Folder) -> str:
    """How much was read, and how many lines look like actions and were not."""
    files, actions = folder.size
    size = f"{number_of(files, 'file')}, {number_of(actions, 'action')}"
    missed, first = folder.look_alikes
    if not missed:
        return size
    verb = "looks like an action and was" if missed == 1 else "look like actions and were"
    return f"{size}; {number_of(missed, 'line')} {verb} not read: minutes parse --explain {first}"


def number_of(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
