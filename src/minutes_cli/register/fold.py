"""The fold proper: takes the sittings one by one and joins what each says to what was said before.

By id first: the file's own label, or an id that somebody wrote into the text. Then, unless it is strict,
by words (`link`): first what reports on earlier actions, then the rest. What is left begins a new action.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from minutes_cli.config import Config, Pair
from minutes_cli.model import Mention, Told
from minutes_cli.register import link as by_words
from minutes_cli.register.hinges import sitting_key
from minutes_cli.register.ids import SHORTEST_STAMP, derived_id, is_stamp, label_key, task_words
from minutes_cli.register.likeness import OTHER, owners_relation
from minutes_cli.register.people import People
from minutes_cli.register.strand import Strand
from minutes_cli.register.twins import Statement, Twin, alike, same_people, twins, zones_of

_SAME_LABEL_ALIKE = 60.0
"""Of 100. Below it one label in two meetings is two actions, such as each meeting's "Action 1"."""
_RUNNING_DIGITS = 2
"""Digits of a label with letters, such as A12, that is likely to be of a numbering that runs on: who names
nobody there reports on what somebody else was named for."""
_TRACKER_DIGITS = 3
"""Digits of a label that no meeting starts over with, such as ACTION-123 or 2011/04."""
_PASSES = 2


@dataclass(slots=True)
class _Known:
    """What one body's actions can be found by; only earlier ones are in it."""

    labels: dict[str, Strand] = field(default_factory=dict)
    """The latest that bears the label."""
    stamps: defaultdict[str, list[Strand]] = field(default_factory=lambda: defaultdict(list))
    """By the first eight characters of the id."""
    ids: dict[str, Strand] = field(default_factory=dict)
    references: defaultdict[str, list[Strand]] = field(default_factory=lambda: defaultdict(list))
    """By the issue or pull request that its words name."""
    words: by_words.Known = field(default_factory=by_words.Known)


class _Group(NamedTuple):
    """Statements of one sitting that are one action."""

    twins: tuple[Twin, ...]
    derived: str
    """The id that it would have if it were new."""
    zones: frozenset[int]

    @property
    def first(self) -> Statement:
        return self.twins[0].statement

    @property
    def is_carried(self) -> bool:
        return any(one.statement.mention.carried for one in self.twins)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label_key(label) for one in self.twins if (label := one.statement.mention.label))

    @property
    def references(self) -> frozenset[str]:
        return frozenset(one for twin in self.twins for one in twin.statement.mention.references)


class _Found(NamedTuple):
    strand: Strand
    link: str
    """As in `Told`."""
    likeness: float | None


class Fold:
    """Takes the sittings in the order of their meetings; keeps the strands in the order they were begun."""

    def __init__(self, people: People, config: Config, *, strict: bool = False, told: tuple[Pair, ...] = ()) -> None:
        self.people = people
        self.strict = strict
        self.strands: list[Strand] = []
        self._known: defaultdict[str, _Known] = defaultdict(_Known)
        self._occurrences: Counter[tuple[str, str]] = Counter()
        self._confirmed = (*config.links, *told)
        self._refused = config.unlinks

    def take(self, sitting: Sequence[Statement]) -> None:
        """Joins each action of a sitting to an earlier one, or begins a new one."""
        if not sitting:
            return
        known = self._known[sitting[0].body_key]
        known.words.begin(sitting_key(sitting[0].mention))
        before = len(self.strands)
        rest: list[_Group] = []
        groups = self._groups(sitting)
        named = Counter(one for group in groups for one in group.references)
        for group in groups:
            found = self._by_id(group, known, frozenset(one for one in group.references if named[one] == 1))
            if found is None:
                rest.append(group)
            else:
                self._join(group, found, known)
        closing = _closing_list(sitting)
        summed = [one for one in rest if not one.is_carried and closing in one.zones]
        self._by_words([one for one in rest if one.is_carried], known)
        self._by_words([one for one in rest if not one.is_carried and closing not in one.zones], known)
        self._by_words(summed, known, sums_up=True)
        known.words.end(by_words.day_of(sitting[0]))
        self.strands[before:] = sorted(self.strands[before:], key=_begun_at)

    def _groups(self, sitting: Sequence[Statement]) -> list[_Group]:
        """What twins make of a sitting, each with the id it would have; identical words in a file are numbered."""
        zones = dict(zip(map(_place, sitting), zones_of(sitting), strict=True))
        found: list[_Group] = []
        for group in twins(sitting):
            first = group[0].statement
            derived = derived_id(first.mention, first.words, 1)
            self._occurrences[first.mention.path, derived] += 1
            count = self._occurrences[first.mention.path, derived]
            derived = derived if count == 1 else derived_id(first.mention, first.words, count)
            found.append(_Group(group, derived, frozenset(zones[_place(one.statement)] for one in group)))
        return found

    def _by_id(self, group: _Group, known: _Known, references: frozenset[str]) -> _Found | None:
        """The action that a decision, a label, an id in the text or an issue's number says it is."""
        confirmed = self._decided(group, known)
        if confirmed is not None:
            return _Found(confirmed, "confirmed", None)
        strand = self._labelled(group, known) or _same_meeting(group, known) or self._referred(group, known, references)
        return None if strand is None or self._is_refused(group.derived, strand) else _Found(strand, "id", None)

    def _by_words(self, groups: Sequence[_Group], known: _Known, *, sums_up: bool = False) -> None:
        """Joins the groups that words link to an earlier action, best total first; the others are new.

        Asked twice: minutes that go through the earlier actions in two places (agenda and minutes, say) tell of each
        in both, and one pass gives an action to one of them only. What is new in the first place may be told of in
        the second, too.
        """
        waiting = dict(enumerate(groups))
        for _ in range(_PASSES):
            if not self._linked(waiting, known, sums_up=sums_up):
                break
        while waiting:
            first = min(min(one.zones) for one in waiting.values())
            for at, group in list(waiting.items()):
                if first in group.zones or not group.is_carried:
                    strand = Strand(group.derived, group.first.body, [])
                    self.strands.append(strand)
                    self._join(waiting.pop(at), _Found(strand, "raised", None), known)
            self._linked(waiting, known, sums_up=sums_up)

    def _linked(self, waiting: dict[int, _Group], known: _Known, *, sums_up: bool) -> bool:
        """Joins what words link now and takes it out of `waiting`; whether there was any."""
        if self.strict or not waiting:
            return False
        asked = {
            at: by_words.Asked(one.twins, one.zones, self._keeps_apart(one), sums_up) for at, one in waiting.items()
        }
        found = by_words.links(asked, known.words)
        for at, link in found.items():
            self._join(waiting.pop(at), _Found(link.strand, "words", round(link.likeness, 2)), known)
        return bool(found)

    def _keeps_apart(self, group: _Group) -> Callable[[Strand], bool] | None:
        """Whether numbers of a running list, or somebody's decision, say that a strand is another action."""
        running = frozenset(filter(_is_running, group.labels))
        if not running and not self._refused:
            return None
        return lambda strand: (
            self._is_refused(group.derived, strand)
            or (bool(running) and running.isdisjoint(running_of(strand)) and bool(running_of(strand)))
        )

    def _join(self, group: _Group, found: _Found, known: _Known) -> None:
        """Adds what a group says to the strand that it tells of, and remembers by what it can be found."""
        strand = found.strand
        strand.told += [
            Told(one.statement.mention, one.link or found.link, one.likeness if one.link else found.likeness)
            for one in group.twins
        ]
        _put_in_order(strand.told, _sitting_of(group.first.mention))
        known.labels |= dict.fromkeys(group.labels, strand)
        known.ids.setdefault(strand.derived, strand)
        _add(known.stamps[strand.derived[:SHORTEST_STAMP]], strand)
        for one in group.references:
            _add(known.references[one], strand)
        known.words.remember(strand, group.twins, group.zones)

    def _labelled(self, group: _Group, known: _Known) -> Strand | None:
        for statement in (one.statement for one in group.twins if one.statement.mention.label):
            label = label_key(statement.mention.label or "")
            if is_stamp(label) and not group.derived.startswith(label):
                stamped = [one for one in known.stamps[label[:SHORTEST_STAMP]] if one.derived.startswith(label)]
                if len(stamped) == 1:
                    return stamped[0]
            earlier = known.labels.get(label)
            if earlier is not None and self._is_same(label, earlier, statement):
                return earlier
        return None

    def _is_same(self, label: str, earlier: Strand, statement: Statement) -> bool:
        """Whether a label that was used before means the action it meant then."""
        mention, before = statement.mention, earlier.told[0].mention
        digits = sum(map(str.isdigit, label))
        if mention.carried or digits >= _TRACKER_DIGITS or is_stamp(label):
            return True
        if not mention.owners and (_is_running(label) or mention.status is not None):
            return True
        then = statement._replace(mention=before, words=task_words(before), people=self._people_of(before, statement))
        return alike(then, statement) >= _SAME_LABEL_ALIKE and same_people(then, statement)

    def _people_of(self, mention: Mention, statement: Statement) -> tuple[str, ...]:
        day = mention.meeting.date if mention.meeting else None
        return tuple(self.people.resolve(owner, statement.body, day) for owner in mention.owners)

    def _referred(self, group: _Group, known: _Known, references: frozenset[str]) -> Strand | None:
        """The one open action that names the same issue or pull request, for what reports on earlier ones."""
        if not group.is_carried:
            return None
        people = tuple(dict.fromkeys(name for one in group.twins for name in one.statement.people))
        for reference in sorted(references):
            for one in known.references[reference]:
                known.words.hang(one)
            still_open = [one for one in known.references[reference] if known.words.is_open(one)]
            if len(still_open) != 1 or known.words.is_told_of(still_open[0]):
                continue
            before = self._people_of(still_open[0].told[-1].mention, group.first)
            if owners_relation(people, before) != OTHER:
                return still_open[0]
        return None

    def _decided(self, group: _Group, known: _Known) -> Strand | None:
        """The action that the settings say it is."""
        for pair in self._confirmed:
            if group.derived.startswith(pair.mention):
                return next((one for one in known.ids.values() if _is_called(one, pair.action)), None)
        return None

    def _is_refused(self, derived: str, strand: Strand) -> bool:
        """Whether the settings say that it is not this action."""
        if not self._refused:
            return False
        return any(derived.startswith(one.mention) and _is_called(strand, one.action) for one in self._refused)


_LISTED = frozenset({"label", "record"})
"""Forms of entries that stand under a heading of actions; boxes stand under any heading."""


def _closing_list(sitting: Sequence[Statement]) -> int:
    """The zone of the list of two new actions or more that closes the minutes; -1 where they have none."""
    zones, last = zones_of(sitting), sitting[-1].mention
    is_list = zones.count(zones[-1]) > 1 and last.form in _LISTED and not last.carried
    return zones[-1] if is_list and zones[-1] > 0 else -1


def running_of(strand: Strand) -> frozenset[str]:
    """The labels of a running numbering that a strand has borne."""
    labels = (label_key(one.mention.label) for one in strand.told if one.mention.label)
    return frozenset(filter(_is_running, labels))


def _is_called(strand: Strand, name: str) -> bool:
    return strand.derived.startswith(name) or (strand.label is not None and label_key(strand.label) == label_key(name))


def _same_meeting(group: _Group, known: _Known) -> Strand | None:
    """The action of the same words in another file on the same meeting, such as a draft and its final form."""
    found = known.ids.get(group.derived)
    return found if found is not None and found.told[-1].mention.path != group.first.mention.path else None


def _is_running(label: str) -> bool:
    """Whether a label is of a numbering that goes on from meeting to meeting."""
    digits = sum(map(str.isdigit, label))
    return digits >= _TRACKER_DIGITS or (digits >= _RUNNING_DIGITS and any(map(str.isalpha, label)))


def _place(statement: Statement) -> tuple[int, int]:
    return statement.mention.span.start, statement.mention.span.end


def _sitting_of(mention: Mention) -> tuple[str, int]:
    return mention.path, mention.meeting.line if mention.meeting else 0


def _begun_at(strand: Strand) -> int:
    return strand.told[0].mention.span.start


def _put_in_order(told: list[Told], sitting: tuple[str, int]) -> None:
    """What one sitting says in the order of its lines; it stands at the end."""
    at = len(told)
    while at and _sitting_of(told[at - 1].mention) == sitting:
        at -= 1
    told[at:] = sorted(told[at:], key=lambda one: (one.link != "raised", one.mention.span.start, one.mention.span.end))


def _add(strands: list[Strand], strand: Strand) -> None:
    if all(strand is not one for one in strands):
        strands.append(strand)
