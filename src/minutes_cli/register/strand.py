"""One action's history → what the register says of it now.

The status is that of the latest meeting that says something; within one meeting done or dropped beats
open. Undated meetings come last. Owners, deadline and tags are the latest ones stated; the words and
the place are those with which it was raised.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import groupby
from typing import NamedTuple

from minutes_cli.model import Action, Mention, Status, Told
from minutes_cli.register.ids import is_stamp
from minutes_cli.register.people import People


@dataclass(slots=True)
class Strand:
    """An action while its history is being put together, oldest first."""

    derived: str
    """The id that its first words give."""
    body: str | None
    told: list[Told]
    hung: str = ""
    """The last sitting (`hinges.sitting_key`) of which something might be joined otherwise if this were closed by then;
    with a `~` where that would take a closing by the same sitting."""

    @property
    def label(self) -> str | None:
        """The first label that is the file's own, as written, and not this action's derived id."""
        labels = [one.mention.label for one in self.told if one.mention.label]
        return next((one for one in labels if not (is_stamp(one) and self.derived.startswith(one.lower()))), None)

    @property
    def meeting(self) -> str:
        """The name of the meeting that raised it; the path where there is none."""
        first = self.told[0].mention
        return first.meeting.name if first.meeting else first.path


class _Outcome(NamedTuple):
    """How an action stands after all its meetings."""

    status: Status
    progress: str | None
    closed: Day | None
    note: str | None


def action_of(strand: Strand, id_: str, short_id: str, people: People, held: Sequence[Day] = ()) -> Action:
    """The action that the history of `strand` amounts to; `held` are the days on which its body met, in order."""
    mentions = [one.mention for one in strand.told]
    first = mentions[0]
    meetings = _meetings(mentions)
    owners = _latest_owners(meetings)
    day = first.meeting.date if first.meeting else None
    outcome = _outcome(meetings, day)
    stated = _latest_due(meetings)
    if stated is not None and stated.form == "recorded" and stated.due is None:  # "7kx2m9qd no due date"
        stated = None
    carried = _times_carried(meetings)
    return Action(
        id=id_,
        short_id=short_id,
        text=first.text,
        owners=owners,
        people=tuple(dict.fromkeys(people.resolve(owner, strand.body, day) for owner in owners)),
        due=stated.due if stated else None,
        due_text=stated.due_text if stated else None,
        status=outcome.status,
        progress=outcome.progress,
        tags=tuple(dict.fromkeys(tag for one in mentions for tag in one.tags)),
        raised=day,
        body=strand.body,
        meeting=first.meeting.name if first.meeting else None,
        item=next((one.item for one in meetings[0] if one.item), None),
        closed=outcome.closed,
        note=outcome.note,
        carried=carried > 0 or any(one.carried for one in mentions),
        times_carried=carried,
        label=strand.label,
        private=any(one.private for one in mentions),
        file=first.path,
        line=first.line,
        end_line=first.end_line,
        mentions=tuple(strand.told),
        meetings_open=_meetings_open(day, outcome, meetings, held),
    )


def status_of(mentions: Sequence[Mention]) -> Status:
    """The status that an action of these mentions has, oldest first."""
    return _outcome(_meetings(mentions), None).status


def _meetings_open(
    raised: Day | None, outcome: _Outcome, meetings: Sequence[Sequence[Mention]], held: Sequence[Day]
) -> int:
    """The meetings of the body after that which raised it, up to the one that told of its closing."""
    if raised is None:
        return 0
    last = meetings[-1][0].meeting
    until = None if outcome.status is Status.OPEN else outcome.closed or (last.date if last else None)
    return (bisect_left(held, until) if until else len(held)) - bisect_right(held, raised)


def _when(mention: Mention) -> tuple[str, int] | Day:
    """Equal for mentions of the same meeting of a body, also where two files tell of it."""
    if mention.meeting is None:
        return mention.path, 0
    return mention.meeting.date or (mention.path, mention.meeting.line)


def _meetings(mentions: Iterable[Mention]) -> list[list[Mention]]:
    """The mentions of each meeting together, in the order given."""
    return [list(together) for _, together in groupby(mentions, key=_when)]


def _latest_owners(meetings: Sequence[Sequence[Mention]]) -> tuple[str, ...]:
    """Of the latest meeting that names any; within it of the first statement that does."""
    for together in reversed(meetings):
        for one in together:
            if one.owners:
                return one.owners
    return ()


def _latest_due(meetings: Sequence[Sequence[Mention]]) -> Mention | None:
    """The statement of the latest meeting that states a deadline, one with a day before one without."""
    for together in reversed(meetings):
        stated = [one for one in together if one.due is not None or one.due_text]
        if stated:
            return next((one for one in stated if one.due is not None), stated[0])
    return None


def _outcome(meetings: Sequence[Sequence[Mention]], raised: Day | None) -> _Outcome:
    """The status after the last meeting; a closing counts from the first meeting of those that report it in a row."""
    found = _Outcome(Status.OPEN, None, None, None)
    said = False
    for together in meetings:
        saying = _saying(together)
        progress = next((one.progress for one in together if one.progress), None)
        if saying is None:
            found = found if said or progress is None else _Outcome(Status.OPEN, progress, None, None)
            continue
        said = True
        if saying.status is None or saying.status is Status.OPEN:
            found = _Outcome(Status.OPEN, saying.progress or progress, None, None)
            continue
        again = found.status is not Status.OPEN
        closed = saying.closed or _later(saying, raised)
        found = _Outcome(
            saying.status,
            saying.progress,
            (found.closed or closed) if again else closed,
            saying.note or (found.note if again else None),
        )
    return found


def _saying(together: Sequence[Mention]) -> Mention | None:
    """The mention of a meeting that decides: the last that says done or dropped, else one that says open."""
    closing = [one for one in together if one.status is not None and one.status is not Status.OPEN]
    if closing:
        return closing[-1]
    return next((one for one in together if one.status is not None), None)


def _later(mention: Mention, raised: Day | None) -> Day | None:
    """The day of the meeting that reports a closing, where that is a later one than raised it."""
    day = mention.meeting.date if mention.meeting else None
    return day if day is not None and raised is not None and day > raised else None


def _times_carried(meetings: Sequence[Sequence[Mention]]) -> int:
    """How many later meetings took it up without closing it."""
    return sum(all(one.status in {None, Status.OPEN} for one in together) for together in meetings[1:])
