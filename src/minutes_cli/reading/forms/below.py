"""What the lines below an action say of its status: "Status: closed", "Done", a status line behind the talk.

Rests on: an item or field below an action that is nothing but a word of status tells how it stands; where
actions are paragraphs, all that follows one up to the next mark or heading is about it, so that a line
"Status: done" at the end of the talk is its status.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.model import Status
from minutes_cli.reading.blocks import HEADING, PARA
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.owners import by_field
from minutes_cli.reading.status import read_status, word_of
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import longest_first

Told = tuple[Status | None, str | None]
"""Status and the finer word for it."""
_NOTHING: Told = (None, None)
_FARTHEST = 60
"""Blocks of talk behind an action among which its status line is looked for."""


_SHORT = 40


def told_below(page: Page, index: int, last: int) -> Told:
    """What the blocks behind `index` up to `last`, which belong to it, say of the status."""
    for at in range(index + 1, last + 1):
        words = page.outline.words[at]
        said = word_of(words, page.vocabulary) if len(words) < _SHORT else None
        begins = _closed_head(page.vocabulary).match(words)
        if said is None and begins is not None:
            said = word_of(begins.group(1), page.vocabulary)
        if said is not None:
            return said
        if re.match(r"\s*[\[(]?\s*\w+\s*[:：]", words):
            read = read_status(words, page.vocabulary)
            owner = by_field(words, page.vocabulary, page.people) is not None  # "Assigned: Ann" is no status
            if read is not None and not owner:
                return read.status, read.progress
    return _NOTHING


def told_behind(page: Page, index: int, last: int) -> Told:
    """What a status line says that stands behind a paragraph with a mark, past the talk about it."""
    shape = page.outline
    if shape.blocks[index].kind != PARA:
        return _NOTHING
    for at in range(last + 1, min(last + 1 + _FARTHEST, len(shape.blocks))):
        block, words = shape.blocks[at], shape.words[at]
        if block.kind == HEADING or shape.opens[at] is not None or shape.scopes[at] != shape.scopes[index]:
            return _NOTHING
        if _next_mark(page.vocabulary).match(words):
            return _NOTHING
        beside = at == last + 1 and block.kind == PARA and not block.blank_before and words[:1].isupper()
        if beside and len(words) < _SHORT and (said := word_of(words, page.vocabulary)) is not None:
            return said
        if block.kind == PARA and _status_line(page.vocabulary).match(words):
            read = read_status(words, page.vocabulary)
            return (read.status, read.progress) if read is not None else _NOTHING
    return _NOTHING


@cache
def _closed_head(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A statement that begins with a word of closing: "Done - sent on Friday"."""
    words = longest_first(vocabulary.words("status.done") | vocabulary.words("status.dropped"))
    return re.compile(
        rf"\s*({'|'.join(re.escape(word) for word in words)})(?:\s*[-–:,.;!]|\s+(?:sending|by|on|at|in|and|but|via)\b)",
        re.IGNORECASE,
    )


@cache
def _next_mark(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The head of the next action or decision."""
    return re.compile(rf"\W*(?:{vocabulary.mark.pattern}|{vocabulary.decision_mark.pattern})(?!\w)", re.IGNORECASE)


@cache
def _status_line(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = longest_first(vocabulary.words("status.label"))
    return re.compile(rf"\W*(?:{'|'.join(re.escape(one) for one in words) or '(?!)'})\s*[:：]", re.IGNORECASE)
