"""Lists of phrases: as one pattern, and as the few words without which none of them is there.

Most lines of minutes hold nothing that a list is about, and a pattern of a hundred phrases is dear. So the words
of a line are looked up in a set first: what `may_hold` lets through is more than what the pattern finds, never less.

>>> import re
>>> re.fullmatch(one_of(["next step", "next", "to do"]), "next  step").group()
'next  step'
>>> telling(["next step", "to do"], common=frozenset({"to"})) == {"next", "do"}
True
>>> telling(["next step"]).isdisjoint(word_set("The next stop")), telling(["step"]).isdisjoint(word_set("the steps"))
(False, True)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from minutes_cli.keeping import kept

_WORD = re.compile(r"\w+")
_DIGITS = "0123456789¹²³⁴⁵⁶⁷⁸⁹"
EVERY = frozenset({""})
"""What is in every `word_set`."""
# Capital and small letters that `str.casefold` keeps apart and a pattern that ignores case does not.
_DOTTED = str.maketrans("İı", "ii")


def one_of(phrases: Iterable[str], space: str = r"\s+") -> str:
    """A pattern for one of the phrases, in small letters; of two that begin alike it finds the longer.

    To be compiled with IGNORECASE. `space` stands for the white space inside a phrase. Without a phrase it finds
    nothing. The phrases share their beginnings in it, for a list of alternatives is tried one by one.
    """
    words = sorted(phrases)  # sets have another order in each run, and a pattern is to be the same
    return kept("one of", "\n".join([space, *words]), lambda: _pattern(words, space))


def _pattern(phrases: Iterable[str], space: str) -> str:
    ends = object()
    root: dict[object, object] = {}
    for phrase in phrases:
        node = root
        for sign in " ".join(_lower(phrase).split()):
            below = node.setdefault(sign, {})
            assert isinstance(below, dict)
            node = below
        node[ends] = ends
    return _branch(root, ends, space) if root else r"(?!)"


def _branch(node: dict[object, object], ends: object, space: str) -> str:
    parts = [
        (space if sign == " " else re.escape(sign)) + _branch(below, ends, space)
        for sign, below in node.items()
        if isinstance(sign, str) and isinstance(below, dict)
    ]
    if not parts:
        return ""
    whole = parts[0] if len(parts) == 1 and ends not in node else f"(?:{'|'.join(parts)})"
    return whole + "?" if ends in node else whole


def _lower(phrase: str) -> str:
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in phrase)


def longest_first(phrases: Iterable[str]) -> list[str]:
    """The phrases, the longest first, those of one length in order: as alternatives the longest one is found."""
    return sorted(phrases, key=lambda one: (-len(one), one))


def telling(phrases: Iterable[str], common: frozenset[str] = frozenset()) -> frozenset[str]:
    """One word of each phrase, the longest that is not `common`: a text without any of them holds no phrase whole.

    A phrase without a word gives the empty one, which every text has.
    """
    words, rare = sorted(set(phrases)), sorted(common)
    return kept("telling", "\n".join([*words, "", *rare]), lambda: _telling(words, common))


def _telling(phrases: Iterable[str], common: frozenset[str]) -> frozenset[str]:
    return frozenset(
        max(_WORD.findall(_folded(phrase)), key=lambda word: (word not in common, len(word)), default="")
        for phrase in phrases
    )


@lru_cache(maxsize=4096)
def word_set(words: str) -> frozenset[str]:
    """The words of a text, and its numbers, in small letters; the empty word is always among them.

    A word with a number behind it ("ap12") is among them without it, too.
    """
    found = _WORD.findall(_folded(words))
    return frozenset(["", *found, *[word.rstrip(_DIGITS) for word in found if word[-1] in _DIGITS]])


_LONGEST_PIECE = 14


def cut_up(plain: str, known: frozenset[str]) -> list[str]:
    """The fewest known words that a title is made of, in order; none where some part of it is unknown."""
    best: dict[int, list[str]] = {0: []}
    for end in range(1, len(plain) + 1):
        for start in range(max(0, end - _LONGEST_PIECE), end):
            piece = plain[start:end]
            fewer = start in best and (end not in best or len(best[start]) + 1 < len(best[end]))
            if fewer and (piece in known or piece.isdigit()):
                best[end] = [*best[start], piece]
    return best.get(len(plain), [])


def finite(verbs: Iterable[str], rules: Iterable[str]) -> frozenset[str]:
    """Forms of verbs in the infinitive; "er>e era" puts these endings for "er" ("parler": "parle")."""
    found: set[str] = set()
    known = tuple(verbs)
    for ending, _, forms in (rule.partition(">") for rule in rules):
        stems = [one.removesuffix(ending) for one in known if one.endswith(ending)]
        found.update(stem + form for stem in stems for form in forms.split() if len(stem) > 1)
    return frozenset(found)


def has_part(words: str, parts: Iterable[str]) -> bool:
    """Whether one of the parts, in small letters, is anywhere in the words, within a word too."""
    low = _folded(words)
    return any(part in low for part in parts)


def _folded(words: str) -> str:
    return (words if words.isascii() else words.translate(_DOTTED)).casefold()
