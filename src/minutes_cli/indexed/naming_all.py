"""The ids of all actions of a folder at once, as `register.build.ids_of` gives them.

What a large folder has of rows, labels and ids is never in memory as a whole. It is sorted, on the disk where it is
much, by what has to be compared, and only what may be called alike is looked at together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from minutes_cli.indexed.buckets import BUCKETS, Group, bucket_of, put_bucket
from minutes_cli.indexed.naming import bases_of, rename
from minutes_cli.indexed.pieces import Head, get_rows, unit_of
from minutes_cli.register.build import Claim, told_apart
from minutes_cli.register.ids import SHORTEST_SHOWN, label_key, short_ids
from minutes_cli.store.index import Index
from minutes_cli.store.sorting import Sorter

_NUMBERS = re.compile(r"(?:\.[0-9]+)+$")
"""What `register.build.numbered` puts behind a name."""
_LABEL, _ID = 0, 1
_Claimed = tuple[str, str, int, str, tuple[str | None, str, str]]
"""A label as compared, where its action stands (`Row`: order, part), its number in the part, the part, its claim."""
_Wanted = tuple[str, str, int, str, str, str, tuple[str, ...]]
"""What it may be confused with, order, number in the part, part, what it is called if no other is, and its claim's
derived id and `bases_of`."""
_Kept = tuple[int, int, str, str, int, str, bool]
"""Bucket, _LABEL or _ID, as compared, part, count of a label or number in the part, id, whether it is not derived."""
_Shown = tuple[str, int, str, str]
"""Part, number in it, id, short id."""


def name_all(index: Index, head: Head) -> None:
    """Gives every action of the folder its id; parts in which one is another now are kept anew."""
    kept: Sorter[_Kept] = Sorter(index.folder)
    doubled: set[str] = set()
    for _, alike in groupby(_wanted(index, head, kept), itemgetter(0)):
        doubled |= _tell_apart(list(alike), kept)
    shown = _put_buckets(index, head, kept)
    head.doubled = tuple(sorted(doubled))
    for part, found in groupby(shown, itemgetter(0)):
        names = [(one, short) for _, _, one, short in found]
        rows = get_rows(index, head, part)
        if [row[4:6] for row in rows] != names:
            rename(index, head, part, [(*row[:4], *own, *row[6:]) for row, own in zip(rows, names, strict=True)])


def _wanted(index: Index, head: Head, kept: Sorter[_Kept]) -> Sorter[_Wanted]:
    """What each action would be called by itself; notes how many have each label."""
    labelled: Sorter[_Claimed] = Sorter(index.folder)
    wanted: Sorter[_Wanted] = Sorter(index.folder)

    def want(order: str, at: int, part: str, claim: Claim, base: str) -> None:
        wanted.put((_NUMBERS.sub("", base.casefold()), order, at, part, base, claim.derived, bases_of(claim)))

    for part in head.parts:
        for at, row in enumerate(get_rows(index, head, part)):
            claim = Claim(*row[1:4])
            if claim.label:
                labelled.put((label_key(claim.label), row[0], at, part, (claim.label, claim.derived, claim.meeting)))
            else:
                want(row[0], at, part, claim, claim.derived)
    for key, alike in groupby(labelled, itemgetter(0)):
        some = list(alike)
        for _, order, at, part, said in some:
            claim = Claim(*said)
            want(order, at, part, claim, bases_of(claim)[0 if len(some) == 1 else 1])
        kept.put((bucket_of(key), _LABEL, key, "", len(some), "", False))
    return wanted


def _tell_apart(alike: list[_Wanted], kept: Sorter[_Kept]) -> set[str]:
    """Notes the ids of actions that might be called alike; what more than one of them would be called by."""
    doubled: set[str] = set()
    names = told_apart(one[4] for one in alike)
    for one, (_, _, at, part, base, derived, own) in zip(names, alike, strict=True):
        if one != base:  # it had to be numbered
            doubled.update(map(str.casefold, own))
        folded = one.casefold()
        kept.put((bucket_of(folded[:SHORTEST_SHOWN]), _ID, folded, part, at, one, one != derived))
    return doubled


def _put_buckets(index: Index, head: Head, kept: Iterable[_Kept]) -> Iterable[_Shown]:
    """Keep all buckets; the ids with their short ones, which hang on those in the same bucket alone."""
    shown: Sorter[_Shown] = Sorter(index.folder)
    sums = [0] * BUCKETS
    for number, here in groupby(kept, itemgetter(0)):
        labels: dict[str, int] = {}
        called: list[_Kept] = []
        for one in here:
            if one[1] == _LABEL:
                labels[one[2]] = one[4]
            else:
                called.append(one)
        short = short_ids([one[5] for one in called], frozenset(one[5] for one in called if one[6]))
        groups: dict[str, Group] = {}
        for _, _, folded, part, at, one_id, own in called:
            groups.setdefault(folded[:SHORTEST_SHOWN], {})[folded] = (one_id, unit_of(part), own)
            shown.put((part, at, one_id, short[one_id]))
        sums[number] = put_bucket(index, number, groups, labels)
    head.buckets = tuple(sums)
    return shown
