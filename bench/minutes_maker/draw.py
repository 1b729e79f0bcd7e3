"""Chance that is the same on every machine: only `random.Random.random()` is drawn, seeded with a text."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

One = TypeVar("One")


class Draw:
    """A run of chances of its own for each seed; equal seeds give equal runs."""

    def __init__(self, *seed: object) -> None:
        self._next = Random("/".join(map(str, seed))).random

    def chance(self, share: float) -> bool:
        """True in that share of cases, 0 to 1."""
        return self._next() < share

    def below(self, end: int) -> int:
        """A number from 0 to `end`, `end` itself left out."""
        return int(self._next() * end)

    def one(self, of: Sequence[One]) -> One:
        """One of them, each as likely as the others."""
        return of[int(self._next() * len(of))]

    def weighted(self, of: Sequence[tuple[One, int]]) -> One:
        """One of them, as often as its weight says."""
        left = self._next() * sum(weight for _, weight in of)
        for one, weight in of:
            left -= weight
            if left < 0:
                return one
        return of[-1][0]
