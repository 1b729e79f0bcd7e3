"""The same action stated twice in the minutes of one meeting: where it came up, and in a list of actions.

Two statements are twins when they have one label, or when one of them stands in a list of actions,
the other elsewhere, their owners can be the same and their words are nearly the same. The thresholds were
measured on hand-made labels, not on what the reader finds (182 files, 158 second places): 98 % of the pairs were right
and 78 % of the second places were found, most of the rest being reworded beyond what words can show.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from minutes_cli.model import Mention
from minutes_cli.register.ids import is_stamp, label_key
from minutes_cli.register.names import key

ALIKE = 80.0
"""Of 100: what two statements of one action reach."""
_LIST_LENGTH = 3
_SHORT_LIST_LENGTH = 2
_FEWEST_SHARED = 2
_FEWEST_WORDS = 2
_WORDS_THAT_SPEAK_ALONE = 6
"""Words that are the same one by one and are so many are no accident, even outside a list."""
LARGEST_GAP = 6
"""Lines between two entries of one list."""
_MOST_FREQUENT = 50
"""A word that more mentions have brings no candidates, so that a meeting of thousands stays fast."""
_SMALL_WORDS = frozenset(
    """a about and are as at be by for from in into is it its new of on or our out that the this to up we
    will with""".split()  # noqa: SIM905
)


class Statement(NamedTuple):
    """A mention and what the comparison needs of it."""

    mention: Mention
    words: str
    """As `ids.task_words` gives them."""
    people: tuple[str, ...]
    """Whom its owners mean."""
    body: str | None
    """The body's name as shown."""
    body_key: str


class Twin(NamedTuple):
    """A statement in a group, with how it came to be there."""

    statement: Statement
    link: str | None
    """`id` or `words`; None for the first of a group."""
    likeness: float | None


class _Pair(NamedTuple):
    place: int
    entry: int
    """Positions of the statements; the entry is the one in the longer list, else the later."""
    by_label: bool
    in_list: bool
    likeness: float
    """0 to 100."""


def twins(statements: Sequence[Statement]) -> tuple[tuple[Twin, ...], ...]:
    """The statements of one meeting in one file, in the order of lines, as groups of the same action.

    Every statement is in exactly one group; groups and their members keep the order given.
    """
    zones = zones_of(statements)
    groups = [{zone: at} for at, zone in enumerate(zones)]
    where = list(range(len(statements)))
    joined: dict[int, _Pair] = {}
    for pair in sorted(_pairs(statements, zones), key=_strongest_first):
        first, second = sorted((where[pair.place], where[pair.entry]))
        # An entry of a list stands for one other place, or two places with one entry each would be one action.
        if pair.entry in joined or first == second or groups[first].keys() & groups[second].keys():
            continue
        joined[pair.entry] = pair
        for at in groups[second].values():
            where[at] = first
        groups[first] |= groups[second]
        groups[second] = {}
    return tuple(_group(sorted(group.values()), statements, joined) for group in groups if group)


def _strongest_first(pair: _Pair) -> tuple[bool, bool, float, int, int]:
    return not pair.by_label, not pair.in_list, -pair.likeness, abs(pair.entry - pair.place), pair.place


def alike(one: Statement, other: Statement) -> float:
    """How alike the words of two statements are, 0 to 100, their owners' names left out."""
    if one.words == other.words:
        return 100.0
    names = {word for owner in (*one.people, *other.people) for word in key(owner).split()}
    left = [word for word in one.words.split() if word not in names]
    right = [word for word in other.words.split() if word not in names]
    shared = (set(left) & set(right)) - _SMALL_WORDS
    if len(shared) < _FEWEST_SHARED or _numbers_differ(left, right):
        return 0.0
    these, those = " ".join(left), " ".join(right)
    from rapidfuzz import fuzz

    return (fuzz.token_set_ratio(these, those) + fuzz.token_sort_ratio(these, those)) / 2


def _numbers_differ(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether each has a number that the other has not: "review issue 12" and "review issue 13"."""
    these, those = ({word for word in words if any(map(str.isdigit, word))} for words in (one, other))
    return bool(these - those) and bool(those - these)


def same_people(one: Statement, other: Statement) -> bool:
    """Whether the owners can be the same: nobody named, a name in common, or part of one."""
    if not one.people or not other.people:
        return True
    names, others = [key(owner) for owner in one.people], [key(owner) for owner in other.people]
    return any(_same_name(left, right) for left in names for right in others)


def _same_name(one: str, other: str) -> bool:
    if one == other:
        return True
    words, others = one.split(), other.split()
    return bool(words and others) and (words[0] == others[0] or set(words) <= set(others) or set(others) <= set(words))


def zones_of(statements: Sequence[Statement]) -> list[int]:
    """For each statement the number of its list or passage: the same item and form, close together."""
    zones: list[int] = []
    before: Mention | None = None
    for statement in statements:
        mention = statement.mention
        joins = before is not None and (
            (mention.item, mention.form) == (before.item, before.form) and mention.line - before.end_line <= LARGEST_GAP
        )
        zones.append(zones[-1] + (not joins) if zones else 0)
        before = mention
    return zones


def _pairs(statements: Sequence[Statement], zones: Sequence[int]) -> Iterator[_Pair]:
    sizes = Counter(zones)
    for earlier, later in _candidates(statements):
        if zones[earlier] == zones[later]:
            continue
        one, other = statements[earlier], statements[later]
        by_label = _same_label(one.mention.label, other.mention.label)
        if by_label is False or not same_people(one, other) or (not by_label and _are_of_one_report(one, other)):
            continue
        longest = max(sizes[zones[earlier]], sizes[zones[later]])
        likeness = alike(one, other)
        if by_label or (likeness >= ALIKE and _is_sure(one, other, longest)):
            is_entry_first = sizes[zones[earlier]] > sizes[zones[later]]
            place, entry = (later, earlier) if is_entry_first else (earlier, later)
            yield _Pair(place, entry, by_label is True, longest >= _SHORT_LIST_LENGTH, likeness)


def _are_of_one_report(one: Statement, other: Statement) -> bool:
    """Whether both stand in one report on earlier actions, where each action has its place, however long its notes."""
    return one.mention.carried and other.mention.carried and one.mention.item == other.mention.item


def _same_label(one: str | None, other: str | None) -> bool | None:
    """None where labels say nothing: one is missing, or is an id that somebody wrote beside a label."""
    if not one or not other:
        return None
    if label_key(one) == label_key(other):
        return True
    return None if is_stamp(one) != is_stamp(other) else False


def _is_sure(one: Statement, other: Statement, longest_list: int) -> bool:
    """Whether words as like as these can be no accident, given the length of the longer of their two lists."""
    count = min(_weight(one.words), _weight(other.words))
    identical = one.words == other.words
    if identical and count >= _WORDS_THAT_SPEAK_ALONE:
        return True
    if count < _FEWEST_WORDS:
        return False
    if one.mention.form != other.mention.form:
        return identical or longest_list >= _SHORT_LIST_LENGTH
    return longest_list >= _LIST_LENGTH


def _weight(words: str) -> int:
    """How many words; scripts that leave no space between them count three characters as one."""
    return max(words.count(" ") + 1, sum(one > "\u2e80" for one in words) // 3)


def _candidates(statements: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Places of two statements, the earlier first, each pair once, that share a label or enough words."""
    by_label: defaultdict[str, list[int]] = defaultdict(list)
    by_words: defaultdict[str, list[int]] = defaultdict(list)
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for at, statement in enumerate(statements):
        found = Counter[int]()
        if statement.mention.label:
            same_label = by_label[label_key(statement.mention.label)]
            found.update(dict.fromkeys(same_label[-_MOST_FREQUENT:], _FEWEST_SHARED))
            same_label.append(at)
        same_words = by_words[statement.words]
        found.update(dict.fromkeys(same_words[-_MOST_FREQUENT:], _FEWEST_SHARED))
        same_words.append(at)
        for word in set(statement.words.split()) - _SMALL_WORDS:
            others = by_word[word]
            if len(others) <= _MOST_FREQUENT:
                for other in others:
                    found[other] += 1
                others.append(at)
        yield from ((other, at) for other in sorted(found) if found[other] >= _FEWEST_SHARED)


def _group(places: Sequence[int], statements: Sequence[Statement], joined: Mapping[int, _Pair]) -> tuple[Twin, ...]:
    """The members of a group in the order of lines; the likeness is that of the pair that brought each in."""
    members = [Twin(statements[places[0]], None, None)]
    for at in places[1:]:
        pair = joined.get(at) or next(one for one in joined.values() if at == one.place)
        likeness = None if pair.by_label else round(pair.likeness / 100, 2)
        members.append(Twin(statements[at], "id" if pair.by_label else "words", likeness))
    return tuple(members)
