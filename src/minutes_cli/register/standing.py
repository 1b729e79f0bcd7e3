"""Which decisions still stand: those that no later decision of the body takes the place of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from minutes_cli.model import Decision
from minutes_cli.register.ids import label_key
from minutes_cli.register.likeness import Scale, wording
from minutes_cli.register.names import Bodies, key

_ALIKE = 0.3
"""From which on words tell which of several decisions of one day is meant."""


def standing(decisions: Sequence[Decision], bodies: Bodies) -> tuple[Decision, ...]:
    """The decisions that stand, in the order given, which is that of their meetings.

    "Supersedes D-12" means the last decision with that number, "rescinds the resolution of 3 March" the one of
    that day; where there are several of that day, the one whose words are nearest, and none where none is near.
    """
    earlier: defaultdict[str, list[Decision]] = defaultdict(list)
    gone: set[int] = set()
    for one in decisions:
        before = earlier[_body(one, bodies)]
        for name in one.supersedes:
            found = _meant(name, one, before)
            if found is not None:
                gone.add(id(found))
        before.append(one)
    return tuple(one for one in decisions if id(one) not in gone)


def _body(decision: Decision, bodies: Bodies) -> str:
    return bodies.key(decision.meeting.body) if decision.meeting else ""


def _meant(name: str, by: Decision, before: Sequence[Decision]) -> Decision | None:
    """The earlier decision that a label or a day means."""
    labelled = [one for one in before if one.label and label_key(one.label) == label_key(name)]
    if labelled:
        return labelled[-1]
    of_day = [one for one in before if one.meeting and one.meeting.date and one.meeting.date.isoformat() == name]
    return of_day[0] if len(of_day) == 1 else _nearest(by, of_day)


def _nearest(by: Decision, among: Iterable[Decision]) -> Decision | None:
    told, scale = wording(key(by.text), ()), Scale({}, 0)
    scored = [(scale.likeness(wording(key(one.text), ()), told), -one.line, one) for one in among]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and best[0] >= _ALIKE else None
