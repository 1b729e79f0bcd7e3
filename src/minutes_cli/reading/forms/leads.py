"""Whose tasks stand below a line that names somebody and nothing else: "### Ann", "**Bo Ray**", "Cy & Dee:".

Rests on: a list of actions may be parted by who is to do them, each part under a heading, a bold line or a line
with a colon. People of the meeting, everyone and handles are known by themselves; other names count where the
lines beside them name people too, since a list may as well be parted by topics ("Website", "Newsletter").
"""

from __future__ import annotations

from minutes_cli.reading.blocks import HEADING, ITEM, PARA
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.names import owners_in
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.vocabulary import normal_title

_NEAR = 40
"""Blocks above an item among which the line that leads its run is looked for."""
_BESIDE = 80
"""Blocks of a section among which lines of the same kind are looked for."""


def lead_owner(page: Page, index: int, scope: Scope) -> tuple[str, ...] | None:
    """The people that the nearest such line names, inside the section of actions `scope`; None without one."""
    heading = page.outline.scopes[index][-1]
    if heading is not scope:
        title, kind = heading.title, HEADING
        if heading.kind != "topic" or heading.opened < scope.opened:
            return None
    else:
        title, kind = _label_above(page, index, scope), PARA
    names = owners_in(title.rstrip(":： "), page.vocabulary, page.people, sure=True) if title else ()
    return names if names and _are_people(page, title, names, scope, kind) else None


def _label_above(page: Page, index: int, scope: Scope) -> str:
    """The line with a colon right above the run of items that the block stands in."""
    blocks = page.outline.blocks
    for at in range(index - 1, max(scope.opened, index - _NEAR), -1):
        if blocks[at].kind == PARA and blocks[at].parent < 0:
            words = page.outline.words[at]
            return words if words.endswith((":", "：")) and len(words) < 60 else ""
        if blocks[at].kind not in (ITEM, PARA):
            return ""
    return ""


def _are_people(page: Page, title: str, names: tuple[str, ...], scope: Scope, kind: str) -> bool:
    if "@" in title or all(_known(page, name) for name in names):
        return True
    around = [at for at in page.outline.members(scope)[:_BESIDE] if page.outline.blocks[at].kind == kind]
    lines = [page.outline.words[at] for at in around]
    beside = [one.rstrip(":： ") for one in lines if kind == HEADING or one.endswith((":", "："))]
    if len(beside) < 2 or not all(_like_a_name(page, one) for one in beside):
        return False
    return page.people.names <= {""} or any(page.people.knows(one) for one in beside)


def _known(page: Page, name: str) -> bool:
    return page.people.knows(name) or name.casefold() in page.vocabulary.words("owners.everyone")


def _like_a_name(page: Page, title: str) -> bool:
    """Capitalised words of which none is a topic's or a thing's."""
    things = page.vocabulary.words("labels.topics") | page.vocabulary.words("owners.nouns")
    names = owners_in(title, page.vocabulary, page.people, sure=True)
    return bool(names) and things.isdisjoint(normal_title(title).split())
