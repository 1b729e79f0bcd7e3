"""The cases of `cases/dates.md`, and what holds of every text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes_cli.dates import (
    Calendar,
    Due,
    Written,
    find_dates,
    read_date,
    read_due,
    read_name_date,
    read_period,
)

HERE = Path(__file__).parent
CASES = HERE / "cases" / "dates.md"
LANGUAGES = HERE.parent / "src" / "minutes_cli" / "reading" / "languages"
NAMES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "ja")
SAID = date(2026, 3, 2)


@dataclass(frozen=True)
class Case:
    """A row of a table."""

    line: int
    what: str
    language: str
    words: str
    said: date | None
    day: str
    text: str
    also: tuple[str, ...]

    @property
    def order(self) -> str:
        return next((one.removeprefix("order ") for one in self.also if one.startswith("order ")), "dmy")

    @property
    def next_meeting(self) -> date | None:
        return next((date.fromisoformat(one[5:]) for one in self.also if one.startswith("next ")), None)

    @property
    def fault(self) -> str | None:
        return next((one for one in self.also if one.startswith("there is no")), None)

    @property
    def is_ambiguous(self) -> bool:
        return "ambiguous" in self.also


def cases() -> list[Case]:
    found, what, language = [], "", ""
    for number, line in enumerate(CASES.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("## "):
            what, _, language = line.removeprefix("## ").partition(" ")
        elif line.startswith("| ") and not line.startswith(("| ---", "| words ")):
            words, said, day, text, also = (cell.strip() for cell in line.strip("|").split("|"))
            anchor = None if said == "?" else date.fromisoformat(said) if said else SAID
            items = tuple(one.strip() for one in also.split(";") if one.strip())
            found.append(Case(number, what, language, words, anchor, day, text, items))
    return found


def of_kind(what: str) -> list[object]:
    return [
        pytest.param(case, id=f"dates.md:{case.line}-{case.language or what}") for case in cases() if case.what == what
    ]


def table(name: str) -> dict[str, object]:
    return tomllib.loads((LANGUAGES / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def all_calendars() -> dict[str, Calendar]:
    """A calendar of each language alone, and under `en+` and so on of that language before all others."""
    tables = {name: table(name) for name in NAMES}
    alone = {name: Calendar.of([tables[name]]) for name in NAMES}
    return alone | {f"{name}+": Calendar.of([tables[name], *tables.values()]) for name in NAMES}


@pytest.fixture(scope="module")
def calendars() -> dict[str, Calendar]:
    return all_calendars()


def expected_due(case: Case) -> tuple[str, str, str | None, bool] | None:
    return None if case.day == "-" else (case.day, case.text or case.words, case.fault, case.is_ambiguous)


def seen_due(due: Due | None) -> tuple[str, str, str | None, bool] | None:
    return None if due is None else (str(due.day) if due.day else "no day", due.text, due.fault, due.ambiguous)


@pytest.mark.parametrize("others", ["", "+"], ids=["alone", "among-all"])
@pytest.mark.parametrize("case", of_kind("deadline"))
def test_the_deadline_of_an_action_is_read(case: Case, others: str, calendars: dict[str, Calendar]) -> None:
    calendar = calendars[case.language + others]
    due = read_due(case.words, calendar, anchor=case.said, next_meeting=case.next_meeting, order=case.order)
    assert expected_due(case) == seen_due(due)


def seen_date(written: Written) -> str:
    if written.precision == "day":
        return str(written.day) if written.day else "no day"
    assert written.last_day is not None
    if written.precision == "quarter":
        return f"{written.last_day.year}-Q{written.last_day.month // 3}"
    return written.last_day.isoformat()[:7]


@pytest.mark.parametrize("others", ["", "+"], ids=["alone", "among-all"])
@pytest.mark.parametrize("case", of_kind("dates"))
def test_written_dates_are_found_in_order(case: Case, others: str, calendars: dict[str, Calendar]) -> None:
    found = find_dates(case.words, calendars[case.language + others], anchor=case.said, order=case.order)
    assert case.day == (", ".join(seen_date(written) for written in found) or "-")
    assert not case.text or case.text == " + ".join(written.text for written in found)
    assert case.is_ambiguous == any(written.ambiguous for written in found)
    assert case.fault == next((written.fault for written in found if written.fault), None)


@pytest.mark.parametrize("case", of_kind("name"))
def test_the_name_of_a_file_gives_its_date(case: Case) -> None:
    assert case.day == str(read_name_date(case.words, case.order) or "-")


@pytest.mark.parametrize("case", of_kind("period"))
def test_a_period_is_read_as_it_is_typed(case: Case) -> None:
    assert case.said is not None
    if case.day == "-":
        with pytest.raises(ValueError, match=r'^(there is no )?"'):
            read_period(case.words, case.said)
        return
    first, last = read_period(case.words, case.said)
    assert case.day == f"{first or '*'}..{last or '*'}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("..", '".." names no day: write a date before ".." or after it'),
        ("2012..2011", '"2012..2011" ends before it begins'),
        ("+99999y", '"+99999y" is beyond the calendar'),
        ("2011-13", 'there is no "2011-13" in the calendar'),
        ("7d", '"7d" is no date: write 2011-10-06, 2011-10, 2011, today, -7d or 2011-01..2011-06'),
    ],
)
def test_a_period_that_is_none_is_refused_with_its_cure(words: str, told: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        read_period(words, SAID)


def test_a_day_reckoned_from_the_last_one_is_refused_in_the_words_that_were_typed() -> None:
    with pytest.raises(ValueError, match=r'^"tomorrow" is beyond the calendar$'):
        read_period("tomorrow", date.max)


def test_the_first_date_with_a_day_is_read(calendars: dict[str, Calendar]) -> None:
    written = read_date("October 2011: report of 31/9/2011, sent 6 October 2011", calendars["en"])
    assert written is not None
    assert (date(2011, 10, 6), "6 October 2011") == (written.day, written.text)
    for order, day in (("dmy", date(2011, 9, 1)), ("mdy", date(2011, 1, 9))):
        found = read_date("1/9/2011", calendars["en"], order=order)
        assert found is not None
        assert day == found.day


def test_a_date_takes_its_year_from_the_one_it_is_a_range_with(calendars: dict[str, Calendar]) -> None:
    words = "30 September – 1 October 2025, then 5 May and Tue 6/5"
    found = find_dates(words, calendars["en"], anchor=date(2025, 10, 5))
    days = [(2025, 9, 30), (2025, 10, 1), (2026, 5, 5), (2026, 5, 6)]
    assert [date(*day) for day in days] == [one.last_day for one in found]
    assert [True, True, False, False] == [one.has_year for one in found]
    assert [True, True] == [one.has_year for one in find_dates("Q3 2011, May 2012", calendars["en"], anchor=None)]


def test_a_table_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^'months' should hold 12 lists of words$"):
        Calendar.of([{"calendar": {"months": [["january"]]}}])
    with pytest.raises(ValueError, match=r"^'particles' should be a list of words, not \['of', 3\]$"):
        Calendar.of([{"calendar": {"particles": ["of", 3]}}])
    with pytest.raises(ValueError, match=r"^'due' should be a table, not 'by'$"):
        Calendar.of([{"due": "by"}])
    with pytest.raises(ValueError, match=r"^\[due\.ahead\]: 'tomorrow' should be a number of days$"):
        Calendar.of([{"due": {"ahead": {"tomorrow": "1"}}}])
    with pytest.raises(ValueError, match=r"^' ' is no word$"):
        Calendar.of([{"calendar": {"today": [" "]}}])


def test_numbers_are_read_without_any_language() -> None:
    bare = Calendar.of([])
    assert [date(2011, 9, 1)] == [written.day for written in find_dates("2011-09-01", bare, anchor=None)]


LONG_FORMS = (
    ("en", "{weekday} {day} {month} {year}"),
    ("en", "{month} {day}, {year}"),
    ("de", "{weekday}, {day}. {month} {year}"),
    ("fr", "{weekday} {day} {month} {year}"),
    ("es", "{weekday}, {day} de {month} de {year}"),
    ("pt", "{weekday}, {day} de {month} de {year}"),
    ("it", "{weekday} {day} {month} {year}"),
    ("nl", "{weekday} {day} {month} {year}"),
    ("pl", "{weekday}, {day} {month} {year} r."),
    ("ja", "{year}年{number}月{day}日（{weekday}）"),
)


def rows(name: str, key: str) -> list[list[str]]:
    calendar = table(name)["calendar"]
    assert isinstance(calendar, dict)
    return list(calendar.get(key, []))


@given(day=st.dates(date(1950, 1, 1), date(2150, 12, 31)), form=st.sampled_from(LONG_FORMS), word=st.integers(0, 5))
def test_a_date_written_out_in_any_language_is_read_back(
    day: date, form: tuple[str, str], word: int, calendars: dict[str, Calendar]
) -> None:
    language, shape = form
    months, weekdays = rows(language, "months") or [[""]] * 12, rows(language, "weekdays")
    words = shape.format(
        weekday=weekdays[day.weekday()][word % len(weekdays[day.weekday()])],
        day=day.day,
        month=months[day.month - 1][word % len(months[day.month - 1])],
        number=day.month,
        year=day.year,
    )
    found = find_dates(words, calendars[f"{language}+"], anchor=None)
    assert [(day, words)] == [(written.day, written.text) for written in found]


WORDS = """
by before due : :: ( ) [ ] - – , . / ' @ # 3 31 1st 2026 99 1/9 1.9. 3-5 2026-03-01 17:00 5pm May mar Friday Fr
end of the month next week meeting Q3 in two days tomorrow asap soon every までに 3月 1日 来 週 bis zum vor Ende
d'ici fin prochaine semaine do końca r. ** _ İ ß ﬁ ² ٣ 20260301 0000 99999999
"""
PIECES = st.sampled_from((*WORDS.split(), " ", "\n", "\u00a0"))
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES).map("".join))
ANCHORS = st.one_of(st.none(), st.dates(), st.sampled_from((date.min, date.max)))
ORDERS = st.sampled_from(("dmy", "mdy", "ymd"))


@given(words=TEXTS, anchor=ANCHORS, next_meeting=ANCHORS, order=ORDERS)
def test_no_text_is_too_strange_and_what_is_found_stands_there(
    words: str, anchor: date | None, next_meeting: date | None, order: str, calendars: dict[str, Calendar]
) -> None:
    calendar = calendars["en+"]
    due = read_due(words, calendar, anchor=anchor, next_meeting=next_meeting, order=order)
    found = find_dates(words, calendar, anchor=anchor, order=order)
    places = [(written.start, written.end, written.text) for written in found]
    for start, end, text in [*places, *([(due.start, due.end, due.text)] if due else [])]:
        assert 0 <= start < end <= len(words)
        assert words[start:end] == text
    ends = [0, *(written.end for written in found)]
    assert all(before <= written.start for before, written in zip(ends, found, strict=False))


@given(path=st.one_of(st.text(), TEXTS), order=ORDERS)
def test_no_name_of_a_file_is_too_strange(path: str, order: str) -> None:
    found = read_name_date(path, order)
    assert found is None or 1900 <= found.year < 2200


@given(words=st.one_of(st.text(), st.from_regex(r"[-+0-9dwmy.]{0,12}", fullmatch=True)), today=st.dates())
def test_a_period_is_read_or_refused_with_a_sentence(words: str, today: date) -> None:
    try:
        first, last = read_period(words, today)
    except ValueError:
        return
    assert first is None or last is None or first <= last


@given(anchor=st.dates(date(2000, 1, 1), date(2099, 12, 31)), weekday=st.integers(0, 6))
def test_a_weekday_is_the_first_after_the_anchor(anchor: date, weekday: int, calendars: dict[str, Calendar]) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    due = read_due(f"by {name}", calendars["en"], anchor=anchor)
    assert due is not None
    assert due.day is not None
    assert weekday == due.day.weekday()
    assert timedelta(0) < due.day - anchor <= timedelta(7)
