"""Taskwarrior's JSON, as `task import` reads it: an array, a task a line.

The uuid of an action stays the same, so that importing again updates its task and makes no second one. Days
are written as local midnight, without a Z: a task due on 6 March is due on that day wherever it is imported.
The owners are tags (`Ann_Lee`) and, in full, the attribute `owner`, which `uda.owner.type=string` lets be shown.
"""

from __future__ import annotations

import re
from datetime import date as Day
from types import MappingProxyType

from minutes_cli.model import Status
from minutes_cli.output.json import write
from minutes_cli.output.table import Table, Value
from minutes_cli.output.todo import Todo, todos

_STATUS = MappingProxyType({Status.OPEN: "pending", Status.DONE: "completed", Status.DROPPED: "deleted"})
_NOT_IN_TAGS = re.compile(r"\W+")


def render(table: Table) -> str:
    """One array, a task a line."""
    lines = [write(_task(one)) for one in todos(table)]
    return "[" + ",".join(f"\n{line}" for line in lines) + ("\n]\n" if lines else "]\n")


def _task(one: Todo) -> dict[str, Value]:
    told = _moment(one.told)
    task: dict[str, Value] = {
        "uuid": str(one.uid),
        "description": one.text,
        "status": _STATUS[one.status],
        "entry": _moment(one.raised or one.told),
        "modified": told,
    }
    if one.due:
        task["due"] = _moment(one.due)
    if one.status is not Status.OPEN:
        task["end"] = _moment(one.closed or one.told)
    if one.body:
        task["project"] = one.body.replace(".", "")  # a dot would make a project within a project
    if one.owners:
        task["owner"] = ", ".join(one.owners)
    tags = list(dict.fromkeys(filter(None, (_NOT_IN_TAGS.sub("_", name).strip("_") for name in one.owners + one.tags))))
    if tags:
        task["tags"] = tags
    task["annotations"] = [{"entry": told, "description": words} for words in (one.note, one.place) if words]
    return task


def _moment(day: Day) -> str:
    return f"{day:%Y%m%d}T000000"
