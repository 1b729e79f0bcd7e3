"""Which earlier decisions a decision takes the place of: "supersedes D-12", "rescinds the resolution of 3 March"."""

from __future__ import annotations

import re
from datetime import date as Day
from functools import cache

from dateutil.relativedelta import relativedelta

from minutes_cli.dates import find_dates
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import longest_first

_LABEL = re.compile(r"\b(?:[A-Z]{1,12}[-. ]?\d{1,5}(?:[./]\d{1,4})?|\d{4}/\d{1,4})\b")


def superseded(words: str, vocabulary: Vocabulary, day: Day | None, order: str) -> tuple[str, ...]:
    """Labels as written and days as ISO text, of decisions that the words say are no longer in force.

    Only what stands behind a verb such as "supersedes" counts; a day without a year is the last such one before
    the meeting's.
    """
    verb = _verb(vocabulary).search(words)
    if verb is None:
        return ()
    rest = words[verb.end() :].split(". ", maxsplit=1)[0]
    anchor = day and day - relativedelta(years=1) + relativedelta(days=1)
    dates = find_dates(rest, vocabulary.calendar, anchor=anchor, order=order)
    bare = rest
    for one in dates:
        bare = bare[: one.start] + " " * (one.end - one.start) + bare[one.end :]
    days = [one.day.isoformat() for one in dates if one.day is not None and (day is None or one.day < day)]
    return tuple(dict.fromkeys((*_LABEL.findall(bare), *days)))


@cache
def _verb(vocabulary: Vocabulary) -> re.Pattern[str]:
    longest = longest_first(vocabulary.words("decisions_superseding.words"))
    parts = "|".join(r"\s+".join(map(re.escape, one.split())) for one in longest) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE)
