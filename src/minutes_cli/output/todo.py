"""Actions of a whole table as tasks for other programs: calendars, todo.txt, Taskwarrior, issue trackers.

Every text is on one line and holds no control characters. A task keeps its `uid` as long as the action keeps
its id, so that a program which is given the register again knows its tasks again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from uuid import NAMESPACE_URL, UUID, uuid5

from minutes_cli.model import Status
from minutes_cli.output.clean import clean
from minutes_cli.output.table import Table, Value, flat, records


@dataclass(frozen=True, slots=True)
class Todo:
    """One action, as far as other programs have a place for it."""

    uid: UUID
    id: str
    text: str
    """Never empty: an action without words is called by its id."""
    owners: tuple[str, ...]
    """As the people file names them."""
    due: Day | None
    status: Status
    progress: str
    tags: tuple[str, ...]
    raised: Day | None
    closed: Day | None
    body: str
    meeting: str
    item: str
    note: str
    place: str
    """`minutes/2011-09-01.md:62`."""

    @property
    def told(self) -> Day:
        """The last day on which something is known to have been said of it; 1970 where no day is known."""
        return max(filter(None, (self.raised, self.closed)), default=Day(1970, 1, 1))


def todos(table: Table) -> Iterator[Todo]:
    """The rows of a whole table of actions, in its order."""
    for row in records(table):
        named = _text(row.get("id"))
        raised, body = _day(row.get("raised")), _text(row.get("body"))
        yield Todo(
            uid=uuid5(NAMESPACE_URL, f"minutes-register:{named}\n{body}\n{raised}"),
            id=named,
            text=_text(row.get("text")) or named,
            owners=_texts(row.get("people") or row.get("owners")),
            due=_day(row.get("due")),
            status=Status(_text(row.get("status"))),
            progress=_text(row.get("progress")),
            tags=_texts(row.get("tags")),
            raised=raised,
            closed=_day(row.get("closed")),
            body=body,
            meeting=_text(row.get("meeting")),
            item=_text(row.get("item")),
            note=_text(row.get("note")),
            place=f"{_text(row.get('file'))}:{_text(row.get('line'))}",
        )


def _text(value: Value) -> str:
    return clean(flat(value)).strip()


def _texts(value: Value) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(dict.fromkeys(filter(None, map(_text, value))))
    return ()


def _day(value: Value) -> Day | None:
    return value if isinstance(value, Day) else None
