"""The id that `minutes stamp` and `minutes link` write behind the words of an action: `[7kx2m9qd]`.

Square brackets, eight to twelve of the letters and digits that ids are made of, at least one of each; an id that has
no digit stands as `[id: bcdfghjk]`, so that no word in brackets is taken for one.
"""

from __future__ import annotations

import re

_STAMP = re.compile(r"\[(?:(?=[a-z]*\d)(?=\d*[a-z])|id: ?)(?P<id>[2-9a-hjkmnp-tv-z]{8,12})\](?![(\[:])")


def stamp_in(words: str) -> re.Match[str] | None:
    """The id among the words, by its group `id`; the last one where there are several."""
    if "]" not in words:
        return None
    found = None
    for one in _STAMP.finditer(words):
        found = one
    return found


def stamp_text(id_: str) -> str:
    """An id as it is written behind words."""
    is_mixed = any(map(str.isdigit, id_)) and any(map(str.isalpha, id_))
    return f"[{id_}]" if is_mixed else f"[id: {id_}]"
