"""Decisions: what a meeting resolved or agreed, where the file marks it.

Rests on: a mark at the head ("DECISION: …", "RESOLVED", "AGREED:") or in bold or brackets within a line;
a heading or label that says "Decisions", and what a table has under such a head; the outcome of a vote behind
what was voted on, or alone below it; or a sentence in the set words of a formal decision ("the committee resolved
to", "the minutes were approved", "motion carried").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from minutes_cli.reading.ballots import carried
from minutes_cli.reading.blocks import HEADING, ITEM, PARA, ROW, Block
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.marks import is_field, leading_mark
from minutes_cli.reading.forms.none import is_none
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.verdicts import has_verdict, in_decision_table, row_of_decision, voted
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import has_part

_MOVED = re.compile(
    r"\b(?:motion|move[sd]?|second(?:s|ed)?|second by)\b"
    r".*(?:carried|carries|passed|passes|approved|adopted|accepted|unanimous)"
)
_STOP = re.compile(r"(?<=\w\w)[.;!] |(?<=[)\]])[.;!] |(?<=\w\?) ")
_LEADS = re.compile(r" (?:to|that|on|not|upon)$")
"""What set words may end in, and what would elsewhere take them back."""
_NEVER = ("attendees", "apologies", "template", "next_meeting")
_SENTENCE = re.compile(r"[.;!] |: ")
_LINK_ONLY = re.compile(r"\W*(?:https?://\S+|\w+:?\s*[\d:]+)\W*$")


@cache
def _mark(vocabulary: Vocabulary) -> re.Pattern[str]:
    mark = vocabulary.decision_mark.pattern
    return re.compile(
        rf"^\s*[\[(【]?#?(?P<head>{mark})(?![\w])(?P<label>\s*[-#]?\s*(?:[A-Z]{{1,4}}-)?[A-Z]{{0,2}}\d[\w.-]*)?\s*[\])]?\s*(?P<sign>[:：】]|[–—-]\s|$|is\s|(?<=D)\s(?=\S)|,\s(?=that\b|to\b))"
        rf"|[\[(]\s*(?P<inner>{mark})\s*[:：]|(?:^|(?<=[.;]\s)|(?<=\?\s))(?P<upper>{mark})\s*[:：]",
        re.IGNORECASE,
    )


class Decided(NamedTuple):
    """Where a decision stands."""

    block: int
    start: int
    end: int
    """Offsets of its words."""
    label: str | None
    last: int
    """The block that its outcome stands in."""


def decided(page: Page, taken: frozenset[int]) -> Iterator[Decided]:
    """The decisions, each once; `taken` are blocks of actions."""
    voted_on: dict[int, Decided] = {}
    for one in _decided(page, taken):
        before = voted_on.get(one.block)
        if before is None:
            voted_on[one.block] = one
        elif one.last > before.last:
            voted_on[one.block] = before._replace(last=one.last)
    yield from sorted(voted_on.values())


def _decided(page: Page, taken: frozenset[int]) -> Iterator[Decided]:
    listed = any(label is not None and label.kind == "decisions" for label in page.outline.opens)
    for index, block in enumerate(page.outline.blocks):
        words = page.words(block.start, block.end)
        scope = page.outline.inside(index)
        if scope is not None and scope.kind in _NEVER:
            if scope.kind == "attendees" and index not in taken and _in_so_many_words(words, page):
                yield Decided(index, block.start, block.end, None, index)
            continue
        found = _marked(page, block, words)
        if (
            found
            and _counts(found)
            and not _put_to_vote(page, index)
            and not _undecided(words[found.end() :], page.vocabulary)
        ):
            end = found.end()
            if (not is_none(words[end:], page.vocabulary) and page.outline.opens[index] is None) or (
                found["head"] and block.kind == HEADING and words[found.end() :].strip()
            ):
                label = (found["label"] or "").strip(" -#") or None
                yield Decided(index, block.start + end, block.end, label, index)
            continue
        last = carried(page, index, words)
        if last is not None:
            yield Decided(index, block.start, block.end, None, last)
            continue
        first = voted(page, index, words, taken)
        if first is not None:
            yield Decided(
                first, page.outline.blocks[first].start, page.outline.blocks[max(first, index - 1)].end, None, index
            )
            continue
        if block.kind == ROW and (
            row_of_decision(words, page.vocabulary) or (index not in taken and in_decision_table(page, index, scope))
        ):
            yield Decided(index, block.start, block.end, None, index)
        if page.outline.opens[index] is not None or block.kind not in (ITEM, PARA):
            continue
        if scope is not None and (
            (scope.kind == "decisions" and index not in taken) or _mixed_in(page, index, scope, taken)
        ):
            if _says_something(page, block, scope, words):
                yield Decided(index, block.start, block.end, None, index)
        elif index not in taken and _said(words, page, listed=listed or (scope is not None and scope.kind == "agenda")):
            yield Decided(index, block.start, block.end, None, index)


def _says_something(page: Page, block: Block, scope: Scope, words: str) -> bool:
    """Whether what stands at the top of a section of decisions is one: no "none", lead, field or bare link."""
    return (
        (block.parent < 0 or block.parent <= scope.opened)
        and not is_none(words, page.vocabulary)
        and not words.rstrip().endswith(":")
        and not is_field(words, page.vocabulary)
        and not _LINK_ONLY.match(words)
    )


def _said(words: str, page: Page, *, listed: bool) -> bool:
    """Whether a statement says itself that it is a decision; in an agenda, and in a file with a section of decisions,
    only beyond doubt."""
    if listed:
        return _in_so_many_words(words, page)
    return has_verdict(words, page.vocabulary) or _formal(words, page)


def _marked(page: Page, block: Block, words: str) -> re.Match[str] | None:
    """A mark of a decision, as it stands in the words or in bold at their head."""
    told = page.vocabulary.may_hold(words, "marks.decision")
    found = _mark(page.vocabulary).search(words) if told else None
    mark = leading_mark(words, page.vocabulary) if told and found is None else None
    if mark is not None:  # "ACTION: Consensus is that we keep the bell" is both
        return _mark(page.vocabulary).search(" " * mark.words + words[mark.words :])
    if found is not None or "**" not in page.source.text[block.start : block.end]:
        return found
    return _bold_mark(page.vocabulary).match(page.source.text[block.start : block.end])


@cache
def _bold_mark(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A mark in bold at the head, with or without a sign: `**Agreed** to move the date`."""
    return re.compile(
        rf"[>\s]*\*\*(?P<head>{vocabulary.decision_mark.pattern})(?P<label>\s+#?[A-Z]{{0,2}}\d[\d.-]*)?(?P<inner>(?!))?(?P<upper>(?!))?\s*[:.]?\s*\*\*[:.]?(?=\s*\w)",
        re.IGNORECASE,
    )


def _put_to_vote(page: Page, index: int) -> bool:
    """Whether a block stands below an item or heading that says that it is yet to be voted on."""
    blocks, around = page.outline.blocks, page.outline.scopes[index]
    title = (
        page.outline.words[blocks[index].parent] if blocks[index].parent >= 0 else around[-1].title if around else ""
    )
    plain = f" {normal_title(title[:100])} "
    return any(f" {one} " in plain for one in page.vocabulary.words("decisions_not.proposed"))


def _counts(found: re.Match[str]) -> bool:
    """A mark in the midst of a line counts in capitals or with a capital; at the head with a sign behind it."""
    word = found["head"] or found["inner"] or found["upper"]
    return not word[:1].islower() or found.group(0).lstrip()[:1] == "#"


def _mixed_in(page: Page, index: int, scope: Scope, taken: frozenset[int]) -> bool:
    """Whether what stands under "Decisions and actions" and is no action is a decision: new, and nobody's speech."""
    if scope.kind != "mixed" or scope.earlier or index in taken:
        return False
    return page.outline.blocks[index].kind == ITEM or _SAID.match(page.outline.words[index]) is None


def _undecided(words: str, vocabulary: Vocabulary) -> bool:
    """Whether what stands behind a mark says that nothing was decided: "Resolution: postponed to the next meeting"."""
    first = re.match(r"\s*([^\W\d_]+)(?:\s+([^\W\d_]+))?", words)
    if first is None:
        return False
    two = f"{first[1]} {first[2]}".casefold()  # "Decided last meeting to move": it is told again
    return first[1].casefold() in vocabulary.words("decisions_not.results") or two in vocabulary.words(
        "decisions_not.again"
    )


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
    if any(f" {word} " in f" {plain[:200]} " for word in vocabulary.words("decisions_not.running")):
        return False
    near = plain[: 1200 if "motion" in plain[:80] else 260]
    finds = islice(vocabulary.decision_phrase.finditer(near), 3)
    return any(_holds(found, plain, words, page) for found in finds) or _in_so_many_words(words, page)


def _holds(found: re.Match[str], plain: str, words: str, page: Page) -> bool:
    """Whether nothing in front of the set words takes them back, and nobody alone says or asks them."""
    if plain.count("(", 0, found.start() + 1) > plain.count(")", 0, found.start() + 1):
        return False  # an aside: "(people agreed that this is better)"
    # Of what one speaker says only a verdict on something counts: "Ann: accepted, with the new name".
    verdict = found.start() == 0 and plain[found.end() :].strip(" .!") != ""
    if (not verdict and _spoken(words, page)) or "?" in plain[: found.end() + 40].rsplit(". ", maxsplit=1)[-1]:
        return False
    # Of a motion and what became of it, "Motion: to buy a tent. Carried.", only the last sentence can take it back.
    before = _SENTENCE.split(_LEADS.sub("", plain[max(0, found.start() - 25) : found.end()]))[-1]
    if _MOVED.search(found.group()):  # what was moved may have any words: "Motion to thank those who …, carried"
        before = re.split(r"[.;:,] ", before)[-1]
    return not any(f" {word} " in f" {before} " for word in page.vocabulary.words("decisions_not.words"))


def _in_so_many_words(words: str, page: Page) -> bool:
    """Whether one of the sentences, wherever it stands, has words that are said of nothing but decisions."""
    vocabulary = page.vocabulary
    if vocabulary.decision_sure is None or len(words) > 3000 or not has_part(words, vocabulary.decision_stems):
        return False
    plain = " ".join(words.casefold().split())
    for sentence in _STOP.split(plain):
        found = vocabulary.decision_sure.search(sentence[:400])
        if found is None or sentence.endswith("?") or _spoken(words, page):
            continue
        clause = f" {_LEADS.sub('', sentence[max(0, found.start() - 40) : found.end()])} "
        spoilt = (*vocabulary.words("decisions_not.words"), *vocabulary.words("decisions_not.running"))
        if not any(f" {word} " in clause or (f" {word} " in f" {sentence} " and " " in word) for word in spoilt):
            return True
    return False
