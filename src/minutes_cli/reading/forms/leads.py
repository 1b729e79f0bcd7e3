"""Whose tasks stand below a line that names somebody and nothing else: "### Ann", "**Bo Ray**", "Cy & Dee:".

Rests on: a list of actions may be parted by who is to do them, each part under a heading, a bold line, a line
with a colon or an item. People of the meeting, everyone and handles are known by themselves; other names count
where the lines beside them name people too, since a list may as well be parted by topics ("Website", "Newsletter").
Boxes are parted so in any section. The other way round, people may stand below a task, one an item, and do it
together. Whoever stands in brackets behind "with" does it together with the one who leads.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.reading.blocks import HEADING, ITEM, PARA
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.names import owners_in
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.sections import Scope
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.reading.wording import one_of
from minutes_cli.text import Span

_NEAR = 40
"""Blocks above an item among which the line that leads its run is looked for."""
_BESIDE = 80
"""Blocks of a section among which lines of the same kind are looked for."""


def lead_owner(page: Page, index: int, scope: Scope) -> tuple[str, ...] | None:
    """The people that the nearest such line names, inside the section of actions `scope`; None without one."""
    heading = page.outline.scopes[index][-1]
    if heading is not scope and (heading.kind != "topic" or heading.opened < scope.opened):
        return None
    above = (_label_above(page, index, scope), PARA)
    lines = [(_names_above(page, index, scope), PARA)]
    lines += [above] if heading is scope else [(heading.title, HEADING), above]
    for title, kind in lines:
        bare = _whom_for(page, title)
        names = owners_in(bare.rstrip(":： "), page.vocabulary, page.people, sure=True) if title else ()
        if names and _are_people(page, bare, names, scope, kind):
            return names
        if kind == PARA and (told := _told(page, title)):
            return told
    return None


@cache
def _modal(vocabulary: Vocabulary) -> re.Pattern[str]:
    """A word such as "should" at the end of a title, or in its midst where a language has names behind it."""
    return re.compile(
        rf"\s(?:{one_of(vocabulary.words('owners.modal'))})(?:\s(?P<names>[^,;.:]{{2,40}}))?$", re.IGNORECASE
    )


def _told(page: Page, title: str) -> tuple[str, ...]:
    """Who is told by a line to do what is below it: "The teams should:", "Bis Mai sollen die Teams:"."""
    bare = title.rstrip(":： ")
    found = _modal(page.vocabulary).search(bare) if page.vocabulary.may_hold(bare, "owners.modal") else None
    names = (found["names"] or bare[: found.start()]) if found is not None and title != bare else ""
    return owners_in(names, page.vocabulary, page.people, sure=True)


def _whom_for(page: Page, title: str) -> str:
    """The names behind "Outcomes for Ann:", "Tasks for Bo and Cy"; else the title."""
    head, sign, names = title.partition(" for ")
    kind = page.vocabulary.label(head) if sign else None
    told = kind is not None and kind.kind == "actions"
    return names if told or normal_title(head) in page.vocabulary.words("marks.weak") else title


_IN_BRACKETS = re.compile(r"[^()]{2,40}\((?P<names>[^()]{2,40})\)[\s:：]*$")


def _title_owner(page: Page, scope: Scope) -> tuple[str, ...]:
    """Whom the title of a section of actions names in brackets or behind "for": "To do (Ann)", "Tasks for Bo"."""
    found = _IN_BRACKETS.match(scope.title) if scope.title.rstrip(":： ").endswith(")") else None
    names = found["names"] if found is not None else _whom_for(page, scope.title)
    owners = owners_in(names, page.vocabulary, page.people, sure=False) if names != scope.title else ()
    return owners if all(map(page.people.knows, owners)) else ()


def _names_above(page: Page, index: int, scope: Scope) -> str:
    """A line between blank ones right above the run of items that is nothing but known people: "Ann and Bo"."""
    for at in range(index - 1, max(scope.opened, index - _NEAR), -1):
        block, words = page.outline.blocks[at], page.outline.words[at]
        if block.kind != ITEM:
            short = block.kind == PARA and block.parent < 0 and block.blank_before and len(words) < _SHORT
            names = owners_in(words, page.vocabulary, page.people, sure=True) if short else ()
            return words if names and all(_known(page, name) for name in names) else ""
    return ""


_SHORT = 60


def task_owner(page: Page, index: int, scope: Scope, words: str) -> tuple[str, ...] | None:
    """Whoever leads the part of a list of actions that an item stands in; None where its own words name somebody."""
    lead = lead_owner(page, index, scope) or _title_owner(page, scope)
    return lead if lead and not _names_its_own(page, words) else None


_BOLD = re.compile(r"(?:\*\*|__|<b>|<strong>)\s?([^*_<>:@]{2,40}?)\s?(?:\*\*|__|</b>|</strong>)\s+(?=[\[`A-Z])")


def in_bold(page: Page, index: int) -> tuple[tuple[str, ...], Span, int] | None:
    """Somebody in bold before the task ("**Ann** Book the hall"): who, where, and where it begins."""
    block = page.outline.blocks[index]
    raw = page.source.text[block.start : min(block.end, block.start + 60)]
    found = _BOLD.match(raw) if raw[:1] in ("*", "_", "<") else None
    names = owners_in(found[1], page.vocabulary, page.people, sure=False) if found else ()
    if found is None or not names or not all(page.people.knows(name) for name in names):
        return None
    return names, Span(block.start + found.start(1), block.start + found.end(1)), block.start + found.end()


def box_owner(page: Page, index: int, words: str) -> tuple[str, ...] | None:
    """Whoever leads the part that a box stands in, by the item, line or heading above it; None as before."""
    scope = page.outline.inside(index)
    if scope is not None and scope.kind == "actions" and page.outline.blocks[index].parent < 0:
        return task_owner(page, index, scope, words)
    blocks, at = page.outline.blocks, page.outline.blocks[index].parent
    while at >= 0 and blocks[at].box is not None:
        at = blocks[at].parent
    around = page.outline.scopes[index][-1:]
    title = page.outline.words[at] if at >= 0 else _label_above(page, index, around[0] if around else None)
    if not title and around and around[0].kind == "topic":
        title = around[0].title
    names = owners_in(title.rstrip(":： –—-"), page.vocabulary, page.people, sure=True) if 0 < len(title) < 60 else ()
    sure = bool(names) and ("@" in title or all(_known(page, name) for name in names))
    return names if sure and not _names_its_own(page, words) else None


def _names_its_own(page: Page, words: str) -> bool:
    """Whether the words of a task name who is to do it, and not only somebody besides: "Clean the boats (with Bo)"."""
    own = find_owners(words, page.vocabulary, page.people)
    if own is None or not own.names:
        return False
    first = words[own.start : own.end].split()[:1]
    bracketed = words[own.cut.start : own.start].strip()[:1] in ("(", "[", "（")
    return not (bracketed and first and first[0].casefold() in page.vocabulary.words("owners.and"))


def people_below(page: Page, index: int, words: str) -> tuple[str, ...] | None:
    """The people who are all that hangs below a task, and do it; None where its own words name somebody known."""
    blocks = page.outline.blocks
    below = page.outline.children(index)[: _MOST_BELOW + 1]
    names = _names(page, [at for at in below if blocks[at].parent == index and blocks[at].kind == ITEM])
    own = find_owners(words, page.vocabulary, page.people) if names else None
    return names if names and not (own and own.names and all(map(page.people.knows, own.names))) else None


def _names(page: Page, below: list[int]) -> tuple[str, ...]:
    """The people that all of these items are, each of them names and nothing else; none where one of them is not.

    One of them at least is somebody of the meeting or has an `@`, and the others are whole names or of the meeting.
    """
    found: list[str] = []
    sure = False
    for at in below:
        block = page.outline.blocks[at]
        words = page.words(block.start, block.end)
        names = owners_in(words.rstrip(":： "), page.vocabulary, page.people, sure=True) if len(words) < 60 else ()
        known = [_known(page, name) for name in names]
        whole = all(one or 1 < len(name.split()) <= 4 for name, one in zip(names, known, strict=True))
        if not names or not ("@" in words or whole):
            return ()
        sure = sure or "@" in words or any(known)
        found += names
    return tuple(dict.fromkeys(found)) if sure and len(below) <= _MOST_BELOW else ()


_MOST_BELOW = 12


def _label_above(page: Page, index: int, scope: Scope | None) -> str:
    """The words of the line with a colon right above the run of items that the block stands in."""
    at = label_at(page, index, scope)
    return page.outline.words[at] if at is not None else ""


def label_at(page: Page, index: int, scope: Scope | None) -> int | None:
    """The short line with a colon right above the run of items that the block stands in."""
    blocks = page.outline.blocks
    for at in range(index - 1, max(scope.opened if scope is not None else -1, index - _NEAR), -1):
        if blocks[at].kind == PARA and blocks[at].parent < 0:
            words = page.outline.words[at]
            return at if words.endswith((":", "：")) and len(words) < 60 else None
        if blocks[at].kind not in (ITEM, PARA):
            return None
    return None


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
