"""What the next meeting of a body has before it: who sits on it, and the open actions, by owner.

Pure: the day of the meeting is an argument, and the words of the file come from a template (`output.agenda`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta

from minutes_cli.config import Config, Deferral
from minutes_cli.model import Action, Meeting, MinutesError, Register, Status
from minutes_cli.register.called import called
from minutes_cli.register.ids import SHORTEST_STAMP, label_key
from minutes_cli.register.names import body_key

NEAR = timedelta(days=14)
"""A deferred action is taken up again so long before the day it was deferred to."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One open action, as the next meeting is asked about it."""

    id: str
    """The file's own number, or at least eight characters of the id: what later minutes know it by."""
    text: str
    owners: tuple[str, ...]
    raised: Day | None
    due: Day | None
    due_text: str | None
    days: int | None
    """Its age on the day of the meeting."""
    times_carried: int
    meetings_open: int
    is_overdue: bool
    private: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """The next meeting of a body."""

    body: str
    date: Day
    chair: str | None
    people: tuple[str, ...]
    """Who came, and who sent apologies, the last time that minutes say so."""
    items: tuple[str, ...]
    """The standing items."""
    last: Meeting
    matters: tuple[tuple[str, tuple[Matter, ...]], ...]
    """By owner, joint owners under one heading; what nobody owns last, under an empty name."""


def agenda(register: Register, config: Config, body: str | None, date: Day | None) -> Agenda:
    """The next meeting of a body, or of the only one that there is.

    `date` is the day it meets, else the day that its last minutes give for it. Raises MinutesError where the
    body or the day cannot be told.
    """
    met = _meetings_of(register, config, body)
    last = met[-1]
    when = date or last.next_meeting
    if when is None:
        raise MinutesError(f"{last.path} does not say when {_name(last)} meets next", hint="give the day: --date")
    if last.date is not None and when <= last.date:
        raise MinutesError(f"{when} is not after the last meeting of {_name(last)}, {last.date} ({last.path})")
    key = body_key(last.body or "", config.bodies)
    due = [
        one
        for one in register.actions
        if one.status is Status.OPEN
        and body_key(one.body or "", config.bodies) == key
        and not _is_deferred(one, config.deferrals, when)
    ]
    return Agenda(
        body=_name(last),
        date=when,
        chair=last.chair,
        people=next((there for one in reversed(met) if (there := _people_of(one))), ()),
        items=config.standing_items,
        last=last,
        matters=_by_owner(due, when, called(register, config, key)),
    )


def _meetings_of(register: Register, config: Config, body: str | None) -> list[Meeting]:
    """The dated meetings of a body, by date, never none."""
    met: dict[str, list[Meeting]] = {}
    for one in register.meetings:
        if one.date is not None:
            met.setdefault(body_key(one.body or "", config.bodies), []).append(one)
    if not met:
        raise MinutesError(
            "there are no minutes with a date that the next ones could follow",
            hint="put the first minutes, with their day, into the folder; minutes doctor says what was read",
        )
    names = {key: _name(meetings[-1]) for key, meetings in met.items()}
    if body is None:
        asked = [body_key(config.body, config.bodies)] if config.body else list(met)
    else:
        whole = body_key(body, config.bodies)
        asked = [whole] if whole in met else [key for key, name in names.items() if body.casefold() in name.casefold()]
    found = [key for key in asked if key in met]
    if len(found) != 1:
        fault = "more than one body meets here" if len(found) > 1 else f'no body is called "{body or config.body}"'
        raise MinutesError(fault, hint=f"name one of: {', '.join(sorted(names.values()))}")
    return met[found[0]]


def _people_of(meeting: Meeting) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*meeting.attendees, *meeting.apologies)))


def _name(meeting: Meeting) -> str:
    return meeting.body or "Meeting"


def is_called(action: Action, name: str) -> bool:
    """Whether a name in the settings means the action: its id, the beginning of one, or its own number."""
    wanted = name.casefold()
    return action.id.casefold().startswith(wanted) or (
        action.label is not None and label_key(action.label) == label_key(name)
    )


def _is_deferred(action: Action, deferrals: Iterable[Deferral], when: Day) -> bool:
    return any(is_called(action, one.action) and when < one.until - NEAR for one in deferrals)


def _by_owner(
    actions: Sequence[Action], when: Day, names: Mapping[str, str]
) -> tuple[tuple[str, tuple[Matter, ...]], ...]:
    groups: dict[str, list[Matter]] = {}
    for one in sorted(actions, key=lambda one: (one.due or Day.max, one.raised or Day.max)):
        groups.setdefault(", ".join(one.owners), []).append(_matter(one, when, names[one.id]))
    named = sorted((name for name in groups if name), key=str.casefold)
    return tuple((name, tuple(groups[name])) for name in (*named, *([""] if "" in groups else [])))


def _matter(action: Action, when: Day, name: str) -> Matter:
    return Matter(
        id=name,
        text=" ".join(action.text.split()),
        owners=action.owners,
        raised=action.raised,
        due=action.due,
        due_text=action.due_text,
        days=(when - action.raised).days if action.raised else None,
        times_carried=action.times_carried,
        meetings_open=action.meetings_open,
        is_overdue=action.due is not None and action.due < when,
        private=action.private,
    )


def stamp_of(action: Action) -> str:
    """What an action is called in later minutes of its body: its own number, else eight characters of its id."""
    if action.label and " " not in action.label and len(action.label) > 1:
        return action.label
    return action.id[: max(SHORTEST_STAMP, len(action.short_id))]


def file_name(found: Agenda, taken: Mapping[str, str] | None = None) -> str:
    """The path of the new minutes: that of the last ones with the new day, else day and body beside them."""
    pattern = (taken or {}).get("name")
    slug = "-".join(body_key(found.body).split()) or "meeting"
    if pattern:
        return pattern.replace("{date}", found.date.isoformat()).replace("{body}", slug)
    folder, slash, name = found.last.path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    ending = "md" if ending.casefold() in {"yaml", "yml", "html"} else ending
    before = found.last.date.isoformat() if found.last.date else ""
    if before and before in stem:
        return f"{folder}{slash}{stem.replace(before, found.date.isoformat(), 1)}{dot}{ending}"
    return f"{folder}{slash}{found.date.isoformat()}-{slug}.md"
