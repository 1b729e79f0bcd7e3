"""What is wrong with words that were read all the same: deadlines that no calendar has, keys that are slips.

Like `look_alikes`, it looks at a page after reading and only tells; nothing that was read changes.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from minutes_cli.dates import read_due
from minutes_cli.model import Diagnostic, Mention, Severity
from minutes_cli.reading.blocks import LONGEST_LINE
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.records import (
    ACTIONS,
    DECISIONS,
    ITEMS,
    MEETINGS,
    OWNER,
    TASK,
    entries_of,
    records,
    why_unread,
)
from minutes_cli.reading.records import Value
from minutes_cli.text import Edit, Source, Span

_MEETING_KEYS = (
    *("title", "date", "body", "committee", "chair", "attendees", "present", "participants", "attendance", "apologies"),
    *(
        "name",
        "meeting",
        "meeting_date",
        "day",
        "when",
        "group",
        "board",
        "working_group",
        "team",
        "chaired_by",
        "lang",
    ),
    *(
        "state",
        "next",
        "absent",
        "regrets",
        "excused",
        "status",
        "approval",
        "approved",
        "next_meeting",
        "language",
        "notes",
    ),
    *(*ACTIONS, *DECISIONS, *ITEMS, *MEETINGS),
)
_ACTION_KEYS = (
    *(*TASK, *OWNER, "due", "due_date", "deadline", "by_when", "when", "target", "status", "state", "done", "closed"),
    *(
        "closed_on",
        "done_on",
        "closed_by",
        "note",
        "notes",
        "comment",
        "id",
        "number",
        "ref",
        "key",
        "tags",
        "labels",
        "priority",
    ),
    *("email", "raised", "created", "progress", "item", "topic"),
)
# Other programs' keys in front matter are nobody's slip, however near they come.
_OF_OTHERS = frozenset(
    """author authors category categories comments data draft href item_id layout link links meta names nodes noted
    parent pinned slug stage subtitle tag tagline time times timestamp tiles titles updated version""".split()  # noqa: SIM905
)
_SHORTEST = 4
"""Letters of a key that can be a slip of another: "ow" is as near to "owner" as to anything."""
_NEAR = 0.8
_MOST_KEYS = 200
"""Keys of one mapping that are looked at: minutes have a dozen, and each costs a comparison with all that are known."""


def unread_days(page: Page, mentions: Iterable[Mention], order: str) -> Iterator[Diagnostic]:
    """A diagnostic for each deadline that names a day which does not exist, such as 31 June."""
    for one in mentions:
        if one.due is None and not one.due_text and (day := _impossible(page, one)):
            at = max(one.span.start, page.source.text.find(day, one.span.start, one.span.end))
            yield _unread(page, day, day, at)
        if one.due is not None or not one.due_text:
            continue
        anchor = one.meeting.date if one.meeting else None
        tried = (
            read_due(words, page.vocabulary.calendar, anchor=anchor, order=order) for words in _words(one.due_text)
        )
        fault = next((due.fault for due in tried if due is not None and due.fault), None)
        if fault is not None:
            at = one.due_span.start if one.due_span else one.span.start
            yield Diagnostic(
                "M013", "unread-date", Severity.WARNING, f"{one.due_text!r} is no day: {fault}",
                page.source.path, page.source.line(at), page.source.column(at), "write the day as 2011-09-01",
            )  # fmt: skip


def _words(due_text: str) -> tuple[str, str]:
    """The deadline as written, and as it would be said in a sentence; a cell of a table holds the day alone."""
    return due_text, f"by {due_text}"


def long_lines(source: Source) -> Iterator[Diagnostic]:
    """Lines so long that what is beyond a limit was not read."""
    if len(source.text) <= LONGEST_LINE:
        return
    for line in range(1, len(source.starts) + 1):
        span = source.line_span(line)
        if span.end - span.start > LONGEST_LINE:
            yield Diagnostic(
                "M015", "long-line", Severity.WARNING,
                f"this line has {span.end - span.start} characters, of which the first {LONGEST_LINE} were read",
                source.path, line, LONGEST_LINE + 1, "break the line where its statements end",
            )  # fmt: skip


def unread_records(source: Source, front: Value | None) -> Iterator[Diagnostic]:
    """A diagnostic for each entry among the actions of YAML that is no action that can be read."""
    for record in records(front, ACTIONS) if front is not None else ():
        why, at = why_unread(record.value), record.value.start
        if why:
            yield Diagnostic(
                "M011", "broken-yaml", Severity.ERROR, f"this stands among the actions and was not read as one: {why}",
                source.path, source.line(at), source.column(at),
                'write it as "- text: book the room" with "owner: Ann" below, or put a text with a colon in quotes',
            )  # fmt: skip


def misspelt_keys(page: Page, front: Value | None, mentions: Iterable[Mention] = ()) -> Iterator[Diagnostic]:
    """A diagnostic for each key of YAML that is nearly, and not quite, one that is read; of the first ones alone."""
    if front is not None:
        yield from _keys_of(page, front, _MEETING_KEYS, frozenset(one.span.start for one in mentions))


def unread_day_of(page: Page, front: Value | None) -> Iterator[Diagnostic]:
    """A diagnostic for the day of a meeting that YAML gives in numbers, and that no calendar has: 2026-13-45."""
    day = front.get("date", "meeting_date", "day", "when") if front is not None and front.kind == "map" else None
    if day is not None and day.kind == "text" and (fault := _no_day(day.text)):
        yield _unread(page, day.text, fault, day.start)


_NUMBERS = re.compile(
    r"(?<![\w./-])(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))(?![\w/-])"
)
_NO_MONTH_HAS = re.compile(r"(?<![\w./-])(?:3[2-9]|[4-9]\d)\.?\s+(?P<month>[^\W\d_]{3,12})\.?,?\s+\d{4}\b")


def _no_day(words: str) -> str:
    """The first date in numbers among words that is no day, whichever way round it is read; empty without one."""
    for found in _NUMBERS.finditer(words):
        year, *rest = (int(one) for one in found.groups() if one) if found[1] else map(int, found.group(6, 4, 5))
        if not any(_is_day(year, month, day) for month, day in (rest, reversed(rest))):
            return found[0]
    return ""


def _is_day(year: int, month: int, day: int) -> bool:
    return 0 < month <= 12 and 0 < day <= monthrange(max(year, 1), month)[1]


def _impossible(page: Page, one: Mention) -> str:
    """A day in the words of a task that no calendar has, so that no deadline was read: "by 32 October 2026"."""
    found = _NO_MONTH_HAS.search(one.text)
    if found is not None and found["month"].casefold() in page.vocabulary.dates:
        return found[0]
    return _no_day(one.text)


def _unread(page: Page, words: str, fault: str, at: int) -> Diagnostic:
    return Diagnostic(
        "M013", "unread-date", Severity.WARNING, f"{words!r} is no day: there is no {fault}",
        page.source.path, page.source.line(at), page.source.column(at), "write the day as 2011-09-01",
    )  # fmt: skip


def _keys_of(page: Page, value: Value, known: tuple[str, ...], read: frozenset[int]) -> Iterator[Diagnostic]:
    for one in value.items:
        yield from _keys_of(page, one, known, read)
    for key, one in value.entries[:_MOST_KEYS]:
        name = key.casefold().replace("-", "_").replace(" ", "_")
        if name in ACTIONS:
            for entry in entries_of(one):
                yield from _keys_of(page, entry, _ACTION_KEYS, read)
        elif name in ITEMS or name in MEETINGS:
            yield from _keys_of(page, one, _MEETING_KEYS, read)
        elif name not in known and name not in _OF_OTHERS and len(name) >= _SHORTEST:
            near = get_close_matches(name, known, 1, _NEAR)
            if near and name.rstrip("s") != near[0].rstrip("s"):
                yield _misspelt(page, key, near[0], one, any(one.start <= at < one.end for at in read))


def _misspelt(page: Page, key: str, near: str, value: Value, is_read: bool) -> Diagnostic:
    """The diagnostic, with its cure where the key is found on the line or lines before its value."""
    text, path = page.source.text, page.source.path
    start = text.rfind(key, 0, value.start)
    edit = Edit(path, Span(start, start + len(key)), key, near)
    at = max(0, start)
    what = "the actions below it were read all the same" if is_read else "so what it holds was not read"
    return Diagnostic(
        "M014", "unknown-key", Severity.WARNING, f"there is no key {key!r}, {what}",
        path, page.source.line(at), page.source.column(at), f"did you mean {near}?", (edit,) if start >= 0 else (),
    )  # fmt: skip
