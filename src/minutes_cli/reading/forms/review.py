"""What reads as an action among the matters arising, and where earlier actions are gone through.

Rests on: there talk and reports stand side by side; a statement counts that begins with somebody and what they
are to do or have done, by several names with a colon, or by a topic with what became of it behind a colon.
"""

from __future__ import annotations

import re

from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.marks import leading_mark, own_label
from minutes_cli.reading.names import owners_in
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.reports import doer
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.status import word_of
from minutes_cli.reading.vocabulary import Vocabulary


def told(page: Page, words: str) -> bool:
    """Words that begin with somebody and what they are to do; a mere speaker's name does not count."""
    own = own_label(words, page.vocabulary)
    words = words[own.end() :] if own else words
    owners = find_owners(words, page.vocabulary, page.people)
    if own is not None or re.match(r"(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{8,12}\s", words):
        return True
    if owners is None or not owners.names or len(words.split()) > 60:
        return False
    if _names_a_thing(owners.names, page.vocabulary) or words.rstrip().endswith("?"):
        return False
    lead = words[owners.end : owners.cut.end]
    if owners.start <= 3 and re.fullmatch(
        r"\s*(?:\([^()]*\)\s*)?[:：)\]–—>-]+\s*", lead
    ):  # a speaker, or who is to do it
        verb = re.match(r"[^\W\d_]+", words[owners.cut.end :])
        named = words[owners.start : owners.end].lstrip("( [")
        if named[:1] != "@" and not all(one[:1].isupper() and sure_or_initials(page, one) for one in owners.names):
            return False
        imperatives = page.vocabulary.words("owners.verbs") - page.vocabulary.words("owners.wishes")
        together = len(owners.names) > 1 and any(sure_name(page, one, "") for one in owners.names)
        told = doer(words, page.vocabulary, page.people) is not None
        return together or told or (verb is not None and verb[0].casefold() in imperatives)
    return owners.cut.end > owners.end + 1 or doer(words, page.vocabulary, page.people) is not None


def sure_or_initials(page: Page, name: str) -> bool:
    """Whether a name is surely somebody, or made of initials that may be."""
    return sure_name(page, name, "") or re.fullmatch(r"[A-Z]{2,4}", name) is not None


def told_in_clause(page: Page, words: str) -> bool:
    """ "On the poster: Ann to print it": somebody in a later clause who is to do something."""
    owners = find_owners(words, page.vocabulary, page.people) if len(words.split()) <= 60 else None
    task = re.match(r"\s+to\s+([a-z]+)", words[owners.end :]) if owners and owners.cut.end == owners.cut.start else None
    return task is not None and task[1] in page.vocabulary.words("owners.verbs")


def _names_a_thing(names: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether a name ends in a word for a topic: "Communication Plan"."""
    last = {name.split()[-1].casefold() for name in names}
    return bool(last & (vocabulary.words("labels.topics") - vocabulary.words("owners.groups")))


def topic_told(page: Page, words: str) -> bool:
    """ "Fees leaflet: has been printed", "Web site: no update": what became of an earlier action, behind its topic."""
    topic, sign, rest = words.strip().partition(": ")
    if not sign or not rest.strip() or not 1 < len(topic.split()) <= _TOPIC_WORDS:
        return False
    if word_of(rest, page.vocabulary) is not None:
        return True
    names = owners_in(topic, page.vocabulary, page.people, sure=True)
    talk = topic.split()[0].casefold() in page.vocabulary.words("status.talk")
    return not talk and not (names and all(page.people.knows(one) for one in names))


_TOPIC_WORDS = 12


def holds_marks(page: Page, scope: Scope) -> bool:
    """Whether the actions of a section have marks of their own, so that what stands between them is talk."""
    members = page.outline.members(scope)
    words = (page.outline.words[at] for at in members[:_LOOKED_AT])
    return any(leading_mark(one, page.vocabulary) is not None for one in words)


_LOOKED_AT = 30


def sure_name(page: Page, name: str, words: str) -> bool:
    """Whether one word alone in an item is surely somebody: known, with an `@`, or for everyone."""
    return "@" in words or page.people.knows(name) or name.casefold() in page.vocabulary.words("owners.everyone")
