"""Words with their long white space taken out, and the way back to their places.

Masking leaves a blank for every character of a link's address, and a pasted line may hold thousands of spaces;
patterns that look for "some space, a name, some space" would try every way to share them out. Here a run of
white space is one space, and what is found is carried back.

>>> short, places = squeezed("Ann      to go")
>>> short, places[short.index("to")]
('Ann to go', 9)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RUN = re.compile(r"\s{2,}")


def squeezed(words: str) -> tuple[str, Sequence[int]]:
    """`words` with single spaces, and for each offset in them, the end included, the offset in `words`."""
    runs = list(_RUN.finditer(words))
    if not runs:
        return words, range(len(words) + 1)
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for run in runs:
        parts += [words[at : run.start()], " "]
        places += [*range(at, run.start()), run.start()]
        at = run.end()
    return "".join(parts) + words[at:], [*places, *range(at, len(words) + 1)]


def back(places: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """A stretch of squeezed words as a stretch of the words themselves, without the space behind it."""
    return places[start], places[end - 1] + 1 if end > start else places[start]
