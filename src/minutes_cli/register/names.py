"""Names as they are compared: of people and of bodies. Every comparison of names goes through `key`.

>>> key("@Ann-Lee,"), key("The Chair"), body_words("Minutes of the Harbour Board")
('ann lee', 'chair', 'harbour board')
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from minutes_cli.config import BodyName

_APOSTROPHES = re.compile(r"['’`´]")
_NOT_LETTERS = re.compile(r"[\W_]+")
# What a title says beside the name of the body that met.
_MEETING_WORDS = re.compile(
    r"\b(?:minutes|notes) (?:of|from|for)\b"
    r"|\b(?:monthly|weekly|annual|regular|special)? ?meetings?(?: minutes| notes)?$"
    r"|\b(?:minutes|notes)$"
)
_GROUP_WORDS = frozenset({"team", "community", "developers", "members"})
"""What a body's name may have or lack without being another one."""
_KEPT = 4096
"""Names are few and asked for often; what is kept follows from the words alone."""
_LONG_WORD = 5
_VERY_LONG_WORD = 10


@lru_cache(maxsize=_KEPT)
def key(words: str) -> str:
    """A name without case, `@`, punctuation, leading article and spare white space; may be empty."""
    folded = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", words).casefold())
    return _NOT_LETTERS.sub(" ", folded).strip().removeprefix("the ")


@lru_cache(maxsize=_KEPT)
def body_words(name: str) -> str:
    """A body's name as compared, without "minutes of" and "meeting"; that alone where nothing else is left."""
    folded = key(name)
    return _MEETING_WORDS.sub("", folded).strip().removeprefix("the ").strip() or folded


def nearly_equal(one: str, other: str) -> bool:
    """Whether two compared names differ by a slip of the pen: word by word, in long words only.

    "harbour board" and "harbor board" do; "working group 1" and "working group 2", "tac" and "tsc" do not.
    """
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(map(_nearly_equal_words, words, others))


def _nearly_equal_words(one: str, other: str) -> bool:
    if one == other:
        return True
    short = min(len(one), len(other))
    if short < _LONG_WORD or one[0] != other[0] or any(map(str.isdigit, one + other)):
        return False
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, other) <= (2 if short >= _VERY_LONG_WORD else 1)


def _same_core(one: str, other: str) -> bool:
    """Whether two compared names differ by a word such as "team" alone: "numpy optimization team"."""
    words, others = ([word for word in name.split() if word not in _GROUP_WORDS] for name in (one, other))
    return bool(words) and words == others


class Bodies(NamedTuple):
    """Which names of bodies mean the same one."""

    shown: Mapping[str, str]
    """Compared name → the name to show: that of the settings, else the most frequent spelling."""
    settled: frozenset[str] = frozenset()
    """Compared names that the settings have."""

    @classmethod
    def of(cls, known: Iterable[BodyName], names: Iterable[str] = ()) -> Bodies:
        """From the settings' aliases and all `names` that the files use, as often as they do, or a count of each."""
        shown: dict[str, str] = {}
        for body in known:
            for name in (body.name, *body.aliases):
                shown.setdefault(body_words(name), body.name)
        settled = frozenset(shown)
        spellings = Counter(names)
        counts: Counter[str] = Counter()
        for name, count in spellings.items():
            counts[body_words(name)] += count
        best: dict[str, str] = {}
        for name, _ in sorted(spellings.items(), key=lambda one: (-one[1], one[0])):
            best.setdefault(body_words(name), name)
        for words, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
            if words not in shown:
                near = next((other for other in shown if nearly_equal(words, other) or _same_core(words, other)), None)
                shown[words] = best[words] if near is None else shown[near]
        return cls(shown, settled)

    def name(self, written: str) -> str:
        """The name to show for a body."""
        return self.shown.get(body_words(written), written)

    def is_set(self, name: str) -> bool:
        """Whether the settings name this body."""
        return body_words(name) in self.settled

    def key(self, written: str | None) -> str:
        """Equal for names of the same body; empty for none."""
        return body_words(self.name(written)) if written else ""


def body_key(name: str, known: Iterable[BodyName] = ()) -> str:
    """The compared name of a body after the settings' aliases: "The X Board" and "X Board" have one."""
    return Bodies.of(known).key(name)
