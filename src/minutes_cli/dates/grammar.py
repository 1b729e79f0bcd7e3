"""The shapes of dates and deadlines, as patterns over the kinds of tokens.

`{month|day}` stands for one token of one of these kinds, `{^comma|open}` for one of neither, `{LEAD}` for another
entry of MACROS. Everything else is a regular expression. Every repetition is bounded or stands over one token, so a
search takes time in proportion to the text. `calendar` fills in the tokens, and knows the kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

MACROS = MappingProxyType(
    {
        "YEAR": r"(?:{quote}(?P<short>{short})|(?P<year>{year}))",
        "WEEKDAY": r"(?:{weekday}{comma|dot}{0,2}{particle|on}{0,2})",
        "MARK": r"(?:{open}{weekday}{dot}?{close}|{weekday}(?={punct|clock}|\Z))",
        "DAY": r"(?P<day>{day|range}){DAY_DOT}?",
        "DAY_DOT": r"(?:{dot}(?={particle|month|month_of_year|dash|and|slash}))",
        "UNTIL_DAY": r"(?:{dash|and|slash}{particle}?{day}{DAY_DOT}?)?",
        "MONTH": r"(?P<month>{month|month_of_year})(?:{dot}(?={comma|particle|quote|year|day|range}))?",
        "CLOCK": r"(?:(?:{clock}{hour}?|{number}{hour}){zone}?)",
        "TIME": r"(?:{CLOCK}|{times|day_end})",
        "FIRST_TIMES": r"(?:{TIME}{1,3}{comma|particle|on}{0,3})?",
        "THEN_TIMES": r"(?:{comma}?{particle|on}{0,2}(?:{TIME}|{open}{TIME}{close})){0,3}",
        "END": r"(?={punct}*(?:{at|hash}{plain}{punct}*){0,4}\Z)",
        "DUE": (
            r"{at}?{due}(?:{^punct|due|by|before}{1,4}{colon})?{colon|dash}{0,2}{particle|on}{0,3}{open}?"
            r"(?:{by}|(?P<before>{before}))?{particle|on}{0,3}{open}?"
        ),
        "BY": r"(?:{by}|(?P<before>{before})){colon}?{particle|on}{0,3}{open}?",
        "NEXT_WEEK": r"(?:{this|next}(?P<unit>{unit})|(?P<unit_first>{unit}){particle}?{next})",
    }
)

DATES = MappingProxyType(
    {
        "full": r"{WEEKDAY}?(?P<full>{full}){MARK}?",
        "half_after_weekday": r"{WEEKDAY}(?:(?P<half>{half})|(?P<dotted>{dotted_half}){dot}?)",
        "dotted_after_weekday": r"{WEEKDAY}(?P<full>{dotted})",
        "half_before_weekday": (
            r"(?:(?P<half>{half})|(?P<dotted>{dotted_half}){dot}?){open}(?P<mark>{weekday}){dot}?{close}"
        ),
        "signs": (
            r"(?:(?P<year>{year}){year_sign})?(?P<month_number>{day}){month_sign}(?P<day>{day}){day_sign}{MARK}?"
        ),
        "signs_month": r"(?P<year>{year}){year_sign}(?P<month_number>{day}){month_sign}",
        "month_day": (
            r"{WEEKDAY}?{MONTH}{particle}?{DAY}{UNTIL_DAY}(?!{hour})"
            r"(?:{comma}?{CLOCK}?{particle}{0,2}{YEAR}{year_after}?)?"
        ),
        "day_month": (
            r"{WEEKDAY}?{DAY}{UNTIL_DAY}{particle}{0,2}{MONTH}"
            r"(?:{comma}?{particle}{0,2}{YEAR}{year_after}?|(?!{day}{comma}?{year}))"
        ),
        "dashed": r"{DAY}{dash}(?P<month>{month|month_of_year}){dash}(?:(?P<year>{year})|(?P<short>{short}))",
        "month_year": r"{MONTH}{comma|dash}?{particle}{0,2}{YEAR}{year_after}?",
        "quarter_year": r"(?P<quarter>{quarter}){comma|dash|slash}?{particle}{0,2}{YEAR}{year_after}?",
        "year_quarter": r"(?P<year>{year})(?:{dash|slash}|{year_sign})?(?P<quarter>{quarter})",
    }
)
"""Written-out dates; where two begin at one token the first wins."""

WITH_A_DAY = (
    "full",
    "half_after_weekday",
    "dotted_after_weekday",
    "half_before_weekday",
    "signs",
    "month_day",
    "day_month",
    "dashed",
)

PERIODS = MappingProxyType(
    {
        "dotted": r"(?P<full>{dotted})",
        "half": r"(?P<half>{half})|(?P<dotted>{dotted_half}(?={dot})|{day_and_month}(?!{hour})){dot}?",
        "year_month": r"(?P<year_month>{year_month})",
        "week_weekday": r"{NEXT_WEEK}{particle|on|comma}{0,2}(?P<weekday>{day_name})",
        "weekday": (
            r"{particle|this|next}{0,3}(?P<weekday>{day_name})"
            r"(?:{comma}?{particle|on}{0,2}{NEXT_WEEK}|{next}(?!{unit}))?"
        ),
        "weekday_mark": r"{particle|this|next}{0,3}(?P<weekday>{weekday})(?={punct}|\Z)",
        "end_of_month": r"{particle}?{end_of}{particle}{0,3}{MONTH}(?:{comma}?{particle}{0,2}{YEAR}{year_after}?)?",
        "end_of_quarter": r"{particle}?{end_of}{particle}{0,3}(?P<quarter>{quarter})(?:{comma}?{particle}{0,2}{YEAR})?",
        "end_of_year": r"{particle}?{end_of}{particle}{0,3}(?P<year>{year}){year_after}?",
        "end_of_unit": (
            r"{particle}?{end_of}{particle}{0,3}(?:(?P<next>{next})|{this})?{particle}?(?P<unit>{unit})"
            r"(?:{particle}?(?P<next_after>{next})|{this})?"
        ),
        "end_word": r"{particle}{0,2}(?P<end>{end})",
        "end_after_month": r"(?:(?P<year>{year}){year_sign})?(?P<month_number>{day}){month_sign}{end_after}",
        "end_after_year": r"(?P<year>{year}){year_sign}{end_after}",
        "end_after_unit": r"(?:(?P<next>{next})|{this})?(?P<unit>{unit}){end_after}",
        "rough": (
            r"{particle}?{rough}{dash}?{particle}{0,2}{month|quarter|unit|day_name}(?:{comma}?{particle}{0,2}{year})?"
        ),
        "season": r"(?:{rough}{dash}?)?{particle}{0,2}{season}(?:{comma}?{particle}{0,2}{year})?",
        "month_meeting": r"{particle}{0,2}(?P<month>{month_name})(?:{^punct|meeting}{0,3}?){meeting}",
        "month": r"(?:(?<!{particle})(?P<month>{month_name})|(?P<month_last>{month_name})(?={punct}|\Z))",
        "quarter": r"{particle}{0,2}(?P<quarter>{quarter})",
        "soon": r"(?:(?P<today>{today|day_end})|(?P<ahead>{ahead}))",
        "day_only": (
            r"{WEEKDAY}?{particle}{0,2}(?P<day>{ordinal})"
            r"(?={punct|on|particle|and|by|before|meeting_lead|at|hash}|\Z)"
        ),
        "day_before_end": r"(?:{WEEKDAY}|(?<={particle}))(?P<day>{day}){dot}?(?={punct|times}|\Z)",
        "meeting": (
            r"{particle|on}{0,3}(?:{next}{particle}?(?P<between>(?:{^punct|meeting}|{quote}){0,4}?){meeting}{1,2}|(?P<time>{next_meeting}))"
        ),
        "next_week": r"{particle}{0,3}{NEXT_WEEK}",
        "vague": r"{particle}{0,2}{vague}",
    }
)
"""What a deadline can be besides a date."""

ALONE = tuple(name for name in PERIODS if name not in {"day_before_end", "weekday_mark"})
"""What is a deadline when nothing else is written, as in a column of a table."""

SETS = MappingProxyType(
    {
        "WHEN": (*DATES, *PERIODS),
        "WHEN_ALONE": (*DATES, *ALONE),
        "WHEN_DAY": WITH_A_DAY,
        "WHEN_HEAD": (*WITH_A_DAY, "day_only", "day_before_end", "weekday_mark"),
        "WHEN_WEEKDAY": ("week_weekday", "weekday"),
        "WHEN_END": ("end_of_month", "end_of_quarter", "end_of_year", "end_of_unit", "end_word"),
        "WHEN_MEETING": ("meeting",),
        "WHEN_VAGUE": ("next_week", "vague"),
    }
)
"""Alternatives under one name, tried in this order."""

DEADLINES = MappingProxyType(
    {
        "due": r"{DUE}{FIRST_TIMES}(?P<when>{WHEN}){THEN_TIMES}",
        "by": r"{BY}{FIRST_TIMES}(?P<when>{WHEN}){THEN_TIMES}",
        "after": r"(?!{particle})(?P<when>{WHEN}){THEN_TIMES}(?:{by_after}|(?P<before>{before_after}))",
        "whole": r"\A{punct}*{FIRST_TIMES}(?P<when>{WHEN_ALONE}){THEN_TIMES}(?={punct}*\Z)",
        "first": r"\A{punct}{0,2}(?P<when>{WHEN_HEAD}){THEN_TIMES}(?={colon})",
        "within": (
            r"{within}{particle|this|next}{0,3}(?P<number>{number}){particle}?(?P<working>{working})?(?P<unit>{unit})"
            r"|(?P<number_first>{number})(?P<unit_after>{unit}){within_after}"
        ),
        "tomorrow": r"{particle|on}{0,2}(?P<soon>{ahead}|(?<!{past}){today|day_end}(?={punct}|\Z)){THEN_TIMES}",
        "bracket": (
            r"{open}(?P<when>{WHEN_DAY}|{dotted_half}{dot}|{half|day_and_month}(?!{hour})){THEN_TIMES}{close}{END}"
        ),
        "last": (
            r"(?<!{month})(?P<dash>{dash|comma})(?P<when>{WHEN_DAY}|{day_and_month}(?!{hour}){dot}?){THEN_TIMES}{END}"
        ),
        "weekday_last": r"(?<!{past}){on}{0,2}(?<!{past})(?P<when>{WHEN_WEEKDAY}){THEN_TIMES}{END}",
        "end": r"{on|meeting_lead}(?P<when>{WHEN_END}){THEN_TIMES}",
        "end_last": r"(?P<when>{WHEN_END}){THEN_TIMES}{END}",
        "meeting": r"(?:{due}{colon}{0,2})?{meeting_lead|on}(?P<when>{WHEN_MEETING})",
        "vague": (
            r"(?:(?P<led>{by|before|due|on|within|meeting_lead}{1,2}){particle|colon}{0,2})?(?P<when>{WHEN_VAGUE})"
        ),
        "vague_last": r"{vague_last}{END}",
    }
)
"""How a deadline is written, the surest first."""

NEEDED = MappingProxyType(
    {
        "due": "due",
        "by": "by|before",
        "after": "by_after|before_after",
        "first": "colon",
        "within": "within|within_after",
        "tomorrow": "ahead|today|day_end",
        "bracket": "open",
        "last": "dash|comma",
        "weekday_last": "day_name",
        "end": "end_of|end",
        "end_last": "end_of|end",
        "meeting": "next|next_meeting",
        "vague": "this|next|vague",
        "vague_last": "vague_last",
    }
)
"""Deadline → the kinds of which it has one in any case, so that most need not be looked for."""

NEEDED_BY_DATES = "full|half|dotted_half|dotted|month|month_of_year|month_sign|quarter"
"""Kinds of which every one of DATES has one."""

_NAME = re.compile(r"\?P<\w+>")
_SLOT = re.compile(r"\{(\^?)([A-Za-z_|]+)\}")


class Shapes(dict[str, re.Pattern[str]]):
    """Patterns over symbols by the name of their shape, each made when it is first asked for: most texts need few.

    Besides the shapes given it has `any_date` and `any_when`, one pattern for all of DATES, and for all of DATES and
    PERIODS; `lastgroup` of their match is the name of the shape.
    """

    def __init__(self, shapes: Mapping[str, str], symbols: Mapping[str, str]) -> None:
        """`symbols`: kind → the characters of all tokens that have it."""
        super().__init__()
        self._shapes = shapes
        self._symbols = symbols

    def __missing__(self, name: str) -> re.Pattern[str]:
        either = _EITHER.get(name)
        pattern = self[name] = re.compile(
            _filled(self._shapes[name], self._symbols) if either is None else _first_of(either, self._symbols)
        )
        return pattern


_WHEN = MappingProxyType({**DATES, **PERIODS})
_EITHER = MappingProxyType({"any_date": tuple(DATES), "any_when": tuple(_WHEN)})


def _first_of(names: Iterable[str], symbols: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{name}>{_NAME.sub('?:', _filled(_WHEN[name], symbols))})" for name in names)


def _filled(shape: str, symbols: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: _fill(slot[1], slot[2], symbols), shape)


def _fill(negated: str, name: str, symbols: Mapping[str, str]) -> str:
    if name in MACROS:
        return f"(?:{_filled(MACROS[name], symbols)})"
    if name in SETS:
        return "|".join(f"(?:{_NAME.sub('?:', _filled(_WHEN[one], symbols))})" for one in SETS[name])
    if unknown := set(name.split("|")) - symbols.keys():
        raise KeyError(f"no token is of the kind {unknown}")
    return f"[{negated}{''.join(symbols[kind] for kind in name.split('|'))}]"
