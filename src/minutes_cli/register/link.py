"""Linking by words: which earlier action a statement of a later meeting tells of, where no id says so.

Only within a body, only backwards in time, one to one, by the best total assignment. What counts as near
enough depends on whose the action is and on whether the statement is presented as coming from an earlier
meeting. A wrong link is worse than none: the thresholds are measured (docs/linking.md).

It knows nothing of ids and labels; `fold` asks those first.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from minutes_cli.model import Status
from minutes_cli.register.assign import best_pairs
from minutes_cli.register.ids import task_words
from minutes_cli.register.likeness import (
    LIKELY,
    OTHER,
    SAME,
    UNKNOWN,
    Scale,
    Wording,
    owners_relation,
    wording,
)
from minutes_cli.register.strand import Strand
from minutes_cli.register.twins import Statement, Twin

CARRIED = MappingProxyType({SAME: 0.55, LIKELY: 0.55, UNKNOWN: 0.55, OTHER: 0.90})
"""What a statement that reports on earlier actions has to reach, by whether the owners agree."""
PLAIN = MappingProxyType({SAME: 0.72, LIKELY: 0.85, UNKNOWN: 0.90})
"""What any other has to reach, such as an entry of a list that every meeting copies; none if the owners differ."""
CLOSED = 0.85
"""What a statement has to reach to be held for one more report on an action that is closed."""
AGAIN = 0.85
"""What an entry has to reach to repeat what the same minutes say in another list; `twins` found the others."""
SUMMARY = MappingProxyType({SAME: 0.55, LIKELY: 0.60, UNKNOWN: 0.75})
"""What an entry of the list that closes the minutes has to reach to sum up what stands further up in them."""
_WORTH = MappingProxyType({SAME: 0.2, LIKELY: 0.1, UNKNOWN: 0.05, OTHER: 0.0})
"""What agreeing owners add, where two actions are as near as each other."""
_RECENT = 0.02
"""What being told of at the last meeting adds."""
_FEWEST_STEMS = 2
"""Stems that two statements share, at least, unless one has no more than that."""
_KEPT_WORDINGS = 4
_MOST_FREQUENT = 60
"""Actions a stem is looked up for, the latest ones, so that a body of thousands stays fast."""


@dataclass(slots=True)
class Memory:
    """What is remembered of one action to know it again."""

    strand: Strand
    wordings: tuple[Wording, ...] = ()
    """The first and the latest ones."""
    people: tuple[tuple[str, ...], ...] = ()
    """The owners of each meeting that named any, the latest two and the first."""
    is_open: bool = True
    day: Day | None = None
    """When it was last told of."""
    zones: frozenset[int] = frozenset()
    """The lists of the sitting at hand that tell of it."""


@dataclass(slots=True)
class Known:
    """The actions of one body so far, by the stems of their words."""

    memories: list[Memory] = field(default_factory=list)
    by_stem: defaultdict[str, deque[int]] = field(
        default_factory=lambda: defaultdict(lambda: deque(maxlen=_MOST_FREQUENT))
    )
    counts: Counter[str] = field(default_factory=Counter)
    """How many wordings have the stem."""
    total: int = 0
    last_day: Day | None = None
    place: dict[int, int] = field(default_factory=dict)
    """Identity of a strand → its place in `memories`."""
    _told_of: list[Memory] = field(default_factory=list)
    """By the sitting at hand."""
    _sitting: str = ""
    """The key of the sitting at hand."""

    def candidates(self, told: Iterable[Wording]) -> list[int]:
        """Places of the actions that share stems with one of the wordings, rising."""
        found: set[int] = set()
        for one in told:
            shared = Counter(chain.from_iterable([self.by_stem[stem] for stem in one.stems if stem in self.by_stem]))
            least = min(_FEWEST_STEMS, len(one.stems))
            found.update([place for place, count in shared.items() if count >= least])
        return sorted(found)

    def begin(self, sitting: str) -> None:
        """The sitting of that key begins: nothing is told of yet."""
        self._sitting = sitting
        for memory in self._told_of:
            memory.zones = frozenset()
        self._told_of.clear()

    def end(self, day: Day | None) -> None:
        """A sitting of that day has ended."""
        self.last_day = day or self.last_day

    def is_open(self, strand: Strand) -> bool:
        """Whether nothing has closed the action yet."""
        return self.memories[self.place[id(strand)]].is_open

    def hang(self, strand: Strand) -> None:
        """Notes that it makes a difference to the sitting at hand whether the action is open."""
        strand.hung = f"{self._sitting}~" if self.is_told_of(strand) else self._sitting

    def is_told_of(self, strand: Strand) -> bool:
        """Whether the sitting at hand tells of the action already."""
        return bool(self.memories[self.place[id(strand)]].zones)

    def remember(self, strand: Strand, group: Sequence[Twin], zones: frozenset[int]) -> None:
        """Takes in what a sitting says of an action."""
        at = self.place.setdefault(id(strand), len(self.memories))
        if at == len(self.memories):
            self.memories.append(Memory(strand))
        memory = self.memories[at]
        told = wordings(group)
        for one in told:
            if one not in memory.wordings:
                self._index(one, at)
        every = (*memory.wordings, *(one for one in told if one not in memory.wordings))
        memory.wordings = (every[0], *every[1:][-(_KEPT_WORDINGS - 1) :])
        named = tuple(one.statement.people for one in group if one.statement.people)
        memory.people = (*memory.people[:1], *(*memory.people[1:], *named)[-2:]) if memory.people else named[-3:]
        memory.is_open = _stays_open(group, memory.is_open)
        memory.day = day_of(group[0].statement) or memory.day
        memory.zones |= zones
        self._told_of.append(memory)

    def _index(self, told: Wording, at: int) -> None:
        self.total += 1
        for stem in told.stems:
            self.counts[stem] += 1
            places = self.by_stem[stem]
            if not places or places[-1] != at:
                places.append(at)


class Link(NamedTuple):
    """An earlier action that a group of statements is held to tell of."""

    strand: Strand
    likeness: float


class Asked(NamedTuple):
    """A group of statements whose earlier action is looked for."""

    twins: Sequence[Twin]
    zones: frozenset[int]
    """The lists it stands in: two entries of one list are never the same action."""
    keeps_apart: Callable[[Strand], bool] | None
    """Whether something says that it is not this action; None where nothing says so of any."""
    sums_up: bool = False
    """It stands in the list that closes the minutes."""


def links(groups: Mapping[int, Asked], known: Known) -> dict[int, Link]:
    """The earlier action of each group of a sitting that has one, by the place of the group."""
    scores: dict[tuple[int, int], float] = {}
    found: dict[tuple[int, int], float] = {}
    scale = Scale(known.counts, known.total)
    for at, asked in groups.items():
        group = asked.twins
        told = wordings(group)
        is_carried = any(one.statement.mention.carried for one in group)
        named = tuple(dict.fromkeys(name for one in group for name in one.statement.people))
        if day_of(group[0].statement) is None:
            continue
        for place in known.candidates(told):
            memory = known.memories[place]
            # A list that sums up what stands above repeats what is done there, too.
            if not (is_carried or memory.is_open or (asked.sums_up and memory.zones)) or memory.zones & asked.zones:
                continue
            if not _is_before(memory, group) or (asked.keeps_apart and asked.keeps_apart(memory.strand)):
                continue
            alike = scale.best(told, memory.wordings)
            if alike < _needed(memory, SAME, is_carried=is_carried, sums_up=asked.sums_up):
                continue  # no relation asks for less
            relation = _relation(named, memory)
            if alike >= _needed(memory, relation, is_carried=is_carried, sums_up=asked.sums_up):
                found[at, place] = alike
                recent = _RECENT if memory.day == known.last_day else 0.0
                scores[at, place] = alike + _WORTH[relation] + recent
                known.hang(memory.strand)
    pairs = best_pairs(scores)
    return {at: Link(known.memories[place].strand, found[at, place]) for at, place in pairs.items()}


def wordings(group: Sequence[Twin]) -> tuple[Wording, ...]:
    """The wordings of a group, each once; of a report with a topic before a colon that topic, too."""
    told: dict[Wording, None] = {}
    for one in group:
        mention = one.statement.mention
        told[wording(one.statement.words, mention.owners)] = None
        topic, sign, _ = mention.text.partition(": ") if mention.carried else ("", "", "")
        if sign and len(topic.split()) > 1:
            told[wording(task_words(replace(mention, text=topic)), mention.owners)] = None
    return tuple(told)


def day_of(statement: Statement) -> Day | None:
    """The day of the meeting that says it."""
    meeting = statement.mention.meeting
    return meeting.date if meeting else None


def _is_before(memory: Memory, group: Sequence[Twin]) -> bool:
    """Whether the action was there before; in the same minutes, by another list of theirs."""
    statement = group[0].statement
    day = day_of(statement)
    if day is None or memory.day is None:
        return False
    if not memory.zones:
        return memory.day <= day
    begun = memory.strand.told[0].mention
    if begun.path != statement.mention.path:
        return True
    return begun.span.start < statement.mention.span.start


def _relation(named: tuple[str, ...], memory: Memory) -> str:
    """Whether the owners of a group and those of an action agree, the best of all its meetings."""
    relations = {owners_relation(named, owners) for owners in memory.people} or {UNKNOWN}
    return next(kind for kind in (SAME, LIKELY, UNKNOWN, OTHER) if kind in relations)


def _needed(memory: Memory, relation: str, *, is_carried: bool, sums_up: bool) -> float:
    """The likeness from which on they are held for the same; above one for never."""
    if memory.zones and sums_up:
        return SUMMARY.get(relation, 2.0)
    if not is_carried and not memory.is_open:
        return 2.0
    least = (CARRIED if is_carried else PLAIN).get(relation, 2.0)
    if memory.zones:
        return max(least, AGAIN)
    return least if memory.is_open else max(least, CLOSED)


def _stays_open(group: Sequence[Twin], was_open: bool) -> bool:
    said = {one.statement.mention.status for one in group} - {None}
    if said & {Status.DONE, Status.DROPPED}:
        return False
    return True if said else was_open
