"""minutes: an action register derived from plain-text minutes.

>>> from minutes_cli import read_folder  # doctest: +SKIP
>>> [action.text for action in read_folder("minutes").register.actions]  # doctest: +SKIP

Nothing is imported before it is asked for, so that `minutes --version` stays quick.
"""

from __future__ import annotations

from minutes_cli.version import __version__

TYPE_CHECKING = False  # as `typing` has it, whose import takes longer than the quickest of answers

if TYPE_CHECKING:
    from minutes_cli.config import Config
    from minutes_cli.config.parse import parse_config
    from minutes_cli.folder import Folder, read_document, read_folder
    from minutes_cli.model import (
        Action,
        Change,
        Decision,
        Diagnostic,
        Document,
        Effect,
        Meeting,
        Mention,
        MinutesError,
        Register,
        Severity,
        Status,
        Told,
    )
    from minutes_cli.past.then import read_folder_at
    from minutes_cli.reading.parse import parse
    from minutes_cli.register.adding import New, add
    from minutes_cli.register.book import Book
    from minutes_cli.register.build import build
    from minutes_cli.register.change import CannotChange, Closing, assign, close, due, link, prove, reopen, stamp
    from minutes_cli.register.query import Context, Query, parse_query
    from minutes_cli.text import Source, Span

__all__ = (
    "Action",
    "Book",
    "CannotChange",
    "Change",
    "Closing",
    "Config",
    "Context",
    "Decision",
    "Diagnostic",
    "Document",
    "Effect",
    "Folder",
    "Meeting",
    "Mention",
    "MinutesError",
    "New",
    "Query",
    "Register",
    "Severity",
    "Source",
    "Span",
    "Status",
    "Told",
    "__version__",
    "add",
    "assign",
    "build",
    "close",
    "due",
    "link",
    "parse",
    "parse_config",
    "parse_query",
    "prove",
    "read_document",
    "read_folder",
    "read_folder_at",
    "reopen",
    "stamp",
)

_HOMES = (
    ("config", ("Config",)),
    ("config.parse", ("parse_config",)),
    ("folder", ("Folder", "read_document", "read_folder")),
    (
        "model",
        (
            *("Action", "Change", "Decision", "Diagnostic", "Document", "Effect", "Meeting", "Mention"),
            *("MinutesError", "Register", "Severity", "Status", "Told"),
        ),
    ),
    ("past.then", ("read_folder_at",)),
    ("reading.parse", ("parse",)),
    ("register.adding", ("New", "add")),
    ("register.book", ("Book",)),
    ("register.build", ("build",)),
    ("register.change", ("CannotChange", "Closing", "assign", "close", "due", "link", "prove", "reopen", "stamp")),
    ("register.query", ("Context", "Query", "parse_query")),
    ("text", ("Source", "Span")),
)


def __getattr__(name: str) -> object:
    for module, names in _HOMES:
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"minutes_cli.{module}"), name)
    raise AttributeError(f"module 'minutes_cli' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
