"""The cutting of a text: numbers, words, signs, and what a number may be part of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

_CJK = r"\u3005-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(
    rf"\d{{4}}-\d\d-\d\dt\d\d:\d\d[\d:.]*(?:z|[+-]\d\d:?\d\d)?|\d+(?:[./:-]\d+)*[^\W_{_CJK}]*"
    rf"|[^\W\d_{_CJK}][^\W_{_CJK}]*|[{_CJK}]|[^\s*_`\ufe0f\u200b]"
)
"""A number with what is glued to it, a word, one character of a script without spaces, or one sign; no markup."""


_NUMBER = re.compile(
    r"(?P<full>(?:\d{4}([-/])\d{1,2}\2\d{1,2}|\d{4}\.\d\d\.\d\d|\d{1,2}([-/.])\d{1,2}\3\d{4}|\d{1,2}/\d{1,2}/\d\d"
    r"|0\d\.\d\d\.\d\d|\d\d\.0\d\.\d\d)(?:t\d\d:.*|[-/]\d[\d./-]{1,9})?|(?:19|20|21)\d\d[01]\d[0-3]\d)"
    r"|(?P<dotted>\d{4}\.\d{1,2}\.\d{1,2}|\d{1,2}\.\d{1,2}\.\d\d)"
    r"|(?P<slashed_padded>[0-3]\d/[01]\d)|(?P<slashed>\d{1,2}/\d{1,2})|(?P<padded>[0-3]\d\.[01]\d)|(?P<half>\d{1,2}\.\d{1,2})|(?P<range>\d{1,2}-\d{1,2})"
    r"|(?P<clock>\d{1,2}[:h]\d\d(?::\d\d)?[a-z]{0,3}|\d{1,2}(?:[.:]\d\d)?(?:am|pm|h|hrs|uhr|z))"
    r"|(?P<year_month>(?:19|20|21)\d\d[-/]\d{1,2})|(?P<suffixed>\d{1,2}[^\W\d_]{1,3})"
)
NUMBER_KINDS = MappingProxyType(
    {
        "full": ("full",),
        "dotted": ("dotted",),
        "slashed_padded": ("half", "range", "day_and_month"),
        "slashed": ("half", "range"),
        "padded": ("dotted_half", "day_and_month"),
        "half": ("dotted_half",),
        "range": ("range",),
        "clock": ("clock",),
        "year_month": ("year_month",),
        "suffixed": ("plain",),
        "short": ("number", "short"),
        "day": ("day", "number", "short"),
        "ordinal": ("day", "ordinal"),
        "year": ("year",),
        "number": ("number",),
        "plain": ("plain",),
    }
)
"""What a token with digits is → its kinds."""


class Entry(NamedTuple):
    """A word or phrase of the tables."""

    words: tuple[str, ...]
    """The tokens, folded, the first included."""
    capital: bool
    """It counts only where the text begins it with a capital."""
    symbol: str
    """The one character that stands for its kinds in `Tokens.kinds`."""
    values: Mapping[str, int]
    """What the word means as a month (1 to 12), weekday (Monday 1), quarter, number, unit, end or days ahead."""


Read = tuple[str, Mapping[str, int]]
"""Symbol and values of a token."""


class Pieces:
    """The pieces that a text was cut into, phrases not yet joined, and where each begins: found only when asked."""

    __slots__ = ("_starts", "folded", "texts")

    def __init__(self, folded: str, texts: Sequence[str]) -> None:
        self.folded = folded
        self.texts = texts
        self._starts: list[int] = []

    def start(self, at: int) -> int:
        """The offset of piece `at`, which is where it is first found after the one before: no other text is between."""
        starts, texts = self._starts, self.texts
        after = starts[-1] + len(texts[len(starts) - 1]) if starts else 0
        while len(starts) <= at:
            text = texts[len(starts)]
            starts.append(self.folded.find(text, after))
            after = starts[-1] + len(text)
        return starts[at]


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A text cut up: token `i` has the kind `kinds[i]`, begins with piece `firsts[i]` and means `values[i]`."""

    words: str
    kinds: str
    pieces: Pieces
    firsts: Sequence[int]
    values: Sequence[Mapping[str, int]]

    def text(self, at: int) -> str:
        """The first piece of a token, folded: lower case, straight apostrophes."""
        return self.pieces.texts[self.firsts[at]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters, half-open, of the tokens from `first` up to and without `last`, of which there is one."""
        piece = (self.firsts[last] if last < len(self.firsts) else len(self.pieces.texts)) - 1
        return self.pieces.start(self.firsts[first]), self.pieces.start(piece) + len(self.pieces.texts[piece])


def number_kind(text: str, folded: str, start: int, ordinals: frozenset[str]) -> str:
    """A key of NUMBER_KINDS: what the token `text` at `start` of the folded text is."""
    before = folded[start - 1] if start else " "
    after = folded[start + len(text) : start + len(text) + 2]
    if (
        before in "#$€£¥+%?\\"
        or (before == "/" and folded[max(0, start - 2) : start] != "./")
        or after[:1] in _NEVER_AFTER
    ):
        return "plain"
    if text.isdecimal() and len(text) != 8:
        return _plain_number(text)
    shape = _NUMBER.fullmatch(text) if len(text) < 40 else None
    if shape is None or shape.lastgroup is None or _is_glued(folded, start, after):
        return "plain"
    if shape.lastgroup == "suffixed":
        return "ordinal" if text.lstrip("0123456789") in ordinals and 1 <= _leading(text) <= 31 else "plain"
    return shape.lastgroup


NOTHING: Mapping[str, int] = MappingProxyType({})
DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_BETWEEN_ADDRESSES = re.compile(r"""([\s()<>\[\]{}"']+)""")
_NEVER_AFTER = frozenset("/\\%€$£")


def _leading(text: str) -> int:
    """The number that `text` begins with; 0 where it begins with none."""
    digits = _DIGITS.match(text)
    return int(digits[0][:9]) if digits else 0


def _plain_number(text: str) -> str:
    if len(text) <= 2:
        return "day" if 1 <= int(text) <= 31 else "short"
    if len(text) == 4 and 1900 <= int(text) < 2200:
        return "year"
    return "number" if len(text) == 3 else "plain"


def _is_glued(folded: str, start: int, after: str) -> bool:
    """Whether a number written as a date is but a part of a file name, an address or a version."""
    before = folded[start - 1] if start else " "
    if before in ".-_" and start > 1 and (folded[start - 2].isalnum() or folded[start - 2] in ".-_/"):
        return before != "_" or folded[start - 2] != "_"
    return after[:1] in "-_." and after[1:].isalnum() and not after[1:].isdecimal() and after[1:].isascii()


def fold(words: str) -> str:
    """Lower case and straight apostrophes, every character in its place."""
    folded = words.lower().replace("’", "'")
    if len(folded) == len(words):
        return folded
    return "".join(low if len(low := char.lower()) == 1 else char for char in words).replace("’", "'")


def without_addresses(words: str) -> str:
    """Spaces in place of every web address: a run of characters, up to space, bracket or quote, that holds "://"."""
    if "://" not in words:
        return words
    return "".join(" " * len(run) if "://" in run else run for run in _BETWEEN_ADDRESSES.split(words))
