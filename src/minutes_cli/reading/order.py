"""Whether a file's numeric dates have their day or their month first.

Rests on: a date with a part above 12 shows it; so does one that is the day in the file's name one way round;
and whoever writes "March 3, 2026" in words writes 3/3/2026 in numbers.
"""

from __future__ import annotations

import re
from datetime import date as Day

from minutes_cli.config import Config
from minutes_cli.dates import read_name_date

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?, ?\d{{4}}\b")
_DAY_FIRST = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}\b")
# It begins with a digit and looks back behind it, so that the stretches without one are passed over at once.
_NUMERIC = re.compile(r"(\d(?<![\w./-]\d)\d?)[./-](\d{1,2})[./-](\d{4}|\d{2})(?![\w/-])")


def date_order(text: str, path: str, config: Config, usual: str = "dmy") -> str:
    """Whether days or months come first in a file's numeric dates: as configured, else as its own dates show.

    A date with a part above 12 shows it, and so does one that is the day in the file's name one way round;
    where there is none, whoever writes "March 3, 2026" means 3/4 as that day of April. Else it is what is `usual`
    in the file's language.
    """
    return config.date_order or shown_order(text, path) or _order_of_words(text) or usual


def _order_of_words(text: str) -> str | None:
    """`mdy` where every whole date in English words has its month first."""
    return "mdy" if _MONTH_FIRST.search(text, 0, 50_000) and not _DAY_FIRST.search(text, 0, 50_000) else None


def shown_order(text: str, path: str) -> str | None:
    """The order of day and month that a file's own dates show; None where they leave it open."""
    named = read_name_date(path, "dmy")
    votes = 0
    for first, second, year in _NUMERIC.findall(text[:50_000])[:60]:
        one, two = int(first), int(second)
        if one > 12 >= two:
            votes += 1
        elif two > 12 >= one:
            votes -= 1
        elif named is not None and one != two:
            votes += _nearer(named, one, two, int(year) % 100 + 2000 if len(year) == 2 else int(year))
    return "mdy" if votes < 0 else "dmy" if votes else None


def _nearer(named: Day, one: int, two: int, year: int) -> int:
    """3 where a date is close to the file's name read day first and far from it month first; -3 reversed."""
    try:
        day_first, month_first = abs((Day(year, two, one) - named).days), abs((Day(year, one, two) - named).days)
    except ValueError:
        return 0
    return 3 * (day_first < 15 < month_first) - 3 * (month_first < 15 < day_first)
