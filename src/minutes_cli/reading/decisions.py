"""Decisions: what a meeting resolved or agreed, where the file marks it.

Rests on: a mark at the head ("DECISION: …", "RESOLVED", "AGREED:") or in bold or brackets within a line;
a heading or label that says "Decisions"; or a sentence in the set words of a formal decision ("the
committee resolved to", "the minutes were approved", "motion carried").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from minutes_cli.reading.blocks import HEADING, ITEM, PARA, ROW, Block
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.marks import is_field, is_none
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import has_part

_MOVED = re.compile(
    r"\b(?:motion|move[sd]?|second(?:s|ed)?|second by)\b.*(?:carried|carries|passed|passes|approved|adopted|unanimous)"
)
_SENTENCE = re.compile(r"[.;!] |: ")
_LINK_ONLY = re.compile(r"\W*(?:https?://\S+|\w+:?\s*[\d:]+)\W*$")


@cache
def _mark(vocabulary: Vocabulary) -> re.Pattern[str]:
    mark = vocabulary.decision_mark.pattern
    return re.compile(
        rf"^\s*[\[(]?#?(?P<head>{mark})(?![\w])(?P<label>\s*[-#]?\s*(?:[A-Z]{{1,4}}-)?[A-Z]{{0,2}}\d[\w.-]*)?\s*[\])]?\s*(?P<sign>[:：]|[–—-]\s|$|is\s|(?<=D)\s(?=\S)|,\s(?=that\b|to\b))"
        rf"|[\[(]\s*(?P<inner>{mark})\s*[:：]|(?:^|(?<=[.;]\s)|(?<=\?\s))(?P<upper>{mark})\s*[:：]",
        re.IGNORECASE,
    )


def decided(page: Page, taken: frozenset[int]) -> Iterator[tuple[int, int, int, str | None]]:
    """Blocks that hold a decision: index, offsets of its words, its own label. `taken` are blocks of actions."""
    listed = any(label is not None and label.kind == "decisions" for label in page.outline.opens)
    for index, block in enumerate(page.outline.blocks):
        words = page.words(block.start, block.end)
        scope = page.outline.inside(index)
        if scope is not None and scope.kind in ("attendees", "apologies", "template", "next_meeting"):
            continue
        found = _marked(page, block, words)
        if found and _counts(found) and not _undecided(words[found.end() :], page.vocabulary):
            end = found.end()
            if (not is_none(words[end:], page.vocabulary) and page.outline.opens[index] is None) or (
                found["head"] and block.kind == HEADING and words[found.end() :].strip()
            ):
                yield index, block.start + end, block.end, (found["label"] or "").strip(" -#") or None
            continue
        first = _voted(page, index, words, taken)
        if first is not None:
            yield first, page.outline.blocks[first].start, page.outline.blocks[index - 1].end, None
            continue
        if block.kind == ROW and _row_of_decision(words, page.vocabulary):
            yield index, block.start, block.end, None
        if page.outline.opens[index] is not None or block.kind not in (ITEM, PARA):
            continue
        if scope is not None and (scope.kind == "decisions" or _mixed_in(page, index, scope, taken)):
            top = block.parent < 0 or block.parent <= scope.opened
            if (
                top
                and not is_none(words, page.vocabulary)
                and not words.rstrip().endswith(":")
                and not is_field(words, page.vocabulary)
                and not _LINK_ONLY.match(words)
            ):
                yield index, block.start, block.end, None
        elif not listed and index not in taken and (scope is None or scope.kind != "agenda") and _formal(words, page):
            yield index, block.start, block.end, None


def _voted(page: Page, index: int, words: str, taken: frozenset[int]) -> int | None:
    """The first block of what an outcome alone on its line decides, "Carried unanimously (7-0)": the item that
    it hangs under, the paragraph above it, or the run of items above it."""
    blocks, mine = page.outline.blocks, page.outline.blocks[index]
    if not index or len(words) > 60 or mine.kind not in (ITEM, PARA) or not _is_outcome(words, page.vocabulary):
        return None
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
    return plain in vocabulary.words("marks.outcomes")


def _marked(page: Page, block: Block, words: str) -> re.Match[str] | None:
    """A mark of a decision, as it stands in the words or in bold at their head."""
    found = _mark(page.vocabulary).search(words) if page.vocabulary.may_hold(words, "marks.decision") else None
    if found is not None or "**" not in page.source.text[block.start : block.end]:
        return found
    return _bold_mark(page.vocabulary).match(page.source.text[block.start : block.end])


@cache
def _bold_mark(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A mark in bold at the head, with or without a sign: `**Agreed** to move the date`."""
    return re.compile(
        rf"[>\s]*\*\*(?P<head>{vocabulary.decision_mark.pattern})(?P<label>(?!))?(?P<inner>(?!))?(?P<upper>(?!))?\s*[:.]?\s*\*\*[:.]?(?=\s*\w)",
        re.IGNORECASE,
    )


def _counts(found: re.Match[str]) -> bool:
    """A mark in the midst of a line counts in capitals or with a capital; at the head with a sign behind it."""
    word = found["head"] or found["inner"] or found["upper"]
    return word[:1].isupper() or found.group(0).lstrip()[:1] == "#"


def _row_of_decision(words: str, vocabulary: Vocabulary) -> bool:
    """A row of a table with a cell that says "decision", and words in another."""
    cells = [normal_title(cell) for cell in words.strip().strip("|").split("|")]
    kinds = [cell for cell in cells if (known := vocabulary.titles.get(cell)) is not None and known.kind == "decisions"]
    return bool(kinds) and sum(1 for cell in cells if len(cell.split()) >= 2) >= 1


def _mixed_in(page: Page, index: int, scope: Scope, taken: frozenset[int]) -> bool:
    """Whether what stands under "Decisions and actions" and is no action is a decision: new, and nobody's speech."""
    if scope.kind != "mixed" or scope.earlier or index in taken:
        return False
    return page.outline.blocks[index].kind == ITEM or _SAID.match(page.outline.words[index]) is None


def _undecided(words: str, vocabulary: Vocabulary) -> bool:
    """Whether what stands behind a mark says that nothing was decided: "Resolution: postponed to the next meeting"."""
    first = re.match(r"\s*([^\W\d_]+)", words)
    return first is not None and first[1].casefold() in vocabulary.words("decisions_not.results")


_SAID = re.compile(r"\s*([^\W\d_][\w.'-]*(?:\s[A-Z][\w.'-]*)?)\s*[:：]\s")


def _spoken(words: str, page: Page) -> bool:
    """Whether words are what one speaker says: "Ann: we agreed on that"; "Motion: …" is nobody's."""
    said = _SAID.match(words)
    if said is None or said[1].casefold() in page.vocabulary.words("labels.topics"):
        return False
    return page.people.knows(said[1]) or (said[1].isupper() and len(said[1]) <= 3)


def _formal(words: str, page: Page) -> bool:
    """A sentence in the set words of a decision, near its beginning; what one speaker says is none."""
    vocabulary = page.vocabulary
    if vocabulary.decision_phrase is None or len(words) > 1500:
        return False
    if not has_part(words, vocabulary.decision_stems):
        return False
    plain = " ".join(words.casefold().split())
    found = vocabulary.decision_phrase.search(plain[: 1200 if "motion" in plain[:80] else 260])
    # Of what one speaker says only a verdict on something counts: "Ann: accepted, with the new name".
    verdict = found is not None and found.start() == 0 and plain[found.end() :].strip(" .!") != ""
    if found is None or (not verdict and _spoken(words, page)) or "?" in plain[: found.end() + 40].split(". ")[-1]:
        return False
    # Of a motion and what became of it, "Motion: to buy a tent. Carried.", only the last sentence can take it back.
    before = _SENTENCE.split(plain[max(0, found.start() - 25) : found.end()])[-1]
    if any(f" {word} " in f" {plain[:200]} " for word in vocabulary.words("decisions_not.running")):
        return False
    if _MOVED.search(found.group()):  # what was moved may have any words: "Motion to thank those who …, carried"
        before = re.split(r"[.;:,] ", before)[-1]
    return not any(f" {word} " in f" {before} " for word in vocabulary.words("decisions_not.words"))
