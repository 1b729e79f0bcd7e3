"""Days told in passing: of the meeting, by the name of its file, and of the next meeting, in a sentence.

Rests on: a name that begins with the day of publication and goes on with another whole date has the meeting's day
there ("2026-03-10-minutes-of-3-march-2026", as site generators want it); a folder or file called "03 - March" is a
month; "the next meeting will be on 7 April" and "at the next meeting (7 April)" tell its day wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of

_PUBLISHED = re.compile(r"\d{4}-\d{2}-\d{2}[-_](?P<title>[^\d].*)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NEAR = 45
"""Characters behind "the next meeting" that may hold its day."""


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


def next_in_sentence(words: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The words right behind "the next meeting", where they may tell its day."""
    if not vocabulary.may_hold(words, "labels.next_meeting"):
        return
    for found in _next_meeting(vocabulary).finditer(words):
        yield re.split(r"[.;!?]\s", words[found.end() : found.end() + _NEAR])[0]


@cache
def _next_meeting(vocabulary: Vocabulary) -> re.Pattern[str]:
    phrases = one_of(one for one in vocabulary.words("labels.next_meeting") if " " in one)
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)
