"""Actions that a drawn sign marks, the same one all through a file: "🔧 Ann is taking the lens out".

Rests on: who writes minutes with emoji uses one for the tasks, without a word on it, or says so in a legend
("🎯 = action, 📌 = decision"). Where no legend does, most statements that begin with the sign have to say who
is to do something, in a verb ("Ann will …", "Bo volunteered to …"); a sign before speakers or topics is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from minutes_cli.model import Slot
from minutes_cli.reading.blocks import ITEM, PARA
from minutes_cli.reading.forms.found import Found, Page, box_slot
from minutes_cli.reading.forms.marks import last_of
from minutes_cli.reading.names import People
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.sections import NEVER, Outline
from minutes_cli.reading.status import of_box
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.text import Span

_DRAWN = r"[\u2600-\u26ff\u2702-\u2712\u2728-\u273f\U0001f300-\U0001faff]"
_SIGN = re.compile(rf"\s*(?P<sign>{_DRAWN})[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*\s*")
_LEGEND = re.compile(_SIGN.pattern + rf"(?:[=:–—-]\s*)?(?P<word>[^\W\d_][\w -]{{1,24}}?)\s*(?=[,;.|)]|$|\s{_DRAWN})")
_FEWEST = 3
"""Statements that begin with a sign, without a legend; of these two thirds have to name somebody."""


def action_signs(shape: Outline, vocabulary: Vocabulary, people: People) -> frozenset[str]:
    """The signs that mark actions in a file."""
    drawn = [(at, words) for at, words in enumerate(shape.words) if not words.isascii() and _SIGN.search(words)]
    told = _legend(words for _, words in drawn if len(words) < 200)
    seen: Counter[str] = Counter()
    tasks: Counter[str] = Counter()
    for at, words in drawn:
        sign = _SIGN.match(words) if shape.blocks[at].kind in (ITEM, PARA) and shape.opens[at] is None else None
        if sign is not None:
            seen[sign["sign"]] += 1
            tasks[sign["sign"]] += _gives_task(words[sign.end() :], vocabulary, people)
    used = {sign for sign, count in seen.items() if count >= _FEWEST and 3 * tasks[sign] >= 2 * count}
    said = {sign for sign, word in told.items() if (label := vocabulary.label(word)) and label.kind == "actions"}
    return frozenset(said | (used - set(told)))


def _legend(lines: Iterable[str]) -> dict[str, str]:
    """What a line that explains two signs or more says of each."""
    told: dict[str, str] = {}
    for words in lines:
        found = list(_LEGEND.finditer(words))
        if len(found) > 1 or (found and "=" in found[0][0]):
            told.update({one["sign"]: one["word"] for one in found})
    return told


def _gives_task(words: str, vocabulary: Vocabulary, people: People) -> bool:
    """Whether words begin with somebody and a verb of what is to be done: "Ann will", "Bo volunteered to"."""
    owners = find_owners(words[:300], vocabulary, people)
    verb = words[owners.end : owners.cut.end] if owners is not None and owners.names and owners.start <= 2 else ""
    return any(letter.isalpha() for letter in verb)


def signed(page: Page, index: int) -> tuple[Found, ...]:
    """A statement that begins with the sign of actions."""
    block = page.outline.blocks[index]
    if not page.signs or block.kind not in (ITEM, PARA) or page.outline.opens[index] is not None:
        return ()
    words = page.words(block.start, block.end)
    sign = _SIGN.match(words)
    scope = page.outline.inside(index)
    if sign is None or sign["sign"] not in page.signs or (scope is not None and scope.kind in NEVER):
        return ()
    slot = box_slot(page, index) if block.box is not None else Slot(Span(block.end, block.end), "words")
    if not words[sign.end() :].strip() or len(_LEGEND.findall(words)) > 1:
        return ()
    start = block.start + sign.end()
    return (Found("keyword", index, last_of(page, index), start, block.end, slot=slot, status=of_box(block.box)),)
