"""What stands in a list of actions and is none: links to lists elsewhere, decisions, the next meeting.

Rests on: an item that is nothing but a link leads to where the tasks are, or to a heading of the same file; a statement
with a label of its own is what that says.
"""

from __future__ import annotations

import re

from minutes_cli.reading.blocks import ITEM, PARA
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.names import owners_in
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.vocabulary import Vocabulary, normal_title


def says_something_else(words: str, vocabulary: Vocabulary) -> bool:
    """A statement whose own label says what it is: "[Decision] We keep the logo", "Next meeting: 10 March"."""
    labelled = _LABELLED.match(words[:60])
    if labelled is None:
        return _STAMP.fullmatch(words) is not None
    own = labelled["round"] or labelled["before"]
    if labelled["before"] and own.strip().casefold() in vocabulary.words("labels.asks"):
        return True
    if vocabulary.decision_mark.fullmatch(own.strip()):
        return True
    label = vocabulary.label(own) if labelled["before"] else None
    return label is not None and label.kind in ("next_meeting", "date")


_LABELLED = re.compile(
    r"\s*(?:[\[(【](?P<round>[^\[\]()【】]{2,40})[\])】]|(?P<before>[^:：\[\]()]{2,40}?)\s?[:：])\s*\S"
)


def of_talk(page: Page, index: int, scope: Scope) -> bool:
    """An item below a line that leads to talk: a question, or "Discussion of the dates".

    "What do we need for October?" over a list asks for answers, not for work.
    """
    blocks = page.outline.blocks
    if blocks[index].kind != ITEM or blocks[index].parent >= 0:
        return False
    for at in range(index - 1, max(scope.opened, index - _NEAR), -1):
        if blocks[at].kind == PARA and blocks[at].parent < 0:
            words = page.outline.words[at]
            first = normal_title(words[:60]).split()[:2]
            talk = not page.vocabulary.words("labels.talk").isdisjoint(first) and not words.endswith(":")
            return words.endswith(("?", "？")) or talk
        if blocks[at].kind not in (ITEM, PARA):
            return False
    return False


_NEAR = 20
"""Blocks above an item among which the line that leads its run is looked for."""


def of_other_kind(page: Page, index: int, scope: Scope) -> bool:
    """What stands under a heading of talk or of criteria within a section of actions.

    "Main discussions", "Acceptance criteria for the next sprint", "Definition of done".
    """
    for heading in reversed(page.outline.scopes[index]):
        if heading is scope or heading.opened < scope.opened:
            return False
        title = normal_title(heading.title)
        words = title.split()
        if len(words) <= _LONG_TITLE and (
            not page.vocabulary.words("labels.talk").isdisjoint(words)
            or any(one in title for one in page.vocabulary.words("labels.criteria"))
        ):
            return True
    return False


_LONG_TITLE = 7


def of_offices(page: Page, index: int, scope: Scope) -> bool:
    """An item of a list of offices, "Treasurer: Bo", under a heading such as "Responsibilities" or one of its own.

    All of its items, three or more, are a few words with somebody behind a colon and do not begin with a verb; a
    heading of its own stands within a section of actions.
    """
    heading = page.outline.scopes[index][-1]
    own = heading is not scope and heading.kind == "topic" and heading.opened > scope.opened
    if not own and normal_title(heading.title) not in page.vocabulary.words("labels.offices"):
        return False
    blocks = page.outline.blocks
    items = [page.outline.words[at] for at in page.outline.members(heading) if blocks[at].kind == ITEM]
    return 2 < len(items) < _LONG_LIST and all(_is_office(page, words) for words in items)


_LONG_LIST = 30


def _is_office(page: Page, words: str) -> bool:
    office, sign, name = words.partition(":")
    verb = office.split()[0].casefold() if office.split() else ""
    verbs = page.vocabulary.words("owners.verbs") - page.vocabulary.words("owners.nouns")
    if not sign or len(words) > 100 or verb in verbs or page.people.knows(office):
        return False
    return bool(owners_in(name, page.vocabulary, page.people, sure=True))


def is_address(page: Page, index: int, _: Scope) -> bool:
    """An item that is nothing but the address of a page or folder; one of an issue or a change is work to do."""
    block = page.outline.blocks[index]
    raw = page.source.text[block.start : block.end].strip()
    return _ADDRESS.fullmatch(raw) is not None and _WORK.search(raw) is None


_ADDRESS = re.compile(r"<?https?://[^\s<>]{4,400}>?")
_WORK = re.compile(
    r"/(?:issues?|pulls?|pull-requests|merge_requests|browse|tickets?|bugs?|commit|changes?)\b|[?&#]id=|#\d"
)
_STAMP = re.compile(r"\W*\d{1,2}[:.]\d{2}(?:\s?(?:[AaPp][Mm]|[A-Z]{2,4}|Uhr))?\W*")


def list_of_links(page: Page, index: int, _: Scope) -> bool:
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


NO_ACTIONS = (list_of_links, is_address, of_talk, of_other_kind, of_offices)
"""What an item in a section of actions may be that is none."""
