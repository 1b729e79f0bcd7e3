"""Words that say that there is nothing to do: "none", "nothing new", "see above", a template's placeholder."""

from __future__ import annotations

import re

from minutes_cli.reading.vocabulary import Vocabulary, normal_title


def is_none(words: str, vocabulary: Vocabulary) -> bool:
    """Whether the words behind a mark or under a label say that there is nothing to do, or are a placeholder."""
    for _ in range(_HEADS):
        who, colon, task = words.replace("：", ":").partition(":")
        if not colon or len(task.split()) <= 1 or normal_title(who) not in vocabulary.words("marks.unassigned"):
            break
        words = task  # "TBC: someone to mend the gate" is a task of nobody yet
    plain = " ".join(_NO_WORDS.sub(" ", words.casefold()).split()).strip()
    if plain in vocabulary.words("marks.none") or not _WORD.search(words):
        return True
    if plain.split()[0] in vocabulary.words("marks.nothing"):
        return True
    if len(plain.split()) <= 6 and plain.split()[0] in vocabulary.words("marks.none") and len(plain.split()[0]) > 1:
        return any(
            normal_title(word) in vocabulary.heads | vocabulary.earlier | vocabulary.around
            for word in plain.split()[1:]
        )
    if len(plain.split()) <= 10 and plain.split()[-1].strip(".") in vocabulary.words("marks.elsewhere"):
        return plain.startswith(tuple(f"{one} " for one in vocabulary.words("marks.see")))
    if names_fields(words, vocabulary):
        return True
    return ("<" in words or "{" in words) and len(words) < 400 and _TEMPLATE.fullmatch(words.strip()) is not None


_HEADS = 3
"""So many words that nobody is named yet stand one behind the other at most."""
_SHORT = 60
_APART = re.compile(r"[()\[\]<>{}|:：,/–—]|\s-\s|\s(?=[\[(<{])")
_ROLES = ("columns.action", "columns.owner", "columns.due", "columns.status", "labels.date")


def names_fields(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words are but names of what a task has, as a template lists them: "Task (Owner) [Due date]"."""
    if len(words) >= _SHORT:
        return False
    parts = [plain for part in _APART.split(words) if (plain := normal_title(part.replace("-", " ")))]
    if not 2 <= len(parts) <= 5 or parts[0] not in vocabulary.words("columns.action") | vocabulary.words(
        "columns.owner"
    ):
        return False
    known = [next((role for role in _ROLES if part in vocabulary.words(role)), None) for part in parts]
    return None not in known and len(set(known)) >= 2


_NO_WORDS = re.compile(r"[^\w\s/?–—-]+")
_WORD = re.compile(r"\w")
_TEMPLATE = re.compile(
    r"(?!\(@)[<\[{(]{1,3}[^<>\[\]{}()]{1,60}[>\]})]{1,3}:?(?:\s*[<\[{(]{1,3}[^<>\[\]{}()]{1,80}[>\]})]{1,3}){0,8}"
)
