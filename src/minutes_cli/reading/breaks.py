"""Where a line was broken off on purpose, and where because it was full.

Rests on: whoever breaks lines by hand or by an editor fills them, so a sentence that ends well before the edge,
though the next word would have fitted in, ends a statement; and a short numbered line over text that is set in
deeper is a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SENTENCE_END = re.compile(r"[.!?;:)。]$|\s[A-Z]{2,3}(?:\s?[/,&]\s?[A-Z]{2,3}){0,4}$")
"""The end of a sentence, or the initials of whoever is to do what it says."""


def width_of(lengths: Iterable[int]) -> int:
    """The columns at which a text breaks its lines: the length that all but its longest lines keep to; 0 for none."""
    ordered = sorted(lengths)
    return ordered[len(ordered) * 19 // 20] if ordered else 0


def broken_off(before: str, words: str, width: int) -> bool:
    """Whether the line `before` ends on purpose: its sentence ends, and the next word would still have fitted in."""
    if _SENTENCE_END.search(before.rstrip(" \t\r*_")) is None or not (words[:1].isupper() or words[:1] in "[(@"):
        return False
    return len(before.rstrip()) + 2 + len(words.split(maxsplit=1)[0]) <= width


def is_title(mark: str, title: str, words: str) -> bool:
    """Whether a numbered item is the title of `words`, set in below it, as in "2. Roll call"; or these are a label."""
    short = len(title.split()) <= 6 and title.strip()[-1:] not in ".;,!?:"
    return (short and mark.strip()[:1].isalnum()) or words.endswith((":", "："))
