"""Meetings, attendance, decisions and owners as tables; pure, each in a fixed order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date as Day

from minutes_cli.model import Action, Decision, Meeting, Register, Status
from minutes_cli.output.table import Column, Table, Value
from minutes_cli.register.fields import is_overdue
from minutes_cli.register.people import People, likely_aliases

MEETING_COLUMNS = (
    Column("date", "Date", "date"),
    Column("body", "Body", wraps=True),
    Column("title", "Title", wraps=True, optional=True),
    Column("chair", "Chair", wraps=True, optional=True),
    Column("present", "Present", "number", right=True),
    Column("open", "Open", "number", right=True),
    Column("actions", "Actions", "number", right=True),
    Column("decisions", "Decisions", "number", right=True),
    Column("status", "Minutes", optional=True),
    Column("file", "File", wraps=True),
)
_MEETING_REST = (
    Column("line", "Line", "number"),
    Column("meeting", "Meeting"),
    Column("attendees", "Attendees", "names"),
    Column("apologies", "Apologies", "names"),
    Column("next_meeting", "Next meeting", "date"),
)
ATTENDANCE_COLUMNS = (
    Column("person", "Person", wraps=True),
    Column("body", "Body", "names", wraps=True, optional=True),
    Column("present", "Present", "number", right=True),
    Column("meetings", "Of", "number", right=True),
    Column("share", "Share", "number", right=True),
    Column("apologies", "Apologies", "number", right=True),
    Column("last_seen", "Last seen", "date"),
)
DECISION_COLUMNS = (
    Column("date", "Date", "date"),
    Column("body", "Body", wraps=True),
    Column("text", "Decision", wraps=True),
    Column("item", "Item", wraps=True, optional=True),
    Column("place", "Place", wraps=True, optional=True),
)
_DECISION_REST = (
    Column("label", "Label"),
    Column("meeting", "Meeting"),
    Column("file", "File"),
    Column("line", "Line", "number"),
    Column("end_line", "End line", "number"),
)
DECISION_KEYS = (*(column for column in DECISION_COLUMNS if column.key != "place"), *_DECISION_REST)
"""What programs get: the place as file and line."""
OWNER_COLUMNS = (
    Column("owner", "Owner", wraps=True),
    Column("open", "Open", "number", right=True),
    Column("overdue", "Overdue", "number", right=True),
    Column("done", "Done", "number", right=True),
    Column("dropped", "Dropped", "number", right=True),
    Column("people", "Means", "names", wraps=True),
    Column("likely", "Perhaps the same as", "names", wraps=True),
)


def meetings_table(register: Register, meetings: Iterable[Meeting]) -> Table:
    """One row a meeting, in the order given; actions are counted where they were raised."""
    actions, still_open = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for action in register.actions:
        meeting = action.mentions[0].mention.meeting
        if meeting is not None:
            actions[meeting.path, meeting.line] += 1
            still_open[meeting.path, meeting.line] += action.status is Status.OPEN
    agreed = Counter((one.meeting.path, one.meeting.line) for one in register.decisions if one.meeting)
    rows: list[tuple[Value, ...]] = []
    for one in meetings:
        place = (one.path, one.line)
        shown = (one.date, one.body, one.title, one.chair, len(_present(one)))
        counts = (still_open[place], actions[place], agreed[place], one.approval, one.path)
        rows.append((*shown, *counts, one.line, one.name, one.attendees, one.apologies, one.next_meeting))
    return Table((*MEETING_COLUMNS, *_MEETING_REST), tuple(rows))


@dataclass(slots=True)
class _Seen:
    """What is counted of one person."""

    bodies: set[str] = field(default_factory=set)
    present: int = 0
    apologies: int = 0
    last: Day | None = None


def attendance_table(meetings: Iterable[Meeting], people: People) -> Table:
    """One row a person, the most present first: at how many meetings of the bodies that name them they were.

    Only meetings that say who was there are counted; the share is in per cent, rounded.
    """
    told = [one for one in meetings if _present(one)]
    held = Counter(one.body or "" for one in told)
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    for meeting in told:
        present = {people.resolve(name, meeting.body, meeting.date) for name in _present(meeting)}
        for name in present:
            _count(seen[name], meeting)
        for name in {people.resolve(name, meeting.body, meeting.date) for name in meeting.apologies} - present:
            seen[name].bodies.add(meeting.body or "")
            seen[name].apologies += 1
    rows: list[tuple[Value, ...]] = []
    for name, one in sorted(seen.items(), key=lambda row: (-row[1].present, row[0].casefold())):
        of = sum(held[body] for body in one.bodies)
        share = round(100 * one.present / of)
        bodies = tuple(sorted(filter(None, one.bodies)))
        rows.append((name, bodies, one.present, of, share, one.apologies, one.last))
    return Table(ATTENDANCE_COLUMNS, tuple(rows))


def decisions_table(decisions: Iterable[Decision]) -> Table:
    """One row a decision, in the order given."""
    rows: list[tuple[Value, ...]] = []
    for one in decisions:
        meeting = one.meeting
        when, who, name = (meeting.date, meeting.body, meeting.name) if meeting else (None, None, None)
        shown = (when, who, one.text, one.item, f"{one.path}:{one.line}")
        rows.append((*shown, one.label, name, one.path, one.line, one.end_line))
    return Table((*DECISION_COLUMNS, *_DECISION_REST), tuple(rows))


def owners_table(actions: Sequence[Action], people: People, today: Day) -> Table:
    """One row an owner as written, the one with most open actions first."""
    owned: defaultdict[str, list[Action]] = defaultdict(list)
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for action in actions:
        for owner in action.owners:
            owned[owner].append(action)
            meant[owner].add(people.resolve(owner, action.body, action.raised))
    near: defaultdict[str, list[str]] = defaultdict(list)
    for short, long in likely_aliases(owned):
        if meant[short] != meant[long]:
            near[short].append(long)
    rows = [(owner, *_counts(owned[owner], today), _names(meant[owner], owner), tuple(near[owner])) for owner in owned]
    rows.sort(key=lambda row: (-row[1], row[0].casefold(), row[0]))
    return Table(OWNER_COLUMNS, tuple(rows))


def only(table: Table, columns: Sequence[Column]) -> Table:
    """The table with these of its columns, in this order."""
    keys = [column.key for column in table.columns]
    places = [keys.index(column.key) for column in columns]
    return Table(tuple(columns), tuple(tuple(row[at] for at in places) for row in table.rows), table.groups)


def _present(meeting: Meeting) -> tuple[str, ...]:
    """Who was there; the chair was, whether the list says so or not."""
    chair = (meeting.chair,) if meeting.chair and meeting.attendees else ()
    return tuple(dict.fromkeys((*chair, *meeting.attendees)))


def _count(one: _Seen, meeting: Meeting) -> None:
    one.bodies.add(meeting.body or "")
    one.present += 1
    if meeting.date is not None and (one.last is None or one.last < meeting.date):
        one.last = meeting.date


def _counts(actions: Sequence[Action], today: Day) -> tuple[int, int, int, int]:
    """Open, overdue, done, dropped."""
    status = Counter(one.status for one in actions)
    late = sum(is_overdue(one, today) for one in actions)
    return status[Status.OPEN], late, status[Status.DONE], status[Status.DROPPED]


def _names(meant: set[str], owner: str) -> tuple[str, ...]:
    """Whom the words mean, where that is somebody else than they say."""
    return tuple(sorted(meant - {owner}))
