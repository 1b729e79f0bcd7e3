"""The register as tables for `minutes query`: VIEWS is the one list of them; docs/query.md is tested against it.

Days are ISO text, several names are joined by "; ", yes and no are 1 and 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from minutes_cli.model import Action, Register
from minutes_cli.output.lists import DECISION_KEYS, decisions_table, meetings_table, only
from minutes_cli.output.table import Table, Value, flat
from minutes_cli.register.fields import FIELDS, is_overdue, mention_row

Plain = str | int | float | None
Row = tuple[Plain, ...]
_FIELDS = tuple(one for one in FIELDS if one.kind != "records" and one.name != "place")
_MENTION = ("file", "line", "end_line", "meeting", "status", "text", "link", "likeness")
_MEETING = (
    "date",
    "body",
    "title",
    "chair",
    "attendees",
    "apologies",
    "next_meeting",
    "status",
    "meeting",
    "file",
    "line",
)
_DIAGNOSTIC = ("code", "name", "severity", "message", "file", "line", "column_number", "hint")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the tables are made of."""

    register: Register
    today: date
    private: bool
    """With what stands under headings such as In camera."""

    def actions(self) -> Iterator[Action]:
        """The actions that may be told."""
        return (one for one in self.register.actions if self.private or not one.private)


@dataclass(frozen=True, slots=True)
class View:
    """One table."""

    name: str
    meaning: str
    columns: tuple[str, ...]
    rows: Callable[[Asked], Iterator[Row]]


def _actions(asked: Asked) -> Iterator[Row]:
    for one in asked.actions():
        fields = (_plain(field.value(one, asked.today)) for field in _FIELDS)
        yield (*fields, one.short_id, int(is_overdue(one, asked.today)), int(one.private))


def _owners(asked: Asked) -> Iterator[Row]:
    for one in asked.actions():
        for owner in one.owners:
            yield one.id, owner


def _people(asked: Asked) -> Iterator[Row]:
    for one in asked.actions():
        for person in one.people:
            yield one.id, person


def _tags(asked: Asked) -> Iterator[Row]:
    for one in asked.actions():
        for tag in one.tags:
            yield one.id, tag


def _mentions(asked: Asked) -> Iterator[Row]:
    for one in asked.actions():
        for at, told in enumerate(one.mentions, 1):
            row = mention_row(told)
            yield (one.id, at, *(_plain(row[key]) for key in _MENTION))


def _meetings(asked: Asked) -> Iterator[Row]:
    return _rows(meetings_table(asked.register, asked.register.meetings), _MEETING)


def _decisions(asked: Asked) -> Iterator[Row]:
    told = [one for one in asked.register.decisions if asked.private or not one.private]
    return _rows(only(decisions_table(told), DECISION_KEYS), tuple(one.key for one in DECISION_KEYS))


def _diagnostics(asked: Asked) -> Iterator[Row]:
    for one in asked.register.diagnostics:
        yield one.code, one.name, one.severity.value, one.message, one.path, one.line, one.column, one.hint


VIEWS: tuple[View, ...] = (
    View(
        "actions",
        "every action, open and closed",
        (*(one.name for one in _FIELDS), "short_id", "overdue", "private"),
        _actions,
    ),
    View("owners", "each owner of an action as written", ("action", "owner"), _owners),
    View("people", "whom the owners of an action mean by the people file", ("action", "person"), _people),
    View("tags", "each tag of an action", ("action", "tag"), _tags),
    View(
        "mentions",
        "the history of each action, the first being where it was raised",
        ("action", "number", *_MENTION),
        _mentions,
    ),
    View("meetings", "the meetings of the folder", _MEETING, _meetings),
    View("decisions", "what was resolved or agreed", tuple(one.key for one in DECISION_KEYS), _decisions),
    View("diagnostics", "what could not be read well", _DIAGNOSTIC, _diagnostics),
)


def _rows(table: Table, keys: Sequence[str]) -> Iterator[Row]:
    places = [[column.key for column in table.columns].index(key) for key in keys]
    return (tuple(_plain(row[at]) for at in places) for row in table.rows)


def _plain(value: Value) -> Plain:
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, int | float | str):
        return value
    return flat(value)
