"""Which earlier minutes a meeting approves: "The minutes of 1 September were approved."

Rests on a sentence of a paragraph or item that names minutes and says that they were approved; under a
heading that names minutes, the word of approval alone is enough ("Minutes of 1 September" · "Approved.").
A sentence that asks, plans or denies approves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Day
from functools import cache

from dateutil.relativedelta import relativedelta

from minutes_cli.dates import find_dates
from minutes_cli.model import Approval
from minutes_cli.reading.blocks import HEADING
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.heading import Sitting
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of

_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.;!](?=\s|$)|(?<=\d{4})[.;!](?=\s|$)|\n")
_LONGEST = 400
"""Characters of a sentence that is read."""
_FARTHEST = 70
"""Characters between the minutes and what is said of them."""
_FEWEST_WORDS = 4
"""A sentence of so many words under a heading that names minutes is about them."""


def approvals(page: Page, sittings: tuple[Sitting, ...], order: str) -> Iterator[Approval]:
    """The approvals of a text, in its order; one for each day of minutes that a sentence names."""
    if not page.outline.blocks:
        yield from _of_lines(page, sittings[0], order)
        return
    title = ""
    for at, block in enumerate(page.outline.blocks):
        words = page.words(block.start, block.end)
        if block.kind == HEADING:
            title = words
        if not page.vocabulary.may_hold(words, "approval.words"):
            continue
        sitting = next((one for one in reversed(sittings) if one.blocks.start <= at), sittings[0])
        for sentence in _SENTENCE.split(words):
            for of in _approved(sentence, title, page.vocabulary, sitting.meeting.date, order):
                yield Approval(block.line, of, sitting.meeting)


def _of_lines(page: Page, sitting: Sitting, order: str) -> Iterator[Approval]:
    """Those of a YAML file, line by line."""
    for line, words in enumerate(page.source.text.split("\n"), 1):
        for of in _approved(words, "", page.vocabulary, sitting.meeting.date, order):
            yield Approval(line, of, sitting.meeting)


def _approved(sentence: str, title: str, vocabulary: Vocabulary, day: Day | None, order: str) -> tuple[Day | None, ...]:
    """The days of the minutes that a sentence approves; None in it for the last minutes; empty for none."""
    if len(sentence) > _LONGEST or sentence.rstrip().endswith("?"):
        return ()
    if not vocabulary.may_hold(sentence, "approval.words"):
        return ()
    said = _word(vocabulary, "approval.words").search(sentence)
    if said is None or _word(vocabulary, "approval.not").search(sentence[: said.start()]):
        return ()
    subject = _word(vocabulary, "approval.minutes")
    if any(_is_near(one, said) and not _is_time(sentence, one) for one in subject.finditer(sentence)):
        return _days(sentence, vocabulary, day, order) or (None,)
    is_alone = len(sentence.split()) <= _FEWEST_WORDS and subject.search(title) is not None
    return (_days(title, vocabulary, day, order) or (None,)) if is_alone else ()


def _is_near(subject: re.Match[str], said: re.Match[str]) -> bool:
    return max(subject.start(), said.start()) - min(subject.end(), said.end()) <= _FARTHEST


def _is_time(sentence: str, subject: re.Match[str]) -> bool:
    """Whether the minutes are those of an hour: "for 30 minutes"."""
    return sentence[: subject.start()].rstrip()[-1:].isdigit()


def _days(words: str, vocabulary: Vocabulary, day: Day | None, order: str) -> tuple[Day, ...]:
    """The days in the words before the meeting's; a day without a year is the last such one."""
    anchor = day and day - relativedelta(years=1) + relativedelta(days=1)
    found = (one.day for one in find_dates(words, vocabulary.calendar, anchor=anchor, order=order))
    return tuple(dict.fromkeys(one for one in found if one is not None and (day is None or one < day)))


@cache
def _word(vocabulary: Vocabulary, name: str) -> re.Pattern[str]:
    """One of the words of a list, whole, in any letters."""
    return re.compile(rf"(?<!\w)(?:{one_of(vocabulary.words(name))})(?!\w)", re.IGNORECASE)
