"""Rules on meetings and the series they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from minutes_cli.model import Meeting
from minutes_cli.register.rules.scene import Fault, Scene, at_meeting

_STILL_ALIVE = timedelta(days=180)
"""How long after the day of a missing meeting it is asked for, where none has followed."""


def missing_date(scene: Scene) -> Iterator[Fault]:
    """A meeting has no date.

    What it finds: a file in which no day of the meeting was found: not in front matter, a "Date:" line, the
    title, the first lines or the file's name.

    Why it matters: its deadlines cannot be counted, and it comes last in every history.

    Example:
        # Board
        ACTION: Ann to book the room by Friday

    What to do: write the day into the title or the file's name, such as 2026-03-03-board.md.
    """
    for one in scene.register.meetings:
        if one.date is None:
            hint = "write the day into the title or the file's name"
            yield at_meeting(scene, one, "no day on which this meeting was could be read", hint)


def missing_body(scene: Scene) -> Iterator[Fault]:
    """A meeting does not say who met.

    What it finds: a meeting whose committee or group is named neither in its file nor by its neighbours, nor
    by `body` in the settings.

    Why it matters: actions are followed from meeting to meeting within a body.

    Example:
        # Minutes of 3 March 2026

    What to do: name the body in the title, or set `body` in minutes.toml.
    """
    for one in scene.register.meetings:
        if one.body is None:
            hint = "name the body in the title, or set body in minutes.toml"
            yield at_meeting(scene, one, "it is not said which body met", hint)


def gap_in_series(scene: Scene) -> Iterator[Fault]:
    """Minutes of a meeting that was announced are missing.

    What it finds: a meeting that gives the day of the next one, where the body has no minutes of that day nor
    of the days of grace around it.

    Why it matters: the actions of the missing minutes are in no register.

    Example:
        Next meeting: 14 April 2026, and the next minutes are of 12 May

    What to do: add the minutes, or correct the announcement. A body that has not met for half a year after
    the announced day is left alone.
    """
    for series in _series(scene):
        dates = [one.date for one in series if one.date is not None]
        for one in series:
            announced = one.next_meeting
            if announced is None:
                continue
            grace = timedelta(days=scene.number("grace", one.body, one.path))
            if scene.today <= announced + grace or any(abs(day - announced) <= grace for day in dates):
                continue
            if any(day > announced for day in dates) or scene.today <= announced + _STILL_ALIVE:
                message = f"the meeting of {announced} was announced here, and there are no minutes of it"
                yield at_meeting(scene, one, message, "add the minutes, or correct the announcement")


def not_approved(scene: Scene) -> Iterator[Fault]:
    """Minutes were never approved.

    What it finds: minutes that have not been approved, though the body has met since. Nothing where `approval`
    is "never".

    Why it matters: until they are approved, minutes are somebody's notes.

    Example:
        two meetings of the board, the second without "the minutes of 3 March were approved"

    What to do: put the approval on the next agenda, or mark the file as approved.
    """
    if scene.config.approval == "never":
        return
    for series in _series(scene):
        for one, after in pairwise(series):
            if one.approval != "approved" and one.date != after.date:
                message = f"these minutes were not approved by the meeting of {after.date}"
                yield at_meeting(scene, one, message, "put their approval on the next agenda")


def _series(scene: Scene) -> Iterator[Sequence[Meeting]]:
    """The meetings of each body that have a day, in their order."""
    found: defaultdict[str, list[Meeting]] = defaultdict(list)
    for one in scene.register.meetings:
        if one.date is not None:
            found[scene.people.bodies.key(one.body)].append(one)
    yield from found.values()
