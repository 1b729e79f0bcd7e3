"""Whoever is at the meeting and stands at the head of a task with what they do right behind, in any language.

Rests on: a task in a list of actions is often a plain sentence ("Bernd holt Angebote ein", "Ann, Bo and Cy draft
a letter", "佐藤さんが予算案を送る"). Its subject is the owner where the file has them at the meeting. A word that
binds to the name ("Ann from the bank"), or reports what somebody did ("Ann asked whether"), makes no task.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_cli.reading.names import PARTICLES, People, owners_in
from minutes_cli.reading.vocabulary import Vocabulary

_NAME = re.compile(r"\s*(?P<name>@?[^\W_][\w.'’-]*)(?:\s*[,/&])?")
_BEHIND = re.compile(r",?\s+(?P<word>[^\W\d_][\w'’-]*)")
_MOST_NAMES = 8
_LETTER = r"[\u3040-\u30ff\u3400-\u9fff々ヶー]"
_JAPANESE = re.compile(
    rf"\s*(?P<names>@?(?P<bare>{_LETTER}{{1,8}}?(?:[ \u3000]{_LETTER}{{1,4}}?)?)"
    r"(?P<title>さん|様|氏|さま|くん|君)?)"
    r"(?=(?P<joint>\s*[・、，,/／&＆と]\s*)|(?P<does>[がはも]|にて|より|で)|[にへ]|[\s\u3000])"
)


class Subject(NamedTuple):
    """Who it is, in order; offsets count characters of the words."""

    names: tuple[str, ...]
    start: int
    end: int


def subject(words: str, vocabulary: Vocabulary, people: People) -> Subject | None:
    """The people of the meeting that the words begin with; None where nobody known does something there."""
    japanese = None if words.isascii() else _japanese(words, vocabulary, people)
    if japanese is not None:
        return japanese
    start, end = _known_head(words, vocabulary, people)
    behind = _BEHIND.match(words, end) if end else None
    if behind is None or not _does(behind["word"], vocabulary):
        return None
    names = owners_in(words[start:end], vocabulary, people, sure=True)
    return Subject(names, start, end) if names else None


def _japanese(words: str, vocabulary: Vocabulary, people: People) -> Subject | None:
    """Somebody of the meeting, or anybody with an `@`, a title or an office who does something, and others beside."""
    names: list[str] = []
    start = end = at = 0
    while len(names) < _MOST_NAMES and (found := _JAPANESE.match(words, at)) is not None:
        if not _is_japanese(found, vocabulary, people, beside=bool(names)):
            break
        start = start if names else found.start("names")
        names.append(found["names"].lstrip("@"))
        end, at = found.end("names"), found.end("names") + len(found["joint"] or "")
        if found["joint"] is None:
            break
    return Subject(tuple(names), start, end) if names else None


def _is_japanese(found: re.Match[str], vocabulary: Vocabulary, people: People, *, beside: bool) -> bool:
    bare, groups = found["bare"], vocabulary.words("owners.groups") | vocabulary.words("owners.everyone")
    if people.knows(bare) or (found["names"][:1] == "@" and found["does"] is not None):
        return True
    offices = tuple(one for one in groups if len(one) > 1)
    acts = found["does"] is not None or (found["joint"] is not None and (beside or found["joint"].strip() in "、，"))
    return acts and (found["title"] is not None or bare in groups or bare.endswith(offices))


def _known_head(words: str, vocabulary: Vocabulary, people: People) -> tuple[int, int]:
    """Where the known names at the head begin and end; 0, 0 where there are none."""
    start = end = at = 0
    for _ in range(_MOST_NAMES):
        found = _NAME.match(words, at)
        if found is None:
            break
        name = found["name"]
        if name.lstrip("@")[:1].isupper() and people.knows(name.strip("@.")):
            start, end = (start if end else found.start("name")), found.start("name") + len(name.rstrip("."))
        elif not end or name.casefold() not in vocabulary.words("owners.and"):
            break
        at = found.end()
    return start, end


def _does(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the word behind a name can be what somebody does; German nouns may stand there, too."""
    low = word.casefold()
    if low in vocabulary.words("owners.inside") or low in vocabulary.words("owners.and") or low in PARTICLES:
        return False
    if low.endswith(tuple(vocabulary.words("owners.past"))) or low in vocabulary.words("owners.reports"):
        return False
    return word[:1].islower() or "de" in vocabulary.languages
