"""Marks on a line of their own behind the task, which hold no more than whose it is: "Action: Clerk".

Rests on: councils, committees and boards write what was said, and below it, often at the right margin, who
acts: "ACTION: Clerk", "Action: AB/CD", "Action by: Cllr Lee". The statement right above is the task. It is
none where the mark stands below a heading, or names nobody for sure.
"""

from __future__ import annotations

import re

from minutes_cli.model import Slot
from minutes_cli.reading.blocks import ITEM, PARA
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.marks import leading_mark
from minutes_cli.reading.forms.none import is_none
from minutes_cli.reading.names import owners_in
from minutes_cli.text import Span

_BY = re.compile(r"\s*(?:by|for|on)\b\s*:?\s*", re.IGNORECASE)


def marked_behind(page: Page, index: int) -> tuple[Found, ...]:
    """The statement above a mark that holds owners alone."""
    blocks, mine = page.outline.blocks, page.outline.blocks[index]
    if index == 0 or mine.kind not in (PARA, ITEM) or mine.end - mine.start > 120:
        return ()
    above = blocks[index - 1]
    if above.kind not in (PARA, ITEM) or page.outline.opens[index - 1] is not None or index - 1 in page.titles:
        return ()
    if page.outline.opens[index] is not None or page.outline.inside(index) != page.outline.inside(index - 1):
        return ()
    words = page.words(mine.start, mine.end)
    if words[:1] in ("[", "(") and words.rstrip()[-1:] in ("]", ")"):
        words = " " + words.rstrip()[1:-1]
    mark = leading_mark(words, page.vocabulary)
    if mark is None or mark.label is not None or mark.owners or mark.end is not None:
        return ()
    by = _BY.match(words, mark.words)
    at = by.end() if by else mark.words
    names = owners_in(words[at:].strip(" ."), page.vocabulary, page.people, sure=True)
    task = page.words(above.start, above.end)
    if not names or is_none(words[at:], page.vocabulary) or len(task.split()) < 3 or _is_marked(page, task):
        return ()
    place = Span(mine.start + at, mine.start + len(words.rstrip()))
    slot = Slot(Span(mine.end, mine.end), "words")
    return (Found("keyword", index - 1, index, above.start, above.end, owners=names, owners_span=place, slot=slot),)


def _is_marked(page: Page, task: str) -> bool:
    """Whether the statement above is an action, or a decision, of its own."""
    return leading_mark(task, page.vocabulary) is not None
