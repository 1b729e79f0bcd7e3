"""Predicates: what one term of a query asks of an action. All are values that compare and can be kept.

`bound` resolves what hangs on today and on who asks, once for a query; `matches` answers for an action.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from datetime import date as Day
from types import MappingProxyType
from typing import NamedTuple, Protocol

from minutes_cli.dates import read_period
from minutes_cli.model import Action, MinutesError, Status
from minutes_cli.register.fields import Field, is_closed, is_overdue
from minutes_cli.register.people import Match, People

LONGEST_PATTERN = 500
LONGEST_SUBJECT = 2_000
"""Characters. The expression is the user's own, and so is the time it takes on texts of this length."""
IS_WORDS = ("open", "closed", "done", "dropped", "overdue", "ownerless", "undated", "carried")
STATUS_WORDS = ("open", "done", "dropped", "closed")
_COUNT = re.compile(r"(\d{1,6})([dwmy]?)")
_UNITS = MappingProxyType({"": 1, "d": 1, "w": 7, "m": 30, "y": 365})
# Two days between which every range of days that makes sense on some day does so on one of them.
_SOME_DAYS = (Day(2000, 1, 1), Day(2100, 1, 1))


class Context(NamedTuple):
    """What the answer to a query hangs on, beside the actions."""

    today: Day
    people: People
    me: str | None = None
    """Who `owner:me` is; None where nobody has said."""


class Predicate(Protocol):
    """Anything that can be asked of an action."""

    def bound(self, context: Context) -> Predicate:
        """The same with today and `me` filled in. Raises MinutesError where that cannot be done."""

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the action is meant."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words to be found within words, or a regular expression."""

    words: str
    """As typed."""
    pattern: re.Pattern[str] | None = None
    folded: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "folded", fold(self.words))

    def found_in(self, subject: str | None) -> bool:
        """Whether it is in the subject; nothing is in a subject that is not there."""
        if subject is None:
            return False
        if self.pattern is not None:
            return self.pattern.search(subject[:LONGEST_SUBJECT]) is not None
        return self.folded in fold(subject)


def fold(words: str) -> str:
    """Words as compared: composed and without case."""
    return words.casefold() if words.isascii() else unicodedata.normalize("NFKC", words).casefold()


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A predicate that hangs on nothing but the action and today."""

    def bound(self, context: Context) -> Predicate:
        """Itself."""
        return self

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the action is meant."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Everything(_Fixed):
    """Asks nothing."""

    def matches(self, action: Action, context: Context) -> bool:
        """Yes."""
        return True


@dataclass(frozen=True, slots=True)
class Words(_Fixed):
    """Words in one text field, or in one of the names of a field that has several."""

    field: Field
    wanted: Wanted

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the field has the words; a body also under its other names, an id also as a label."""
        value = self.field.value(action, context.today)
        values = value if isinstance(value, tuple) else (value,)
        if any(self.wanted.found_in(one) for one in values if isinstance(one, str)):
            return True
        if self.field.name == "id":
            return self.wanted.found_in(action.label)
        if self.field.name == "body" and action.body and self.wanted.pattern is None:
            bodies = context.people.bodies
            return bodies.key(action.body) == bodies.key(self.wanted.words)
        return False


class Owner(NamedTuple):
    """Somebody by name, alias, role or group among the owners; `me` is who asks."""

    wanted: Wanted

    def bound(self, context: Context) -> Predicate:
        """With the name of who asks for `me`."""
        if self.wanted.pattern is not None or self.wanted.folded != "me":
            return self
        if context.me is None:
            raise MinutesError(
                "owner:me cannot be answered: nobody has said who you are",
                hint='set $MINUTES_ME, or me = "Your Name" in minutes.toml',
            )
        return self._replace(wanted=Wanted(context.me))

    def matches(self, action: Action, context: Context) -> bool:
        """Whether one of the owners is meant."""
        if self.wanted.pattern is not None:
            return any(map(self.wanted.found_in, (*action.owners, *action.people)))
        return any(self.found(owner, action, context) is not None for owner in action.owners)

    def found(self, owner: str, action: Action, context: Context) -> Match | None:
        """How one of the action's owners is meant, if it is."""
        return context.people.matches(self.wanted.words, owner, action.body, action.raised)


@dataclass(frozen=True, slots=True)
class HasStatus(_Fixed):
    """A status, `closed`, `all`, or words of the file's own finer one."""

    wanted: Wanted

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the action has it."""
        if self.wanted.pattern is not None:
            return self.wanted.found_in(action.status.value) or self.wanted.found_in(action.progress)
        match self.wanted.folded:
            case "all":
                return True
            case "closed":
                return is_closed(action)
            case "open" | "done" | "dropped":
                return action.status.value == self.wanted.folded
            case _:
                return self.wanted.found_in(action.progress)


@dataclass(frozen=True, slots=True)
class Is(_Fixed):
    """One of IS_WORDS."""

    word: str

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the word is true of the action."""
        match self.word:
            case "closed":
                return is_closed(action)
            case "overdue":
                return is_overdue(action, context.today)
            case "ownerless":
                return not action.owners
            case "undated":
                return action.due is None
            case "carried":
                return action.carried
            case _:
                return action.status is Status(self.word)


class Dated(NamedTuple):
    """A day in a period as it was typed, such as `..+2w`; `none` for no day."""

    field: Field
    words: str

    def bound(self, context: Context) -> Predicate:
        """The days that are meant today."""
        if self.words.casefold() == "none":
            return Between(self.field, None, None, is_none=True)
        try:
            first, last = read_period(self.words, context.today)
        except ValueError as fault:
            raise MinutesError(f"{self.field.terms[0]}:{self.words} cannot be answered today: {fault}") from fault
        return Between(self.field, first, last)

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the day is within."""
        return self.bound(context).matches(action, context)


@dataclass(frozen=True, slots=True)
class Between(_Fixed):
    """A day from `first` to `last`, both inclusive; None is an open end. No day is in no period."""

    field: Field
    first: Day | None
    last: Day | None
    is_none: bool = False

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the field's day is within."""
        value = self.field.value(action, context.today)
        if not isinstance(value, Day):
            return self.is_none
        return not self.is_none and (self.first or value) <= value <= (self.last or value)


@dataclass(frozen=True, slots=True)
class Counted(_Fixed):
    """A number from `first` to `last`, both inclusive; None is an open end."""

    field: Field
    first: int | None
    last: int | None

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the field's number is within."""
        value = self.field.value(action, context.today)
        if not isinstance(value, int):
            return False
        return (self.first is None or self.first <= value) and (self.last is None or value <= self.last)


class AllOf(NamedTuple):
    """Every part is true."""

    parts: tuple[Predicate, ...]

    def bound(self, context: Context) -> Predicate:
        """With every part bound."""
        return AllOf(tuple(part.bound(context) for part in self.parts))

    def matches(self, action: Action, context: Context) -> bool:
        """Whether every part is true of the action."""
        return all(part.matches(action, context) for part in self.parts)


class AnyOf(NamedTuple):
    """One part at least is true."""

    parts: tuple[Predicate, ...]

    def bound(self, context: Context) -> Predicate:
        """With every part bound."""
        return AnyOf(tuple(part.bound(context) for part in self.parts))

    def matches(self, action: Action, context: Context) -> bool:
        """Whether one part is true of the action."""
        return any(part.matches(action, context) for part in self.parts)


class Not(NamedTuple):
    """The part is not true."""

    part: Predicate

    def bound(self, context: Context) -> Predicate:
        """With the part bound."""
        return Not(self.part.bound(context))

    def matches(self, action: Action, context: Context) -> bool:
        """Whether the part is not true of the action."""
        return not self.part.matches(action, context)


def compiled(expression: str) -> re.Pattern[str]:
    """The regular expression, blind to case. Raises ValueError with a sentence."""
    if len(expression) > LONGEST_PATTERN:
        raise ValueError(f"a regular expression of more than {LONGEST_PATTERN} characters is not read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of its style is no concern of the user's
            return re.compile(expression, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as fault:
        raise ValueError(f"the regular expression cannot be read: {fault}") from fault


def read_count(words: str) -> tuple[int | None, int | None]:
    """First and last of a range of numbers, or of days: `3`, `3..`, `..10`, `30..90`, `4w..`, `1y..`.

    Raises ValueError, with a sentence, for what is none.
    """
    first, dots, last = words.partition("..")
    if not (first or last):
        raise ValueError("a number is missing: 3, 3.., ..10, or days as 4w..")
    low, high = _count(first), _count(last)
    if not dots:
        return low, low
    if low is not None and high is not None and low > high:
        raise ValueError(f"{first} is more than {last}")
    return low, high


def _count(words: str) -> int | None:
    if not words:
        return None
    found = _COUNT.fullmatch(words.strip().casefold())
    if found is None:
        raise ValueError(f"{words} is no number: 3, 3.., ..10, or days as 4w..")
    return int(found[1]) * _UNITS[found[2]]


def check_period(words: str) -> None:
    """Raises ValueError, with a sentence, for a period that makes sense on no day."""
    if words.casefold() == "none":
        return
    faults: list[ValueError] = []
    for day in _SOME_DAYS:
        try:
            read_period(words, day)
        except ValueError as fault:
            faults.append(fault)
    if len(faults) == len(_SOME_DAYS):
        raise faults[0]
