"""Lines that look like actions and were not read: counted, shown, never passed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from minutes_cli.model import Diagnostic, Mention, Severity
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.marks import is_none
from minutes_cli.reading.sections import NEVER
from minutes_cli.reading.vocabulary import Vocabulary


@cache
def _loose(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?P<mark>{vocabulary.mark.pattern})(?![\w/])", re.IGNORECASE)


def look_alikes(page: Page, mentions: Iterable[Mention]) -> Iterator[Diagnostic]:
    """A diagnostic for each line that has a mark or an empty box and belongs to no action."""
    held = {line for one in mentions for line in range(one.line, one.end_line + 1)}
    loose = _loose(page.vocabulary)
    for index, block in enumerate(page.outline.blocks):
        scope = page.outline.inside(index)
        if page.outline.opens[index] is not None or block.line in held or (scope is not None and scope.kind in NEVER):
            continue
        words = page.words(block.start, block.end)
        why = _why(words, loose, page, box=block.box)
        if why:
            yield Diagnostic(
                "M010",
                "look-alike",
                Severity.INFO,
                f"this looks like an action and was not read: {why}",
                page.source.path,
                block.line,
                1,
                f"minutes parse --explain {page.source.path}:{block.line}",
            )


def _why(words: str, loose: re.Pattern[str], page: Page, *, box: str | None) -> str | None:
    if box == " ":
        return "a box in a section whose boxes are not tasks"
    for found in loose.finditer(words[:600]):
        mark = found["mark"]
        upper = mark.rstrip("s").isupper() and len(mark) > 1
        signed = words[found.end() : found.end() + 3].lstrip("*_ )]")[:1] in (":", "：")
        if (upper or signed) and not is_none(words[found.end() :].lstrip(" :：-–)]"), page.vocabulary):
            return f"it has the mark {mark!r} in a place where none is expected"
    return None
