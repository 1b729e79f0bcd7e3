"""Actions that a mark or an arrow gives to somebody, where the words of the task stand in front of it, or behind.

Rests on: in the minutes of councils and committees "Action JS" at the end of a paragraph makes it the task of
whoever is named (`behind` reads the same on a line of its own); and an arrow before a line
("-> Ann to ring the printer", "→ Bo: mend the gate") hands a task to the one who is named right behind it.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.dates import read_due
from minutes_cli.model import Slot
from minutes_cli.reading.blocks import HEADING, ITEM, PARA
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.marks import last_of
from minutes_cli.reading.names import owners_in
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.sections import NEVER
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of
from minutes_cli.text import Span


@cache
def _behind(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(
        rf"(?:[.;!?)\]:]\s+|\s[–—|-]+\s*|\s{{2,}})(?P<mark>{vocabulary.mark.pattern})(?!\w)\s*(?:(?:by|for|on)\s+)?[:：–—-]*\s*(?P<names>[^:：.;!?\[\]()]{{2,60}}?)[\s.]*$",
        re.IGNORECASE,
    )


@cache
def _acts(vocabulary: Vocabulary) -> re.Pattern[str]:
    acts = one_of(vocabulary.words("marks.acts"))
    return re.compile(
        rf"(?:[.;!?)\]:]\s+|\s[–—|-]+\s+|[(\[])(?P<names>[^:：.;!?\[\]()]{{2,60}}?)\s+(?:{acts})[\s.)\]]*$",
        re.IGNORECASE,
    )


def to_action(page: Page, index: int) -> tuple[Found, ...]:
    """A statement that somebody is "to action": "The bins are full. Clerk to action."."""
    block = page.outline.blocks[index]
    if page.outline.opens[index] is not None or block.kind not in (ITEM, PARA) or block.box is not None:
        return ()
    words = page.words(block.start, block.end)
    asked = len(words) > 12 and page.vocabulary.may_hold(words[-60:], "marks.acts")
    gap = max(0, len(words) - 120)
    found = _acts(page.vocabulary).search(words[-120:]) if asked else None
    names = somebody(page, found["names"]) if found else ()
    if found is None or not names or not words[: gap + found.start()].strip():
        return ()
    span = Span(block.start + gap + found.start("names"), block.start + gap + found.end("names"))
    cut = Span(block.start + gap + found.start() + (words[gap + found.start()] in ".;!?)]:"), block.end)
    return (_found(page, index, index, names, span)._replace(cut=cut),)


def handed(page: Page, index: int) -> tuple[Found, ...]:
    """A statement whose owner a mark at its own end names: "The pothole is still there. Action JS"."""
    block = page.outline.blocks[index]
    if page.outline.opens[index] is not None or block.kind not in (ITEM, PARA) or block.box is not None:
        return ()
    words = page.words(block.start, block.end)
    marked = len(words) > 12 and page.vocabulary.may_hold(words, "marks.any")
    found = _behind(page.vocabulary).search(words[-120:]) if marked else None
    if found is None or not found["mark"][:1].isupper():
        return ()
    names = _somebody(page, found["names"], found["mark"])
    gap = max(0, len(words) - 120)
    if not names or not words[: gap + found.start()].strip():
        return ()
    span = Span(block.start + gap + found.start("names"), block.start + gap + found.end("names"))
    cut = Span(block.start + gap + found.start("mark"), block.end)
    return (_found(page, index, index, names, span)._replace(cut=cut),)


def _found(page: Page, first: int, last: int, names: tuple[str, ...], span: Span) -> Found:
    block = page.outline.blocks[first]
    return Found(
        "keyword", first, last, block.start, block.end, owners=names, owners_span=span,
        slot=Slot(Span(block.end, block.end), "words"),
    )  # fmt: skip


def _somebody(page: Page, words: str, mark: str) -> tuple[str, ...]:
    """Whom the words behind a mark name for sure; a short mark counts in capitals only."""
    if len(mark.rstrip("s")) <= 3 and not mark.rstrip("s").isupper():
        return ()
    return somebody(page, words)


def somebody(page: Page, words: str) -> tuple[str, ...]:
    """The people that the words surely are: of this meeting, an office, initials, a handle or whole names."""
    names = owners_in(words, page.vocabulary, page.people, sure=True)
    groups = page.vocabulary.words("owners.groups") | page.vocabulary.words("owners.everyone")
    sure = all(
        page.people.knows(name)
        or name.casefold() in groups
        or any(word.casefold() in groups for word in name.split())
        or (name.isupper() and 2 <= len(name) <= 3)
        or (2 <= len(name.split()) <= 3 and all(word[:1].isupper() for word in name.split()))
        or f"@{name}" in words
        for name in names
    )
    return names if sure else ()


def _is_task(words: str, page: Page) -> bool:
    """Whether words begin or end with what is to be done, or have a deadline: not what somebody merely says."""
    verbs = page.vocabulary.words("owners.verbs") - page.vocabulary.words("owners.wishes")
    plain = re.findall(r"[^\W\d_]+", words[:200].casefold())
    if plain and (plain[0] in verbs or plain[-1] in verbs):
        return True
    return read_due(words, page.vocabulary.calendar, anchor=None) is not None


_ARROW = re.compile(r"(?:[-–—=]{1,3}>|→|⇒|➡️?|➔|➜|=>|>>)[ \t]*$")


_ARROW_INSIDE = re.compile(r"\s*(?:[-–—=]{1,3}>|→|⇒|➡️?|➔|➜|>>)\s*(?=\S)")


def by_arrow(page: Page, index: int) -> tuple[Found, ...]:
    """ "-> Ann to ring the printer": an arrow, somebody, and what they are to do."""
    block = page.outline.blocks[index]
    if page.outline.opens[index] is not None or block.kind not in (ITEM, PARA) or block.box is not None:
        return ()
    scope = page.outline.inside(index)
    if scope is not None and (scope.kind in NEVER or scope.kind == "decisions"):
        return ()
    words = page.words(block.start, block.end)
    inside = _ARROW_INSIDE.match(words)
    line = page.source.text.rfind("\n", 0, block.start) + 1
    if inside is None and (line == block.start or _ARROW.search(page.source.text[line : block.start]) is None):
        return ()
    skip = inside.end() if inside is not None else 0
    owners = find_owners(words[skip:], page.vocabulary, page.people)
    if owners is None or not owners.names or owners.start > 2:
        return ()
    sure = (
        all(page.people.knows(name) for name in owners.names) or "@" in words[skip + owners.start : skip + owners.end]
    )
    spoken = words[skip + owners.end : skip + owners.end + 1] == ":" and not _is_task(
        words[skip + owners.cut.end :], page
    )
    if not sure or spoken:
        return ()
    return (
        Found(
            "keyword", index, max(index, page.outline.children(index).stop - 1), block.start + skip, block.end,
            slot=Slot(Span(block.end, block.end), "words"),
        ),
    )  # fmt: skip


def _names_somebody(page: Page, words: str) -> bool:
    """Whether somebody is told what to do, at the head or, if they are of the meeting, in a later clause."""
    owners = find_owners(words, page.vocabulary, page.people)
    if owners is None or not owners.names:
        return False
    if owners.cut.end > owners.end:
        return True
    sure = "@" in words[owners.start : owners.end] or all(map(page.people.knows, owners.names))
    return sure and _TO_DO.match(words, owners.end) is not None


_TO_DO = re.compile(r"\s+(?:will|to)\s+[a-z]")


def _sets_work(page: Page, words: str, at: int) -> bool:
    """Whether a result or next step is an imperative: "Outcome: make a list of the ferries"; "… no action" is none."""
    vocabulary = page.vocabulary
    if not vocabulary.may_hold(words[:at], "marks.sets", "marks.next_is"):
        return False
    for sentence in re.split(r"(?<=\w)[.;]\s+", words[at : at + 600]):
        verb = re.match(r"\s*([^\W\d_]+)\s+([^\W\d_]+)", sentence)
        if verb is None or any(none in sentence.casefold() for none in vocabulary.words("marks.none") if " " in none):
            continue
        told = verb[1].casefold() in vocabulary.words("owners.verbs") - vocabulary.words("owners.wishes")
        thing = verb[2].casefold() in (
            vocabulary.words("owners.inside") - vocabulary.words("owners.not_verbs")
        ) | vocabulary.words("owners.reports")
        return told and not thing and len(sentence.split()) > _SHORT
    return False


_SHORT = 3


@cache
def _next_is(vocabulary: Vocabulary) -> re.Pattern[str]:
    """ "The next step is to write it down": a mark without a colon."""
    return re.compile(rf"\s*(?:{one_of(vocabulary.words('marks.next_is'))})\s+(?=\S)", re.IGNORECASE)


@cache
def _weak(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{vocabulary.weak_mark.pattern})(?:\s+\d+)?\s*[:：]\s*(?=\S)", re.IGNORECASE)


def weakly_marked(page: Page, index: int) -> tuple[Found, ...]:
    """ "Outcome: Ann to write it up", "Next step: …": an action where the words name somebody, or set work to do."""
    block = page.outline.blocks[index]
    if page.outline.opens[index] is not None or block.kind == HEADING:
        return ()
    words = page.words(block.start, block.end)
    mark = _weak(page.vocabulary).match(words) or _next_is(page.vocabulary).match(words)
    if mark is None or not (_names_somebody(page, words[mark.end() :]) or _sets_work(page, words, mark.end())):
        return ()
    return (
        Found(
            "keyword",
            index,
            last_of(page, index),
            block.start + mark.end(),
            block.end,
            slot=Slot(Span(block.end, block.end), "words"),
        ),
    )
