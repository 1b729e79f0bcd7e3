"""todo.txt, by the rules of the format's own description (github.com/todotxt/todo.txt): a line an action.

The body is the +project and each owner a @context; the due date is `due:2026-03-06` and the id `id:7kx2`.
What is done or dropped begins with `x`, and a dropped one says `status:dropped`.
"""

from __future__ import annotations

import re

from minutes_cli.model import Status
from minutes_cli.output.table import Table
from minutes_cli.output.todo import Todo, todos

_READ_AS_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\S)")
_READ_AS_MARK = re.compile(r"x |\([A-Z]\) ")
"""What at the start of a line would be a tick or a priority."""


def render(table: Table) -> str:
    """A line an action, in the order of the table."""
    return "".join(f"{_line(one)}\n" for one in todos(table))


def _line(one: Todo) -> str:
    parts: list[str] = []
    if one.status is not Status.OPEN:
        parts.append("x")
        if one.closed:
            parts.append(one.closed.isoformat())
    # The day of creation may stand behind an x only where the day of completion precedes it.
    if one.raised and (one.status is Status.OPEN or one.closed):
        parts.append(one.raised.isoformat())
    is_misread = _READ_AS_DAY.match(one.text) or (not parts and _READ_AS_MARK.match(one.text))
    parts.append(f"- {one.text}" if is_misread else one.text)
    if one.body:
        parts.append(f"+{_word(one.body)}")
    parts += [f"@{_word(owner)}" for owner in one.owners]
    parts += [f"tag:{_word(tag)}" for tag in one.tags]
    if one.due:
        parts.append(f"due:{one.due.isoformat()}")
    if one.status is Status.DROPPED:
        parts.append("status:dropped")
    return " ".join([*parts, f"id:{_word(one.id)}"])


def _word(text: str) -> str:
    """A name without spaces: `Ann-Lee`."""
    return "-".join(text.split())
