"""What stands in a list of actions and is none: links to lists elsewhere, decisions, the next meeting.

Rests on: an item that is nothing but a link leads to where the tasks are, or to a heading of the same file; a statement
with a label of its own is what that says.
"""

from __future__ import annotations

import re

from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.vocabulary import Vocabulary


def says_something_else(words: str, vocabulary: Vocabulary) -> bool:
    """A statement whose own label says what it is: "[Decision] We keep the logo", "Next meeting: 10 March"."""
    labelled = _LABELLED.match(words[:60])
    if labelled is None:
        return False
    own = labelled["round"] or labelled["before"]
    if vocabulary.decision_mark.fullmatch(own.strip()):
        return True
    label = vocabulary.label(own) if labelled["before"] else None
    return label is not None and label.kind in ("next_meeting", "date")


_LABELLED = re.compile(
    r"\s*(?:[\[(【](?P<round>[^\[\]()【】]{2,40})[\])】]|(?P<before>[^:：\[\]()]{2,40}?)\s?[:：])\s*\S"
)


def list_of_links(page: Page, index: int) -> bool:
    """An item that is nothing but a link to a list kept elsewhere, or to a heading of this file."""
    block = page.outline.blocks[index]
    raw = page.source.text[block.start : block.end].strip()
    if _TO_HEADING.fullmatch(raw):
        return True
    if (
        re.fullmatch(r"\[[^\]]*\]\([^()\s]*\)", raw)
        and page.vocabulary.label(page.words(block.start, block.end)) is not None
    ):
        return True
    return bool(re.fullmatch(r"\[[^\]]*\]\([^()\s]*(?:\?|/labels/|/issues/?\))[^()]*\)?", raw)) and bool(
        re.search(r"[?&]q=|/labels/|/issues/?\)", raw)
    )


_TO_HEADING = re.compile(r"\[[^\[\]]{1,200}\]\(#[^()]{0,200}\)")
