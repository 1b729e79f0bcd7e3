"""Actions as tables: the columns that people see, every key for programs, and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date as Day

from minutes_cli.model import Action
from minutes_cli.output.table import Column, Table, Value, flat
from minutes_cli.register.fields import FIELDS, Field, find_field, is_overdue

_WRAPPING = frozenset({"text", "owners", "people", "meeting", "item", "body", "note", "place", "file", "due_text"})
_OPTIONAL = frozenset({"meeting", "place"})
NOBODY = "(nobody)"
NOT_SAID = "(not said)"


def shown_fields(names: str | None) -> tuple[Field, ...]:
    """The fields of a comma separated list, else those shown where none are chosen; MinutesError for an unknown one."""
    if names is None:
        return tuple(field for field in FIELDS if field.default)
    found = [find_field(name) for name in names.split(",") if name.strip()]
    return tuple(dict.fromkeys(found)) or shown_fields(None)


def shown_table(actions: Iterable[Action], fields: Sequence[Field], today: Day) -> Table:
    """One row an action, with the values that people see."""
    columns = tuple(_column(field) for field in fields)
    return Table(columns, tuple(tuple(field.cell(one, today) for field in fields) for one in actions))


def whole_table(actions: Iterable[Action], today: Day) -> Table:
    """One row an action, with every key that JSON has."""
    fields = [field for field in FIELDS if field.in_json]
    columns = tuple(Column(field.name, field.title, field.kind, field.kind == "number") for field in fields)
    return Table(columns, tuple(tuple(field.value(one, today) for field in fields) for one in actions))


def grouped(actions: Iterable[Action], name: str, today: Day) -> tuple[tuple[str, tuple[Action, ...]], ...]:
    """The actions by what a field says, in the order of first appearance, what says nothing last.

    An action with several owners stands under each of them, and under whom their words mean.
    """
    asked = find_field(name)
    field = find_field("people") if asked.name == "owners" else asked
    empty = NOBODY if field.kind == "names" else NOT_SAID
    groups: dict[str, list[Action]] = {}
    for action in actions:
        for title in _titles(field.value(action, today)) or (empty,):
            groups.setdefault(title, []).append(action)
    last = groups.pop(empty, [])
    found = [(title, tuple(group)) for title, group in groups.items()]
    return (*found, *([(empty, tuple(last))] if last else []))


def status_words(action: Action, today: Day) -> str:
    """The status as people read it: "overdue 12 days" for an open action whose day has passed."""
    if action.due is None or not is_overdue(action, today):
        return action.progress or action.status.value
    days = (today - action.due).days
    return f"overdue {days} day{'s' if days > 1 else ''}"


def _column(field: Field) -> Column:
    wraps, optional = field.name in _WRAPPING, field.name in _OPTIONAL
    return Column(field.name, field.title, field.kind, field.kind == "number", wraps, optional)


def _titles(value: Value) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(dict.fromkeys(flat(one) for one in value))
    text = flat(value)
    return (text,) if text else ()
