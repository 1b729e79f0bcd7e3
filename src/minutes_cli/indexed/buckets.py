"""The ids of a folder's actions by how they begin, and their labels by what they are compared as.

What begins alike is in one of 64 pieces of the index, so that an id, or the beginning of one, is found without
a look at the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from zlib import crc32

from minutes_cli.indexed.pieces import Head, name
from minutes_cli.register.ids import SHORTEST_SHOWN
from minutes_cli.store.index import Doubt, Index, packed, sum_of, unpacked

BUCKETS = 64
"""How many there are."""
Named = tuple[str, str, bool]
"""An id, the body of its action, and whether it is another one than the derived one, such as a label."""
Group = dict[str, Named]
"""By the id as compared."""


class Buckets:
    """The ids and labels of a folder by bucket, each looked up when it is asked for."""

    def __init__(self, index: Index, head: Head) -> None:
        self.index, self.head = index, head
        self._held: dict[int, tuple[dict[str, Group], dict[str, int]]] = {}

    def alike(self, folded: str) -> Group:
        """The ids that begin as this one does; what is put in is kept by `put`."""
        start = folded[:SHORTEST_SHOWN]
        return self._bucket(start)[0].setdefault(start, {})

    def units(self, start: str) -> set[str] | None:
        """The bodies of all actions whose ids begin so; None where that is too little to tell."""
        if len(start) < SHORTEST_SHOWN or not self.head.buckets:
            return None
        return {unit for folded, (_, unit, _) in self.alike(start).items() if folded.startswith(start)}

    def labels(self, key: str) -> int:
        """How many actions have a label that is compared as this."""
        return self._bucket(key)[1].get(key, 0)

    def count(self, key: str, more: int) -> None:
        """So many more, or fewer, actions have this label."""
        self._bucket(key)[1][key] = self.labels(key) + more

    def put(self) -> None:
        """Keep what was looked at."""
        sums = list(self.head.buckets)
        for number, (groups, labels) in self._held.items():
            some = {start: group for start, group in sorted(groups.items()) if group}
            few = {key: count for key, count in sorted(labels.items()) if count}
            sums[number] = put_bucket(self.index, number, some, few)
        self.head.buckets = tuple(sums)

    def _bucket(self, words: str) -> tuple[dict[str, Group], dict[str, int]]:
        number = bucket_of(words)
        if number not in self._held:
            self._held[number] = self._look(number)
        return self._held[number]

    def _look(self, number: int) -> tuple[dict[str, Group], dict[str, int]]:
        if not self.head.buckets[number]:
            return {}, {}
        raw = self.index.need(_name(number))
        if sum_of(_name(number), raw) != self.head.buckets[number]:
            raise Doubt("a piece is older than the rest")
        return cast("tuple[dict[str, Group], dict[str, int]]", unpacked(raw))


def bucket_of(words: str) -> int:
    """Which bucket has the ids that begin so, or the label that is compared as this."""
    return crc32(words.encode("utf-8", "surrogatepass")) % BUCKETS


def put_bucket(index: Index, number: int, groups: Mapping[str, Group], labels: Mapping[str, int]) -> int:
    """Keep a bucket; its sum."""
    return index.put(_name(number), packed((groups, labels)))


def _name(number: int) -> bytes:
    return name(b"q", f"{number:02x}")
