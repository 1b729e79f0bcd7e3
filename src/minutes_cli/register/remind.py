"""Who is to be reminded of what: open actions by the people who own them, with their addresses.

An address is that of the mail settings, else the one in the people file. A group without an address of its own
stands for its members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta

from minutes_cli.config import Config
from minutes_cli.model import Action, Status
from minutes_cli.register.agenda import NEAR, is_called
from minutes_cli.register.fields import sort_actions
from minutes_cli.register.names import key
from minutes_cli.register.people import People


@dataclass(frozen=True, slots=True)
class Reminder:
    """One person, and what they are to be reminded of."""

    name: str
    addresses: tuple[str, ...]
    """As the settings have them; none where nobody gives one."""
    actions: tuple[Action, ...]
    """Open, the most urgent first, undated ones last; never none."""
    overdue: int


def reminders(
    actions: Iterable[Action], config: Config, addresses: Mapping[str, tuple[str, ...]], today: Day
) -> tuple[Reminder, ...]:
    """One for each owner of an open action, by name; deferred actions are left out until near their day.

    `addresses` are by name as written. An owner whom nobody knows has no address, and is there all the same.
    """
    people = People.of(config)
    known: dict[str, tuple[str, ...]] = {key(one.name): (one.email,) for one in config.people if one.email}
    known |= {key(name): found for name, found in addresses.items()}
    owned: dict[str, list[Action]] = {}
    for action in actions:
        if action.status is Status.OPEN and not _is_deferred(action, config, today):
            names = [name for owner in action.people for name in _persons(owner, action, config, people, known)]
            for name in dict.fromkeys(names):
                owned.setdefault(name, []).append(action)
    return tuple(
        Reminder(
            name,
            known.get(key(name), ()),
            sort_actions(own, ("due", "raised"), today),
            sum(one.due is not None and one.due < today for one in own),
        )
        for name, own in sorted(owned.items(), key=lambda one: one[0].casefold())
    )


def is_urgent(action: Action, today: Day, days: int) -> bool:
    """Whether it is overdue, or due within so many days, the last one included."""
    return action.due is not None and action.due <= today + timedelta(days=days)


def _persons(
    name: str, action: Action, config: Config, people: People, known: Mapping[str, object], depth: int = 0
) -> Iterator[str]:
    """Who is meant by an owner: the name itself, or the members of a group that has no address."""
    group = next((one for one in config.groups if key(one.name) == key(name)), None)
    if group is None or not group.members or key(name) in known or depth > len(config.groups):
        yield name
        return
    for member in group.members:
        meant = people.resolve(member, action.body, action.raised)
        yield from _persons(meant, action, config, people, known, depth + 1)


def _is_deferred(action: Action, config: Config, today: Day) -> bool:
    return any(is_called(action, one.action) and today < one.until - NEAR for one in config.deferrals)
