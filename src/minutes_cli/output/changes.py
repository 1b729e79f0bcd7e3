"""What became different about actions, as tables: between two states, and commit by commit. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day

from minutes_cli.model import Action, Status
from minutes_cli.output.table import Column, Table, Value
from minutes_cli.register.compare import Difference, Kind

_CHANGE = Column("change", "Change")
_SHOWN = (
    Column("id", "Id"),
    Column("text", "Action", wraps=True),
    Column("owners", "Owner", "names", wraps=True),
    Column("due", "Due", "date"),
    Column("was", "Was", wraps=True),
    Column("now", "Now", wraps=True),
    Column("place", "Place", wraps=True, optional=True),
)
_WHOLE = (
    Column("id", "Id"),
    Column("old_id", "Old id"),
    Column("text", "Action"),
    Column("owners", "Owner", "names"),
    Column("due", "Due", "date"),
    Column("status", "Status"),
    Column("was", "Was"),
    Column("now", "Now"),
    Column("body", "Body"),
    Column("meeting", "Meeting"),
    Column("file", "File"),
    Column("line", "Line", "number"),
)
_COMMIT = (
    Column("commit", "Commit"),
    Column("date", "Date", "date"),
    Column("author", "Author", wraps=True),
)
_COMMIT_WHOLE = (*_COMMIT, Column("email", "Email"), Column("subject", "Subject"))
UNCOMMITTED = "(not yet)"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one commit did to one action, in words of the trade alone."""

    commit: str
    """Its whole name; empty for what is not committed yet."""
    short: str
    author: str
    email: str
    date: Day | None
    subject: str
    id: str
    """As short as people need it now; of an action that is gone, eight characters."""
    difference: Difference


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who wrote a line, and in which commit."""

    hash: str
    short: str
    author: str
    date: Day
    subject: str


def changes_table(differences: Sequence[Difference]) -> Table:
    """One row a difference, for lines."""
    return Table((_CHANGE, *_SHOWN), tuple((one.kind.value, *_shown(one)) for one in differences))


def grouped_changes_table(differences: Sequence[Difference]) -> Table:
    """One row a difference, the kinds one after the other, each under its title."""
    kinds = {kind: [one for one in differences if one.kind is kind] for kind in Kind}
    rows = tuple(_shown(one) for some in kinds.values() for one in some)
    groups = tuple((kind.value.capitalize(), len(some)) for kind, some in kinds.items() if some)
    return Table(_SHOWN, rows, groups)


def whole_changes_table(differences: Iterable[Difference]) -> Table:
    """One row a difference, for programs."""
    return Table((_CHANGE, *_WHOLE), tuple((one.kind.value, *_whole(one)) for one in differences))


def summary(differences: Iterable[Difference]) -> str:
    """`2 raised, 1 closed`; empty where nothing changed."""
    counts = Counter(one.kind for one in differences)
    return ", ".join(f"{counts[kind]} {kind.value}" for kind in Kind if counts[kind])


def log_table(entries: Sequence[Entry]) -> Table:
    """One row a change of one action: commit, what happened, and why its author says."""
    columns = (*_COMMIT, _CHANGE, *_picked("was", "now"), Column("subject", "Subject", wraps=True))
    rows = ((*_commit(one), one.difference.kind.value, *was_and_now(one.difference), one.subject) for one in entries)
    return Table(columns, tuple(rows))


def log_of_all_table(entries: Sequence[Entry]) -> Table:
    """One row a change of any action."""
    what = Column("what", "What", wraps=True)
    rows = (
        (*_commit(one), one.difference.kind.value, one.id, one.difference.action.text, _what(one.difference))
        for one in entries
    )
    return Table((*_COMMIT, _CHANGE, *_picked("id", "text"), what), tuple(rows))


def whole_log_table(entries: Sequence[Entry]) -> Table:
    """One row a change, for programs."""
    rows = (
        (one.commit or None, one.date, one.author or None, one.email or None, one.subject or None,
         one.difference.kind.value, *_whole(one.difference))
        for one in entries
    )  # fmt: skip
    return Table((*_COMMIT_WHOLE, _CHANGE, *_WHOLE), tuple(rows))


def was_and_now(one: Difference) -> tuple[str, str]:
    """The two sides of what changed, as people read them."""
    return _side(one.kind, one.before, one.after), _side(one.kind, one.after, one.before)


def _what(one: Difference) -> str:
    """Both sides in a few words, beside what the action says now."""
    was, now = was_and_now(one)
    if one.kind is Kind.REWORDED:
        return f"was: {was}"
    if one.kind in {Kind.CLOSED, Kind.DROPPED, Kind.REOPENED}:
        return now
    return f"{was} → {now}" if was and now else was or now


def _side(kind: Kind, action: Action | None, other: Action | None) -> str:
    if action is None:
        return ""
    match kind:
        case Kind.REWORDED:
            said = action.text
        case Kind.REASSIGNED:
            said = ", ".join(action.owners) or "nobody"
        case Kind.DUE:
            said = action.due.isoformat() if action.due else action.due_text or "no day"
        case Kind.MOVED:
            said = action.meeting or action.file
        case Kind.RAISED | Kind.VANISHED if action.status is Status.OPEN and other is None:
            said = ""
        case _:
            said = action.status.value + (f": {action.note}" if action.note else "")
    return said


def with_authors(table: Table, authors: Mapping[tuple[str, int], Authorship]) -> Table:
    """The table with commit, author, date and subject in each entry of its histories; null where git has none."""
    at = next(number for number, column in enumerate(table.columns) if column.key == "mentions")
    rows = [(*row[:at], _written(row[at], authors), *row[at + 1 :]) for row in table.rows]
    return table._replace(rows=tuple(rows))


def _written(history: Value, authors: Mapping[tuple[str, int], Authorship]) -> Value:
    entries = history if isinstance(history, Sequence) and not isinstance(history, str) else ()
    return tuple(
        {**entry, **_authorship(authors.get((str(entry["file"]), int(str(entry["line"])))))}
        for entry in entries
        if isinstance(entry, Mapping)
    )


def _authorship(one: Authorship | None) -> dict[str, Value]:
    if one is None:
        return {"commit": None, "author": None, "date": None, "subject": None}
    return {"commit": one.hash, "author": one.author, "date": one.date, "subject": one.subject}


def _picked(*keys: str) -> tuple[Column, ...]:
    return tuple(column for column in _SHOWN if column.key in keys)


def _commit(one: Entry) -> tuple[Value, ...]:
    return one.short or UNCOMMITTED, one.date, one.author


def _shown(one: Difference) -> tuple[Value, ...]:
    action = one.action
    place = f"{action.file}:{action.line}"
    return action.short_id, action.text, action.owners, action.due, *was_and_now(one), place


def _whole(one: Difference) -> tuple[Value, ...]:
    action = one.action
    old = one.before.id if one.before and one.before.id != action.id else None
    facts = (action.id, old, action.text, action.owners, action.due, action.status.value)
    return (*facts, *was_and_now(one), action.body, action.meeting, action.file, action.line)
