"""The register as Arrow tables for Parquet: actions, decisions, meetings and diagnostics, with the fields of JSON.

`body` and `year` are what a lake is partitioned by: the year in which an action was raised or a meeting was
held, null where there is no day. Nothing here opens a file. Needs the extra `lake`.

>>> LakeRows.of((), (), (), (), Day(2026, 3, 20)).tables()["actions"].num_rows  # doctest: +SKIP
0
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from types import MappingProxyType
from typing import TYPE_CHECKING

from minutes_cli.model import Action, Decision, Diagnostic, Meeting, Register
from minutes_cli.output.lists import DECISION_KEYS, decisions_table, meetings_table, only
from minutes_cli.output.table import Column, Value, records
from minutes_cli.register.fields import FIELDS

if TYPE_CHECKING:
    import pyarrow

Record = Mapping[str, Value]
TABLES = ("actions", "decisions", "meetings", "diagnostics")
PARTITION = ("body", "year")
DIAGNOSTIC_COLUMNS = (
    Column("code", "Code"),
    Column("name", "Name"),
    Column("severity", "Severity"),
    Column("message", "Message"),
    Column("hint", "Hint"),
    Column("file", "File"),
    Column("line", "Line", "number"),
    Column("column", "Column", "number"),
)
_HISTORY = MappingProxyType(
    {"file": "string", "line": "int64", "end_line": "int64", "meeting": "string", "status": "string",
     "text": "string", "link": "string", "likeness": "float64"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LakeRows:
    """Rows of all four tables, each with `body` and `year`."""

    rows: Mapping[str, Sequence[Record]]

    @classmethod
    def of(
        cls,
        actions: Sequence[Action],
        decisions: Sequence[Decision],
        meetings: Sequence[Meeting],
        diagnostics: Sequence[Diagnostic],
        today: Day,
        *,
        private: bool = False,
    ) -> LakeRows:
        """Of what some bodies say; `actions` are all that their meetings raised.

        What stands in private sections is left out unless asked for: actions, decisions, what a history quotes,
        and diagnostics of those lines.
        """
        hidden = () if private else _private_lines(actions, decisions)
        homes = {one.path: one for one in sorted(meetings, key=lambda one: -one.line)}
        shown = [one for one in actions if private or not one.private]
        agreed = [one for one in decisions if private or not one.private]
        counted = Register(tuple(shown), tuple(meetings), tuple(agreed), (), 0)
        return cls(
            {
                "actions": [_action(one, today, private=private) for one in shown],
                "decisions": [
                    _dated(one, one["date"]) for one in records(only(decisions_table(agreed), DECISION_KEYS))
                ],
                "meetings": [_dated(one, one["date"]) for one in records(meetings_table(counted, meetings))],
                "diagnostics": [
                    _diagnostic(one, homes.get(one.path)) for one in diagnostics if (one.path, one.line) not in hidden
                ],
            }
        )

    def tables(self) -> dict[str, pyarrow.Table]:
        """Name of a table → its rows."""
        return {name: _table(name, self.rows[name]) for name in TABLES}


def _private_lines(actions: Iterable[Action], decisions: Iterable[Decision]) -> frozenset[tuple[str, int]]:
    told = [one.mention for action in actions for one in action.mentions if one.mention.private]
    places = [(one.path, one.line, one.end_line) for one in told]
    places += [(one.path, one.line, one.end_line) for one in decisions if one.private]
    return frozenset((path, line) for path, first, last in places for line in range(first, last + 1))


def _action(action: Action, today: Day, *, private: bool) -> Record:
    row: dict[str, Value] = {field.name: field.value(action, today) for field in FIELDS if field.in_json}
    history = row["mentions"]
    if not private and isinstance(history, Sequence):
        kept = [not one.mention.private for one in action.mentions]
        row["mentions"] = tuple(one for one, keep in zip(history, kept, strict=True) if keep)
    return _dated(row, action.raised)


def _diagnostic(one: Diagnostic, home: Meeting | None) -> Record:
    return {
        "code": one.code, "name": one.name, "severity": one.severity.value, "message": one.message, "hint": one.hint,
        "file": one.path, "line": one.line, "column": one.column,
        "body": home.body if home else None, "year": home.date.year if home and home.date else None,
    }  # fmt: skip


def _dated(row: Record, day: Value) -> Record:
    return {**row, "year": day.year if isinstance(day, Day) else None}


def _table(name: str, rows: Sequence[Record]) -> pyarrow.Table:
    import pyarrow

    made: pyarrow.Table = pyarrow.Table.from_pylist([dict(one) for one in rows], schema=_schema(name))
    return made


def _schema(name: str) -> pyarrow.Schema:
    """Columns of a table and their types."""
    import pyarrow

    columns = _columns(name)
    kinds = {
        "text": pyarrow.string(), "names": pyarrow.list_(pyarrow.string()), "date": pyarrow.date32(),
        "number": pyarrow.int64(), "flag": pyarrow.bool_(),
        "records": pyarrow.list_(
            pyarrow.struct([pyarrow.field(key, pyarrow.type_for_alias(kind)) for key, kind in _HISTORY.items()])
        ),
    }  # fmt: skip
    fields = [pyarrow.field(column.key, kinds[column.kind]) for column in columns]
    body = [] if any(column.key == "body" for column in columns) else [pyarrow.field("body", pyarrow.string())]
    return pyarrow.schema([*fields, *body, pyarrow.field("year", pyarrow.int32())])


def _columns(name: str) -> Sequence[Column]:
    if name == "actions":
        return [Column(field.name, field.title, field.kind) for field in FIELDS if field.in_json]
    if name == "decisions":
        return DECISION_KEYS
    if name == "meetings":
        return meetings_table(Register((), (), (), (), 0), ()).columns
    return DIAGNOSTIC_COLUMNS
