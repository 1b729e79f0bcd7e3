"""Actions set in bold without a word on it: "The roof leaks. **Ann to ask for quotes.**".

Rests on: secretaries set in bold what somebody is to do, all through the minutes. It counts where a file does so
twice or more, for people who were there, in a whole clause of somebody and what they are to do or will do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import takewhile

from minutes_cli.model import Slot
from minutes_cli.reading.blocks import ROW
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.sections import NEVER
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.text import Source, Span

_BOLD = re.compile(r"\*\*(?P<words>[^*\n|]{8,300})\*\*|__(?P<under>[^_\n|]{8,300})__")
_FEWEST = 2
_FEW_WORDS = 4
_MOST = 12
"""Clauses of one block."""


def bold_clauses(source: Source, masked: str, vocabulary: Vocabulary, known: frozenset[str]) -> tuple[Span, ...]:
    """The clauses in bold that name somebody known and what they are to do; none where there is but one."""
    if "**" not in source.text and "__" not in source.text:
        return ()
    found: list[Span] = []
    for one in _BOLD.finditer(source.text):
        span = Span(*one.span("words" if one["words"] else "under"))
        head = _somebody_does(vocabulary).match(masked[span.start : span.end])
        if head is not None and len(one[0].split()) >= _FEW_WORDS and head["name"].casefold() in known:
            found.append(span)
    return tuple(found) if len(found) >= _FEWEST else ()


@cache
def _somebody_does(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Somebody, alone or with others, and "to" or "will" with a verb in small letters behind."""
    name = r"[A-Z][\w.'-]*"
    return re.compile(
        rf"\s*(?P<name>{name})(?:\s+{name}|\s*[,/&]\s*{name}|\s+and\s+{name}){{0,4}}\s+(?:to|will)\s+(?!be\b)[a-z]"
    )


def in_bold(page: Page, index: int) -> tuple[Found, ...]:
    """The clauses in bold that stand in a block."""
    block = page.outline.blocks[index]
    scope = page.outline.inside(index)
    if not page.bold or block.kind == ROW or (scope is not None and scope.kind in (*NEVER, "agenda", "decisions")):
        return ()
    if page.outline.opens[index] is not None:
        return ()
    at = bisect_left(page.bold, block.start - 2, key=lambda one: one.start)
    here = takewhile(lambda one: one.end <= block.end + 2, page.bold[at : at + _MOST])
    return tuple(
        Found("keyword", index, index, one.start, one.end, slot=Slot(Span(one.end, one.end), "words"))
        for one in here
        if (owners := find_owners(page.words(one.start, one.end), page.vocabulary, page.people)) and owners.names
    )
