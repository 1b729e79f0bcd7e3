"""Two changed versions of one text and what they came from → one text with both changes, where that is safe.

Git calls it a conflict when two people tick neighbouring lines of a list. Here lines are merged one by
one, and the result only counts where it can be proved: read again, it must say of every action,
decision and meeting what the side that changed it says, and nothing else. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import SequenceMatcher

from minutes_cli.model import Action, Meeting, Register

_PLACES = frozenset({"file", "line", "end_line", "path", "mentions", "short_id"})
"""What another line above may change; everything else is held against the two sides."""


@dataclass(frozen=True, slots=True, order=True)
class _Hunk:
    """Lines of the common text, from 0 and half-open, and what one side put there."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """`base` with the changes of both; None where both changed one line, or added at one place.

    The same change on both sides is made once.
    """
    before = _lines(base)
    mine, yours = set(_hunks(before, _lines(ours))), set(_hunks(before, _lines(theirs)))
    if any(_clash(one, other) for one in mine - yours for other in yours - mine):
        return None
    merged: list[str] = []
    at = 0
    for hunk in sorted(mine | yours):
        if hunk.start < at:
            return None
        merged += [*before[at : hunk.start], *hunk.lines]
        at = hunk.end
    return "".join([*merged, *before[at:]])


def is_union(base: Register, ours: Register, theirs: Register, merged: Register) -> bool:
    """Whether `merged` says what each side changed, as it changed it, and for the rest what `base` said."""
    old, mine, yours, found = (_facts(one) for one in (base, ours, theirs, merged))
    for key in {*old, *mine, *yours, *found}:
        was, here, there = old.get(key), mine.get(key), yours.get(key)
        if here != was != there and here != there:
            return False
        if found.get(key) != (there if here == was else here):
            return False
    return True


def _lines(text: str) -> list[str]:
    """The lines with their ends; cut at newlines alone."""
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _hunks(before: list[str], after: list[str]) -> Iterator[_Hunk]:
    """What one side changed; a run of as many new lines as old ones is taken line by line."""
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if end - start == last - first:
            yield from (_Hunk(start + at, start + at + 1, (after[first + at],)) for at in range(end - start))
        else:
            yield _Hunk(start, end, tuple(after[first:last]))


def _clash(one: _Hunk, other: _Hunk) -> bool:
    """Whether two changes are of one line, or which of them comes first is not known."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return max(one.start, other.start) < min(one.end, other.end) or _inside(one, other) or _inside(other, one)


def _inside(one: _Hunk, other: _Hunk) -> bool:
    """Whether lines are added in the middle of what the other side changed."""
    return one.start == one.end and other.start < one.start < other.end


def _facts(register: Register) -> Mapping[Hashable, Hashable]:
    """All that a register says but for places, a fact a key."""
    found: dict[Hashable, Hashable] = {}
    for action in register.actions:
        found |= {("action", action.id, name): value for name, value in _values(action)}
        found["action", action.id, "mentions"] = tuple(
            (one.mention.form, one.mention.status, one.link) for one in action.mentions
        )
    for meeting in register.meetings:
        found |= {("meeting", meeting.name, name): value for name, value in _values(meeting)}
    found |= Counter(("decision", one.text, one.label, one.item) for one in register.decisions)
    found |= Counter(("fault", one.code, one.message) for one in register.diagnostics)
    return found


def _values(one: Action | Meeting) -> Iterator[tuple[str, Hashable]]:
    for field in fields(one):
        if field.name not in _PLACES:
            value: Hashable = getattr(one, field.name)
            yield field.name, value
