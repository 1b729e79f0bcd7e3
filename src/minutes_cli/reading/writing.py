"""What a change needs to know of reading: the words to write in a file's language, and how they look once written.

The other side of `status`: what is written with these words is read by it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_cli.config import Config
from minutes_cli.model import Document
from minutes_cli.reading.blocks import HEADING, ITEM, mask, scan
from minutes_cli.reading.forms.records import matters
from minutes_cli.reading.front import front_matter
from minutes_cli.reading.lexicon import written
from minutes_cli.reading.records import Unreadable, read_records
from minutes_cli.reading.sections import Outline, outline
from minutes_cli.reading.stamps import stamp_in, stamp_text
from minutes_cli.reading.status import CLOSING
from minutes_cli.reading.vocabulary import vocabulary_for

__all__ = ("CLOSING", "Words", "matters_at", "matters_list", "section_end", "stamp_in", "stamp_text", "words_of")


class Words(NamedTuple):
    """Words of one language, as they are written into minutes."""

    closed: str
    done: str
    """In a cell of its own; `closed` everywhere else."""
    dropped: str
    open: str
    reopened: str
    by: str
    """Before the name of who closed it."""
    since: str
    """Before the day of the meeting that raised it."""
    assigned: str
    due: str
    undated: str
    """Of an action that has no deadline any more."""
    same: str
    """Between the ids of two statements of one action."""
    and_: str
    matters: str
    """The heading of matters arising."""
    actions: str
    """The heading of the actions."""


def words_of(document: Document, config: Config) -> Words:
    """The words for the language that a file is written in."""
    code = vocabulary_for(document.source.text, config.languages, config).languages[0]
    table = written(code)
    return Words(
        closed=table["closed"],
        done="done" if code == "en" else table["closed"],
        dropped=table["dropped"],
        open=table["open"],
        reopened=table["reopened"],
        by=table["by"],
        since=table["from"],
        assigned=table["assigned"],
        due=table["due"],
        undated=table["undated"],
        same=table["same"],
        and_=table["and"],
        matters=table["matters"],
        actions=table["actions"],
    )


def matters_at(document: Document, config: Config) -> tuple[int, str, bool]:
    """Where a line on an earlier action goes: the offset, the list mark to use, and whether there is a section.

    It goes behind the last line of the matters arising, without a mark where paragraphs stand there; where
    there is no such section, to the end of the text. Of a running document, the latest meeting is the text.
    """
    source = document.source
    start, end = _latest_meeting(document)
    text = source.text[:end]
    shape = _outline(document, config)
    here = (at for at, block in enumerate(shape.blocks) if start <= block.start < end)
    opened = next((at for at in here if (label := shape.opens[at]) is not None and label.kind == "matters"), None)
    if opened is None:
        return len(text.rstrip()), "- ", False
    last = opened
    while last + 1 < len(shape.blocks) and any(one.opened == opened for one in shape.scopes[last + 1]):
        last += 1
    at = source.line_span(shape.blocks[last].end_line).end
    items = [one for one in shape.blocks[opened + 1 : last + 1] if one.kind == ITEM]
    line = source.line_span(items[-1].line) if items else None
    mark = re.match(r"[ \t]*[-*+•][ \t]+", line.of(text)) if line else None
    return at, mark[0] if mark else "" if last > opened else "- ", True


def _latest_meeting(document: Document) -> tuple[int, int]:
    """Where the minutes of the latest meeting begin and end in a text; all of it where it has no more than one."""
    source = document.source
    days = sorted((one.date, one.line) for one in document.meetings if one.date is not None)
    if len(days) < 2:
        return 0, len(source.text)
    line = days[-1][1]
    following = min((one.line for one in document.meetings if one.line > line), default=None)
    end = len(source.text) if following is None else source.line_span(following).start
    return source.line_span(line).start, end


def matters_list(document: Document, config: Config) -> tuple[int, str] | None:
    """Where a YAML file's list of matters arising ends, and the white space before its dashes; None without one."""
    source = document.source
    try:
        values = read_records(source.text, 0)
    except Unreadable:
        return None
    vocabulary = vocabulary_for(source.text, config.languages, config)
    for _, told in matters(values[0], vocabulary) if len(values) == 1 else ():
        text = source.text
        if told.items and text[told.start : told.start + 1] == "-":
            last = told.items[-1]
            end = source.line_span(source.line(last.start + len(text[last.start : last.end].rstrip()) - 1)).end
            return end, " " * (source.column(told.start) - 1)
    return None


def section_end(document: Document, config: Config, item: str) -> int | None:
    """The offset behind the last line under the heading that has these words; None where no heading has."""
    source = document.source
    shape = _outline(document, config)
    wanted = item.casefold()
    for at, block in enumerate(shape.blocks):
        if block.kind == HEADING and wanted in shape.words[at].casefold():
            last = at
            while last + 1 < len(shape.blocks) and shape.blocks[last + 1].kind != HEADING:
                last += 1
            return source.line_span(shape.blocks[last].end_line).end
    return None


def _outline(document: Document, config: Config) -> Outline:
    """The sections of a text, as reading sees them."""
    source = document.source
    vocabulary = vocabulary_for(source.text, config.languages, config)
    masked = mask(source.text)
    front = front_matter(source)
    return outline(scan(source, masked, source.line(front.end) + 1 if front else 1), masked, vocabulary)
