"""What later minutes report in words: "Ann has sent the letter", "Old calendar deleted", "Posters: were printed".

Rests on: where earlier actions are gone through, a statement in the past tense tells that one was done:
somebody with a verb of doing behind the name, a verb in the passive, or a participle that ends the statement.
A sentence with a word that takes it back ("not yet", "will", "until") tells nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from minutes_cli.reading.names import People, owners_in
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of

_MOST_WORDS = 16
"""Words of a statement that a participle at its end makes a report; a longer one tells a story."""
_SENTENCES = re.compile(r"(?<=[.;!?])\s+|\s[–—-]+\s")


class Doer(NamedTuple):
    """Who is told to have done it; offsets count characters of the words."""

    names: tuple[str, ...]
    start: int
    end: int


def doer(words: str, vocabulary: Vocabulary, people: People) -> Doer | None:
    """Known people at the head with a verb of doing in the past behind them: "Ann has sent …", "Ann/Bo: wrote …"."""
    head = words[:200]
    found = _patterns(vocabulary).active.match(head) if vocabulary.may_hold(head, "status.past") else None
    names = owners_in(found["names"], vocabulary, people, sure=True) if found else ()
    if found is None or not names or not all(people.knows(name) for name in names):
        return None
    return Doer(names, found.start("names"), found.end("names"))


def tells_done(words: str, vocabulary: Vocabulary) -> bool:
    """Whether a statement about an earlier action tells that it was done."""
    patterns = _patterns(vocabulary)
    sentences = [one for one in _SENTENCES.split(words.strip()[:1500]) if one]
    for at, sentence in enumerate(sentences):
        if patterns.back.search(sentence):
            continue
        if (at == 0 and patterns.active.match(sentence)) or (at and patterns.perfect.match(sentence)):
            return True
        passive = patterns.passive.search(sentence)
        if passive is not None and not patterns.modal.search(sentence, 0, passive.start()):
            return True
        ends = at == 0 and len(sentence.split()) <= _MOST_WORDS and patterns.ending.search(sentence) is not None
        if ends and not patterns.modal.search(sentence):
            return True
    return False


class _Patterns(NamedTuple):
    active: re.Pattern[str]
    perfect: re.Pattern[str]
    """The same with "has", which tells behind a task, too, that it is done: "Bo to pay – Bo has paid"."""
    passive: re.Pattern[str]
    ending: re.Pattern[str]
    back: re.Pattern[str]
    """What takes it back."""
    modal: re.Pattern[str]
    """What makes the sentence the task itself."""


@cache
def _patterns(vocabulary: Vocabulary) -> _Patterns:
    past = _one_of(vocabulary, "status.past")
    has, been, lately = (_one_of(vocabulary, f"status.{key}") for key in ("has", "been", "lately"))
    name = r"@?[A-Z][\w.'-]*"
    back, modal = _one_of(vocabulary, "status.not_before"), _one_of(vocabulary, "owners.modal")
    names = rf"\s*(?P<names>{name}(?:\s+[A-Z][\w.'-]*)?(?:\s*(?:[,/&]|\band\b)\s*{name}){{0,4}})\s*:?\s+"
    return _Patterns(
        re.compile(rf"{names}(?:(?i:{has})\s+)?(?:(?i:{lately})\s+)?(?i:{past})(?!\w)"),
        re.compile(rf"{names}(?i:{has})\s+(?:(?i:{lately})\s+)?(?i:{past})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{been})\s+(?:(?:{lately})\s+)?(?:{past})(?!\w)", re.IGNORECASE),
        re.compile(rf"\w[^:]*\s(?:{past})\s*[.!]?$", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{back})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{modal})(?!\w)", re.IGNORECASE),
    )


def _one_of(vocabulary: Vocabulary, *keys: str) -> str:
    return one_of(word for key in keys for word in vocabulary.words(key))
