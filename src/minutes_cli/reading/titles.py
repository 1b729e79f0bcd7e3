"""The name of a body in a title; titles that name none: those of agenda items and of documents."""

from __future__ import annotations

import re

from minutes_cli.dates import Written, find_dates
from minutes_cli.reading.names import tidy
from minutes_cli.reading.vocabulary import Vocabulary, normal_title


def names_no_body(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a title is an agenda item's or says no more than what a document is: "Old business", "Status"."""
    words = normal_title(name).split()
    common = (
        vocabulary.words("labels.around") | vocabulary.words("labels.earlier") | vocabulary.words("meeting.no_body")
    )
    return all(one in common for one in words) and not vocabulary.words("owners.groups").intersection(words)


def body_of(title: str, vocabulary: Vocabulary, order: str) -> str | None:
    """The name of the body in a title: what is left without date, number and words of meeting."""
    if not title:
        return None
    text = title
    for found in reversed(find_dates(title[:200], vocabulary.calendar, anchor=None, order=order)):
        text = text[: found.start] + " | " + text[found.end :]
    weekdays = vocabulary.weekdays
    words = vocabulary.words("meeting.words")
    kept: list[str] = []
    for part in re.split(r"\s*[|:,–—#]\s*|\s-\s", text):
        tokens = [token for token in part.split() if not re.fullmatch(r"[\d./#-]+", token)]
        while tokens and _is(tokens[0], words, weekdays):
            tokens.pop(0)
        while tokens and _is(tokens[-1], words, weekdays):
            tokens.pop()
        if tokens:
            kept.append(" ".join(tokens))
    name = tidy(kept[0]) if kept else ""
    if names_no_body(name, vocabulary):
        return None
    if name.isupper() and len(name.split()) > 1:
        name = " ".join(_in_small_letters(word, at, vocabulary) for at, word in enumerate(name.split()))
    return name if name and len(name.split()) <= 9 and re.search(r"[^\W\d_]", name) else None


_SPOKEN = re.compile(
    r"(?:[BCDFGHJKLMNPRSTVWYZ]|[BCFGPS]L|[BCDFGPTW]R|[CSTW]H|S[CKMNPTW]|QU|TW|KN)?[AEIOUY]{1,2}"
    r"(?:[BDGKLMNPRSTWXY]|CK|[CGST]H|FF|L[DFKLMPT]|[MN]P|N[DGKT]|R[DEKMNT]|S[ST]|[FPC]T|WN|[BDKLMNPRTW]S)?E?S?"
)
"""A short word that can be spoken, unlike most abbreviations: HALL and CLUB, but not CSAF or IETF."""


def _in_small_letters(word: str, at: int, vocabulary: Vocabulary) -> str:
    """A word of a name in capitals as it is usually written: "Friends of the Village Hall"; abbreviations stay."""
    low = word.casefold()
    if at and len(word) <= 4 and low in vocabulary.words("language.common"):
        return low
    spoken = len(word) > 4 or low in vocabulary.words("language.common") or (len(word) == 4 and _SPOKEN.fullmatch(word))
    return word.capitalize() if spoken else word


def _is(token: str, *sets: frozenset[str]) -> bool:
    plain = normal_title(token)
    return not plain or any(plain in one or plain.removesuffix("'s") in one for one in sets)


_LONGEST_TITLE, _MOST_WORDS = 90, 4
_PARTS = frozenset(":：-–—")


def names_meeting(words: str, found: Written, vocabulary: Vocabulary) -> bool:
    """Whether a title is a meeting's, with what it was about behind: "Meeting of 3 March: the roof"."""
    before, first = normal_title(words[: found.start]).split(), normal_title(words[:20]).split()[:1]
    known = vocabulary.words("meeting.words") | vocabulary.weekdays
    parted = len(words) <= _LONGEST_TITLE and words[found.end :].lstrip()[:1] in _PARTS
    return parted and len(before) <= _MOST_WORDS and known.issuperset((*before, *first))
