"""Days told in passing: of the meeting, by the name of its file, and of the next meeting, in a sentence.

Rests on: a name that begins with the day of publication and goes on with another whole date has the meeting's day
there ("2026-03-10-minutes-of-3-march-2026", as site generators want it); a folder or file called "03 - March" is a
month; behind "Date:" and in a title "3.2.23" and "2-23-23" are days, and a line "17. März 2026" is one; "the next
meeting will be on 7 April" and "at the next meeting (7 April)" tell its day wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date as Day
from functools import cache

from minutes_cli.dates import Calendar, find_dates, read_due
from minutes_cli.reading.blocks import ITEM, Block
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of

_PUBLISHED = re.compile(r"\d{4}-\d{2}-\d{2}[-_](?P<title>[^\d].*)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NEAR = 45
"""Characters behind "the next meeting" that may hold its day."""


def in_full(words: str) -> str:
    """Words with a day of two-digit year in full, which is one only where nothing else can stand: "Datum: 3.2.23"."""
    return _TWO_DIGITS.sub(r"\1/\3/20\4", words, count=1) if len(words.split()) <= _TITLE else words


_TWO_DIGITS = re.compile(r"(?<![\w./-])(\d{1,2})([.-])(\d{1,2})\2([0-4]\d)(?![\w/-]|\.\d)")
_TITLE = 6
"""Words of a title or behind a label that hold a day and little else."""


def title_in_name(stem: str) -> str:
    """What stands behind the day of publication in a file's name, if there is a year in it again; with spaces."""
    found = _PUBLISHED.match(stem)
    if found is None or _YEAR.search(found["title"]) is None:
        return ""
    return re.sub(r"[-_.]+", " ", found["title"])


def is_month(words: str, month: int) -> bool:
    """Whether words such as "03 - March" number a month, the one given, by its place in the year."""
    found = re.match(r"\s*(\d{1,2})\W+[^\W\d_]+\W*$", words)
    return found is not None and int(found[1]) == month


def next_in_sentences(statements: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The words right behind "the next meeting" in each of the statements, where they may tell its day."""
    telling = vocabulary.telling("labels.next_meeting")
    for words in statements:
        low = words.casefold()
        if any(one in low for one in telling):
            for found in _next_meeting(vocabulary).finditer(words):
                yield re.split(r"[.;!?]\s", words[found.end() : found.end() + _NEAR])[0]


def with_number(words: str, block: Block, text: str) -> str:
    """The words of an item with its number before them, where the two are a day: "17. März 2026"."""
    if block.kind != ITEM or _MONTH_YEAR.match(words) is None:
        return words
    number = _ORDINAL.search(text[max(0, block.start - 6) : block.start])
    return f"{number[1]} {words}" if number is not None else words


_MONTH_YEAR = re.compile(r"[^\W\d_]{3,12}\.?\s+(?:19|20)\d\d\b")
_ORDINAL = re.compile(r"(?:^|\n)\s*(\d{1,2}\.)\s+$")


def one_day(words: str, calendar: Calendar, anchor: Day | None, order: str) -> Day | None:
    """The only day that such words tell, "4/22" too; None for several, "between 15 and 24 November"."""
    found = [one for one in find_dates(words, calendar, anchor=anchor, order=order) if one.day is not None]
    if found:
        numbers = len(_DAYS.findall(found[0].text)) if _LETTER.search(found[0].text) is not None else 1
        return found[0].day if len(found) == 1 and numbers == 1 else None
    short = _SHORT.match(words)
    due = read_due(f"by {short[1]}", calendar, anchor=anchor, order=order) if short else None
    return due.day if due is not None else None


_DAYS = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LETTER = re.compile(r"[^\W\d_]{3}")
_SHORT = re.compile(r"\s*[(\[,–-]?\s*(\d{1,2}[/.]\d{1,2}\.?)(?![\d/])")


@cache
def _next_meeting(vocabulary: Vocabulary) -> re.Pattern[str]:
    phrases = one_of(one for one in vocabulary.words("labels.next_meeting") if " " in one)
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)
