"""Periods as they are typed in a query, and the date in the name of a file."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from minutes_cli.dates.written import last_of_month, ordered

_NAMED_DAYS = (("today", 0), ("yesterday", -1), ("tomorrow", 1))
_PART = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_AWAY = re.compile(r"([+-]\d{1,5})([dwmy])")

_SEPARATORS = re.compile(r"[/\\]|__")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20|21)\d\d)([-_. ]?)(\d\d)\2(\d\d)(?!\d)")
_YEAR_FIRST_SHORT = re.compile(r"(?<!\d)((?:19|20|21)\d\d)([-_. ])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)0?(\d{1,2})([-_. ])(\d{1,2})\2((?:19|20|21)\d\d)(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)(?<!\d[-_.])(\d\d)[-_.](\d\d)(?![-_.]?\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_FOUR = re.compile(r"(\d\d)(\d\d)(?!\d)")
_SMALL = re.compile(r"\d{1,2}")


def read_period(words: str, today: date) -> tuple[date | None, date | None]:
    """The first and last day, both inclusive, of a period as it is typed in a query; None is an open end.

    `2011`, `2011-10`, `2011-10-06`, `today`, `yesterday`, `tomorrow`, so many days, weeks, months or years from today
    (`-7d`, `+2w`, `-1m`, `+1y`), or two of them with `..` between, of which one may be left out.
    Raises ValueError, with a sentence for the user, for anything else and for a period that ends before it begins.
    """
    typed = words.strip().lower()
    before, dots, after = typed.partition("..")
    if not dots:
        return _part(typed, today)
    if not before and not after:
        raise ValueError(f'"{words}" names no day: write a date before ".." or after it')
    first = _part(before, today)[0] if before else None
    last = _part(after, today)[1] if after else None
    if first and last and last < first:
        raise ValueError(f'"{words}" ends before it begins')
    return first, last


def _part(typed: str, today: date) -> tuple[date, date]:
    """First and last day of a date, month, year or day reckoned from today."""
    typed = typed.strip()
    for name, days in _NAMED_DAYS:
        if typed == name:
            return (day := _away(typed, today, relativedelta(days=days))), day
    if away := _AWAY.fullmatch(typed):
        count = int(away[1])
        unit = "dwmy".index(away[2])
        steps = (
            relativedelta(days=count),
            relativedelta(weeks=count),
            relativedelta(months=count),
            relativedelta(years=count),
        )
        return (day := _away(typed, today, steps[unit])), day
    if written := _PART.fullmatch(typed):
        return _written(typed, *written.groups())
    raise ValueError(f'"{typed}" is no date: write 2011-10-06, 2011-10, 2011, today, -7d or 2011-01..2011-06')


def _away(typed: str, today: date, step: relativedelta) -> date:
    try:
        return today + step
    except (OverflowError, ValueError):
        raise ValueError(f'"{typed}" is beyond the calendar') from None


def _written(typed: str, year: str, month: str | None, day: str | None) -> tuple[date, date]:
    try:
        if day and month:
            on = date(int(year), int(month), int(day))
            return on, on
        if month:
            return date(int(year), int(month), 1), last_of_month(int(year), int(month))
        return date(int(year), 1, 1), date(int(year), 12, 31)
    except ValueError:
        raise ValueError(f'there is no "{typed}" in the calendar') from None


def read_name_date(path: str, order: str = "dmy") -> date | None:
    """The date in the name of a file or of the folders it lies in; None where they give no day.

    The nearest part of `path` that has a whole date wins (`2011-09-01-x`, `20110901`, `14_08_2019`). Else month and
    day come from the name and the year from the nearest folder (`2023/GC-08-22.md`), or all three from folders
    (`2024/10/4/README.md`). Folders may be set apart by `/`, `\\` or `__`. `order`: `dmy` or `mdy`, for names that end
    with the year and can be read in both ways.
    """
    parts = [part for part in _SEPARATORS.split(path) if part]
    for part in reversed(parts):
        if found := _whole_date(part, order):
            return found
    return _from_folders(parts)


def _whole_date(part: str, order: str) -> date | None:
    for pattern in (_YEAR_FIRST, _YEAR_FIRST_SHORT):
        for year, _, month, day in pattern.findall(part):
            if found := _day(year, month, day):
                return found
    for match in _YEAR_LAST.finditer(part):
        parts = ordered(int(match[1]), int(match[3]), order)
        if parts and (found := _day(match[4], str(parts[1]), str(parts[0]))):
            return found
    return None


def _from_folders(parts: list[str]) -> date | None:
    """The date whose year is the name of a folder, and whose month and day are further down."""
    folders = [(at, _YEAR.findall(part)) for at, part in enumerate(parts[:-1])]
    years = [(at, found[0]) for at, found in folders if len(found) == 1]
    if not years:
        return None
    at, year = years[-1]
    for part in reversed(parts[at + 1 :]):
        for first, second in _MONTH_DAY.findall(part):
            numbers = ordered(int(first), int(second), "mdy")
            if numbers and (found := _day(year, str(numbers[1]), str(numbers[0]))):
                return found
    if four := _FOUR.match(parts[-1]):
        return _day(year, four[1], four[2])
    for month, day in pairwise(parts[at + 1 :]):
        stem = _SMALL.match(day)
        if _SMALL.fullmatch(month) and stem and (found := _day(year, month, stem[0])):
            return found
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
