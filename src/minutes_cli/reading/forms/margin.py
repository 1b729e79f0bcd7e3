"""Actions by what stands at the margin: who acts, in a column at the right; a number of an action, at the left.

Rests on: minutes of councils and committees in plain text have a column "Action" at the right margin, with its
title once above it and the initials, office or name of whoever acts beside what was said; and minutes that count
their actions put the number alone before them, "A7 Ann to …", "[AP-3] Bo will …", without the word "action".
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.model import Slot
from minutes_cli.reading.blocks import HEADING, ITEM, PARA
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.marks import leading_mark, own_label
from minutes_cli.reading.forms.named import somebody
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.sections import NEVER
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.text import Source, Span

_FAR = 40
"""Columns before a title at the right margin."""
_SLACK = 16
"""Columns by which what stands in the column may begin before its title."""
_BESIDE = re.compile(r"(?<=\S)[ \t]{3,}(?P<names>\S[^\n]{0,40})$")


def action_column(source: Source, vocabulary: Vocabulary) -> int | None:
    """Where a column of those who act begins in a text: that of a title alone at the right margin."""
    if " " * _FAR not in source.text:
        return None
    found = _title(vocabulary).search(source.text)
    return found.start("title") - found.start() if found is not None else None


@cache
def _title(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(
        rf"^[ ]{{{_FAR},200}}(?P<title>{vocabulary.mark.pattern}(?:[ ]by)?):?[ \t]*$", re.MULTILINE | re.IGNORECASE
    )


def at_margin(page: Page, index: int) -> tuple[Found, ...]:
    """A statement with whoever acts beside one of its lines, in the column of actions."""
    block = page.outline.blocks[index]
    if page.column is None or block.kind not in (ITEM, PARA) or page.outline.opens[index] is not None:
        return ()
    scope = page.outline.inside(index)
    if scope is not None and scope.kind in NEVER:
        return ()
    at = block.start
    for raw in page.masked[block.start : block.end].split("\n"):
        line = page.source.text.rfind("\n", 0, at) + 1
        beside = _BESIDE.search(raw.rstrip())
        if beside is not None and at - line + beside.start("names") >= page.column - _SLACK:
            names = somebody(page, beside["names"])
            span = Span(at + beside.start("names"), at + beside.end("names"))
            if names:
                slot = Slot(Span(block.end, block.end), "words")
                found = Found("keyword", index, index, block.start, block.end, owners=names, slot=slot, cut=span)
                return (found._replace(owners_span=span),)
        at += len(raw) + 1
    return ()


def counted(page: Page, index: int) -> tuple[Found, ...]:
    """A statement with the number of an action before it, and somebody who is to do it: "A-12: Cy to ask the port"."""
    block = page.outline.blocks[index]
    if page.outline.opens[index] is not None or block.kind == HEADING or block.box is not None:
        return ()
    words = page.words(block.start, block.end)
    own = own_label(words[:80], page.vocabulary) if any(letter.isdigit() for letter in words[:8]) else None
    scope = page.outline.inside(index)
    if own is None or not own[1][0].isalpha() or (scope is not None and scope.kind in (*NEVER, "agenda", "decisions")):
        return ()
    if leading_mark(words, page.vocabulary) is not None:
        return ()
    task = words[own.end() :]
    owners = find_owners(task, page.vocabulary, page.people)
    verb = task[owners.end : owners.cut.end] if owners is not None and owners.names and owners.start <= 2 else ""
    if not any(letter.isalpha() for letter in verb):
        return ()
    last = max(index, page.outline.children(index).stop - 1)
    slot = Slot(Span(block.end, block.end), "words")
    return (Found("keyword", index, last, block.start + own.end(), block.end, label=own[1], slot=slot),)
