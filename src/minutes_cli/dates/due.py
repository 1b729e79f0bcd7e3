"""The deadline that the words of an action state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from minutes_cli.dates.calendar import UNITS, Calendar
from minutes_cli.dates.grammar import DATES
from minutes_cli.dates.tokens import Tokens
from minutes_cli.dates.written import Place, last_of_month, resolved, written_at

_WEEK = UNITS.index("week")
_FRIDAY = 4
_MARKUP = ("**", "__", "~~", "*", "_", "`")


class Due(NamedTuple):
    """A deadline as it is stated."""

    day: date | None
    """None where no day follows from the words, as from "soon"."""
    start: int
    end: int
    """Half-open, in characters of the words; takes in "by" or "due:", and brackets that hold nothing else."""
    text: str
    fault: str | None = None
    """What is wrong with the date: "there is no 31 June"."""
    ambiguous: bool = False
    """The numbers give a day in either order, as in 1/9/2011."""
    awaits: int | None = None
    """A meeting whose day is not known: 0 for the next one, 1 to 12 for that of the month."""


class _Meant(NamedTuple):
    """What the words for a day or period come to."""

    day: date | None = None
    """The day, or the last day of the period."""
    fault: str | None = None
    ambiguous: bool = False
    first_day: date | None = None
    """The first day of the period: "before October" ends on the day before it."""
    awaits: int | None = None
    """As `Due.awaits`."""


class _Scene(NamedTuple):
    """What the days are reckoned from."""

    tokens: Tokens
    calendar: Calendar
    anchor: date | None
    next_meeting: date | None
    order: str


def read_due(
    words: str,
    calendar: Calendar,
    *,
    anchor: date | None,
    next_meeting: date | None = None,
    order: str = "dmy",
) -> Due | None:
    """The deadline that `words`, an action's, state; None where none is stated.

    Days without a year fall on or after `anchor`, the day of the meeting: "by 3 March", said on 10 March 2026, is
    3 March 2027. "Friday" is the first Friday after `anchor`, never `anchor` itself. The end of a week is its Friday.
    "By October" is its last day, "before October" the last of September. `next_meeting` is what "by the next
    meeting" means. Without what it takes to reckon, `day` is None and the words are still given.
    A date that nothing makes a deadline ("the workshop on 3 March") is none, unless it stands in brackets or after a
    dash or comma at the very end, or is all there is. The first deadline with a day wins, else the first of all.
    `order`: `dmy`, `mdy` or `ymd`, as for `find_dates`.
    """
    tokens = calendar.tokens_of_deadline(words)
    if tokens is None:
        return None
    scene = _Scene(tokens, calendar, anchor, next_meeting, order)
    vague: Due | None = None
    for due in _deadlines(scene):
        if due.day is not None:
            return due
        vague = vague or due
    return vague


def _deadlines(scene: _Scene) -> Iterator[Due]:
    """All deadlines, by how surely they are such, then from left to right."""
    there = set(scene.tokens.kinds)
    for name, needed in scene.calendar.needed.items():
        if needed.isdisjoint(there):
            continue
        for match in scene.calendar.deadlines[name].finditer(scene.tokens.kinds):
            meant = _READERS.get(name, _read_when)(scene, match)
            if meant is not None and match.end() > match.start():
                yield _due(scene, match, meant)


def _read_when(scene: _Scene, match: re.Match[str]) -> _Meant | None:
    """What the day or period inside a deadline comes to."""
    meant = _meant(scene, *match.span("when"))
    if meant is None or meant.first_day is None or not match.groupdict().get("before"):
        return meant
    return _Meant(meant.first_day - timedelta(days=1))


def _read_first(scene: _Scene, match: re.Match[str]) -> _Meant | None:
    """A day at the head, "Sunday 8 March: Ann to paint": one after the meeting; the others tell when it was raised."""
    meant = _read_when(scene, match)
    return meant if meant and meant.day and scene.anchor and meant.day > scene.anchor else None


def _read_last(scene: _Scene, match: re.Match[str]) -> _Meant | None:
    """After a hyphen with a space, another dash or a comma: "Covid-19 March" has none of these."""
    _, at = scene.tokens.span(match.start(), match.start() + 1)
    if scene.tokens.words[at - 1] == "-" and not scene.tokens.words[at : at + 1].isspace():
        return None
    return _read_when(scene, match)


def _read_bracket(scene: _Scene, match: re.Match[str]) -> _Meant | None:
    """A day and month alone count where they can be nothing else: "(15/3)" and "(01/02)", not "(1/2)"."""
    meant = _read_when(scene, match)
    alone = match.end("when") == match.start("when") + 1
    padded = match["when"] in scene.calendar.symbols["day_and_month"]
    return None if meant is not None and alone and meant.ambiguous and not padded else meant


def _read_within(scene: _Scene, match: re.Match[str]) -> _Meant | None:
    place = Place(scene.tokens, scene.calendar, match, scene.anchor, scene.order)
    part = "number" if place.has("number") else "number_first"
    named = place.value(part, "number")
    count = place.number(part) if named is None else named
    unit = place.value("unit") if place.has("unit") else place.value("unit_after", "unit")
    if count is None or unit is None:
        return None
    # Which days are worked on is not for us to say.
    return _Meant() if place.has("working") else _Meant(_plus(scene.anchor, unit, count))


def _read_soon(scene: _Scene, match: re.Match[str]) -> _Meant:
    return _Meant(_days_on(scene.anchor, scene.tokens.values[match.start("soon")].get("ahead", 0)))


def _read_vague(scene: _Scene, match: re.Match[str]) -> _Meant | None:
    """ "This week" anywhere; "this month" and longer, which people say of other things, only after "by" or last."""
    for at in range(*match.span()):
        if scene.tokens.values[at].get("unit", _WEEK) > _WEEK and not match["led"]:
            rest = scene.tokens.kinds[match.end() :]
            return None if rest.strip(scene.calendar.symbols["punct"]) else _Meant()
    return _Meant()


def _nothing(scene: _Scene, match: re.Match[str]) -> _Meant:
    """A deadline without a day."""
    return _Meant()


_READERS: Mapping[str, Callable[[_Scene, re.Match[str]], _Meant | None]] = MappingProxyType(
    {
        "bracket": _read_bracket,
        "last": _read_last,
        "first": _read_first,
        "within": _read_within,
        "tomorrow": _read_soon,
        "vague": _read_vague,
        "vague_last": _nothing,
    }
)
"""DEADLINES that are more than a day or period; the others are read by `_read_when`."""


def _meant(scene: _Scene, start: int, end: int) -> _Meant | None:
    """What the tokens from `start` to `end`, a shape of DATES or PERIODS, come to."""
    found = scene.calendar.shapes["any_when"].fullmatch(scene.tokens.kinds, start, end)
    if found is None or found.lastgroup is None:
        return None
    match = scene.calendar.shapes[found.lastgroup].fullmatch(scene.tokens.kinds, start, end)
    if match is None:
        return None
    place = Place(scene.tokens, scene.calendar, match, scene.anchor, scene.order)
    if found.lastgroup in DATES or found.lastgroup in {"dotted", "half"}:
        return _date(place)
    return _PERIODS[found.lastgroup](place, scene.next_meeting)


def _date(place: Place) -> _Meant | None:
    written = written_at(place)
    if written is None:
        return None
    last = written.last_day
    first = {"month": 0, "quarter": 2}.get(written.precision)
    begins = last.replace(day=1) - relativedelta(months=first) if last and first is not None else None
    return _Meant(last, written.fault, written.ambiguous, begins)


def _months_from(place: Place, first: int | None, count: int) -> _Meant | None:
    """The `count` months from month `first`, of the year beside or the one whose end is not past yet."""
    if first is None or not 1 <= first <= 12:
        return None
    year = place.year()
    if year is None:
        if place.anchor is None:
            return _Meant()
        year = place.anchor.year + (place.anchor > last_of_month(place.anchor.year, first + count - 1))
    if year > date.max.year:
        return _Meant()
    return _Meant(last_of_month(year, first + count - 1), first_day=date(year, first, 1))


def _month(place: Place, next_meeting: date | None) -> _Meant | None:
    month = place.month() or place.value("month_last", "month")
    return _months_from(place, month, 1)


def _end_of_month(place: Place, next_meeting: date | None) -> _Meant | None:
    meant = _months_from(place, place.month(), 1)
    return meant and _Meant(meant.day)


def _quarter(place: Place, next_meeting: date | None) -> _Meant | None:
    quarter = place.value("quarter")
    return _months_from(place, quarter and 3 * quarter - 2, 3)


def _end_of_quarter(place: Place, next_meeting: date | None) -> _Meant | None:
    meant = _quarter(place, next_meeting)
    return meant and _Meant(meant.day)


def _end_of_year(place: Place, next_meeting: date | None) -> _Meant | None:
    year = place.year()
    return None if year is None else _Meant(date(year, 12, 31))


def _year_month(place: Place, next_meeting: date | None) -> _Meant | None:
    year, month = (int(part) for part in re.findall(r"\d+", place.text("year_month"))[:2])
    return _Meant(last_of_month(year, month), first_day=date(year, month, 1)) if 1 <= month <= 12 else None


def _weekday(place: Place, next_meeting: date | None) -> _Meant | None:
    weekday = place.value("weekday")
    if weekday is None or place.anchor is None:
        return _Meant()
    if place.has("unit") or place.has("unit_first"):
        weeks = int(any(kind in place.calendar.symbols["next"] for kind in place.match[0]))
        monday = _days_on(place.anchor, 7 * weeks - place.anchor.weekday())
        return _Meant(_days_on(monday, weekday - 1))
    return _Meant(_days_on(place.anchor, (weekday - 1 - place.anchor.weekday() - 1) % 7 + 1))


def _end_of_unit(place: Place, next_meeting: date | None) -> _Meant | None:
    unit = place.value("unit")
    ahead = int(place.has("next") or place.has("next_after"))
    return None if unit is None else _Meant(_end_of(place.anchor, unit, ahead))


def _end_word(place: Place, next_meeting: date | None) -> _Meant | None:
    unit = place.value("end")
    return None if unit is None else _Meant(_end_of(place.anchor, unit, 0))


def _soon(place: Place, next_meeting: date | None) -> _Meant | None:
    return _Meant(_days_on(place.anchor, place.value("ahead") or 0))


def _day_only(place: Place, next_meeting: date | None) -> _Meant | None:
    """ "The 21st": the first such day on or after the anchor."""
    day = place.number("day")
    if day is None or place.anchor is None:
        return _Meant()
    for months in range(3):
        first = _plus(place.anchor.replace(day=1), UNITS.index("month"), months)
        on = first and resolved(first.year, first.month, day, None)[0]
        if on and on >= place.anchor:
            return _Meant(on)
    return _Meant()


def _meeting(place: Place, next_meeting: date | None) -> _Meant | None:
    """The next meeting; but "next week's meeting" need not be it."""
    is_in_some_week = any(kind in place.calendar.symbols["unit"] for kind in place.match["between"] or "")
    if is_in_some_week:
        return _Meant()
    return _Meant(next_meeting, awaits=0 if next_meeting is None else None)


def _month_meeting(place: Place, next_meeting: date | None) -> _Meant | None:
    """ "The October meeting" is the next meeting if that is in October."""
    if next_meeting and next_meeting.month == place.month():
        return _Meant(next_meeting)
    return _Meant(awaits=place.month())


def _vague(place: Place, next_meeting: date | None) -> _Meant | None:
    return _Meant()


_PERIODS: Mapping[str, Callable[[Place, date | None], _Meant | None]] = MappingProxyType(
    {
        "year_month": _year_month,
        "week_weekday": _weekday,
        "weekday": _weekday,
        "weekday_mark": _weekday,
        "end_of_month": _end_of_month,
        "end_of_quarter": _end_of_quarter,
        "end_of_year": _end_of_year,
        "end_of_unit": _end_of_unit,
        "end_word": _end_word,
        "end_after_month": _end_of_month,
        "end_after_year": _end_of_year,
        "end_after_unit": _end_of_unit,
        "rough": _vague,
        "season": _vague,
        "month_meeting": _month_meeting,
        "month": _month,
        "quarter": _quarter,
        "soon": _soon,
        "day_only": _day_only,
        "day_before_end": _day_only,
        "meeting": _meeting,
        "next_week": _vague,
        "vague": _vague,
    }
)
"""How each shape of PERIODS is read, given the day of the next meeting."""


def _plus(anchor: date | None, unit: int, count: int) -> date | None:
    """The day `count` units after the anchor; None without an anchor, or beyond the calendar."""
    if anchor is None:
        return None
    steps = (
        relativedelta(days=count),
        relativedelta(weeks=count),
        relativedelta(months=count),
        relativedelta(months=3 * count),
        relativedelta(years=count),
    )
    try:
        return anchor + steps[unit]
    except (OverflowError, ValueError):
        return None


def _days_on(anchor: date | None, days: int) -> date | None:
    return _plus(anchor, UNITS.index("day"), days)


def _end_of(anchor: date | None, unit: int, ahead: int) -> date | None:
    """The last day of the anchor's week, month, ... or of the one `ahead`; of a week the Friday, if not past."""
    if anchor is None:
        return None
    match UNITS[unit]:
        case "day":
            return _days_on(anchor, ahead)
        case "week" if ahead:
            return _days_on(anchor, _FRIDAY + 7 * ahead - anchor.weekday())
        case "week":
            return _days_on(anchor, (_FRIDAY - anchor.weekday()) % 7)
        case "quarter":
            within = (anchor.month - 1) % 3
            on = _plus(anchor.replace(day=1), UNITS.index("month"), 3 * ahead + 2 - within)
        case "month":
            on = _plus(anchor.replace(day=1), unit, ahead)
        case _:
            on = _plus(anchor.replace(month=12, day=1), unit, ahead)
    return on and last_of_month(on.year, on.month)


def _due(scene: _Scene, match: re.Match[str], meant: _Meant) -> Due:
    """The deadline with its place, brackets and markup around it taken in."""
    tokens = scene.tokens
    first, last = _with_brackets(scene, match.start(), match.end())
    start, end = _with_markup(tokens.words, *tokens.span(first, last))
    return Due(meant.day, start, end, tokens.words[start:end], meant.fault, meant.ambiguous, meant.awaits)


def _with_brackets(scene: _Scene, first: int, last: int) -> tuple[int, int]:
    """The tokens from `first` up to `last`, with the brackets that hold nothing else or were opened inside."""
    kinds = scene.tokens.kinds
    opening, closing = scene.calendar.symbols["open"], scene.calendar.symbols["close"]
    open_inside = sum(kind in opening for kind in kinds[first:last])
    closed_inside = sum(kind in closing for kind in kinds[first:last])
    if open_inside > closed_inside:
        # An org timestamp may have a repeater before its bracket: <2026-03-01 Tue +1w>.
        end = next((at for at in range(last, min(last + 4, len(kinds))) if kinds[at] in closing), None)
        return (first, last) if end is None else (first, end + 1)
    if first and last < len(kinds) and kinds[first - 1] in opening and kinds[last] in closing:
        return first - 1, last + 1
    return first, last


def _with_markup(words: str, start: int, end: int) -> tuple[int, int]:
    """The span with emphasis that surrounds it, or that begins inside and ends right after it."""
    for mark in _MARKUP:
        if not words.startswith(mark, end):
            continue
        if words[start:end].count(mark) % 2:
            return start, end + len(mark)
        if words.endswith(mark, 0, start):
            return start - len(mark), end + len(mark)
    return start, end
