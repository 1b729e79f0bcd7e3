"""Policies for CI: what a folder, a body or a person may have open at most. Off until a setting or option asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date as Day

from minutes_cli.model import Action
from minutes_cli.register.fields import age_days, is_overdue
from minutes_cli.register.names import key
from minutes_cli.register.rules.scene import Fault, Scene, at_action, days, quoted


def max_open(scene: Scene) -> Iterator[Fault]:
    """More actions are open than may be.

    What it finds: more than so many open actions, of the folder, of a body or of an owner. It is shown at the
    latest of them.

    Why it matters: a register that only grows is read by nobody.

    Example:
        `minutes check --max-open 40`, with forty-one actions open

    What to do: close or drop actions until there are few enough.
    """
    for name, actions in _groups(scene):
        last = actions[-1]
        most = scene.number("most", last.body, last.file)
        if len(actions) > most:
            yield _policy(scene, last, name, f"{len(actions)} actions are open{_of(name)}, and {most} may be")


def max_age(scene: Scene) -> Iterator[Fault]:
    """The oldest open action is older than may be.

    What it finds: that an open action of the folder, of a body or of an owner was raised more than so many days
    ago. It is shown at the oldest.

    Why it matters: it keeps the register honest without a finding for each old action.

    Example:
        `minutes check --max-age 365`, with an action of two years ago

    What to do: close the oldest actions, or drop them.
    """
    for name, actions in _groups(scene):
        ages = [(age, one) for one in actions if (age := age_days(one, scene.today)) is not None]
        if not ages:
            continue
        age, oldest = max(ages, key=lambda one: one[0])
        most = scene.number("days", oldest.body, oldest.file)
        if age > most:
            old = sum(one > most for one, _ in ages)
            message = f"{quoted(oldest.text)} has been open for {days(age)}, and {most} are allowed{_of(name)}"
            yield _policy(scene, oldest, name, message + (f"; {old - 1} more are as bad" if old > 1 else ""))


def no_overdue(scene: Scene) -> Iterator[Fault]:
    """Something is overdue where nothing may be.

    What it finds: that an action of the folder, of a body or of an owner is overdue: one finding for all of them,
    at the one that is latest.

    Why it matters: it makes a simple gate: green, or not.

    Example:
        `minutes check --select no-overdue --no-overdue`, with one action late

    What to do: close what is late, or agree on other days.
    """
    for name, actions in _groups(scene):
        late = [one for one in actions if is_overdue(one, scene.today)]
        if late:
            worst = min(late, key=lambda one: one.due or Day.max)
            number = f"{len(late)} actions are" if len(late) > 1 else "1 action is"
            message = f"{number} overdue{_of(name)}, {quoted(worst.text)} since {worst.due}"
            yield _policy(scene, worst, name, message)


def _policy(scene: Scene, action: Action, name: str, message: str) -> Fault:
    """The fault of a group, whichever action it is shown at."""
    return replace(at_action(scene, action, message), places=(), subject=f"policy {key(name)}", action=None)


def _of(name: str) -> str:
    return f" ({name})" if name else ""


def _groups(scene: Scene) -> Iterator[tuple[str, Sequence[Action]]]:
    """The open actions by what the policy counts by, in the order of names; all together under no name."""
    per = scene.choice("per")
    if per == "folder":
        yield from [("", scene.open_actions)] if scene.open_actions else []
        return
    groups: defaultdict[str, list[Action]] = defaultdict(list)
    for action in scene.open_actions:
        for name in action.people if per == "owner" else (action.body or "",):
            groups[name].append(action)
    yield from sorted(groups.items())
