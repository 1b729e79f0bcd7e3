"""How alike two statements of an action are, made at different meetings: by words, and by owners.

What is told of an action later is told in other words: "delete the old calendar", then "Old calendar
deleted". So words are compared by their stems, rare ones weigh more, and both the share of all words and
that of the shorter statement count.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import fsum
from typing import NamedTuple

from minutes_cli.register.names import key

_SMALL_WORDS = frozenset(
    """a about also an and are as at be been being by can could do for from has have he her his i if in into is it
    its me more need needs new next of on or our out please she should so some that the their them they this to up
    us was we were what when whether which will with would you action item task todo done ongoing open
    """.split()  # noqa: SIM905
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ed", "es", "er", "s", "e", "y")
_SHORTEST_STEM = 3
_PARTS = re.compile(r"[^\W_]+")
_KEPT = 4_096
"""Words come again and again, and a statement is asked for twice; what is kept follows from the words alone."""
_KEPT_PAIRS = 16_384
"""Pairs of names: a body has few people, who are compared at every meeting."""
_INITIALS = re.compile(r"[A-Z]{2,3}")


class Wording(NamedTuple):
    """The words of one statement, ready to be compared."""

    words: str
    """As `ids.task_words` gives them."""
    stems: frozenset[str]
    """Of the words that carry meaning, owners' names left out."""
    numbers: frozenset[str]
    """Words with a digit in them, of the stems."""


@lru_cache(maxsize=_KEPT)
def wording(words: str, names: tuple[str, ...]) -> Wording:
    """The words of a statement; `names` are of its owners."""
    told = {part for name in names for part in key(name).split()}
    kept = [one for one in _PARTS.findall(words) if one not in _SMALL_WORDS and one not in told]
    stems = frozenset(map(stem, kept))
    return Wording(words, stems, frozenset(one for one in stems if any(map(str.isdigit, one))))


@lru_cache(maxsize=_KEPT)
def stem(word: str) -> str:
    """A word without its ending, so that "deleted" and "deletion" meet; words of other alphabets stay whole.

    >>> stem("deleted"), stem("deletion"), stem("made"), stem("3544")
    ('delet', 'delet', 'mad', '3544')
    """
    if not word.isascii():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


class _Weights(dict[str, float]):
    """How much each stem tells, worked out when it is asked for."""

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        super().__init__()
        self._counts = counts
        self._total = total

    def __missing__(self, stem: str) -> float:
        found = self[stem] = rarity(self._counts.get(stem, 0), self._total)
        return found


class Scale:
    """How much each stem tells in a body at one moment; weights and sums are kept while nothing is added.

    `counts` are the wordings that have a stem, `total` all of them.
    """

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        self._weight = _Weights(counts, total).__getitem__
        self._sums: dict[int, tuple[float, Wording]] = {}
        """By identity, which takes less time than to compare; the wording is kept so that no other takes its place."""

    def sum_of(self, told: Wording) -> float:
        """How much all stems of a wording tell together."""
        found = self._sums.get(id(told))
        if found is None:
            found = self._sums[id(told)] = fsum(map(self._weight, told.stems)), told
        return found[0]

    def likeness(self, one: Wording, other: Wording) -> float:
        """0 to 1: the mean of the weighted share of all stems and of those of the shorter statement.

        Sums are exact (`fsum`), so that the order in which a set gives its members changes nothing.
        """
        if one.words == other.words:
            return 1.0
        both = one.stems & other.stems
        if not both or (one.numbers - other.numbers and other.numbers - one.numbers):
            return 0.0
        shared, left, right = fsum(map(self._weight, both)), self.sum_of(one), self.sum_of(other)
        return (2 * shared / (left + right) + shared / min(left, right)) / 2

    def best(self, these: Sequence[Wording], those: Sequence[Wording]) -> float:
        """The likeness of the two that are most alike. Asked for every action of a body at every meeting."""
        best = 0.0
        for one in these:
            for other in those:
                found = self.likeness(one, other)
                if found > best:
                    if found >= 1.0:
                        return found
                    best = found
        return best


def rarity(count: int, total: int) -> float:
    """The weight of a stem that `count` of `total` actions have; never below one."""
    return 1.0 + math.log((total + 1) / (count + 1))


SAME, UNKNOWN, LIKELY, OTHER = "same", "unknown", "likely", "other"


def owners_relation(these: Iterable[str], those: Iterable[str]) -> str:
    """Whether two sets of owners are of one action: one of SAME, UNKNOWN (one names nobody), LIKELY, OTHER.

    Initials and a name that they may stand for ("AM", Ann Miller) are LIKELY.
    """
    left, right = tuple(these), tuple(those)
    if not left or not right:
        return UNKNOWN
    found = {_names_relation(one, other) for one in left for other in right}
    return next(kind for kind in (SAME, LIKELY, OTHER) if kind in found)


@lru_cache(maxsize=_KEPT_PAIRS)
def _names_relation(one: str, other: str) -> str:
    left, right = key(one).split(), key(other).split()
    if not left or not right:
        return OTHER
    if left == right or left[0] == right[0] or set(left) <= set(right) or set(right) <= set(left):
        return SAME
    if _are_initials(one, right) or _are_initials(other, left) or _begins(left[0], right[0]):
        return LIKELY
    return OTHER


def _are_initials(short: str, words: list[str]) -> bool:
    letters = short.strip().casefold()
    if _INITIALS.fullmatch(short.strip()) is None or letters[0] != words[0][0]:
        return False
    return len(words) == 1 or letters[-1] == words[-1][0]


def _begins(one: str, other: str) -> bool:
    """A short form or a slip: "Chris" and "ChristopherA", "Implementers" and "Implementors"."""
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared >= 4 or (shared >= 3 and shared == min(len(one), len(other)))
