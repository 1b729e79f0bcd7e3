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


_NEVER = 1_000_000
"""The width of a text whose lines are never full."""


_ENOUGH = 5


def width_of(lengths: Iterable[int], over_text: Iterable[int]) -> int:
    """The columns at which a text breaks its lines: the length that all but its longest lines keep to.

    `over_text` are the lengths of lines with another one right below. Where there are enough of these, and hardly any
    comes near the width, as in notes of one statement a line, lines are never full.
    """
    ordered, broken = sorted(lengths), list(over_text)
    width = ordered[len(ordered) * 19 // 20] if ordered else 0
    near = sum(1 for length in broken if length >= width * 0.8)
    return width if len(broken) < _ENOUGH or near * 5 >= len(broken) else _NEVER


def broken_off(before: str, words: str, width: int) -> bool:
    """Whether the line `before` ends on purpose: its sentence ends, and the next word would still have fitted in."""
    begins = words[:1].isupper() or words.startswith(("[", "(", "@"))
    if not begins or _SENTENCE_END.search(before.rstrip(" \t\r*_")) is None:
        return False
    return len(before.rstrip()) + 2 + len(words.split(maxsplit=1)[0]) <= width


def is_title(mark: str, title: str, words: str) -> bool:
    """Whether a numbered item is the title of `words`, set in below it, as in "2. Roll call"; or these are a label."""
    short = len(title.split()) <= 6 and title.strip()[-1:] not in ".;,!?:"
    return (short and mark.strip()[:1].isalnum()) or words.endswith((":", "："))


# What `minutes close` writes behind a line does not make it a longer one.
_CLOSING = re.compile(r"[ \t]*\([^\W\d_][\w' -]{1,24} \d{4}-\d\d-\d\d(?:[^()\n]|\([^()\n]*\))*\)(?=\W*$)")


def stands_alone(line: str, least: int) -> bool:
    """A line too short to have been broken off: the next one is a statement of its own."""
    return len(_CLOSING.sub("", line)) < least
