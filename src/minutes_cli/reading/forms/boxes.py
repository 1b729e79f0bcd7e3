"""What a box stands for: a piece of work, or a point of the agenda, somebody present, a question.

Rests on: a box is a task unless its section's boxes mean something else (attendance, agenda, housekeeping); where a
file has boxes or a table under a heading of actions, its other boxes are points to talk about, as they are in a file
that calls itself an agenda, but for those that name who is to act; a question for nobody is one, too.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.reading.blocks import HEADING, ITEM, PARA
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.leads import box_owner
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.sections import NEVER
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import longest_first


def boxes_count(page: Page, index: int) -> bool:
    """Whether a box here stands for a piece of work."""
    scope = page.outline.inside(index)
    block = page.outline.blocks[index]
    if put_to_vote(page, index):
        return False
    if scope is None or scope.kind in ("actions", "matters", "mixed"):
        return scope is not None or not (_agenda_file(page) or page.outline.boxed) or _is_somebodys(page, index)
    if scope.kind in NEVER or scope.kind in ("housekeeping", "decisions"):
        return False
    if page.outline.boxed or (scope.kind == "agenda" and _agenda_file(page)):
        return _is_somebodys(page, index)
    if scope.kind == "agenda" and page.outline.scopes[index][-1] == scope:
        return block.parent >= 0 or "@" in page.words(block.start, block.end)
    return True


def put_to_vote(page: Page, index: int) -> bool:
    """Whether a sentence with a colon above the run of boxes says that these are to be voted on at another meeting."""
    blocks = page.outline.blocks
    at = index - 1
    while at >= 0 and blocks[at].kind == ITEM and at > index - _NEAR:
        at -= 1
    if at < 0 or blocks[at].kind != PARA or not page.outline.words[at].endswith((":", "：")):
        return False
    plain = f" {normal_title(page.outline.words[at][-200:])} "
    return any(f" {one} " in plain for one in page.vocabulary.words("decisions_not.proposed"))


_NEAR = 20


def _is_somebodys(page: Page, index: int) -> bool:
    """Whether a box, or what leads the part that it stands in, says who is to act."""
    return names_itself(page, index) or box_owner(page, index, page.outline.words[index]) is not None


def path_words(page: Page) -> frozenset[str]:
    """The words of a file's own name, in small letters."""
    stem = re.split(r"/|__", page.source.path)[-1].rsplit(".", 1)[0]
    return frozenset(re.findall(r"[^\W\d_]+", stem.casefold()))


def _agenda_file(page: Page) -> bool:
    """The file calls itself an agenda: its loose boxes are points to be discussed."""
    if path_words(page) & page.vocabulary.words("labels.agenda_words"):
        return True
    for index, block in enumerate(page.outline.blocks[:6]):
        if block.kind == HEADING and block.level == 1:
            return any(
                word in page.vocabulary.words("labels.agenda_words")
                for word in page.outline.words[index].casefold().split()
            )
    return False


@cache
def _running_words(vocabulary: Vocabulary) -> re.Pattern[str]:
    parts = longest_first(vocabulary.words("labels.running"))
    return re.compile(rf"\s*(?:{'|'.join(re.escape(part) for part in parts) or '(?!)'})\b", re.IGNORECASE)


def running(words: str, vocabulary: Vocabulary) -> bool:
    """A box of the meeting's own running: "welcome", "record the call"."""
    return _running_words(vocabulary).match(words) is not None


def asks(page: Page, words: str) -> bool:
    """A question for nobody that does not begin with what is to be done, or one that was answered by a decision."""
    if _answered(page.vocabulary).search(words) is not None:
        return True
    verb = re.match(r"\s*([^\W\d_]+)", words)
    told = verb is not None and verb[1].casefold() in page.vocabulary.words("owners.verbs")
    ends = words.rstrip().endswith(("?", "？"))
    return ends and not told and find_owners(words, page.vocabulary, page.people) is None


@cache
def _answered(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A question with what was decided behind it in brackets: "Move the shed? (RESOLVED: yes)"."""
    return re.compile(rf"\?\s*[\[(]\s*(?:{vocabulary.decision_mark.pattern})\s*:", re.IGNORECASE)


def names_itself(page: Page, index: int) -> bool:
    """Whether the words of a box say who is to act."""
    block = page.outline.blocks[index]
    words = page.words(block.start, block.end)
    owners = find_owners(words, page.vocabulary, page.people)
    sure = owners is not None and (
        "@" in words[owners.start : owners.end]
        or all(page.people.knows(name) for name in owners.names)
        or words[: owners.start].rstrip()[-1:] in ("→", ">")
    )
    titled = words.lstrip()[:1] in ('"', "“", "„", "«")  # the title of something, in quotation marks
    return owners is not None and bool(owners.names) and (sure or (owners.start <= 3 and not titled))
