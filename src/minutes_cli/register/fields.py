"""FIELDS, the one table of an action's fields: query terms, columns, sort keys, JSON and CSV keys.

>>> [field.name for field in FIELDS if field.default]
['id', 'text', 'owners', 'due', 'status', 'meeting', 'place']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date as Day
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from minutes_cli.model import Action, MinutesError, Status, Told

Value: TypeAlias = "str | int | float | bool | Day | Sequence[Value] | Mapping[str, Value] | None"
"""What a field holds; a sequence is names or records, a mapping is a record."""
Reader: TypeAlias = Callable[[Action, Day], Value]
"""From an action and today."""

_ORDER = (Status.OPEN, Status.DONE, Status.DROPPED)


class Field(NamedTuple):
    """One row of FIELDS."""

    name: str
    """As a column, a sort key, and a key in JSON and CSV."""
    title: str
    """Over its column."""
    kind: str
    """`text`, `names`, `date`, `number`, `flag` or `records`."""
    value: Reader
    meaning: str
    """One line for help and the manual."""
    terms: tuple[str, ...] = ()
    """What it is called in a query; nothing where no term asks for it."""
    default: bool = False
    """A column of the table where none are chosen."""
    in_json: bool = True
    """False for what JSON has under other keys."""
    shown: Reader | None = None
    """What people see in a column, where that is not the value."""

    @property
    def sortable(self) -> bool:
        """Whether actions can be put in its order."""
        return self.kind != "records"

    def cell(self, action: Action, today: Day) -> Value:
        """What people see in its column."""
        return (self.shown or self.value)(action, today)


def is_closed(action: Action) -> bool:
    """Done or dropped."""
    return action.status is not Status.OPEN


def is_overdue(action: Action, today: Day) -> bool:
    """Open and due before today."""
    return action.status is Status.OPEN and action.due is not None and action.due < today


def age_days(action: Action, today: Day) -> int | None:
    """Days from the meeting that raised it to today, or to its closing; None where one of them is unknown."""
    until = action.closed if is_closed(action) else today
    if action.raised is None or until is None:
        return None
    return max(0, (until - action.raised).days)


def last_mentioned(action: Action) -> Day | None:
    """The day of the last meeting that speaks of it."""
    days = [one.mention.meeting.date for one in action.mentions if one.mention.meeting and one.mention.meeting.date]
    return max(days, default=None)


def mention_row(told: Told) -> dict[str, Value]:
    """One entry of the history as JSON has it."""
    one = told.mention
    return {
        "file": one.path,
        "line": one.line,
        "end_line": one.end_line,
        "meeting": one.meeting.name if one.meeting else None,
        "status": one.status.value if one.status else None,
        "text": one.text,
        "link": told.link,
        "likeness": told.likeness,
    }


FIELDS: tuple[Field, ...] = (
    Field("id", "Id", "text", lambda one, _: one.id, "its id, whole in JSON and as short as is unique elsewhere",
          terms=("id",), default=True, shown=lambda one, _: one.short_id),
    Field("text", "Action", "text", lambda one, _: one.text, "what is to be done", terms=("text",), default=True),
    Field("owners", "Owner", "names", lambda one, _: one.owners, "who is to do it, as written",
          terms=("owner", "owners"), default=True),
    Field("due", "Due", "date", lambda one, _: one.due, "the day by which", terms=("due",), default=True),
    Field("due_text", "Deadline", "text", lambda one, _: one.due_text, "the words that state the deadline"),
    Field("status", "Status", "text", lambda one, _: one.status.value, "open, done or dropped",
          terms=("status",), default=True),
    Field("progress", "Progress", "text", lambda one, _: one.progress, "the file's own finer word, such as ongoing",
          terms=("progress",)),
    Field("tags", "Tags", "names", lambda one, _: one.tags, "its tags", terms=("tag", "tags")),
    Field("raised", "Raised", "date", lambda one, _: one.raised, "the day of the meeting that raised it",
          terms=("raised",)),
    Field("body", "Body", "text", lambda one, _: one.body, "the committee or group that raised it", terms=("body",)),
    Field("meeting", "Meeting", "text", lambda one, _: one.meeting, "the meeting that raised it",
          terms=("meeting",), default=True),
    Field("item", "Item", "text", lambda one, _: one.item, "the agenda item under which it stands", terms=("item",)),
    Field("closed", "Closed", "date", lambda one, _: one.closed, "the day it was closed", terms=("closed",)),
    Field("note", "Note", "text", lambda one, _: one.note, "what is written about the closing", terms=("note",)),
    Field("carried", "Carried", "flag", lambda one, _: one.carried, "whether it comes from an earlier meeting"),
    Field("label", "Label", "text", lambda one, _: one.label, "the file's own number for it", terms=("label",)),
    Field("people", "People", "names", lambda one, _: one.people, "whom the owners mean by the people file"),
    Field("times_carried", "Times carried", "number", lambda one, _: one.times_carried,
          "how many later meetings took it up without closing it", terms=("carried",)),
    Field("age_days", "Age", "number", age_days, "days from raising to today, or to closing", terms=("age",)),
    Field("meetings_open", "Meetings open", "number", lambda one, _: one.meetings_open,
          "at how many meetings of the body it has been open since", in_json=False),
    Field("mentioned", "Last mentioned", "date", lambda one, _: last_mentioned(one),
          "the day of the last meeting that speaks of it", terms=("mentioned",), in_json=False),
    Field("mentions", "History", "records", lambda one, _: tuple(map(mention_row, one.mentions)),
          "where it was raised and reported on, oldest first"),
    Field("file", "File", "text", lambda one, _: one.file, "the file that raised it", terms=("file",)),
    Field("line", "Line", "number", lambda one, _: one.line, "its first line there"),
    Field("end_line", "End line", "number", lambda one, _: one.end_line, "its last line there"),
    Field("place", "Place", "text", lambda one, _: f"{one.file}:{one.line}", "file and line",
          default=True, in_json=False),
)  # fmt: skip


def find_field(name: str) -> Field:
    """The field of that name; raises MinutesError with a near name for one that there is not."""
    wanted = name.strip().replace("-", "_").casefold()
    for one in FIELDS:
        if wanted == one.name or wanted in one.terms:
            return one
    known = [one.name for one in FIELDS]
    from rapidfuzz import process

    near = process.extractOne(wanted, known, score_cutoff=60)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
    raise MinutesError(f"an action has no field {name!r}", hint=hint)


def action_row(action: Action, today: Day) -> dict[str, object]:
    """The action as JSON has it: every key of CONTRACT.md, in its order; days are ISO text, lists are lists."""
    return {field.name: _plain(field.value(action, today)) for field in FIELDS if field.in_json}


def sort_actions(actions: Iterable[Action], names: Sequence[str], today: Day) -> tuple[Action, ...]:
    """The actions by these fields, the first before the others; `-due` turns the order of one round.

    What a field does not say comes last in both directions, and equals keep their order. Raises
    MinutesError for a field that there is not, or that has no order.
    """
    ordered = list(actions)
    for name in reversed(names):
        field = find_field(name.removeprefix("-"))
        if not field.sortable:
            raise MinutesError(f"actions cannot be sorted by {field.name}")
        keyed = [(_sort_key(field, one, today), one) for one in ordered]
        stated = sorted((one for one in keyed if one[0]), key=itemgetter(0), reverse=name.startswith("-"))
        ordered = [one for _, one in stated] + [one for key, one in keyed if not key]
    return tuple(ordered)


def _sort_key(field: Field, action: Action, today: Day) -> tuple[int | str, ...]:
    """Empty where the field says nothing; all others of one field can be compared."""
    if field.name == "status":
        return (_ORDER.index(action.status),)
    match field.value(action, today):
        case str(words):
            return (words.casefold(), words) if words else ()
        case Day() as day:
            return (day.toordinal(),)
        case int(number):
            return (number,)
        case Sequence() as names:
            return tuple(str(one).casefold() for one in names)
        case _:
            return ()


def _plain(value: Value) -> object:
    match value:
        case Day():
            return value.isoformat()
        case str():
            return value
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case Sequence():
            return [_plain(one) for one in value]
        case _:
            return value
