"""One deadline for a whole list of actions: said before the first of them, or in a section of its own below.

Rests on: the heading itself says by when ("Aufgaben bis zum nächsten Treffen", "Actions (due 10 March)"); or "all of
these by 25 September" stands as a sentence between the heading and the first item, or under a heading right behind the
list: "Deadline", or one that names the actions, with a sentence that names them again
("Completion of the tasks", "All tasks are to be done by Friday"). A list may be parted by deadlines, each part under a
heading or a line with a colon ("### By Friday", "Medium-term (by end of March)", "Before the fair:"). An action with
words of its own for its deadline keeps them.
"""

from __future__ import annotations

from minutes_cli.dates import Due, find_dates, read_due
from minutes_cli.reading.blocks import ITEM, PARA
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.leads import label_at
from minutes_cli.reading.phrases import Anchor
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.vocabulary import normal_title

_FEW = 6
"""Blocks of a section that are looked at for a sentence before its first item."""


def shared_deadline(page: Page, scope: Scope, anchor: Anchor, actions: frozenset[int]) -> Due | None:
    """The deadline that holds for all actions of a section; None where it states none with a day.

    `actions` are the blocks of actions: "Ann to mend the gate by 10 March" above a list is her day alone.
    """
    shape = page.outline
    inside = shape.members(scope)
    titled = None if scope.earlier else _stated(page, scope.title, anchor)
    if titled is not None and (titled.day is not None or titled.awaits is not None):
        return titled
    for at in inside[:_FEW] if shape.holds(scope, ITEM) else ():
        if shape.blocks[at].kind == ITEM:
            break
        due = _in_paragraph(page, at, anchor) if at not in actions else None
        if due is not None:
            return due
    behind = (inside[-1] if inside else scope.opened) + 1
    if behind + 1 < len(shape.blocks) and _is_deadline(page, behind):
        return _in_paragraph(page, behind + 1, anchor)
    return None


def led_deadline(page: Page, index: int, scope: Scope, anchor: Anchor, actions: frozenset[int]) -> Due | None:
    """The deadline of the part of a section that an action stands in; None where what leads the part states none.

    It is that of the line with a colon above the run of items, of an item they hang under, or of a heading inside
    the section `scope`, the nearest first.
    """
    lines = (page.outline.blocks[index].parent, label_at(page, index, scope))
    titles = [page.outline.words[at] for at in lines if at is not None and at >= 0 and at not in actions]
    titles += [one.title for one in reversed(page.outline.scopes[index]) if one.opened > scope.opened]
    told = (
        _stated(page, one, anchor) for one in titles if len(one) < _LONGEST_TITLE and not _is_day(page, one, anchor)
    )
    return next((due for due in told if due is not None and (due.day is not None or due.awaits is not None)), None)


_LONGEST_TITLE = 100


def _is_day(page: Page, title: str, anchor: Anchor) -> bool:
    """Whether a title is a day and nothing else, which may as well be that of a meeting."""
    bare = title.strip(" :：()")
    days = find_dates(bare, page.vocabulary.calendar, anchor=anchor.day, order=anchor.order)
    return len(days) == 1 and days[0].start == 0 and days[0].end == len(bare)


def _is_deadline(page: Page, index: int) -> bool:
    title = normal_title(page.outline.words[index])
    if title in _titles(page):
        return True
    below = page.outline.words[index + 1][:300]
    return _names_actions(page, title) and _names_actions(page, normal_title(below))


def _names_actions(page: Page, plain: str) -> bool:
    """Whether words in small letters have one for actions among them, such as "tasks"."""
    return not page.vocabulary.heads.isdisjoint(plain.split())


def _titles(page: Page) -> frozenset[str]:
    return frozenset(normal_title(one) for one in page.vocabulary.words("labels.deadline"))


def _in_paragraph(page: Page, index: int, anchor: Anchor) -> Due | None:
    block = page.outline.blocks[index]
    if block.kind != PARA or page.outline.opens[index] is not None:
        return None
    return _told(page, page.words(block.start, block.end), anchor)


def _told(page: Page, words: str, anchor: Anchor) -> Due | None:
    """The deadline with a day that words state."""
    due = _stated(page, words, anchor)
    return due if due is not None and due.day is not None else None


def _stated(page: Page, words: str, anchor: Anchor) -> Due | None:
    calendar = page.vocabulary.calendar
    return read_due(words[:300], calendar, anchor=anchor.day, next_meeting=anchor.next_meeting, order=anchor.order)
