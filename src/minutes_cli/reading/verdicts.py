"""What a vote or table makes a decision: outcomes below and behind what was voted on, and rows of decisions.

Rests on: an outcome stands alone on its line below the motion ("Carried unanimously (7-0)", "For: 5, against: 0"),
or behind it in brackets ("(agreed)") or, in words that are said of a vote alone, behind a dash or colon; in a table
a cell that says "decision", or the head of a column.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.reading.blocks import HEADING, ITEM, PARA, ROW
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.none import is_none
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import one_of

_COUNT = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_SCORE = re.compile(r"\W*\d{1,4}\s?[-–/:]\s?\d{1,4}(?:\s?[-–/:]\s?\d{1,4})?\W*$")


def voted(page: Page, index: int, words: str, taken: frozenset[int]) -> int | None:
    """The first block of what an outcome alone on its line decides, "Carried unanimously (7-0)": the item that
    it hangs under, the paragraph above it, or the run of items above it."""
    blocks, mine = page.outline.blocks, page.outline.blocks[index]
    if not index or len(words) > 60 or mine.kind not in (ITEM, PARA) or not _is_outcome(words, page.vocabulary):
        return None
    if blocks[index - 1].kind == HEADING and page.outline.opens[index - 1] is None and index - 1 not in page.titles:
        return (
            None if words.rstrip().endswith("!") else index
        )  # what its heading names: "Budget", and below it "Agreed."
    if page.outline.opens[index - 1] is not None or blocks[index - 1].kind not in (ITEM, PARA):
        return None
    first = index - 1
    if mine.kind == ITEM:
        first = mine.parent
    while mine.kind == PARA and blocks[first].kind == ITEM and first and blocks[first - 1].kind == ITEM:
        first -= 1
    is_own = first >= 0 and page.outline.scopes[first] == page.outline.scopes[index] and first not in taken
    return first if is_own else None


def _is_outcome(words: str, vocabulary: Vocabulary) -> bool:
    plain = " ".join(word for word in normal_title(words).split() if not word.strip("-/").isdigit())
    return plain in vocabulary.words("marks.outcomes") or _is_count(words, plain, vocabulary)


def _is_count(words: str, plain: str, vocabulary: Vocabulary) -> bool:
    """Whether a line is nothing but a count of votes that carries: "For: 5, against: 0", "7 yes, 1 no"."""
    said = plain.split()
    counts = [int(one) for one in _COUNT.findall(words)]
    if not 2 <= len(counts) <= 4 or any(word not in vocabulary.words("marks.votes") for word in said):
        return False
    if not said and not _SCORE.match(words):
        return False
    return counts[0] > counts[1]


def has_verdict(words: str, vocabulary: Vocabulary) -> bool:
    """Whether an outcome stands behind what was decided: "Promote Ann (approved)", "The budget - carried 5-0"."""
    if not vocabulary.may_hold(words, "marks.outcomes"):
        return False
    found = _tail(vocabulary).search(words[-120:])
    if found is None or len(words[: len(words) - len(found.group())].split()) < 2:
        return False
    return found["inner"] is not None or " " in found["outer"] or (found["outer"].isupper() and len(words) > 60)


@cache
def _tail(vocabulary: Vocabulary) -> re.Pattern[str]:
    said = one_of(vocabulary.words("marks.outcomes"))
    return re.compile(
        rf"[(（]\s?(?P<inner>{said})\s?[)）][\s.]*$"
        rf"|(?:\s[–—-]+|[:：]|→|[.;?])\s+(?P<outer>{said})\s*(?:\([\d/, -]{{1,20}}\))?[\s.]*"
        r"(?:\[[^\[\]]{0,50}\]\s*)?$",
        re.IGNORECASE,
    )


def row_of_decision(words: str, vocabulary: Vocabulary) -> bool:
    """A row of a table with a cell that says "decision", and words in another."""
    cells = [normal_title(cell) for cell in words.strip().strip("|").split("|")]
    kinds = [cell for cell in cells if (known := vocabulary.titles.get(cell)) is not None and known.kind == "decisions"]
    return bool(kinds) and sum(1 for cell in cells if len(cell.split()) >= 2) >= 1


def in_decision_table(page: Page, index: int, scope: Scope | None) -> bool:
    """Whether a row stands below the head of a table of decisions, and says something."""
    first = page.outline.heads[index]
    if index - first < 2 or (scope is not None and scope.kind in ("actions", "matters")):
        return False
    words = page.outline.words
    if not words[first + 1] or not set(words[first + 1]) <= set("|-: "):
        return False
    heads = [normal_title(cell) for cell in words[first].strip().strip("|").split("|")]
    cells = [cell.strip() for cell in words[index].strip().strip("|").split("|")]
    known = page.vocabulary.words("columns.decided")
    column = next((at for at, head in enumerate(heads) if head in known), -1)
    if column < 0 and (scope is None or scope.kind != "decisions"):
        return False
    cell = cells[column] if 0 <= column < len(cells) else " ".join(cells)
    return page.outline.blocks[index].kind == ROW and not is_none(cell, page.vocabulary)
