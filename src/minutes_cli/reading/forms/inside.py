"""Actions whose mark stands within a line: "… [TODO Bea]", "…; ACTION: Ann to …", "(Bea todo)".

Rests on: in brackets a mark may carry an owner, a task, or nothing, and then the line around it is the
task; without brackets a mark begins a task where a sentence or clause has ended before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from minutes_cli.model import Slot
from minutes_cli.reading.blocks import HEADING
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.marks import Mark, leading_mark
from minutes_cli.reading.forms.none import is_none
from minutes_cli.reading.names import owners_in
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of
from minutes_cli.text import Span


@cache
def _inside(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    mark = vocabulary.mark.pattern
    return (
        re.compile(
            rf"[\[(（【]\s*(?P<mark>{mark})(?!\w)(?P<sign>\s*[:：–—-]*)\s*(?P<inner>[^\[\]()（）【】]{{0,400}})[\])）】]",
            re.IGNORECASE,
        ),
        re.compile(
            r"[\[(（]\s*(?P<inner>[^\[\]()（）]{1,40}?)\s+(?P<mark>todo|to do|action|TODO)\s*[\])）]", re.IGNORECASE
        ),
        re.compile(
            rf"(?:(?<=[.;!?)\]:])\s+|\s[–—-]*>\s+|\s[–—-]+\s+|;\s*|(?<=\s)(?=#))(?P<tag>#?)(?P<mark>{mark})(?!\w)(?P<sign>\s*[:：])?\s+(?=[^\s#])",
            re.IGNORECASE,
        ),
    )


def marked_inside(page: Page, index: int) -> tuple[Found, ...]:
    """Actions whose mark stands within a line: "… [TODO Bea]", "…; ACTION: Ann to …", "(Bea todo)"."""
    block = page.outline.blocks[index]
    words = page.words(block.start, block.end)
    if page.outline.opens[index] is not None or block.kind == HEADING:
        return ()
    bracketed, named, running = _inside(page.vocabulary)
    found: list[Found] = []
    for one in bracketed.finditer(words):
        if _strong(one["mark"], one["sign"]) and (
            one["sign"].strip() or len(one["mark"].rstrip("s")) > 3 or len(one["inner"].split()) <= 3
        ):
            found += _bracketed(page, index, one)
    for one in named.finditer(words):
        names = owners_in(one["inner"], page.vocabulary, page.people, sure=False)
        if names and not found:
            found.append(_whole(page, index, one, names))
    if not found and (taken := _taken(page, index, words) or _takes_on(page, index, words)) is not None:
        return (taken,)
    marks = [
        one for one in running.finditer(words) if _begins_task(one, words) or _given(page, words[one.start("mark") :])
    ]
    return (*found, *_running(page, index, marks, words))


def _given(page: Page, words: str) -> Mark | None:
    """A mark in the midst of a line with whoever is to act between it and its colon: "… Action item @ann/@bo: pay"."""
    mark = leading_mark(words, page.vocabulary) if words[:1].isupper() else None
    return mark if mark is not None and mark.owners and words[mark.words :].strip() else None


@cache
def _takes(vocabulary: Vocabulary) -> re.Pattern[str]:
    had, took = one_of(vocabulary.words("marks.had")), one_of(vocabulary.words("marks.took"))
    return re.compile(
        rf"(?:^\s*|[.;:]\s+)(?P<names>[^.;:!?\s][^.;:!?]{{0,60}}?)\s+(?:(?P<had>{had})|{took})\s+"
        rf"(?:{vocabulary.mark.pattern})\s+(?:to|on|for)\s+(?=\S)",
        re.IGNORECASE,
    )


def _taken(page: Page, index: int, words: str) -> Found | None:
    """ "Ann took an action to write to the port", and what was one: "Ann had an action item to …"."""
    block = page.outline.blocks[index]
    head = words[:400]
    told = page.vocabulary.may_hold(head, "marks.had", "marks.took")
    taken = _takes(page.vocabulary).search(head) if told else None
    names = owners_in(taken["names"], page.vocabulary, page.people, sure=True) if taken else ()
    if taken is None or not names:
        return None
    return Found(
        "keyword",
        index,
        page.outline.children(index).stop - 1,
        block.start + taken.end(),
        block.end,
        owners=names,
        owners_span=Span(block.start + taken.start("names"), block.start + taken.end("names")),
        earlier=taken["had"] is not None,
        slot=Slot(Span(block.end, block.end), "words"),
    )


@cache
def _taking(vocabulary: Vocabulary) -> re.Pattern[str]:
    mark, take = vocabulary.mark.pattern, one_of(vocabulary.words("marks.take"))
    return re.compile(
        rf"(?:^\s*|[.;:!?,]\s+)[^.;:!?,\s][^.;:!?,]{{0,50}}?(?:\s(?P<modal>will|to|can|could|shall)|[’'](?:ll|d))\s"
        rf"(?P<take>{take})\s(?P<mark>{mark})(?!\w)(?=\s(?:for|to|and|on)\s|\s?[.,;]|\s*$)",
        re.IGNORECASE,
    )


def _takes_on(page: Page, index: int, words: str) -> Found | None:
    """A statement of which somebody says that they take it: "Ask the port. I'll take an AI for this"."""
    block = page.outline.blocks[index]
    told = page.vocabulary.may_hold(words, "marks.take") and len(words) < _LONGEST
    taken = _taking(page.vocabulary).search(words) if told else None
    if taken is None or (len(taken["mark"]) <= 3 and not taken["mark"].isupper()):
        return None
    last = page.outline.children(index).stop - 1
    return Found("keyword", index, last, block.start, block.end, slot=Slot(Span(block.end, block.end), "words"))


_LONGEST = 600


def _running(page: Page, index: int, marks: list[re.Match[str]], words: str) -> Iterator[Found]:
    """What the marks within a line begin; one with nothing but a name behind it makes the line the task."""
    block = page.outline.blocks[index]
    for at, one in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(words)
        given = _given(page, words[one.start("mark") : end]) if not one["tag"] and not one["sign"] else None
        if given is not None and given.owners_span is not None:
            start = block.start + one.start("mark")
            yield Found(
                "keyword",
                index,
                page.outline.children(index).stop - 1,
                start + given.words,
                block.start + end,
                owners=given.owners,
                owners_span=Span(start + given.owners_span.start, start + given.owners_span.end),
                label=given.label,
                slot=Slot(Span(block.start + end, block.start + end), "words"),
            )
            continue
        names = _mere_owner(page, words[one.end() : end], one["sign"]) if len(marks) == 1 else ()
        if names:
            yield Found(
                "keyword",
                index,
                index,
                block.start,
                block.end,
                owners=names,
                owners_span=Span(block.start + one.end(), block.end),
                slot=Slot(Span(block.end, block.end), "words"),
                cut=Span(block.start + one.start(), block.end),
            )
        elif not is_none(words[one.end() : end], page.vocabulary):
            yield Found(
                "keyword",
                index,
                page.outline.children(index).stop - 1,
                block.start + one.end(),
                block.start + end,
                owners=_speaker(page, words[: one.start()]) or None,
                slot=Slot(Span(block.start + end, block.start + end), "words"),
            )


def _begins_task(one: re.Match[str], words: str) -> bool:
    """Whether a mark in running words begins a task: with a colon behind it, or in capitals before two words."""
    if one["tag"]:
        return True
    if one["sign"]:
        return _strong(one["mark"], "") or one["mark"][:1].isupper()
    mark = one["mark"]
    if mark == _WORD_OF_NO_LANGUAGE and ">" in one[0]:  # "Tables > todo Ann"
        return True
    return mark.isupper() and len(mark) >= _LONG_MARK and len(words[one.end() :].split()) > 1


_LONG_MARK = 4
_WORD_OF_NO_LANGUAGE = "todo"
"""Where it stands in small letters behind ">"; in Spanish and Portuguese it is a word."""


def _mere_owner(page: Page, words: str, sign: str | None) -> tuple[str, ...]:
    """Who is to do what the line says, where nothing else stands behind the mark: "ACTION: Ann", "TODO Ann will do"."""
    names = owners_in(words, page.vocabulary, page.people, sure=True)
    if names or sign or len(words.split()) > _MERE_OWNER:
        return names
    owners = find_owners(words, page.vocabulary, page.people)
    behind = owners is not None and owners.cut.start <= 1 and owners.cut.end > owners.end + 2
    return owners.names if owners is not None and behind and len(words[owners.cut.end :].split()) <= 1 else ()


_MERE_OWNER = 4


def _speaker(page: Page, words: str) -> tuple[str, ...]:
    """Whoever says the task, where nothing but a name and a colon stands before the mark: "Ann: TODO is to …"."""
    named = words.strip().rstrip(":：")
    return owners_in(named, page.vocabulary, page.people, sure=False) if named != words.strip() else ()


def _strong(mark: str, sign: str) -> bool:
    """A mark in capitals; with a colon behind it a longer one that begins with a capital will do."""
    capital = mark[:1].isupper() and (mark[:6] == "Action" or (len(mark) >= 4 and sign.strip() in (":", "：")))
    return mark.rstrip("s").isupper() or capital


def _bracketed(page: Page, index: int, one: re.Match[str]) -> list[Found]:
    """A bracket with a mark: with a name or nothing in it the whole item is the action, else its words are.

    One alone on its line belongs to the statement above it, which `behind` asks for.
    """
    block = page.outline.blocks[index]
    inner = one["inner"].strip()
    names = owners_in(inner, page.vocabulary, page.people, sure=True) if inner else ()
    if not inner or names:
        if (
            page.words(block.start, block.start + one.start()).strip(" -*")
            or page.words(block.start + one.end(), block.end).strip()
        ):
            return [_whole(page, index, one, names or None)]
        return []
    if is_none(inner, page.vocabulary):
        return []
    start = block.start + one.start("inner")
    return [
        Found(
            "keyword",
            index,
            index,
            start,
            block.start + one.end("inner"),
            slot=Slot(Span(block.start + one.end(), block.start + one.end()), "words"),
        )
    ]


def _whole(page: Page, index: int, one: re.Match[str], names: tuple[str, ...] | None) -> Found:
    block = page.outline.blocks[index]
    return Found(
        "keyword",
        index,
        index,
        block.start,
        block.end,
        owners=names,
        owners_span=Span(block.start + one.start("inner"), block.start + one.end("inner")) if names else None,
        slot=Slot(Span(block.end, block.end), "words"),
        cut=Span(block.start + one.start(), block.start + one.end()),
    )
