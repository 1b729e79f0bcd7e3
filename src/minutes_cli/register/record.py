"""What became of an action, told in the minutes of a later meeting, because those that raised it are approved.

    - 7kx2m9qd closed: paper circulated (OCS officials, from 1 September 2011)

Each kind of change has a line of its own, under the matters arising and in the file's language. The form
`recorded` reads them back, and the register finds the action by its id.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Day
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.model import Action, Document, Effect, Meeting, Mention, Status
from minutes_cli.reading.writing import Words, matters_at, matters_list, words_of
from minutes_cli.register.book import Book
from minutes_cli.register.idiom import Edits, joined
from minutes_cli.register.ids import SHORTEST_STAMP
from minutes_cli.register.mapping import quoted
from minutes_cli.register.names import body_key
from minutes_cli.register.prove import CannotChange
from minutes_cli.text import Edit, Span

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Telling(NamedTuple):
    """What is to be told of one action."""

    kind: str
    """`closed`, `dropped`, `reopened`, `assigned`, `due`, `same` or `stamped`."""
    note: str | None = None
    by: str | None = None
    day: Day | None = None
    owners: tuple[str, ...] = ()
    due: Day | None = None
    other: str | None = None
    """Of `same`, the id of the statement that is of this action too."""


class Line(NamedTuple):
    """One line to be written into later minutes."""

    path: str
    action: str
    text: str
    """Without list mark and line end."""
    field: str
    """Which field of the action it changes: `status`, `owners` or `due`; `id` where it only tells its id."""
    value: Status | tuple[str, ...] | Day | str | None
    """What the register says of it afterwards."""


def line(book: Book, action: Action, telling: Telling) -> Line:
    """The line that tells of it, and the minutes that it goes into. Raises CannotChange where there are none."""
    document = target_of(book, action)
    words = words_of(document, book.config)
    states = {"closed": Status.DONE, "dropped": Status.DROPPED, "reopened": Status.OPEN}
    field = {"assigned": "owners", "due": "due", "same": "id", "stamped": "id"}.get(telling.kind, "status")
    value = {"owners": telling.owners, "due": telling.due, "id": action.id}.get(field, states.get(telling.kind))
    return Line(document.source.path, action.id, _text(book, action, telling, words), field, value)


def insertions(
    document: Document, lines: Sequence[Line], config: Config
) -> tuple[tuple[Effect, ...], tuple[Edits, ...]]:
    """What the lines add to a file, and the ways to put them under its matters arising."""
    source, words = document.source, words_of(document, config)
    if source.path.casefold().endswith((".yaml", ".yml")):
        return _in_yaml(document, lines, config)
    newline = source.newline_at(len(source.text))
    at, lead, is_section = matters_at(document, config)
    first = sum(one.span.start < at for one in document.mentions)
    effects = tuple(Effect(one.action, first + number, "new", None) for number, one in enumerate(lines))
    items = "".join(f"{newline}{lead}{one.text}" for one in lines)
    paragraphs = "".join(f"{newline * 2}{one.text}" for one in lines)
    tail = "" if at == len(source.text) or source.text[at : at + 1] in "\r\n" else newline
    if is_section:
        put = [items, f"{newline}{items}", paragraphs] if lead else [paragraphs, f"{newline}- {items.lstrip()}"]
    else:
        numbers = [int(one) for one in re.findall(r"^(\d{1,2})\. ", source.text[:at], re.MULTILINE)]
        put = [f"{newline * 2}{head}{newline}{items}{tail}" for head in _heads(source.path, words, newline)]
        if numbers:  # below a numbered title an item would be read as one of its list
            numbered = f"{newline * 2}{numbers[-1] + 1}. {words.matters}{paragraphs}{tail}"
            put.insert(1 if put[0].lstrip().startswith("#") else 0, numbered)
    return effects, tuple((Edit(source.path, Span(at, at), "", one),) for one in put)


def _in_yaml(document: Document, lines: Sequence[Line], config: Config) -> tuple[tuple[Effect, ...], tuple[Edits, ...]]:
    """Entries of the list under matters arising, which is made where there is none."""
    source, words = document.source, words_of(document, config)
    newline = source.newline_at(len(source.text))
    ways: list[Edits] = []
    at, margin = matters_list(document, config) or (-1, "")
    if at >= 0:
        items = "".join(f"{newline}{margin}- {quoted(one.text)}" for one in lines)
        ways.append((Edit(source.path, Span(at, at), "", items),))
    else:
        at = len(source.text.rstrip())
        name = "_".join(words.matters.casefold().split())
        for margin in ("  ", ""):
            items = "".join(f"{newline}{margin}- {quoted(one.text)}" for one in lines)
            ways.append((Edit(source.path, Span(at, at), "", f"{newline}{name}:{items}"),))
    first = len(document.mentions)
    return tuple(Effect(one.action, first + number, "new", None) for number, one in enumerate(lines)), tuple(ways)


def _heads(path: str, words: Words, newline: str) -> tuple[str, ...]:
    """The heading of the matters arising, in the ways that a file may have it."""
    hashed, bare = f"## {words.matters}", words.matters
    lined = f"{bare}{newline}{'-' * len(bare)}"
    is_markdown = path.casefold().endswith((".md", ".markdown"))
    return (hashed, lined, bare) if is_markdown else (bare, lined, f"{bare}:", hashed)


def target_of(book: Book, action: Action) -> Document:
    """The minutes of a later meeting of the same body that may still be edited; the latest of them."""
    last = action.mentions[-1].mention
    if book.target not in {None, "latest"}:
        named = [one for path, one in book.documents.items() if path == book.target or path.endswith(f"/{book.target}")]
        if len(named) != 1:
            raise CannotChange(f"{book.target} is not one of the minutes of this folder")
        return named[0]
    later = [one for one in book.register.meetings if _is_later(book, one, action, last)]
    if not later:
        day = book.meeting(last)
        when = f" after {day.date}" if day is not None and day.date is not None else ""
        raise CannotChange(
            f"{last.path}:{last.line}: these minutes are approved, and no minutes of a meeting{when} can tell of it",
            hint="begin the minutes of the next meeting, and run this again; or name a file with --in",
        )
    return book.documents[max(later, key=lambda one: (one.date or Day.min, one.path)).path]


def _is_later(book: Book, meeting: Meeting, action: Action, last: Mention) -> bool:
    own = book.meeting(last)
    bodies = book.config.bodies
    return (
        meeting.approval != "approved"
        and meeting.date is not None
        and (own is None or own.date is None or meeting.date > own.date or meeting.path == last.path)
        and body_key(meeting.body or "", bodies) == body_key(action.body or "", bodies)
    )


def _text(book: Book, action: Action, telling: Telling, words: Words) -> str:
    first = book.meeting(action.mentions[0].mention)
    day = first.date if first is not None else None
    if telling.kind == "stamped":  # as `minutes new` writes what is still open
        named = f"{joined(action.owners, words.and_)}: " if action.owners else ""
        return f"{stamp(action)} {named}{action.text}" + (f" ({words.since} {_day(day, words)})" if day else "")
    origin = ", ".join([joined(action.owners, words.and_), *([f"{words.since} {_day(day, words)}"] if day else [])])
    note = " ".join((telling.note or "").split())
    told = {
        "closed": words.closed,
        "dropped": words.dropped,
        "reopened": words.reopened,
        "assigned": f"{words.assigned} {joined(telling.owners, words.and_)}",
        "due": f"{words.due} {telling.due}" if telling.due else words.undated,
        "same": f"{words.same} {telling.other}",
        "stamped": "",
    }[telling.kind]
    when = f" {telling.day}" if telling.day else ""
    by = f" {words.by} {telling.by}" if telling.by else ""
    what = f"{stamp(action)} {told}{when}{by}{f': {note}' if note else ''}"
    return f"{what} ({origin.removeprefix(', ')})" if origin.strip(", ") else what


def stamp(action: Action) -> str:
    """What the action is called in a text: its own label, else the first eight characters of its id."""
    if action.label:
        return action.label if " " not in action.label else action.id
    return action.id[: max(SHORTEST_STAMP, len(action.short_id))]


def _day(day: Day, words: Words) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if words.closed == "closed" else day.isoformat()
