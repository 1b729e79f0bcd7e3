"""Two registers of one folder → what became different between them, action by action.

Actions are paired by their id; by the file's own label within a meeting; by their words, wherever they
went; and, where one vanished and another appeared in the same file or meeting, by likeness of words, place
and owners. Only `diff` and `log` pair like that: in the register itself a reworded action is a new one,
unless an id in the text says otherwise. Pure; whether the two states come from git is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter

from rapidfuzz import fuzz

from minutes_cli.model import Action, Register, Status
from minutes_cli.register.ids import label_key, task_words

_LIKELY = 70.0
"""Of 100. From here on a vanished and a new action of one file are one, reworded."""
_SAME_GAP, _SAME_OWNERS = 15.0, 10.0
"""What it adds that both stand between the same neighbours, and that the same people are to do it."""


class Kind(StrEnum):
    """What happened to an action, in the order in which it is told."""

    RAISED = "raised"
    REWORDED = "reworded"
    REASSIGNED = "reassigned"
    DUE = "due moved"
    CLOSED = "closed"
    DROPPED = "dropped"
    REOPENED = "reopened"
    MOVED = "moved"
    """The same words stand in another meeting now, so that the id is another."""
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that became different about one action."""

    kind: Kind
    before: Action | None
    """None where it was raised."""
    after: Action | None
    """None where it vanished."""

    @property
    def action(self) -> Action:
        """The action as it is now, or as it was last."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference is of some action")
        return found


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which action of one register is which of the other."""

    pairs: tuple[tuple[Action, Action], ...]
    gone: tuple[Action, ...]
    new: tuple[Action, ...]

    def before(self, after: Action) -> Action | None:
        """What an action was before; None for a new one."""
        return next((old for old, now in self.pairs if now.id == after.id), None)


def compare(before: Register, after: Register) -> tuple[Difference, ...]:
    """All differences, by file, line and kind; none of two registers that say the same."""
    found = pair(before, after)
    differences = [
        *(Difference(Kind.RAISED, None, one) for one in found.new),
        *(Difference(Kind.VANISHED, one, None) for one in found.gone),
        *(difference for old, now in found.pairs for difference in changes(old, now)),
    ]
    order = list(Kind)
    return tuple(sorted(differences, key=lambda one: (one.action.file, one.action.line, order.index(one.kind))))


def changes(before: Action, after: Action) -> tuple[Difference, ...]:
    """What is different about one action, in the order of Kind."""
    reworded = _words(before) != _words(after)
    kinds = {
        Kind.REWORDED: reworded,
        Kind.REASSIGNED: _owners(before) != _owners(after),
        Kind.DUE: _due(before) != _due(after),
        Kind.CLOSED: before.status is not after.status is Status.DONE,
        Kind.DROPPED: before.status is not after.status is Status.DROPPED,
        Kind.REOPENED: before.status is not after.status is Status.OPEN,
        Kind.MOVED: not reworded and before.meeting != after.meeting and before.id != after.id,
    }
    return tuple(Difference(kind, before, after) for kind, happened in kinds.items() if happened)


def pair(before: Register, after: Register) -> Pairing:
    """Each action of one register with the one of the other that it is; at most one."""
    pairs: list[tuple[Action, Action]] = []
    gone, new = list(before.actions), list(after.actions)
    for key in (_by_id, _by_label, _by_words_in_file, _by_words):
        found = _match(gone, new, key)
        pairs += found
        gone = _without(gone, (old for old, _ in found))
        new = _without(new, (now for _, now in found))
    reworded = _reworded(gone, new, _gaps(before, pairs, 0), _gaps(after, pairs, 1))
    pairs += reworded
    return Pairing(
        tuple(pairs),
        tuple(_without(gone, (old for old, _ in reworded))),
        tuple(_without(new, (now for _, now in reworded))),
    )


def _by_id(one: Action) -> Hashable:
    return one.id.casefold()


def _by_label(one: Action) -> Hashable:
    """A label that another action bears too is shown with its meeting: its id moves, the action does not."""
    return (label_key(one.label), one.meeting) if one.label else None


def _by_words_in_file(one: Action) -> Hashable:
    return one.file, _words(one), one.meeting


def _by_words(one: Action) -> Hashable:
    return _words(one), _owners(one)


def _match(
    gone: Sequence[Action], new: Sequence[Action], key: Callable[[Action], Hashable]
) -> list[tuple[Action, Action]]:
    """Those with the same key, the first with the first."""
    waiting: defaultdict[Hashable, list[Action]] = defaultdict(list)
    for one in reversed(gone):
        waiting[key(one)].append(one)
    return [(waiting[name].pop(), now) for now in new if (name := key(now)) is not None and waiting.get(name)]


def _without(actions: Iterable[Action], taken: Iterable[Action]) -> list[Action]:
    ids = {one.id for one in taken}
    return [one for one in actions if one.id not in ids]


Gaps = Mapping[str, tuple[str, str]]
"""For each action, by id, the paired neighbours before and after it in its file, by the id they have now."""


def _gaps(register: Register, pairs: Sequence[tuple[Action, Action]], side: int) -> Gaps:
    anchors = {both[side].id: both[1].id for both in pairs}
    by_file: defaultdict[str, list[Action]] = defaultdict(list)
    for one in register.actions:
        by_file[one.file].append(one)
    found: dict[str, tuple[str, str]] = {}
    for inside in by_file.values():
        ordered = sorted(inside, key=lambda one: one.line)
        above = _last_anchors(ordered, anchors)
        below = _last_anchors(ordered[::-1], anchors)
        found |= {one.id: (above[one.id], below[one.id]) for one in ordered}
    return found


def _last_anchors(ordered: Iterable[Action], anchors: Mapping[str, str]) -> dict[str, str]:
    last, found = "", dict[str, str]()
    for one in ordered:
        found[one.id] = last
        last = anchors.get(one.id, last)
    return found


def _reworded(
    gone: Sequence[Action], new: Sequence[Action], gaps_before: Gaps, gaps_after: Gaps
) -> list[tuple[Action, Action]]:
    """Vanished and new ones of one file, or of one meeting, that are likely the same, the likeliest first."""
    near: defaultdict[str, dict[str, Action]] = defaultdict(dict)
    for one in new:
        for place in _places(one):
            near[place][one.id] = one
    likely: list[tuple[float, int, Action, Action]] = []
    for old in gone:
        for now in {key: one for place in _places(old) for key, one in near[place].items()}.values():
            score = fuzz.token_sort_ratio(_words(old), _words(now))
            score += _SAME_GAP * (gaps_before[old.id] == gaps_after[now.id])
            score += _SAME_OWNERS * (_owners(old) == _owners(now) != ())
            if score >= _LIKELY:
                likely.append((-score, abs(old.line - now.line), old, now))
    found: list[tuple[Action, Action]] = []
    taken_old, taken_new = set[str](), set[str]()
    for _, _, old, now in sorted(likely, key=itemgetter(0, 1)):
        if old.id not in taken_old and now.id not in taken_new:
            taken_old.add(old.id)
            taken_new.add(now.id)
            found.append((old, now))
    return found


def _places(one: Action) -> tuple[str, ...]:
    """The file; and the meeting, which keeps its name when the file gets another."""
    return (one.file, f"{one.meeting}\n") if one.meeting and one.raised else (one.file,)


def _words(one: Action) -> str:
    return task_words(one.mentions[0].mention)


def _owners(one: Action) -> tuple[str, ...]:
    return tuple(sorted({owner.casefold() for owner in one.owners}))


def _due(one: Action) -> str:
    """The day, or the words where no day follows from them."""
    return one.due.isoformat() if one.due else (one.due_text or "").casefold()
