"""What linking hangs on: whether two readings of one file are linked in the same way without linking them again.

Words, owners, labels and lists decide what is joined to what. Where a statement stands, its deadline, its note and
what became of the action decide nothing there, but for one thing: later statements are joined to a closed action
less readily than to an open one. `Strand.hung` has the last sitting at which that would have made a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from minutes_cli.model import Document, Mention, Status
from minutes_cli.register.ids import task_words
from minutes_cli.register.twins import LARGEST_GAP
from minutes_cli.text import Span

_NOWHERE = Span(0, 0)
_CLOSED = (Status.DONE, Status.DROPPED)


def sitting_key(mention: Mention) -> str:
    """Sorts as the sittings of a body are taken."""
    meeting = mention.meeting
    day = meeting.date.isoformat() if meeting and meeting.date else "~"
    return f"{day}\0{mention.path}\0{meeting.line if meeting else 0:09d}"


def closes_alone(before: Document, now: Document) -> dict[int, bool] | None:
    """Whether each mention closes its action now and left it open before, by its number; None where more may differ.

    The meetings of both must be the same but for their lines.
    """
    old, new = before.mentions, now.mentions
    if len(old) != len(new) or _in_order(old) != _in_order(new) or _gaps(old) != _gaps(new):
        return None
    places = [{(one.span.start, one.span.end) for one in some} for some in (old, new)]
    if any(len(some) != len(old) for some in places) or _hinges(before) != _hinges(now):
        return None
    flips: dict[int, bool] = {}
    for at, (one, other) in enumerate(zip(old, new, strict=True)):
        was, is_now = one.status in _CLOSED, other.status in _CLOSED
        if was and not is_now:
            return None
        flips[at] = is_now and not was
    return flips


def _in_order(mentions: Sequence[Mention]) -> list[int]:
    """The numbers of the mentions in the order in which a sitting takes them."""
    return sorted(range(len(mentions)), key=lambda at: (mentions[at].span.start, mentions[at].span.end))


def _gaps(mentions: Sequence[Mention]) -> list[bool]:
    """For each mention whether it can be of one list with the last one before it of each meeting of the file."""
    last: dict[int, Mention] = {}
    found: list[bool] = []
    for at in _in_order(mentions):
        later = mentions[at]
        found += [later.line - earlier.end_line <= LARGEST_GAP for earlier in last.values()]
        last[later.meeting.line if later.meeting else 0] = later
    return found


def _hinges(document: Document) -> list[tuple[object, ...]]:
    """All of each mention that linking may ask for; whatever is not known to be of no account counts."""
    places = {one.line: at for at, one in enumerate(document.meetings)}
    found: list[tuple[object, ...]] = []
    for one in document.mentions:
        meeting = one.meeting
        kept = replace(
            one,
            text=one.text if one.carried else task_words(one),
            due_text=one.due_text if one.carried else None,
            status=None if one.status is None else Status.OPEN,
            meeting=None if meeting is None else replace(meeting, line=0),
            span=_NOWHERE,
            line=0,
            end_line=0,
            owners_span=None,
            due=None,
            due_span=None,
            tags=(),
            progress=None,
            closed=None,
            note=None,
            private=False,
            slot=None,
            said=None,
            awaits=None,
        )
        found.append((kept, -1 if meeting is None else places.get(meeting.line, -2)))
    return found
