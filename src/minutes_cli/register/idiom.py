"""How a file's own idiom says that an action is closed, open again, somebody else's or due another day.

Every function gives ways to write it, the most natural first; `change` takes the first that it can prove.
Nothing here knows which mention of an action is to be edited, or whether the file may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date as Day
from typing import NamedTuple

from minutes_cli.model import Mention, Status
from minutes_cli.reading.writing import CLOSING, Words, stamp_in, stamp_text
from minutes_cli.register import mapping
from minutes_cli.text import Edit, Source, Span

Edits = tuple[Edit, ...]
# What has to stay the last thing in its line: a hard break, closing tags, an Obsidian block id, a Kramdown attribute.
_TAIL = re.compile(r"(?:[ \t]*(?:\\|<br ?/?>|</(?:li|p|td|div)>|\^[\w-]+|\{:[^{}\n]*\}))+$|[ \t]+$")
_PAIRS = (("☐", "☑", "☒"), ("⬜", "✅", "❌"), ("🔲", "✅", "❌"))
"""Boxes that are one character: open, done, dropped."""
_WORD = re.compile(r"[^\W\d_][^\W\d_]*(?:[' -][^\W\d_]+)*")


class Closing(NamedTuple):
    """What is to be told of a closing."""

    status: Status
    """Done or dropped."""
    day: Day
    note: str | None = None
    by: str | None = None
    is_dated: bool = False
    """Somebody gave the day, so it has to be written even where a word alone would do."""


class Spot(NamedTuple):
    """A mention in its text, and the words that the file's language has for what is to be written."""

    mention: Mention
    source: Source
    words: Words
    style: str
    """`words`, `emoji` or `todotxt`."""

    @property
    def text(self) -> str:
        """The whole text that it stands in."""
        return self.source.text

    def edit(self, start: int, end: int, new: str) -> Edit:
        """Put `new` where the characters from `start` to `end` stand."""
        return Edit(self.source.path, Span(start, end), self.text[start:end], new)


def closings(spot: Spot, closing: Closing) -> Iterator[Edits]:
    """Ways to close a mention in its place; none where it has no place."""
    slot = spot.mention.slot
    kind = slot.vocabulary if slot is not None else ""
    if slot is None:
        return
    if kind == "yaml":
        yield from mapping.closings(spot.source, spot.mention, _fields(closing))
        return
    notes = [(spot.edit(at, at, _note(spot, closing)),) for at in _ends(spot)]
    if kind == "box":
        tick = spot.edit(slot.span.start, slot.span.end, _ticked(spot, closing.status))
        yield from ((tick, *note) for note in notes)
    elif kind in {"cell", "tag", "org"}:
        word = (spot.edit(slot.span.start, slot.span.end, _said(spot, closing.status, kind)),)
        if closing.note or closing.by or closing.is_dated:
            yield from ((*word, *note) for note in notes)
            return
        yield word
    yield from notes


def reopenings(spot: Spot) -> Iterator[Edits]:
    """Ways to make a closed mention say that it is open: what `minutes` wrote goes, a word becomes that for open."""
    mention, slot = spot.mention, spot.mention.slot
    if slot is not None and slot.vocabulary == "yaml":
        yield from mapping.reopenings(spot.source, mention)
        return
    if mention.form == "recorded" and mention.said is not None:
        line_end = spot.source.line_span(mention.end_line).end
        if spot.source.path.casefold().endswith((".yaml", ".yml")):
            line_end = mention.span.end - (spot.text[mention.span.end - 1] in "\"'")
        origin = re.compile(r"\s*(?:\([^()]*\))?\s*$").search(spot.text, mention.said.start, line_end)
        yield (spot.edit(mention.said.start, origin.start() if origin else line_end, spot.words.reopened),)
    told = _told(spot)
    place: Edits = ()
    if slot is not None and slot.span.end > slot.span.start:
        place = (spot.edit(slot.span.start, slot.span.end, _reopened(spot, slot.vocabulary)),)
    if told is not None:
        yield (*place, told)
        yield (told,)
    if place:
        yield place
    word = _WORD.search(spot.text, mention.said.start, mention.said.end) if mention.said else None
    if word is not None:
        yield (*place, spot.edit(word.start(), word.end(), _like(spot.words.open, word[0])))


def assignments(spot: Spot, owners: Sequence[str]) -> Iterator[Edits]:
    """Ways to name other owners: where they are named now, else at the head or the end of the words."""
    mention = spot.mention
    names = joined(owners, spot.words.and_)
    if mention.slot is not None and mention.slot.vocabulary == "yaml":
        yield from mapping.assignments(spot.source, mention, owners)
        return
    if mention.owners_span is not None:
        span = mention.owners_span
        handles = ", ".join(f"@{name.removeprefix('@')}" for name in owners)
        if spot.text[span.start : span.start + 1] == "@" and all(" " not in name for name in owners):
            yield (spot.edit(span.start, span.end, handles),)
        for separator in (names, ", ".join(owners), " / ".join(owners)):
            yield (spot.edit(span.start, span.end, separator),)
    start = mention.span.start + len(spot.text[mention.span.start :]) - len(spot.text[mention.span.start :].lstrip())
    yield (spot.edit(start, start, f"{names}: "),)
    yield from ((spot.edit(at, at, f" ({names})"),) for at in _ends(spot))


def labellings(spot: Spot, label: str) -> Iterator[Edits]:
    """Ways to write an id to a mention: at the head among earlier actions, else behind the words.

    One that `minutes` gave it before makes way.
    """
    mention, text = spot.mention, spot.text
    before = stamp_in(mention.span.of(text))
    if before is not None:
        yield (spot.edit(mention.span.start + before.start(), mention.span.start + before.end(), stamp_text(label)),)
    if mention.slot is not None and mention.slot.vocabulary == "yaml":
        yield from mapping.labellings(spot.source, mention, label)
        return
    if mention.carried:
        at = mention.span.end - len(text[mention.span.start : mention.span.end].lstrip())
        yield (spot.edit(at, at, f"{label} "),)
    ends = _ends(spot)
    if mention.said is not None and mention.said.start > mention.span.start:
        ends.insert(0, len(text[: mention.said.start].rstrip(" \t([")))
    for at in dict.fromkeys((*ends, *(end - 1 for end in ends if text[end - 1 : end] in {".", ";"}))):
        yield (spot.edit(at, at, f" {stamp_text(label)}"),)


_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""As org-mode writes them into its stamps, `<2026-03-19 Thu>`."""
_DEADLINE = re.compile(r"deadline:[ \t]*[<\[]\d{4}-\d\d-\d\d[^<>\[\]\n]*[>\]]", re.IGNORECASE)
_LONGEST_STAMP = 60
"""Characters of a stamp behind its day, with repeater and warning."""
_ISO = re.compile(rf"\d{{4}}-\d\d-\d\d(?P<weekday> (?:{'|'.join(_WEEKDAYS)})\b)?")


def deadlines(spot: Spot, day: Day | None) -> Iterator[Edits]:
    """Ways to state another deadline, or with None to take the one that is stated away."""
    mention = spot.mention
    if mention.slot is not None and mention.slot.vocabulary == "yaml":
        yield from mapping.deadlines(spot.source, mention, day)
        return
    span = mention.due_span
    if day is None:
        yield from _without_deadline(spot)
        return
    if span is not None:
        old = span.of(spot.text)
        stamp = _stamp_of_org(spot, span)
        written = _ISO.search(spot.text, stamp.start() if stamp else span.start)
        if written is not None and written.start() < span.end:
            weekday = f" {_WEEKDAYS[day.weekday()]}" if written["weekday"] else ""
            yield (spot.edit(written.start(), written.end(), f"{day.isoformat()}{weekday}"),)
        lead = re.match(r"\W*(?:[^\W\d_]+:?\s+|[📅⏳]\ufe0f?\s*)?", old)
        keyed = re.match(r"\W*due:", old)
        close = re.search(r"[)\]]*\Z", old)
        for head in dict.fromkeys((keyed[0] if keyed else "", lead[0] if lead else "", "", f"{spot.words.due} ")):
            # A bracket that the head opens is closed behind the day, as before.
            tail = close[0] if close and ("(" in head or "[" in head) else ""
            yield (spot.edit(span.start, span.end, f"{head}{day.isoformat()}{tail}"),)
        return
    sign = {"emoji": f" 📅 {day}", "todotxt": f" due:{day}"}.get(spot.style, f" ({spot.words.due} {day})")
    ends = _ends(spot)
    if mention.said is not None and mention.said.start > mention.span.start:
        ends.insert(0, len(spot.text[: mention.said.start].rstrip()))
    for words in dict.fromkeys((sign, f" (due {day})", f", {spot.words.due} {day}", f", due {day}")):
        yield from ((spot.edit(at, at, words),) for at in ends)


def joined(names: Sequence[str], last: str) -> str:
    """Names as a sentence has them: "Ann, Bo and Cy"."""
    if len(names) < 2:
        return "".join(names)
    space = "" if last == "と" else " "
    return f"{', '.join(names[:-1])}{space}{last}{space}{names[-1]}"


def _without_deadline(spot: Spot) -> Iterator[Edits]:
    span = spot.mention.due_span
    if span is None:
        return
    text, start, end = spot.text, span.start, span.end
    stamp = _stamp_of_org(spot, span)
    if stamp is not None:
        yield (_without_stamp(spot, *stamp.span()),)
        return
    while start and text[start - 1] in "([" and text[end : end + 1] in {")", "]"}:
        start, end = start - 1, end + 1
    lead = start - len(text[:start].rstrip(" \t,;–—-"))
    for before in dict.fromkeys((lead, 1 if text[start - 1 : start] in {" ", "\t"} else 0, 0)):
        yield (spot.edit(start - before, end, ""),)


def _stamp_of_org(spot: Spot, span: Span) -> re.Match[str] | None:
    """The label and stamp of a deadline in org-mode: `DEADLINE: <2026-03-19 Thu>`."""
    if not spot.source.path.casefold().endswith(".org"):
        return None
    head = spot.text.rfind("\n", 0, span.start) + 1
    found = (one for one in _DEADLINE.finditer(spot.text, head, span.end + _LONGEST_STAMP))
    return next((one for one in found if one.start() < span.end and span.start < one.end()), None)


def _without_stamp(spot: Spot, start: int, end: int) -> Edit:
    """Takes a stamp away with the spaces on one side, or with its line where that holds nothing else."""
    text = spot.text
    head, tail = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    tail = len(text) if tail < 0 else tail
    behind = text[end:tail]
    if text[head:start].strip():
        return spot.edit(len(text[:start].rstrip(" \t")), end, "")
    if behind.strip():
        return spot.edit(start, tail - len(behind.lstrip()), "")
    return spot.edit(head, min(tail + 1, len(text)), "")


def _note(spot: Spot, closing: Closing) -> str:
    """` (closed 2011-10-06 by Ann Lee: paper circulated)`, or the day alone in the folder's style."""
    is_bare = not closing.note and not closing.by
    is_done = closing.status is Status.DONE
    if is_bare and spot.style == "emoji":
        return f" {'✅' if is_done else '❌'} {closing.day}"
    if is_bare and spot.style == "todotxt":
        return f" {'done' if is_done else 'dropped'}:{closing.day}"
    slot = spot.mention.slot
    is_scalar = slot is not None and slot.vocabulary == "scalar"
    word = spot.words.closed if is_done else spot.words.dropped
    by = f" {spot.words.by} {closing.by}" if closing.by else ""
    # In a plain YAML scalar a colon with a space behind it would begin a mapping.
    sign = " – " if is_scalar else ": "
    told = f"{sign}{' '.join(closing.note.split())}" if closing.note else ""
    if is_scalar:
        told = told.replace('"', "”").replace("'", "’").replace(": ", " – ").replace(" #", " ＃")
    if spot.mention.form == "record":
        told = told.replace("|", "\\|")
    return f" ({word} {closing.day}{by}{told})"


def _fields(closing: Closing) -> tuple[tuple[str, str], ...]:
    """The keys of a YAML mapping that tell of a closing, in order; the values are not quoted yet."""
    fields = [("status", "done" if closing.status is Status.DONE else "dropped"), ("closed", closing.day.isoformat())]
    fields += [("closed_by", closing.by)] if closing.by else []
    fields += [("note", " ".join(closing.note.split()))] if closing.note else []
    return tuple(fields)


def _ends(spot: Spot) -> list[int]:
    """Where something may be added behind the words of a mention, the most natural first."""
    mention, slot = spot.mention, spot.mention.slot
    is_beside = slot is not None and slot.vocabulary in {"words", "scalar"}
    end = slot.span.start if slot is not None and is_beside else mention.span.end
    words = spot.text[mention.span.start : end]
    tail = _TAIL.search(words)
    found = [mention.span.start + tail.start()] if tail else []
    full_stop = end - 1 if words.endswith((".", ":", ";")) else end
    return list(dict.fromkeys((*found, end, full_stop, mention.span.end)))


def _ticked(spot: Spot, status: Status) -> str:
    slot = spot.mention.slot
    old = slot.span.of(spot.text) if slot is not None else ""
    for opened, done, dropped in _PAIRS:
        if old == opened:
            return done if status is Status.DONE else dropped
    if status is Status.DROPPED:
        return "-"
    return "X" if "[X]" in spot.text and "[x]" not in spot.text else "x"


def _said(spot: Spot, status: Status, kind: str) -> str:
    slot = spot.mention.slot
    old = slot.span.of(spot.text) if slot is not None else ""
    if kind == "org":
        return "DONE" if status is Status.DONE else "CANCELLED"
    if kind == "tag":
        return _like("done" if status is Status.DONE else "dropped", old)
    return _like(spot.words.done if status is Status.DONE else spot.words.dropped, old)


def _reopened(spot: Spot, kind: str) -> str:
    slot = spot.mention.slot
    old = slot.span.of(spot.text) if slot is not None else ""
    if kind == "box":
        glyphs = {closed: opened for opened, *rest in reversed(_PAIRS) for closed in rest}
        return glyphs.get(old, " " if len(old) == 1 and ord(old) < 0x2600 else "☐")
    if kind == "org":
        return "TODO"
    # The W3C's scribe tools say "pending" where others say "open".
    return _like("pending" if kind == "tag" else spot.words.open, old)


def _like(word: str, old: str) -> str:
    """The word in capitals, with one or without, as the old one was."""
    letters = [one for one in old if one.isalpha()]
    if len(letters) > 1 and all(one.isupper() for one in letters):
        return word.upper()
    return word[:1].upper() + word[1:] if letters and letters[0].isupper() else word


def _told(spot: Spot) -> Edit | None:
    """Takes away the closing that `minutes` wrote behind the words, with the space before it."""
    said, slot = spot.mention.said, spot.mention.slot
    if slot is not None and slot.vocabulary == "scalar":
        found = CLOSING.search(spot.text, spot.mention.span.start, slot.span.end)
        return spot.edit(found.start(), found.end(), "") if found else None
    if said is None:
        return None
    # Masked markup before it counts as white space to a reader; here the characters themselves are looked at.
    found = CLOSING.search(spot.text, max(0, said.start - 1), said.end)
    if found is None:
        return None
    words = len(found[0].lstrip(" \t"))
    start = found.end() - words
    return spot.edit(start - (spot.text[start - 1 : start] == " "), found.end(), "")
