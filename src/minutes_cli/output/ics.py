"""iCalendar, RFC 5545: a VTODO for each action, for calendars and task lists.

The due date is a day (`DUE;VALUE=DATE`), so that it is the same day in every time zone. UIDs stay the same
from one export to the next. DTSTAMP, which without METHOD is the time of the last revision (3.8.7.2), is the
last day on which something is known of the action: the same register gives the same calendar.
"""

from __future__ import annotations

from datetime import UTC, datetime
from datetime import date as Day
from types import MappingProxyType

from icalendar import Calendar
from icalendar import Todo as Component

from minutes_cli.model import Status
from minutes_cli.output.table import Table
from minutes_cli.output.todo import Todo, todos

_STATUS = MappingProxyType(
    {Status.OPEN: "NEEDS-ACTION", Status.DONE: "COMPLETED", Status.DROPPED: "CANCELLED"},
)


def render(table: Table) -> str:
    """One VCALENDAR; lines end with CRLF and are folded, as the RFC has it."""
    calendar = Calendar()
    calendar.add("prodid", "-//minutes-register//minutes//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Action register")
    for one in todos(table):
        calendar.add_component(_component(one))
    written: bytes = calendar.to_ical(sorted=False)
    return written.decode("utf-8")


def _component(one: Todo) -> Component:
    found = Component()
    found.add("uid", f"{one.uid}@minutes-register")
    found.add("dtstamp", _midnight(one.told))
    if one.raised:
        found.add("created", _midnight(one.raised))
    found.add("last-modified", _midnight(one.told))
    found.add("summary", one.text)
    found.add("description", _description(one))
    for owner in one.owners:
        found.add("contact", owner)
    if one.tags:
        found.add("categories", list(one.tags))
    if one.due:
        found.add("due", one.due)
    found.add("status", _STATUS[one.status])
    if one.status is Status.DONE:
        found.add("percent-complete", 100)
        if one.closed:
            found.add("completed", _midnight(one.closed))
    return found


def _midnight(day: Day) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _description(one: Todo) -> str:
    lines = (
        ("Owner", ", ".join(one.owners)),
        ("Meeting", one.meeting),
        ("Item", one.item),
        ("Progress", one.progress),
        ("Note", one.note),
        ("Minutes", one.place),
        ("Id", one.id),
    )
    return "\n".join(f"{name}: {words}" for name, words in lines if words)
