"""The words of one action → owners, due date, tags, label, status and the task that is left.

Works on masked words, so that every place found is a place in the file. Who is to do it is found by `owners`.
"""

from __future__ import annotations

import re
from datetime import date as Day
from typing import NamedTuple

from minutes_cli.dates import Due, read_due
from minutes_cli.model import Status
from minutes_cli.reading.names import People
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.status import Said, closing_behind, read_status
from minutes_cli.reading.trailing import bold_in_brackets
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.text import Span


class Anchor(NamedTuple):
    """What relative dates in the words are counted from."""

    day: Day | None
    next_meeting: Day | None
    order: str


class Phrase(NamedTuple):
    """What the words of one action say; spans count characters of those words."""

    text: str
    owners: tuple[str, ...]
    owners_span: Span | None
    due: Due | None
    tags: tuple[str, ...]
    said: Said | None


_TAG = re.compile(r"(?<![\w/#&])#([A-Za-z][\w/-]{1,40})\b(?!:)")
_CONTEXT_TAG = re.compile(r"(?<!\S)\+([A-Za-z][\w-]{1,40})(?!\S)")
_FIELD = re.compile(r"[\[(]\w{2,20}::[^\[\]()]{0,80}[\])]|(?<!\S)\w{2,15}:(?=\S)(?!//)[^\s:]{1,40}(?!\S)")
_EMOJI_FIELDS = re.compile(r"[⏫🔼🔽🔺⏬]️?|[📅⏳🛫➕✅]️?[ \t]*\d{4}-\d{2}-\d{2}|🔁[^📅⏳🛫✅➕]{0,60}")
# Behind what MeetBot's summary quotes: who said it, and when.
_BOT_TAIL = re.compile(r"\([\w|`-]{1,30}, \d\d:\d\d:\d\d\)\s*$")
_EDGES = " \t\n,;:：.、。–—-→>|*_~"


def read_phrase(words: str, vocabulary: Vocabulary, people: People, anchor: Anchor, raw: str = "") -> Phrase:
    """What `words` say. `raw` is the same stretch with its markup, of the same length."""
    closing = closing_behind(words, vocabulary)
    if closing is not None and closing.start > 0:  # what was said before it was closed is read as it was
        before = read_phrase(words[: closing.start], vocabulary, people, anchor, raw[: closing.start])
        if before.said is None or before.said.status is Status.OPEN:
            return before._replace(said=closing)
    said = read_status(words, vocabulary, raw=raw)
    blank = _without(words, Span(said.start, said.end)) if said and said.end > said.start else words
    if said is not None and said.closed is not None:
        # Before it was closed the words may have said how far it was: "… – ongoing (closed 2011-10-06)".
        earlier = read_status(blank, vocabulary, raw=_without(raw, Span(said.start, said.end)) if raw else "")
        if earlier is not None and earlier.status is Status.OPEN:
            blank = _without(blank, Span(earlier.start, earlier.end))
    if said is not None and said.status is not Status.OPEN:  # "… – done 3 March" tells when, and not by when
        blank = blank[: _end_of_task(words, said)].ljust(len(blank))
    due = read_due(blank, vocabulary.calendar, anchor=anchor.day, next_meeting=anchor.next_meeting, order=anchor.order)
    free = _without(blank, Span(due.start, _past_colon(blank, due))) if due and not _within_task(blank, due) else blank
    if said is not None:
        free = free[: _end_of_task(words, said)]
    bold = bold_in_brackets(raw, vocabulary, people) if "(*" in raw or "(_" in raw else None
    owners = bold or find_owners(_CONTEXT_TAG.sub(lambda found: " " * len(found.group(0)), free), vocabulary, people)
    tags = tuple(dict.fromkeys((*_TAG.findall(free), *_CONTEXT_TAG.findall(free))))
    if owners is not None:
        free = _without(free, owners.cut)
    return Phrase(
        task_of(free),
        owners.names if owners else (),
        Span(owners.start, owners.end) if owners and owners.end > owners.start else None,
        due,
        tags,
        said,
    )


_COLON = re.compile(r"\s*[:：](?=\s)")


def _past_colon(words: str, due: Due) -> int:
    """Where a deadline ends with the colon behind it, where it is the head of the words: "Sunday 8 March: …"."""
    colon = _COLON.match(words, due.end) if not words[: due.start].strip(_EDGES) else None
    return colon.end() if colon else due.end


_REMARK = re.compile(r"(?:[:：]|\s[–—-]+)\s*$")


def _end_of_task(words: str, said: Said) -> int:
    """Where the task ends and what became of it begins: "mend the door: carried over, the wood is wet"."""
    sign = _REMARK.search(words, 0, said.start)
    return sign.start() if sign is not None and sign.start() > 12 else len(words)


_LOOSE = re.compile(r"(?<=\w) ([.,])(?= )")
"""A full stop or comma from which something was taken out before it."""
_EMPTY = re.compile(r"\(\s*[,;]?\s*\)|\[\s*\]")


def task_of(words: str) -> str:
    """What is to be done: the words without fields and tags, with single spaces and clean ends."""
    text = _BOT_TAIL.sub("", _EMOJI_FIELDS.sub(" ", _CONTEXT_TAG.sub(" ", words)))
    text = _FIELD.sub(lambda found: found.group(0) if "://" in found.group(0) else " ", text) if ":" in text else text
    text = " ".join(text.split())
    text = _EMPTY.sub(" ", text) if "(" in text or "[" in text else text
    text = _LOOSE.sub(r"\1", " ".join(text.split()))
    return text.strip(_EDGES).removeprefix(") ").removeprefix("] ").strip(_EDGES)


def _without(words: str, span: Span) -> str:
    return words[: span.start] + " " * (span.end - span.start) + words[span.end :]


def _within_task(words: str, due: Due) -> bool:
    """A deadline in the middle of the task stays in its text: the sentence would not read without it."""
    after = words[due.end :].strip()
    return bool(after) and after[:1].isalpha() and bool(words[: due.start].strip(_EDGES))
