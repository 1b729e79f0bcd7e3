"""SQL over rows that are at hand: tables are made in memory, then one statement is asked that cannot change anything.

No file is opened for it: SQLite holds no more than what it was given, and an authorizer refuses whatever is not
reading (other databases, settings, programs' libraries).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isinf
from typing import NamedTuple

from minutes_cli.model import MinutesError

Plain = str | int | float | None
_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_LONGEST = 10_000_000
"""Bytes of one value, and of a statement; SQLite would make one of a gigabyte."""
_STEPS = 100_000
"""Steps of SQLite's after which Python may look whether somebody pressed Ctrl-C."""
_REFUSED = frozenset({"load_extension", "writefile", "readfile", "edit"})


class View(NamedTuple):
    """A table that can be asked."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Plain]]


class BadStatement(MinutesError):
    """SQL that SQLite cannot read, or that would do more than ask."""


class Answer(NamedTuple):
    """What a statement gives."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Plain, ...], ...]


def named_in(statement: str, names: Iterable[str]) -> Iterator[str]:
    """The names that may be meant by a statement, for tables that are dear to make."""
    words = set(re.findall(r"\w+", statement.casefold()))
    return (one for one in names if one in words)


def ask(statement: str, views: Mapping[str, View]) -> Answer:
    """The answer of the tables to one statement; BadStatement says what is wrong with it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for name, view in views.items():
            connection.execute(f"CREATE TABLE {name} ({', '.join(view.columns)})")
            marks = ", ".join("?" * len(view.columns))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", view.rows)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.set_progress_handler(_go_on, _STEPS)
        connection.set_authorizer(_may)
        cursor = connection.execute(statement)
        columns = tuple(one[0] for one in cursor.description or ())
        rows = tuple(tuple(_plain(one) for one in row) for row in cursor)
    except (sqlite3.Error, sqlite3.Warning, ValueError, UnicodeError, OverflowError) as fault:
        if getattr(fault, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            raise KeyboardInterrupt from fault
        raise _objection(str(fault)) from fault
    finally:
        connection.close()
    if not columns:
        raise BadStatement("the statement asks nothing", hint="SELECT text FROM actions WHERE status = 'open'")
    return Answer(columns, rows)


def _go_on() -> int:
    """A signal that has come is met here; SQLite then ends the statement as interrupted."""
    return 0


def _may(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").casefold() in _REFUSED:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY


def _objection(said: str) -> BadStatement:
    if "not authorized" in said or "prohibited" in said:
        return BadStatement("the statement would do more than ask", hint="only SELECT is answered")
    if "one statement" in said:
        return BadStatement("there is more than one statement", hint="ask them one by one")
    known = "minutes query --views lists the tables and their columns"
    return BadStatement(f"the SQL cannot be answered: {said}", hint=known if "no such" in said else "")


def _plain(value: object) -> Plain:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and isinf(value):
        return "Inf" if value > 0 else "-Inf"  # as SQLite itself writes it; JSON has no number for it
    return value if isinstance(value, str | int | float) else None
