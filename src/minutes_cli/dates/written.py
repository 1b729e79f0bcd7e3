"""Dates that are written out, and the day each means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from minutes_cli.dates.calendar import Calendar
from minutes_cli.dates.tokens import Tokens

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DIGITS = re.compile(r"\d+")


class Written(NamedTuple):
    """One date found in words."""

    day: date | None
    """None where there is no such day, where only a month or quarter is named, or without an anchor no year."""
    start: int
    end: int
    """Half-open, in characters of the words."""
    text: str
    ambiguous: bool
    """The numbers give a day in either order, as in 1/9/2011."""
    fault: str | None
    """What is wrong with it: "there is no 31 June"."""
    has_year: bool
    precision: str
    """`day`, `month`, `quarter` or `year`."""
    last_day: date | None = None
    """The last day of what is named: `day` itself, or the end of the month or quarter."""


@dataclass(frozen=True, slots=True)
class Place:
    """A shape that was found among tokens, and what is needed to say which day it is."""

    tokens: Tokens
    calendar: Calendar
    match: re.Match[str]
    anchor: date | None
    order: str

    def index(self, part: str) -> int:
        """The token that is this part of the shape, -1 where the shape has none here."""
        return self.match.start(part) if part in self.match.re.groupindex else -1

    def has(self, part: str) -> bool:
        """Whether the shape has this part here."""
        return self.index(part) >= 0

    def text(self, part: str) -> str:
        """The folded text of the part, empty where there is none."""
        at = self.index(part)
        return self.tokens.text(at) if at >= 0 else ""

    def number(self, part: str) -> int | None:
        """The number that the part begins with, None where there is none."""
        digits = _DIGITS.match(self.text(part))
        return int(digits[0][:9]) if digits else None

    def value(self, part: str, kind: str = "") -> int | None:
        """What the word of the part means as a `kind`, by default the part's own name."""
        at = self.index(part)
        return self.tokens.values[at].get(kind or part) if at >= 0 else None

    def year(self) -> int | None:
        """The year written beside, with two digits or four."""
        short = self.number("short")
        return self.number("year") if short is None else full_year(short)

    def month(self) -> int | None:
        """The month, by its name or its number."""
        named = self.value("month")
        return self.number("month_number") if named is None else named


def find_dates(words: str, calendar: Calendar, *, anchor: date | None, order: str = "dmy") -> tuple[Written, ...]:
    """The written-out dates of `words`, left to right, never overlapping; weekdays and relative days are none.

    `anchor`: a date without a year is the first such day on or after it. `order`: `dmy`, `mdy` or `ymd`, for dates in
    numbers that can be read in several ways. A month or quarter with its year is found too, without a day. Dates
    inside web addresses, paths and version numbers are not dates.
    """
    if not _DIGITS.search(words):
        return ()
    tokens = calendar.tokens(words)
    return () if calendar.dated.isdisjoint(tokens.kinds) else tuple(_dates(tokens, calendar, anchor, order))


def read_date(words: str, calendar: Calendar, *, anchor: date | None = None, order: str = "dmy") -> Written | None:
    """The first date in `words` that has a day, as `find_dates` finds it; None where there is none."""
    found = find_dates(words, calendar, anchor=anchor, order=order)
    return next((written for written in found if written.day), None)


def written_at(place: Place) -> Written | None:
    """The date at a shape of DATES, or one in numbers; None where the shape holds no date after all."""
    if place.has("full") or place.has("half") or place.has("dotted"):
        return _in_numbers(place)
    if place.has("quarter"):
        return _quarter(place)
    return _in_words(place)


def resolved(year: int | None, month: int, day: int, anchor: date | None) -> tuple[date | None, str | None]:
    """The day, or what is wrong with it; neither where only the year is wanting and there is no anchor."""
    if year is not None:
        try:
            return date(year, month, day), None
        except ValueError:
            return None, f"there is no {day} {_MONTHS[month - 1]} {year}"
    if not 1 <= day <= monthrange(2000, month)[1]:
        return None, f"there is no {day} {_MONTHS[month - 1]}"
    if anchor is None:
        return None, None
    for candidate in range(anchor.year, min(anchor.year + 9, date.max.year + 1)):
        if day <= monthrange(candidate, month)[1] and date(candidate, month, day) >= anchor:
            return date(candidate, month, day), None
    return None, None


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def full_year(short: int) -> int:
    """The year that two digits mean: 1969 to 2068, as POSIX has it."""
    return short + (2000 if short < 69 else 1900)


def ordered(first: int, second: int, order: str) -> tuple[int, int, bool] | None:
    """Day and month of two numbers, and whether they could be the other way about; None if they are neither."""
    month, day = (second, first) if order == "dmy" else (first, second)
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return day, month, day <= 12 and day != month


def _dates(tokens: Tokens, calendar: Calendar, anchor: date | None, order: str) -> Iterator[Written]:
    for found in calendar.shapes["any_date"].finditer(tokens.kinds):
        match = calendar.shapes[found.lastgroup or ""].fullmatch(tokens.kinds, *found.span())
        if match is None:
            continue
        written = written_at(Place(tokens, calendar, match, anchor, order))
        if written is None:
            continue
        if written.has_year or written.precision != "day":
            yield written
        else:
            yield _with_year_of_range(written, Place(tokens, calendar, match, anchor, order))


def _with_year_of_range(written: Written, place: Place) -> Written:
    """`written` with the year of the date that it is a range with: "30 September – 1 October 2025"."""
    kinds, end = place.tokens.kinds, place.match.end()
    if end >= len(kinds) or kinds[end] not in place.calendar.symbols["dash"] + place.calendar.symbols["and"]:
        return written
    until = place.calendar.shapes["any_date"].match(kinds, end + 1)
    shape = (
        place.calendar.shapes[until.lastgroup].fullmatch(kinds, *until.span()) if until and until.lastgroup else None
    )
    if shape is None:
        return written
    year = Place(place.tokens, place.calendar, shape, place.anchor, place.order).year()
    month, day = place.month(), place.number("day")
    if year is None or month is None or day is None:
        return written
    on, fault = resolved(year, month, day, None)
    return written._replace(day=on, fault=fault, has_year=True, last_day=on)


def _written(place: Place, day: date | None, fault: str | None = None) -> Written:
    """What stands at the place, with its year, a day and unambiguous until more is known."""
    tokens, match = place.tokens, place.match
    start, end = tokens.span(*match.span())
    return Written(day, start, end, tokens.words[start:end], False, fault, True, "day", day)


def _in_words(place: Place) -> Written | None:
    month, year = place.month(), place.year()
    if month is None or not 1 <= month <= 12 or (year is None and not _is_month_alone(place)):
        return None
    day = place.number("day")
    if day is None:
        last = last_of_month(year, month) if year else None
        return _written(place, None)._replace(precision="month", last_day=last)
    on, fault = resolved(year, month, day, place.anchor)
    return _written(place, on, fault)._replace(has_year=year is not None)


def _is_month_alone(place: Place) -> bool:
    """Whether the word for the month means one without a year beside it ("set" and "out" do not)."""
    return not place.has("month") or place.tokens.kinds[place.index("month")] in place.calendar.symbols["month"]


def _quarter(place: Place) -> Written | None:
    quarter, year = place.value("quarter"), place.year()
    if quarter is None or year is None:
        return None
    return _written(place, None)._replace(precision="quarter", last_day=last_of_month(year, 3 * quarter))


def _in_numbers(place: Place) -> Written | None:
    order = "mdy" if place.has("mark") and place.text("mark") in place.calendar.month_first else place.order
    half = place.text("half") or place.text("dotted")
    parsed = _parse_half(half, order) if half else _parse_full(place.text("full"), order)
    if parsed is None:
        return None
    year, month, day, ambiguous = parsed
    on, fault = resolved(year, month, day, place.anchor)
    return _written(place, on, fault)._replace(ambiguous=ambiguous, has_year=year is not None)


_Numbers = tuple[int | None, int, int, bool]
"""Year, month, day, whether day and month could be the other way about."""


def _parse_full(text: str, order: str) -> _Numbers | None:
    """The date in a token such as 2011-09-01, 20110901, 1/9/2011 or 01.09.11."""
    if len(text) == 8 and text.isdecimal():
        year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
        return (year, month, day, False) if 1 <= month <= 12 and 1 <= day <= 31 else None
    first, second, third = (int(part) for part in _DIGITS.findall(text)[:3])
    if len(_DIGITS.findall(text)[0]) == 4:
        return (first, second, third, False) if 1900 <= first < 2200 and 1 <= second <= 12 and third <= 31 else None
    if order == "ymd" and len(_DIGITS.findall(text)[2]) == 2:
        return (full_year(first), second, third, False) if 1 <= second <= 12 and 1 <= third <= 31 else None
    year = third if third > 99 else full_year(third)
    parts = ordered(first, second, "dmy" if "." in text and third < 100 else order)
    if parts is None or not 1900 <= year < 2200:
        return None
    day, month, either = parts
    return year, month, day, either and not ("." in text and third < 100)


def _parse_half(text: str, order: str) -> _Numbers | None:
    """The day and month in a token such as 25/10 or 3.4."""
    first, second = (int(part) for part in _DIGITS.findall(text)[:2])
    parts = ordered(first, second, "dmy" if "." in text else order)
    if parts is None or ("." in text and parts[1] != second):
        return None
    day, month, either = parts
    return None, month, day, either and "." not in text
