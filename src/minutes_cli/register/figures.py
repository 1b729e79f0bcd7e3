"""The figures of a register: how much is open, how old it is, how fast things close, and whose they are.

Pure; `today` is an argument. The report and `minutes stats` show the same figures. docs/report.md defines them.

>>> from datetime import date
>>> figures((), date(2026, 3, 20)).all.open
0
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from statistics import median

from minutes_cli.model import Action, Status
from minutes_cli.register.fields import age_days, is_overdue

NOBODY = "(nobody)"
NOT_SAID = "(not said)"
SOON = timedelta(days=7)
LATELY = timedelta(days=30)
MONTHS_SHOWN = 24
_FEWEST_MONTHS = 6
_AGES = ((30, "up to 30 days"), (90, "31 to 90"), (180, "91 to 180"), (365, "181 to 365"))
_OLDER, _UNKNOWN = "over a year", "not known"


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted of some actions, such as those of an owner."""

    name: str
    actions: int
    open: int
    overdue: int
    done: int
    dropped: int
    median_days: float | None
    """Half of those that were closed took no longer, in days from raising to closing; None where no day is known."""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a register."""

    first: Day
    raised: int
    closed: int
    open: int
    """Raised by the last day of the month and not closed by then."""
    median_days: float | None
    """Of those closed in the month."""

    @property
    def name(self) -> str:
        """`2026-03`."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Age:
    """Open actions of one range of ages."""

    name: str
    open: int
    overdue: int
    """Of these."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of some actions on a day."""

    today: Day
    all: Tally
    due_soon: int
    """Open, and due today or in the seven days after it."""
    closed_lately: int
    """Closed in the thirty days up to today."""
    ownerless: int
    """Open, and nobody is named."""
    undated: int
    """Open, and without a day by which."""
    slow_days: float | None
    """Nine in ten of those that were closed took no longer."""
    done_in_time: int
    """Done on or before the day they were due."""
    done_with_day: int
    """Done on a known day, and due on one."""
    ages: tuple[Age, ...]
    """Always all ranges, the youngest first."""
    months: tuple[Month, ...]
    """From the first in which anything was raised or closed to the one of today, none left out."""
    owners: tuple[Tally, ...]
    """Whom the owners mean; the one with most open actions first, what nobody owns last."""
    bodies: tuple[Tally, ...]


def figures(actions: Iterable[Action], today: Day) -> Figures:
    """The figures of these actions."""
    counted = tuple(actions)
    still_open = [one for one in counted if one.status is Status.OPEN]
    with_day = [one for one in counted if one.status is Status.DONE and one.due and one.closed]
    took = _days_to_close(counted)
    return Figures(
        today=today,
        all=tally("all", counted, today),
        due_soon=sum(one.due is not None and today <= one.due <= today + SOON for one in still_open),
        closed_lately=sum(
            one.status is not Status.OPEN and one.closed is not None and today - LATELY < one.closed <= today
            for one in counted
        ),
        ownerless=sum(not one.owners for one in still_open),
        undated=sum(one.due is None for one in still_open),
        slow_days=_nine_in_ten(took),
        done_in_time=sum(one.closed <= one.due for one in with_day if one.closed and one.due),
        done_with_day=len(with_day),
        ages=_ages(still_open, today),
        months=months(counted, today),
        owners=by_owner(counted, today),
        bodies=by_body(counted, today),
    )


def tally(name: str, actions: Sequence[Action], today: Day) -> Tally:
    """The counts of these actions, under a name."""
    took = _days_to_close(actions)
    return Tally(
        name=name,
        actions=len(actions),
        open=sum(one.status is Status.OPEN for one in actions),
        overdue=sum(is_overdue(one, today) for one in actions),
        done=sum(one.status is Status.DONE for one in actions),
        dropped=sum(one.status is Status.DROPPED for one in actions),
        median_days=median(took) if took else None,
    )


def by_owner(actions: Iterable[Action], today: Day) -> tuple[Tally, ...]:
    """A tally for each person or group; an action with several owners counts for each of them."""
    return _tallies(actions, today, lambda one: one.people or (NOBODY,), NOBODY)


def by_body(actions: Iterable[Action], today: Day) -> tuple[Tally, ...]:
    """A tally for each body."""
    return _tallies(actions, today, lambda one: (one.body or NOT_SAID,), NOT_SAID)


def months(actions: Iterable[Action], today: Day) -> tuple[Month, ...]:
    """Every month from the first in which anything was raised or closed to that of today.

    Actions whose day of raising is not known are left out, as are, of those that were closed, the ones closed on
    a day that is not known: nobody can say in which months they were open.
    """
    raised: defaultdict[Day, int] = defaultdict(int)
    closed: defaultdict[Day, int] = defaultdict(int)
    took: defaultdict[Day, list[int]] = defaultdict(list)
    for one in actions:
        if one.raised is None or one.raised > today or (one.status is not Status.OPEN and one.closed is None):
            continue
        raised[one.raised.replace(day=1)] += 1
        if one.status is not Status.OPEN and one.closed is not None and one.closed <= today:
            closed[max(one.raised, one.closed).replace(day=1)] += 1
            took[max(one.raised, one.closed).replace(day=1)].append(max(0, (one.closed - one.raised).days))
    found: list[Month] = []
    still_open, month = 0, min(raised, default=None)
    while month is not None and month <= today:
        still_open += raised[month] - closed[month]
        spent = took[month]
        found.append(Month(month, raised[month], closed[month], still_open, median(spent) if spent else None))
        month = _next_month(month)
    return tuple(found)


def recent(found: Sequence[Month]) -> tuple[Month, ...]:
    """The last two years of the months; where nothing happened in them, those up to the last in which anything did.

    Quiet months at the beginning are left out, as long as half a year remains.
    """
    busy = [at for at, one in enumerate(found) if one.raised or one.closed]
    last = max(busy, default=0)
    end = len(found) if last >= len(found) - MONTHS_SHOWN else last + 1
    first = min((at for at in busy if at >= end - MONTHS_SHOWN), default=0)
    return tuple(found[max(0, min(first, end - _FEWEST_MONTHS)) : end])


def _tallies(
    actions: Iterable[Action], today: Day, names: Callable[[Action], Iterable[str]], unnamed: str
) -> tuple[Tally, ...]:
    groups: defaultdict[str, list[Action]] = defaultdict(list)
    for one in actions:
        for name in dict.fromkeys(names(one)):
            groups[name].append(one)
    found = [tally(name, group, today) for name, group in groups.items()]
    found.sort(key=lambda one: (one.name == unnamed, -one.open, -one.actions, one.name.casefold(), one.name))
    return tuple(found)


def _ages(still_open: Sequence[Action], today: Day) -> tuple[Age, ...]:
    groups: defaultdict[str, list[Action]] = defaultdict(list)
    for one in still_open:
        groups[_age_name(age_days(one, today))].append(one)
    names = (*(name for _, name in _AGES), _OLDER, _UNKNOWN)
    return tuple(Age(name, len(groups[name]), sum(is_overdue(one, today) for one in groups[name])) for name in names)


def _age_name(days: int | None) -> str:
    if days is None:
        return _UNKNOWN
    return next((name for most, name in _AGES if days <= most), _OLDER)


def _days_to_close(actions: Iterable[Action]) -> list[int]:
    """Days from raising to closing, of those closed where both are known."""
    return [
        max(0, (one.closed - one.raised).days)
        for one in actions
        if one.status is not Status.OPEN and one.closed is not None and one.raised is not None
    ]


def _nine_in_ten(days: Sequence[int]) -> float | None:
    """By nearest rank."""
    return sorted(days)[-(-9 * len(days) // 10) - 1] if days else None


def _next_month(first: Day) -> Day:
    return (first + timedelta(days=31)).replace(day=1)
