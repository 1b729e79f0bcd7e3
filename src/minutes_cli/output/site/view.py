"""What the pages show of actions, meetings and owners: plain words on one line each, harmless to a page.

Addresses are relative to the top of the site; a page in a folder puts `../` before them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day

from minutes_cli.model import Action, Decision, Meeting, Register, Told
from minutes_cli.output.actions import status_words
from minutes_cli.output.clean import clean
from minutes_cli.output.site.names import file_names
from minutes_cli.register.fields import age_days, is_overdue, sort_actions
from minutes_cli.register.figures import NOBODY
from minutes_cli.register.people import People

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINKS = {"id": "by its id", "words": "by its words", "confirmed": "as confirmed"}.items()
_MOST_LINES = 12
_LONGEST = 600
ORDER = ("due", "raised")

Place = tuple[str, int]
"""Path and line of a meeting."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file of minutes."""

    number: int
    """From 1."""
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is to be made of."""

    register: Register
    people: People
    today: Day
    title: str
    lines: Callable[[str, int, int], Sequence[str]]
    """The lines of a file, from a first to a last one, both from 1 and inclusive."""
    source: Callable[[str, int, int], str | None]
    """Where these lines can be seen on the web; None where nobody knows."""
    made_by: str
    """Name and version of the program."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and the page they lead to; empty for none."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A day for people and for programs; both empty where there is none."""

    iso: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One action in a list."""

    id: str
    href: str
    text: str
    owners: tuple[Link, ...]
    due: Date
    due_words: str
    """The words of the deadline, where no day follows from them."""
    state: str
    """`overdue`, `open`, `done` or `dropped`."""
    status: str
    """As people read it."""
    raised: Date
    closed: Date
    body: str
    meeting: Link
    item: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One mention in the history of an action."""

    day: str
    meeting: Link
    what: str
    how: str
    """Why it is held to be the same action; empty where it was raised."""
    lines: tuple[Line, ...]
    more: int
    """Lines that are not shown."""
    place: str
    source: str
    """Where it can be seen on the web; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The page of each action, owner and meeting."""

    actions: Mapping[str, str]
    owners: Mapping[str, str]
    meetings: Mapping[Place, str]

    @classmethod
    def of(cls, register: Register) -> Addresses:
        """Those of a register."""
        actions = file_names(one.id for one in register.actions)
        owners = file_names(name for one in register.actions for name in one.people or (NOBODY,))
        places = _meeting_keys(register)
        return cls(
            {key: f"actions/{name}.html" for key, name in actions.items()},
            {key: f"owners/{name}.html" for key, name in owners.items()},
            {places[key]: f"meetings/{name}.html" for key, name in file_names(places).items()},
        )


class View:
    """Turns what a register has into what a page shows."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.addresses = Addresses.of(asked.register)
        self.meetings = {(one.path, one.line): one for one in asked.register.meetings}

    def rows(self, actions: Sequence[Action]) -> tuple[Row, ...]:
        """The actions as a list, the first due before the others."""
        return tuple(self.row(one) for one in sort_actions(actions, ORDER, self.asked.today))

    def row(self, action: Action) -> Row:
        """One action of a list."""
        raised_at = action.mentions[0].mention.meeting
        return Row(
            id=clean(action.short_id),
            href=self.addresses.actions[action.id],
            text=clean(action.text),
            owners=self.owners_of(action),
            due=date_of(action.due),
            due_words=clean(action.due_text or "") if action.due is None else "",
            state="overdue" if is_overdue(action, self.asked.today) else action.status.value,
            status=clean(status_words(action, self.asked.today)),
            raised=date_of(action.raised),
            closed=date_of(action.closed),
            body=clean(action.body or ""),
            meeting=self.meeting_link(raised_at),
            item=clean(action.item or ""),
        )

    def owners_of(self, action: Action) -> tuple[Link, ...]:
        """Whom it falls to, each with their page."""
        return tuple(Link(clean(name), self.addresses.owners[name]) for name in dict.fromkeys(action.people))

    def owner_link(self, name: str) -> Link:
        """A person or group with their page, where they have one."""
        return Link(clean(name), self.addresses.owners.get(name, ""))

    def meeting_link(self, meeting: Meeting | None) -> Link:
        """A meeting by its day and body."""
        if meeting is None:
            return Link("")
        known = self.meetings.get((meeting.path, meeting.line), meeting)
        return Link(meeting_words(known), self.addresses.meetings.get((known.path, known.line), ""))

    def history(self, action: Action) -> tuple[Entry, ...]:
        """Where it was raised and reported on, oldest first."""
        return tuple(self.entry(one) for one in action.mentions)

    def entry(self, told: Told) -> Entry:
        """One mention, with its own lines and none around them: those might be private."""
        mention = told.mention
        last = min(mention.end_line, mention.line + _MOST_LINES - 1)
        lines = self.asked.lines(mention.path, mention.line, last)
        raised = told.link == "raised"
        likeness = "" if told.likeness is None else f" ({round(100 * told.likeness)} % alike)"
        linked = next((words for key, words in _LINKS if key == told.link), told.link)
        return Entry(
            day=date_of(mention.meeting.date if mention.meeting else None).words or "no date",
            meeting=self.meeting_link(mention.meeting),
            what="raised" if raised else clean(mention.progress or mention.status or "told of again"),
            how="" if raised else f"linked {linked}{likeness}",
            lines=tuple(Line(mention.line + at, clean(text)[:_LONGEST].rstrip()) for at, text in enumerate(lines)),
            more=mention.end_line - last,
            place=clean(f"{mention.path}:{mention.line}"),
            source=self.asked.source(mention.path, mention.line, mention.end_line) or "",
        )

    def facts(self, action: Action) -> tuple[tuple[str, str], ...]:
        """Name and value of what else is known of an action."""
        age = age_days(action, self.asked.today)
        carried = action.times_carried
        written = tuple(one for one in action.owners if one not in action.people)
        rows = (
            ("Named as", ", ".join(written)),
            ("Deadline", action.due_text or ""),
            ("Raised", date_of(action.raised).words),
            ("Closed", date_of(action.closed).words),
            ("Age", "" if age is None else f"{age} day{'' if age == 1 else 's'}"),
            ("Note", action.note or ""),
            ("Agenda item", action.item or ""),
            ("Its number", action.label or ""),
            ("Tags", ", ".join(action.tags)),
            ("Carried over", f"{carried} times" if carried > 1 else "once" if carried else ""),
        )
        return tuple((name, clean(value)) for name, value in rows if value)

    def decision(self, one: Decision) -> dict[str, str]:
        """What a list of decisions shows of one."""
        return {
            "text": clean(one.text),
            "label": clean(one.label or ""),
            "item": clean(one.item or ""),
            "place": clean(f"{one.path}:{one.line}"),
            "source": self.asked.source(one.path, one.line, one.end_line) or "",
        }


def date_of(day: Day | None) -> Date:
    """`2026-03-17` and `17 Mar 2026`."""
    return Date(day.isoformat(), f"{day.day} {_MONTHS[day.month - 1]} {day.year}") if day else Date()


def meeting_words(meeting: Meeting) -> str:
    """`Harbour Board, 17 Mar 2026`, or what is known of that; else the name of the file."""
    words = [meeting.body or meeting.title or "", date_of(meeting.date).words]
    return clean(", ".join(one for one in words if one) or meeting.path)


def _meeting_keys(register: Register) -> dict[str, Place]:
    """The name of each meeting, which several may have; those by their file too, and the later ones by a number."""
    times = Counter(one.name for one in register.meetings)
    found: dict[str, Place] = {}
    for one in register.meetings:
        key = one.name if times[one.name] == 1 else f"{one.name} {one.path}"
        number = 2
        while key in found:
            key, number = f"{one.name} {one.path} {number}", number + 1
        found[key] = (one.path, one.line)
    return found
