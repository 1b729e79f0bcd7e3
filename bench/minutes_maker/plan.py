"""Which body meets when, what it sets itself to do and what becomes of it: each from the seed and a number alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from functools import lru_cache

from minutes_maker.draw import Draw
from minutes_maker.words import FIRST, KINDS, LAST, OTHER_TONGUES, PLACES, ROLES, THINGS, VERBS, Tongue

LAST_DAY = Day(2026, 3, 14)
"""No meeting is later."""
FOLLOWED = 3
"""At most so many meetings later something is told of an action."""
RECENT = 3
"""The actions of so many last meetings are mostly open."""
STYLES = (
    ("checkbox", 23), ("bullet", 20), ("inline", 20), ("table", 18), ("front", 4), ("bracket", 3),
    ("responsible", 3), ("weak", 2), ("scribe", 3), ("label", 4),
)  # fmt: skip
FILE_KINDS = (
    ("md", 74), ("txt", 9), ("yaml", 6), ("log", 3), ("markdown", 2), ("org", 2), ("rst", 2), ("adoc", 2),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: all that a file depends on besides its number."""

    files: int
    seed: int
    bodies: int
    years: int

    @classmethod
    def of(cls, files: int, seed: int, bodies: int | None = None, years: int | None = None) -> Plan:
        """A plan with as many bodies and years as an archive of that size would have."""
        size = files / 100
        few = max(1, min(files, round(6 * size**0.41)))
        return cls(files, seed, bodies or few, years or max(1, round(4 * size**0.265)))


@dataclass(frozen=True, slots=True)
class Body:
    """A committee, its people and its habits."""

    number: int
    name: str
    slug: str
    people: tuple[str, ...]
    tongue: Tongue | None
    """None for English."""
    kind: str
    """The ending of its files, `log` for the log of a chat."""
    styles: tuple[str, ...]
    """How it marks actions, most frequent first."""
    dates: int
    """Which of the ways to write a day it has, from 0."""


@dataclass(frozen=True, slots=True)
class Task:
    """What somebody was given to do at a meeting."""

    words: str
    owners: tuple[str, ...]
    due: Day | None
    """The day of the deadline; of "by the next meeting" too."""
    awaits: bool
    """The deadline is the next meeting."""
    label: str | None
    """The body's own number for it."""
    ends: int | None
    """At which later meeting it is told to be closed, 0 for the file itself; None if never."""
    dropped: bool
    """It is closed without being done."""
    carried: bool
    """The meetings between tell that it is still open."""

    def status(self, later: int = 0) -> str:
        """What its file, or the file of the meeting so much later, says of it."""
        if self.ends is None or later < self.ends:
            return "open"
        return "dropped" if self.dropped else "done"


@lru_cache(maxsize=4096)
def body_of(plan: Plan, number: int) -> Body:
    """The body of that number."""
    draw = Draw(plan.seed, "body", number)
    place = PLACES[number % len(PLACES)]
    tongue = OTHER_TONGUES[number // 8 % len(OTHER_TONGUES)] if number % 8 == 5 else None
    name = tongue.body.format(place=place) if tongue else f"{place} {KINDS[number // len(PLACES) % len(KINDS)]}"
    if not tongue and number < len(PLACES):
        name = f"{place} {draw.one(KINDS)}"
    first, last = (tongue.first, tongue.last) if tongue else (FIRST, LAST)
    people = tuple(dict.fromkeys(f"{draw.one(first)} {draw.one(last)}" for _ in range(14)))
    kind = "md" if tongue else draw.weighted(FILE_KINDS)
    styles = tuple(dict.fromkeys(draw.weighted(STYLES) for _ in range(4)))
    slug = f"{number:03d}-" + name.lower().replace(" ", "-").replace("'", "")
    return Body(number, name, slug, people, tongue, kind, styles, draw.below(4))


def day_of(plan: Plan, number: int) -> Day:
    """The day of the meeting of that file; the next one of the same body is in file `number + bodies`."""
    meetings = -(-plan.files // plan.bodies)
    step = max(1, plan.years * 365 // meetings)
    back = (meetings - 1 - number // plan.bodies) * step + number % plan.bodies % step
    return LAST_DAY - timedelta(days=back)


@lru_cache(maxsize=65536)
def tasks_of(plan: Plan, number: int) -> tuple[Task, ...]:
    """What was given out at the meeting of that file."""
    draw = Draw(plan.seed, "tasks", number)
    body = body_of(plan, number % plan.bodies)
    words = dict.fromkeys(_words(draw, body) for _ in range(3 + draw.below(11)))
    return tuple(_task(plan, number, body, draw, at, one) for at, one in enumerate(words))


def _words(draw: Draw, body: Body) -> str:
    place = draw.one(PLACES)
    if body.tongue:
        return draw.one(body.tongue.tasks).format(place=place)
    return f"{draw.one(VERBS)} {draw.one(THINGS)} at {place}"


def _task(plan: Plan, number: int, body: Body, draw: Draw, at: int, words: str) -> Task:
    owners = _owners(draw, body)
    day, left = day_of(plan, number), (plan.files - 1 - number) // plan.bodies
    awaits = draw.chance(0.08) and not body.tongue
    due = day + timedelta(days=5 + draw.below(50)) if draw.chance(0.62) else None
    if awaits:
        due = day_of(plan, number + plan.bodies)
    ends = draw.weighted(((0, 62), (1, 22), (2, 8), (3, 3), (None, 5)))
    if ends == 0 and left < RECENT and draw.chance(0.6):
        ends = None
    number_on = f"A{(number // plan.bodies) * 20 + at + 1}" if body.number % 3 == 0 else None
    return Task(words, owners, due, awaits, number_on, ends, draw.chance(0.07), draw.chance(0.5))


def _owners(draw: Draw, body: Body) -> tuple[str, ...]:
    if draw.chance(0.06):
        return ()
    if not body.tongue and draw.chance(0.12):
        return (draw.one(ROLES),)
    one = draw.one(body.people)
    other = draw.one(body.people)
    return (one, other) if draw.chance(0.09) and other != one else (one,)
