"""What became of an action, where it is more than a status: "now with Priya Raman", "merged with A14".

Rests on: the words stand behind a dash, colon, comma, semicolon or full stop, or in brackets, and go on to the
end of the sentence. A merged action is dropped, and its note says into what.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.model import Status
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.names import owners_in
from minutes_cli.reading.phrases import Phrase, task_of
from minutes_cli.reading.status import Said
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of


def with_outcome(phrase: Phrase, words: str, page: Page) -> Phrase:
    """The phrase with a new owner, or with what it was merged into, where its words say so at the end."""
    handed = _told(words, page.vocabulary, "outcome.handed")
    names = owners_in(handed["rest"], page.vocabulary, page.people, sure=True) if handed else ()
    if handed and names:
        return phrase._replace(owners=names, owners_span=None, text=_task(phrase, handed))
    merged = _told(words, page.vocabulary, "outcome.merged")
    if merged is None or (phrase.said is not None and phrase.said.closed is not None):
        return phrase
    note = " ".join(words[merged.start("said") : merged.end("rest")].split()).rstrip(" .)")
    said = Said(Status.DROPPED, "merged", merged.start("said"), merged.end("rest"), None, note)
    return phrase._replace(said=said, text=_task(phrase, merged))


def _task(phrase: Phrase, tail: re.Match[str]) -> str:
    """The task without the tail."""
    said = " ".join(tail.group().split()).strip(" .,;:()–—-")
    head, found, _ = phrase.text.rpartition(said)
    return task_of(head) or phrase.text if found else phrase.text


def _told(words: str, vocabulary: Vocabulary, name: str) -> re.Match[str] | None:
    return _tail(vocabulary, name).search(words) if vocabulary.may_hold(words, name) else None


@cache
def _tail(vocabulary: Vocabulary, name: str) -> re.Pattern[str]:
    said = one_of(vocabulary.words(name))
    return re.compile(
        rf"(?:[:;,.)]|[–—-]|\()\s*(?:and\s+)?(?P<said>{said})\s+(?P<rest>[^\n.;()]{{1,80}})[\s.)]*$", re.IGNORECASE
    )
