"""Rules on single actions: who, by when, and how long already."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day

from rapidfuzz import fuzz, process

from minutes_cli.model import Action, Mention
from minutes_cli.register.fields import age_days, is_closed
from minutes_cli.register.names import key
from minutes_cli.register.rules.scene import Fault, Scene, at_action, days, quoted
from minutes_cli.text import Span

_NEAR = 75.0
"""Of 100: below it another name is no help."""


def missing_owner(scene: Scene) -> Iterator[Fault]:
    """No one is named for an open action.

    What it finds: an open action that no meeting gave an owner.

    Why it matters: what everybody is to do, nobody does.

    Example:
        ACTION: send the budget to the board

    What to do: name somebody in the text, "ACTION: Ann to send the budget", or with `minutes assign`.
    """
    for action in scene.open_actions:
        if not action.owners:
            hint = 'begin it with a name, as in "Ann to …", or add "owner: Ann"'
            yield at_action(scene, action, f"no one is named for {quoted(action.text)}", hint)


def missing_due(scene: Scene) -> Iterator[Fault]:
    """An open action has no deadline.

    What it finds: an open action with no date at all, or with words from which no day follows ("soon").

    Why it matters: it can never be overdue, so nothing reminds anybody of it.

    Example:
        ACTION: Ann to send the budget to the board

    What to do: write "by 14 March 2026", or use `minutes due`.
    """
    for action in scene.open_actions:
        if action.due is None:
            said = f": no day follows from {quoted(action.due_text)}" if action.due_text else ""
            hint = 'write a day, as in "by 14 March 2026"'
            yield at_action(scene, action, f"{quoted(action.text)} has no deadline{said}", hint)


def overdue(scene: Scene) -> Iterator[Fault]:
    """An open action should have been done by now.

    What it finds: an open action whose deadline, and the days of grace after it, have passed. It is shown
    where the deadline was last stated.

    Why it matters: it is what the register is kept for.

    Example:
        ACTION: Ann to send the budget by 14 March 2026

    What to do: report on it in the next minutes, close it with `minutes close`, or agree on another day.
    """
    for action in scene.open_actions:
        if action.due is None:
            continue
        late = (scene.today - action.due).days
        if late > scene.number("grace", action.body, action.file):
            whose = f", {', '.join(action.owners)}" if action.owners else ""
            message = f"{quoted(action.text)} was due on {action.due}, {days(late)} ago{whose}"
            yield at_action(scene, action, message, "close it, or agree on another day", _stated(action))


def due_before_meeting(scene: Scene) -> Iterator[Fault]:
    """A deadline lies before the meeting that set it.

    What it finds: an action that is open and was due before the day of the meeting that raised it. An action
    that comes from an earlier meeting may be late, and is not meant here.

    Why it matters: it is a slip of the pen, most often the year.

    Example:
        # Board, 7 January 2026
        ACTION: Ann to send the budget by 14 March 2025

    What to do: correct the date.
    """
    for action in scene.register.actions:
        first = action.mentions[0].mention
        if first.due is None or action.raised is None or first.carried or is_closed(action):
            continue
        if first.due < action.raised:
            span = first.due_span or first.span
            message = f"{quoted(action.text)} was due on {first.due}, before the meeting of {action.raised}"
            yield at_action(scene, action, message, "correct the date; is the year right?", (first, span))


def unknown_owner(scene: Scene) -> Iterator[Fault]:
    """The people file does not know the owner of an open action.

    What it finds: an owner that is no name, alias, role or group of minutes.toml. Nothing where minutes.toml
    names nobody.

    Why it matters: a name spelt in two ways is two people to every list and reminder.

    Example:
        ACTION: Anne Lee to book the room, where minutes.toml knows Ann Lee

    What to do: correct the name, or add it to minutes.toml as a person or an alias.
    """
    if not scene.people.names:
        return
    known = scene.people.all_names()
    for action in scene.open_actions:
        mention = next((one.mention for one in reversed(action.mentions) if one.mention.owners == action.owners), None)
        for owner in action.owners:
            if mention is not None and not scene.people.knows(owner):
                near = process.extractOne(key(owner), known, scorer=fuzz.ratio, processor=key, score_cutoff=_NEAR)
                hint = f"did you mean {near[0]}?" if near else "add it to minutes.toml as a person or an alias"
                message = f"minutes.toml knows nobody called {owner!r}"
                yield at_action(scene, action, message, hint, (mention, mention.owners_span or mention.span))


def open_too_long(scene: Scene) -> Iterator[Fault]:
    """An action has been open for longer than it should be.

    What it finds: an open action raised more than so many days ago, whatever its deadline.

    Why it matters: what has been open for half a year is either done or not wanted.

    Example:
        # Board, 7 January 2025
        ACTION: Ann to think about the website

    What to do: close it, drop it, or make it smaller.
    """
    for action in scene.open_actions:
        age = age_days(action, scene.today)
        if age is not None and age > scene.number("days", action.body, action.file):
            hint = "close it, drop it, or make it smaller"
            yield at_action(scene, action, f"{quoted(action.text)} has been open for {days(age)}", hint)


def carried_too_often(scene: Scene) -> Iterator[Fault]:
    """An action is carried over from meeting to meeting.

    What it finds: an open action that so many later meetings took up without closing it.

    Why it matters: a meeting that carries it a fourth time will carry it a fifth.

    Example:
        ## Matters arising
        - A6 everyone to empty the bucket: ongoing

    What to do: give it another owner, a nearer step or an end.
    """
    for action in scene.open_actions:
        if action.times_carried >= scene.number("times", action.body, action.file):
            last = action.mentions[-1].mention
            message = f"{quoted(action.text)} was carried over {action.times_carried} times"
            hint = "give it another owner, a nearer step or an end"
            yield at_action(scene, action, message, hint, (last, last.span))


def forgotten(scene: Scene) -> Iterator[Fault]:
    """Meetings pass without a word on an open action.

    What it finds: an open action of which the last so many meetings of its body said nothing, not even that it
    is carried over.

    Why it matters: it was not closed, it was lost.

    Example:
        an action of January, and nothing of it in the minutes of February, March and April

    What to do: report on it at the next meeting; `minutes agenda` lists it under matters arising.
    """
    held = _days_by_body(scene)
    for action in scene.open_actions:
        dates = [one.mention.meeting.date for one in action.mentions if one.mention.meeting]
        last = max((day for day in dates if day is not None), default=None)
        if last is None:
            continue
        since = held[scene.people.bodies.key(action.body)]
        passed = len(since) - bisect_right(since, last)
        if passed >= scene.number("meetings", action.body, action.file):
            message = f"{quoted(action.text)} is open, and the last {passed} meetings said nothing of it"
            yield at_action(scene, action, message, "report on it at the next meeting")


def closed_without_note(scene: Scene) -> Iterator[Fault]:
    """A closed action does not say what came of it.

    What it finds: an action that is done or dropped, with no words on how. Only where the folder wants such
    words: the rule has to be selected by name.

    Why it matters: "done" alone does not tell whoever reads the minutes in a year what was found out.

    Example:
        - [x] Ann to ask the insurers

    What to do: add a few words, as `minutes close --note` does.
    """
    for action in scene.register.actions:
        if is_closed(action) and not action.note:
            last = action.mentions[-1].mention
            message = f"{quoted(action.text)} is {action.status.value}, and nothing says what came of it"
            yield at_action(scene, action, message, "add a few words on what came of it", (last, last.span))


def too_many_open(scene: Scene) -> Iterator[Fault]:
    """One person has too many open actions.

    What it finds: a person, by the people file, with more open actions than the most allowed.

    Why it matters: whoever has fifteen things to do does the loudest.

    Example:
        sixteen open actions of Ann Lee

    What to do: give some of them to others, or drop them.
    """
    loads: defaultdict[str, list[Action]] = defaultdict(list)
    for action in scene.open_actions:
        for person in action.people:
            loads[person].append(action)
    for person, actions in sorted(loads.items()):
        newest = actions[-1]
        if len(actions) > scene.number("most", newest.body, newest.file):
            message = f"{person} has {len(actions)} open actions"
            fault = at_action(scene, newest, message, f"minutes actions --owner {person!r} lists them")
            yield about(fault, f"owner {key(person)}")


def about(fault: Fault, subject: str) -> Fault:
    """The fault as one of something else than the action it is shown at."""
    return replace(fault, subject=subject, action=None)


def _stated(action: Action) -> tuple[Mention, Span]:
    """Where the deadline that holds now stands, and the words of it."""
    said = [one.mention for one in action.mentions if one.mention.due == action.due]
    mention = said[-1] if said else action.mentions[0].mention
    return mention, mention.due_span or mention.span


def _days_by_body(scene: Scene) -> defaultdict[str, list[Day]]:
    """The days on which each body met, sorted, none of them to come."""
    found: defaultdict[str, set[Day]] = defaultdict(set)
    for one in scene.register.meetings:
        if one.date is not None and one.date <= scene.today:
            found[scene.people.bodies.key(one.body)].add(one.date)
    return defaultdict(list, {body: sorted(held) for body, held in found.items()})
