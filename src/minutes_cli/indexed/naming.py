"""The ids of those of a folder's actions that a change can touch; `naming_all` gives those of all.

An id is its action's own unless another one is spelt the same (`register.build.ids_of`), and a short one hangs on
those that begin alike. So ids are kept in buckets by how they begin, and labels by what they are compared as: after a
change only the buckets of the actions that came and went are looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from minutes_cli.indexed.buckets import Buckets
from minutes_cli.indexed.pieces import (
    Head,
    Row,
    get_actions,
    get_rows,
    get_unit,
    put_part,
    unit_of,
)
from minutes_cli.register.build import Claim
from minutes_cli.register.ids import SHORTEST_SHOWN, label_key, short_ids
from minutes_cli.store.index import Index


def bases_of(claim: Claim) -> tuple[str, ...]:
    """What an action may be called where nothing else is."""
    return (claim.label, f"{claim.meeting}/{claim.label}") if claim.label else (claim.derived,)


def name_some(
    index: Index, head: Head, unit: str, rows: Sequence[Row], claims: Sequence[Claim]
) -> list[tuple[str, str]] | None:
    """The whole and the short ids of a body's actions, in the order of their claims; `rows` are those it had.

    Others that begin like them get longer short ones, or may have shorter ones again. None, and nothing is written,
    where the id of an action that has not changed may be another one now.
    """
    if not head.buckets:
        return None
    known = {Claim(*row[1:4]): row[4] for row in rows}
    wanted = set(claims)
    if len(known) != len(rows) or len(wanted) != len(claims):
        return None
    doubled = frozenset(head.doubled)
    if doubled and any(not doubled.isdisjoint(map(str.casefold, bases_of(one))) for one in (*known, *claims)):
        return None
    gone, fresh = [one for one in known if one not in wanted], [one for one in claims if one not in known]
    buckets = Buckets(index, head)
    new = _fresh_ids(buckets, gone, fresh)
    if new is None or not _fits(buckets, [known[one] for one in gone], new.values()):
        return None
    short = _shortened(buckets, unit, [known[one] for one in gone], new)
    before = {row[4]: row[5] for row in rows}
    ids = [new.get(one) or known[one] for one in claims]
    return [(one, short.get(one) or before[one]) for one in ids]


def _fresh_ids(buckets: Buckets, gone: Sequence[Claim], fresh: Sequence[Claim]) -> dict[Claim, str] | None:
    """What the new actions are called; None where a label of others is the only one of its kind now, or is no more."""
    less, more = (Counter(label_key(one.label) for one in some if one.label) for some in (gone, fresh))
    alone: dict[str, bool] = {}
    for key in {*less, *more}:
        before = buckets.labels(key)
        now = before - less[key] + more[key]
        alone[key] = now == 1
        if before > less[key] and (before == 1) != alone[key]:
            return None
        buckets.count(key, now - before)
    return {
        one: one.derived if not one.label else bases_of(one)[0 if alone[label_key(one.label)] else 1] for one in fresh
    }


def _fits(buckets: Buckets, gone: Iterable[str], new: Iterable[str]) -> bool:
    """Whether no new id is that of another action."""
    left = {one.casefold() for one in gone}
    taken: set[str] = set()
    for folded in map(str.casefold, new):
        if folded in taken or (folded in buckets.alike(folded) and folded not in left):
            return False
        taken.add(folded)
    return True


def _shortened(buckets: Buckets, unit: str, gone: Sequence[str], new: Mapping[Claim, str]) -> dict[str, str]:
    """Takes the new ids in; the short ones of all that begin like one that came or went, other bodies' kept as well."""
    for folded in map(str.casefold, gone):
        buckets.alike(folded).pop(folded, None)
    for claim, one in new.items():
        buckets.alike(one.casefold())[one.casefold()] = (one, unit, one != claim.derived)
    touched = {one.casefold()[:SHORTEST_SHOWN] for one in (*gone, *new.values())}
    found: dict[str, str] = {}
    others: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for start in touched:
        group = buckets.alike(start).values()
        short = short_ids([one for one, _, _ in group], frozenset(one for one, _, own in group if own))
        found |= short
        for one, other, _ in group:
            if other != unit:
                others[other][one] = short[one]
    for other, shorter in sorted(others.items()):
        _name_again(buckets.index, buckets.head, other, shorter)
    buckets.put()
    return found


def _name_again(index: Index, head: Head, unit: str, short: Mapping[str, str]) -> None:
    """Gives some actions of a body these short ids."""
    for part in [one for one in head.parts if unit_of(one) == unit]:
        rows = get_rows(index, head, part)
        if any(row[5] != short.get(row[4], row[5]) for row in rows):
            rename(index, head, part, [(*row[:5], short.get(row[4], row[5]), *row[6:]) for row in rows])


def rename(index: Index, head: Head, part: str, rows: list[Row]) -> None:
    """Keep a part with the ids that the rows have."""
    found = {row[0]: (row[4], row[5]) for row in rows}
    actions = [one for kind in (b"o", b"c") for one in get_actions(index, head, part, kind)]
    named = [
        (order, replace(action, id=found[order][0], short_id=found[order][1]))
        for order, action in sorted(actions, key=lambda one: one[0])
    ]
    put_part(index, head, part, get_unit(index, head, unit_of(part)), named, rows)
