"""The best total assignment: which of these goes with which of those, one to one.

Pairs fall apart into small groups that have nothing to do with each other; each is solved exactly by
the Hungarian method in its short form (successive shortest paths with potentials), O(n³) in the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

_LARGEST = 150
"""Of either side of a group; beyond it the pairs are taken best first, so that no text can make it slow."""

Scores = Mapping[tuple[int, int], float]
"""Place on the left and on the right → what the pair is worth, above nothing."""


def best_pairs(scores: Scores) -> dict[int, int]:
    """Left → right, each at most once, so that the sum of scores is the greatest there is.

    >>> best_pairs({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.85})
    {0: 1, 1: 0}
    """
    found: dict[int, int] = {}
    for group in _groups(scores):
        lefts, rights = sorted({one for one, _ in group}), sorted({other for _, other in group})
        if max(len(lefts), len(rights)) > _LARGEST:
            found |= _best_first(group)
            continue
        worth = [[group.get((one, other), 0.0) for other in rights] for one in lefts]
        pairs = ((lefts[row], rights[column]) for row, column in _hungarian(worth))
        found |= {one: other for one, other in pairs if (one, other) in group}
    return dict(sorted(found.items()))


def _groups(scores: Scores) -> Iterator[dict[tuple[int, int], float]]:
    """The pairs that share a side with one another, directly or through others, together."""
    by_left: defaultdict[int, list[int]] = defaultdict(list)
    by_right: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in scores:
        by_left[one].append(other)
        by_right[other].append(one)
    left = set(by_left)
    for start in sorted(by_left):
        if start not in left:
            continue
        left.discard(start)
        queue, group = [start], dict[tuple[int, int], float]()
        for one in queue:
            for other in by_left[one]:
                group[one, other] = scores[one, other]
                fresh = [near for near in by_right[other] if near in left]
                left.difference_update(fresh)
                queue += fresh
        yield group


def _best_first(group: Scores) -> dict[int, int]:
    found: dict[int, int] = {}
    taken: set[int] = set()
    for one, other in sorted(group, key=lambda pair: (-group[pair], pair)):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found


def _hungarian(worth: list[list[float]]) -> Iterator[tuple[int, int]]:
    """Row and column of each pair of the assignment of greatest worth; the shorter side is used up."""
    if len(worth) > len(worth[0]):
        turned = [list(column) for column in zip(*worth, strict=True)]
        yield from ((row, column) for column, row in _hungarian(turned))
        return
    columns = len(worth[0])
    above, beside = [0.0] * len(worth), [0.0] * (columns + 1)
    holder = [-1] * (columns + 1)
    for start in range(len(worth)):
        holder[columns], at = start, columns
        least, before, seen = [float("inf")] * columns, [columns] * columns, [False] * (columns + 1)
        while holder[at] >= 0:
            seen[at], row = True, holder[at]
            for column in (one for one in range(columns) if not seen[one]):
                cost = -worth[row][column] - above[row] - beside[column]
                if cost < least[column]:
                    least[column], before[column] = cost, at
            nearest = min((one for one in range(columns) if not seen[one]), key=least.__getitem__)
            step = least[nearest]
            for column in range(columns + 1):
                if seen[column]:
                    above[holder[column]] += step
                    beside[column] -= step
                elif column < columns:
                    least[column] -= step
            at = nearest
        while at != columns:
            holder[at] = holder[before[at]]
            at = before[at]
    yield from ((row, column) for column, row in enumerate(holder[:columns]) if row >= 0)
