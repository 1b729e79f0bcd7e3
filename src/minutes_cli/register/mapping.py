"""Changes to an action that is a YAML mapping: keys set or put in at the mapping's own indent, comments untouched.

Works on the characters of the mapping, so that nothing is re-serialised; what comes of it is proved by
reading it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date as Day
from typing import NamedTuple

from minutes_cli.model import Mention
from minutes_cli.text import Edit, Source, Span

Edits = tuple[Edit, ...]
Fields = Sequence[tuple[str, str]]
_CLOSED = ("closed", "closed_on", "done_on")
_NOTE = ("note", "notes", "comment")
_PLAIN = re.compile(r"[^\W\d_][\w ,./()'%+–—’“”-]*[\w.)%]")
_KEYWORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_OPPOSITE = (("false", "true"), ("no", "yes"), ("False", "True"), ("No", "Yes"), ("off", "on"))


class _Line(NamedTuple):
    """A key of a mapping that has a line of its own; offsets are in the whole text."""

    key: str
    start: int
    """Of the line."""
    value: int
    """Behind the colon."""
    end: int
    """Of the line, without its line end."""


def closings(source: Source, mention: Mention, fields: Fields) -> Iterator[Edits]:
    """Ways to set `fields`, the first of which is the status."""
    slot = mention.slot
    if slot is None:
        return
    status, further = fields[0][1], fields[1:]
    if not slot.before:
        here = _set(source, slot.span, status)
        rest = _put_behind(source, mention, slot.span.end, further)
        yield (here, *rest)
        yield (here,)
        return
    # What is put in as a whole begins with the note and ends with the status, so that it can be told from
    # keys that stand behind a status that was there before, and taken out as a whole.
    yield from _inserted(source, mention, [*reversed(further), fields[0]])


def reopenings(source: Source, mention: Mention) -> Iterator[Edits]:
    """Ways to open it again: the keys that `closings` put in are taken out, a status is set to that for open."""
    slot = mention.slot
    if slot is None or slot.before:
        return
    lines = _lines(source, mention)
    at = next((number for number, one in enumerate(lines) if one.start <= slot.span.start <= one.end), None)
    if at is not None and at and lines[at - 1].key == "closed" and at == len(lines) - 1:
        first = at - 1
        while first > 1 and lines[first - 1].key in {"note", "closed_by"}:
            first -= 1
        start = _line_end_before(source, lines[first].start)
        yield (_edit(source, start, lines[at].end, ""),)
    opened = _set(source, slot.span, "open")
    behind = []
    for one in lines[at + 1 :] if at is not None else []:
        if one.key not in {*_CLOSED, "closed_by", "note"}:
            break
        behind.append(one)
    if behind:
        start = _line_end_before(source, behind[0].start)
        yield (opened, _edit(source, start, behind[-1].end, ""))
    inserted = re.compile(
        r",?(?: note: \"[^\"\n]*\",)?(?: closed_by: \"[^\"\n]*\",)?"
        r" closed: \d{4}-\d{2}-\d{2}, status: (?:done|dropped)(?=\s*\})"
    )
    for found in inserted.finditer(source.text, mention.span.start, mention.span.end):
        yield (_edit(source, found.start(), found.end(), ""),)
    flow = re.compile(r", closed: \d{4}-\d{2}-\d{2}(?:, closed_by: \"[^\"\n]*\")?(?:, note: \"[^\"\n]*\")?")
    inline = flow.match(source.text, slot.span.end)
    if inline:
        yield (opened, _edit(source, inline.start(), inline.end(), ""))
    yield (opened,)


def assignments(source: Source, mention: Mention, owners: Sequence[str]) -> Iterator[Edits]:
    """Ways to name other owners, under the key that names them now."""
    span = mention.owners_span
    if span is None:
        yield from _inserted(source, mention, [("owner" if len(owners) == 1 else "owners", "\0".join(owners))])
        return
    old = span.of(source.text)
    end = span.start + len(old.rstrip())
    if old.startswith("- "):
        margin = "\n" + " " * (source.column(span.start) - 1)
        lines = f"{margin}- ".join(_scalar(one) for one in owners).replace("\n", source.newline_at(span.start))
        yield (_edit(source, span.start, end, f"- {lines}"),)
        return
    if not old.startswith("[") and len(owners) == 1:
        yield (_set(source, Span(span.start, end), owners[0]),)
        return
    yield (_edit(source, span.start, end, _flow(owners)),)


def labellings(source: Source, mention: Mention, label: str) -> Iterator[Edits]:
    """Ways to give a mapping an id."""
    yield from _inserted(source, mention, [("id", label)])


def deadlines(source: Source, mention: Mention, day: Day | None) -> Iterator[Edits]:
    """Ways to set the deadline, or to take its line out."""
    span = mention.due_span
    if span is None:
        if day is not None:
            yield from _inserted(source, mention, [("due", day.isoformat())])
        return
    if day is not None:
        yield (_set(source, span, day.isoformat()),)
        return
    for one in _lines(source, mention):
        if one.start <= span.start <= one.end:
            yield (_edit(source, _line_end_before(source, one.start), one.end, ""),)
    yield (_edit(source, span.start, span.end, "null"),)


def quoted(value: str) -> str:
    """A value as YAML needs it, plain where that is safe."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return value
    is_plain = _PLAIN.fullmatch(value) or (len(value) == 1 and value.isalpha())
    return value if is_plain and value.casefold() not in _KEYWORDS else json.dumps(value, ensure_ascii=False)


def _inserted(source: Source, mention: Mention, fields: Fields) -> Iterator[Edits]:
    """New keys at the end of the mapping."""
    text, end = source.text, mention.span.end
    if text[mention.span.start] == "{":
        at = mention.span.end - 1
        at -= len(text[:at]) - len(text[:at].rstrip())
        comma = "" if text[at - 1] in "{," else ","
        yield (_edit(source, at, at, comma + ",".join(f" {key}: {_scalar_flow(value)}" for key, value in fields)),)
        return
    margin = " " * (source.column(mention.span.start) - 1)
    at = _line_end(source, end)
    newline = source.newline_at(mention.span.start)
    yield (_edit(source, at, at, "".join(f"{newline}{margin}{key}: {_scalar(value)}" for key, value in fields)),)


def _put_behind(source: Source, mention: Mention, offset: int, fields: Fields) -> Edits:
    """Keys behind the line at `offset`, or set where the mapping has them already."""
    if source.text[mention.span.start] == "{":
        new = "".join(f", {key}: {_scalar_flow(value)}" for key, value in fields)
        return (_edit(source, offset, offset, new),)
    lines = _lines(source, mention)
    margin = " " * (source.column(mention.span.start) - 1)
    edits, new = [], ""
    for key, value in fields:
        known = _CLOSED if key == "closed" else _NOTE if key == "note" else (key,)
        there = next((one for one in lines if one.key.casefold() in known), None)
        if there is None:
            new += f"{source.newline_at(mention.span.start)}{margin}{key}: {_scalar(value)}"
            continue
        old = source.text[there.value : there.end]
        filled = old.split(" #")[0].strip()
        text = f"{filled.strip(chr(34))}; {value}" if key == "note" and filled not in {"", "null", "~"} else value
        size = len(old.split(" #")[0].rstrip())
        edits.append(_edit(source, there.value, there.value + size, f" {_scalar(text)}"))
    at = _line_end(source, offset)
    return (*([_edit(source, at, at, new)] if new else []), *edits)


def _set(source: Source, span: Span, value: str) -> Edit:
    """One value in the place of another, in its quotes if it has any."""
    old = span.of(source.text).rstrip()
    end = span.start + len(old)
    if value == "done":
        value = next((yes for no, yes in _OPPOSITE if no == old), value)
    elif value == "open":
        value = next((no for no, yes in _OPPOSITE if yes == old), value)
    if old[:1] in {"'", '"'} and len(old) > 1:
        return _edit(source, span.start, end, old[0] + value.replace("'", "’").replace('"', "”") + old[0])
    lead = " " if not old and source.text[span.start - 1 : span.start] == ":" else ""
    if old[:1].isupper() and value in {"done", "dropped", "open"}:
        value = value.upper() if old.isupper() and len(old) > 1 else value.capitalize()
    is_word = value in {"done", "dropped", "open"} or value.casefold() in _KEYWORDS
    return _edit(source, span.start, end, lead + (value if is_word else _scalar(value)))


def _scalar(value: str) -> str:
    return _flow(value.split("\0")) if "\0" in value else quoted(value)


def _scalar_flow(value: str) -> str:
    if "\0" in value:
        return _flow(value.split("\0"))
    is_bare = re.fullmatch(r"\d{4}-\d{2}-\d{2}|done|dropped|open", value)
    return value if is_bare else json.dumps(value, ensure_ascii=False)


def _flow(values: Sequence[str]) -> str:
    return "[" + ", ".join(quoted(one) if "," not in one else json.dumps(one) for one in values) + "]"


def _lines(source: Source, mention: Mention) -> list[_Line]:
    """The keys of a block mapping that stand at its own indent, in order."""
    column = source.column(mention.span.start) - 1
    found = []
    for number in range(mention.line, mention.end_line + 1):
        span = source.line_span(number)
        key = re.compile(r"[\w-]+(?=[ \t]*:(?:[ \t]|$))").match(span.of(source.text)[column:])
        lead = span.of(source.text)[:column]
        if key and not lead.strip(" -"):
            colon = source.text.index(":", span.start + column + key.end())
            found.append(_Line(key[0], span.start, colon + 1, span.end))
    return found


def _line_end(source: Source, offset: int) -> int:
    """The end of the line in which the character before `offset` stands: a comment behind a value stays there."""
    return source.line_span(source.line(max(0, offset - 1))).end


def _line_end_before(source: Source, line_start: int) -> int:
    """Where the line before the one at `line_start` ends, so that a line goes with the line end before it."""
    return source.line_span(source.line(line_start - 1)).end


def _edit(source: Source, start: int, end: int, new: str) -> Edit:
    return Edit(source.path, Span(start, end), source.text[start:end], new)
