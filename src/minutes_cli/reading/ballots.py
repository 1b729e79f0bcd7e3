"""What was put to a vote, where the words themselves or those right below tell that it carried.

Rests on: a statement or heading begins with a word for a vote ("VOTE:", "Motion 2:", "Abstimmung –"); a sentence of
its own, of an item below it or of the first lines under its heading is an outcome ("Approved.", "Passed? yes").
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.reading.blocks import HEADING, ITEM, PARA
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import one_of

_NEAR = 6
"""Blocks below a heading or item among which the outcome is looked for."""
_PARTS = re.compile(r"[.;:!?,：]+(?:\s+|$)|\s[–—-]+\s")


def carried(page: Page, index: int, words: str) -> int | None:
    """The last block that tells of the vote which a block begins with; None where it is none or did not carry."""
    vocabulary = page.vocabulary
    # Of the whole words: their set is at hand, as the decisions' marks have been looked for in them.
    head = _head(vocabulary).match(words[:80]) if vocabulary.may_hold(words, "marks.ballots") else None
    if head is None:
        return None
    if _tells(words[head.end() :], vocabulary):
        return index
    blocks = page.outline.blocks
    if blocks[index].kind == HEADING:
        below = range(index + 1, min(index + 1 + _NEAR, len(blocks)))
    else:
        below = page.outline.children(index)[:_NEAR]
    for at in below:
        if blocks[at].kind not in (ITEM, PARA):
            return None
        if _tells(page.words(blocks[at].start, blocks[at].end), vocabulary):
            return at
    return None


def _tells(words: str, vocabulary: Vocabulary) -> bool:
    """Whether a part of the words between signs is an outcome, and none takes it back."""
    parts = [normal_title(part) for part in _PARTS.split(words[:600])] if len(words) < _LONGEST else []
    plain = [part for part in parts if part]
    back = vocabulary.words("decisions_not.results") | vocabulary.words("owners.nobody")
    if (
        not plain
        or plain[-1] in back
        or any(part.split()[0] in vocabulary.words("decisions_not.results") for part in plain)
    ):
        return False
    return any(_outcome(vocabulary).match(part) is not None for part in plain)


_LONGEST = 1_500


@cache
def _head(vocabulary: Vocabulary) -> re.Pattern[str]:
    ballots = one_of(vocabulary.words("marks.ballots"))
    return re.compile(
        rf"\W*(?:\w[\w .'-]{{0,20}}:\s*)?(?:{ballots})(?:\s*#?\d{{1,3}})?\s*(?:[:：]|[–—-]{{1,2}}\s)", re.IGNORECASE
    )


@cache
def _outcome(vocabulary: Vocabulary) -> re.Pattern[str]:
    ballots, said = one_of(vocabulary.words("marks.ballots")), one_of(vocabulary.words("marks.outcomes"))
    return re.compile(rf"(?:(?:\w+ )?(?:{ballots}) )?(?:{said})(?: with\b.*)?$", re.IGNORECASE)
