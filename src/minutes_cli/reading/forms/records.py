"""Actions in YAML: the mappings of an `actions` list, in a YAML file or in front matter.

Source of `action_items: [{assignee, task, due, status}]`: the front matter that the `minutes` program by
M. Silverstein writes (as its own sample meetings have it). Keys are taken in any letters, with `-` or `_`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from minutes_cli.model import Slot
from minutes_cli.reading.names import People, owners_in, split_names, tidy
from minutes_cli.reading.records import Value
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.text import Span

ACTIONS = ("actions", "action_items", "actionitems", "action_points", "todos", "todo", "tasks", "next_steps")
DECISIONS = ("decisions", "resolutions")
ITEMS = ("items", "agenda", "agenda_items", "topics", "sections")
MEETINGS = ("meetings", "minutes")
TASK = ("text", "task", "action", "title", "what", "description", "summary", "name")
OWNER = ("owner", "owners", "who", "assignee", "assignees", "assigned", "assigned_to", "responsible", "by")
TITLE = ("title", "name", "heading", "topic", "item")


class Record(NamedTuple):
    """One action or decision written as a value."""

    value: Value
    item: str | None
    earlier: bool


def records(value: Value, keys: tuple[str, ...], item: str | None = None) -> Iterator[Record]:
    """The entries of all lists under these keys, at any depth, each with the title of the item around it.

    They may be of any kind; what is neither a text nor a mapping with words is nothing that can be read.
    """
    if value.kind == "list":
        for one in value.items:
            yield from records(one, keys, item)
        return
    here = value.get(*TITLE) if value.kind == "map" else None
    title = " ".join(here.text.split()) if here is not None and here.kind == "text" and item is not None else item
    for key, one in value.entries:
        name = key.casefold().replace("-", "_").replace(" ", "_")
        bare = re.sub(r"^(?:previous|last|old|outstanding|carried|open)_", "", name)
        if bare in keys:
            for entry in entries_of(one):
                yield Record(entry, title or None, bare != name and not name.startswith("open_"))
        elif one.kind in ("list", "map") and name not in ("attendees", "people", "speaker_map"):
            yield from records(one, keys, title if title is not None else "")


def entries_of(value: Value) -> tuple[Value, ...]:
    """The items of a list, or of a mapping whose values are mappings, which has names for them; else the value."""
    if value.kind == "list":
        return value.items
    named = tuple(one for _, one in value.entries)
    return named if named and all(one.kind == "map" for one in named) else (value,)


def task_of(value: Value) -> Value | None:
    """What is to be done, by a mapping; None where no key says it, or what it has is no words."""
    task = value.get(*TASK)
    return task if task is not None and task.text.strip() else None


def why_unread(value: Value) -> str:
    """Why an entry is no action that can be read; empty for one that is, and for a row that nobody has filled in."""
    task = value.get(*TASK)
    if value.kind in ("text", "null") or task_of(value) is not None:
        return ""
    if value.kind == "list":
        return "it is a list within the list" if value.items else ""
    if task is None:
        return "none of its keys says what is to be done" if value.entries else ""
    if task.kind == "null":
        filled = any(one.kind != "null" for _, one in value.entries)
        return "nothing is said of what is to be done" if filled else ""
    return "what is to be done is no text"


def matters(value: Value, vocabulary: Vocabulary) -> Iterator[tuple[str, Value]]:
    """The lists under a key that says "matters arising" in the file's language, with the key, at the top."""
    for key, one in value.entries if value.kind == "map" else ():
        label = vocabulary.label(re.sub(r"[_-]", " ", key))
        if label is not None and label.kind == "matters":
            yield key, one


def owners_of(value: Value, vocabulary: Vocabulary, people: People) -> tuple[tuple[str, ...] | None, Span | None]:
    """The owners that a mapping gives, and their place; None where it has no key for them."""
    cell = value.get(*OWNER)
    if cell is None:
        return None, None
    if cell.kind == "list":
        return tuple(dict.fromkeys(tidy(text) for text in cell.texts())), Span(cell.start, cell.end)
    names = owners_in(cell.text, vocabulary, people, sure=True) or tuple(
        name for name in (tidy(part) for part in split_names(cell.text, vocabulary)) if name
    )
    free = tuple(name for name in names if name.casefold() not in vocabulary.words("marks.unassigned"))
    return free, Span(cell.start, cell.end)


def slot_of(value: Value, text: str) -> Slot | None:
    """Where the status of a mapping stands, or where a line for it has room; None for an entry that is no mapping."""
    if value.kind == "text":
        end = value.start + len(text[value.start : value.end].rstrip())
        quoted = text[value.start] in "\"'"
        return Slot(Span(end - quoted, end - quoted), "scalar")
    if value.kind != "map" or not value.entries:
        return None
    status = value.get("status", "state", "done")
    if status is not None:
        return Slot(Span(status.start, status.end), "yaml")
    last = value.entries[-1][1]
    end = last.start + len(text[last.start : last.end].rstrip())
    if text[value.start : value.start + 1] == "{":
        return Slot(Span(end, end), "yaml", ", status: ")
    margin = value.start - (text.rfind("\n", 0, value.start) + 1)
    return Slot(Span(end, end), "yaml", "\n" + " " * margin + "status: ")
