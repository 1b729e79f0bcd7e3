"""Lines that look like actions and were not read: counted, shown, never passed over in silence.

Each has a cause, so that many can be told in few words and a setting proposed that would have them read. Rests
on what actions look like anywhere: a mark, a box, "NAME to do it", a word of outcome, whether or not the place
is one where actions stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from minutes_cli.dates import read_due
from minutes_cli.model import Diagnostic, Mention, Severity, Status
from minutes_cli.reading.blocks import HEADING, ITEM, PARA, ROW, Block
from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.none import is_none
from minutes_cli.reading.owners import find_owners, told_to
from minutes_cli.reading.sections import NEVER
from minutes_cli.reading.status import read_status
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import EVERY, longest_first, word_set

CAUSES = MappingProxyType(
    {
        "mark": "a mark of an action stands where none is expected",
        "quoted": "a mark of an action stands in a quotation",
        "misspelt": "a word is nearly a mark of an action",
        "box": "a box stands in a section whose boxes are not tasks",
        "outcome": "an outcome or next step names nobody to do it",
        "named": "somebody is to do something, under no heading that says actions",
        "dated": "something is to be done by a day, under no heading that says actions",
        "closed": "something is said to be done, under no heading that says actions",
        "listed": "a list of things to be done stands under no heading that says actions",
        "code": "the code block around it is never closed",
        "comment": "the comment around it is never closed",
        "drawer": "the drawer around it is never closed",
    }
)
"""What may be the matter, and how it is said."""


class LookAlike(NamedTuple):
    """One line that looks like an action."""

    line: int
    cause: str
    """A key of CAUSES."""
    heading: str | None
    """The nearest heading above it."""
    sign: str
    """The mark, box or name that makes it look so, or what would close the block that hides it."""
    begun: int | None = None
    """Line of the code block, comment or drawer, never closed, that hides it."""


def look_alikes(path: str, found: Iterable[LookAlike]) -> Iterator[Diagnostic]:
    """A diagnostic for each line of a file that looks like an action and belongs to none."""
    for one in found:
        hint, begun = f"minutes parse --explain {path}:{one.line}", ""
        if one.begun is not None:
            hint = f"write {one.sign} on a line of its own where the {one.cause} ends"
            begun = f"; it begins in line {one.begun}"
        message = f"this looks like an action and was not read: {CAUSES[one.cause]}{begun}"
        yield Diagnostic("M010", "look-alike", Severity.INFO, message, path, one.line, 1, hint)


def looking_alike(page: Page, mentions: Iterable[Mention], hidden: Iterable[LookAlike] = ()) -> list[LookAlike]:
    """The lines that look like actions and belong to none, in order, each with its likeliest cause.

    `hidden` are those that a code block or a comment hides which is never closed.
    """
    held = {line for one in mentions for line in range(one.line, one.end_line + 1)}
    found = [*hidden, *_in_blocks(page, held), *_in_quotations(page, held)]
    return sorted({one.line: one for one in reversed(found)}.values())


def _in_blocks(page: Page, held: set[int]) -> Iterator[LookAlike]:
    looks = [(cause, look, page.vocabulary.telling(*lists) if lists else EVERY) for cause, look, lists in _LOOKS]
    listed = _listed(page)
    for index, block in enumerate(page.outline.blocks):
        around = page.outline.scopes[index]
        if page.outline.opens[index] is not None or block.line in held or (around and around[-1].kind in NEVER):
            continue
        words = page.words(block.start, min(block.end, block.start + 600))
        told = word_set(page.outline.words[index])
        for cause, look, telling in looks:
            sign = "" if telling.isdisjoint(told) else look(page, block, words)
            if sign:
                yield LookAlike(block.line, cause, around[-1].title if around else None, sign)
                break
        else:
            if index in listed:
                yield LookAlike(block.line, "listed", around[-1].title if around else None, listed[index])


@cache
def _loose(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?P<mark>{vocabulary.mark.pattern})(?![\w/])", re.IGNORECASE)


def _marked(page: Page, _block: Block, words: str) -> str:
    """A mark in capitals or with a colon behind it, anywhere in the words."""
    for found in _loose(page.vocabulary).finditer(words):
        mark = found["mark"]
        upper = mark.rstrip("s").isupper() and len(mark.rstrip("s")) > 3
        signed = words[found.end() : found.end() + 3].lstrip("*_ )]")[:1] in (":", "：")
        if (upper or signed) and not is_none(words[found.end() :].lstrip(" :：-–)]"), page.vocabulary):
            return mark
        if upper and mark == words.strip(" *_:："):
            return mark  # "TODO" on a line of its own: what stands around it is still to be written
    return ""


def _boxed(_page: Page, block: Block, words: str) -> str:
    """An empty box anywhere; a ticked one below another item, for at the margin it is a point that was dealt with."""
    if block.box == " " and words.strip():
        return "[ ]"
    return f"[{block.box}]" if block.box is not None and block.parent >= 0 and len(words.split()) > 1 else ""


_CAPITALS = re.compile(r"\W{0,4}([A-Z]{5,12})\b(?=\s*[A-Z:]|\s+\w)")


def _misspelt(page: Page, _block: Block, words: str) -> str:
    """ "ACTOIN: Ann to …": a word in capitals at the head that is nearly a mark."""
    head = _CAPITALS.match(words)
    if head is None:
        return ""
    marks = [one.upper() for one in page.vocabulary.words("marks.action") if len(one) >= 5 and " " not in one]
    if head[1] in marks or len(words[head.end() :].split()) < 2:
        return ""
    return head[1] if get_close_matches(head[1], marks, 1, 0.85) else ""


@cache
def _outcome(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(
        rf"\W{{0,4}}(?P<mark>{vocabulary.weak_mark.pattern})s?(?:\s+\d+)?\s*(?:[:：]\s*|\s(?:is|are)\s+to\s+)(?=\S)",
        re.IGNORECASE,
    )


def _weakly_marked(page: Page, _block: Block, words: str) -> str:
    """ "Outcome: update the paper": a weak mark without anybody."""
    found = _outcome(page.vocabulary).match(words)
    return found["mark"] if found and not is_none(words[found.end() :], page.vocabulary) else ""


_MOST_WORDS = 40
"""Words of a line that tells somebody to do something; discussion is longer."""
_HANDLE_WILL = re.compile(r"(?<!\w)(@[\w.-]{2,30})\s+(?:will|to|should|shall|is going to)\s+[a-z]")


_VERB = re.compile(r"\W{0,3}([^\W\d_]+)(?=\s)")
_LETTER = re.compile(r"\w")


_FIRST = re.compile(r"\W{0,3}([^\W\d_][\w'-]*)(:?)")
_ARTICLES = frozenset("the der die das den le la les el los las il lo gli o os as de het".split())  # noqa: SIM905


@cache
def _no_beginning(vocabulary: Vocabulary) -> frozenset[str]:
    """Words with which neither a name nor what somebody is told to do begins, so that nobody need be looked for."""
    names = ("owners.everyone", "owners.groups", "owners.verbs", "owners.names", "marks.unassigned")
    some = frozenset(one.split()[0] for key in names for one in vocabulary.words(key))
    return (vocabulary.words("language.common") | vocabulary.words("owners.nobody")) - some - _ARTICLES


def _named(page: Page, block: Block, words: str) -> str:
    """ "Ann Lee to ring the farmer": somebody at the head, or by `@` in a clause, with a verb behind."""
    if block.kind in (HEADING, ROW) or words.rstrip().endswith(("?", ":")):
        return ""
    if short := _initials_told(page, words):
        return short
    if len(words.split()) > _MOST_WORDS:
        return ""
    clause = _HANDLE_WILL.search(words) if "@" in words else None
    if clause:
        return clause[1]
    verb = _VERB.match(words)
    if verb is not None and verb[1].casefold() in page.vocabulary.words("owners.verbs"):
        owners = find_owners(words, page.vocabulary, page.people)
        if owners is not None and owners.names and owners.start > 3:  # "Check the accounts (Jim)"
            return owners.names[0] if not words[owners.cut.end :].strip(" .)") else ""
    first = _FIRST.match(words)
    if first is not None and first[1].casefold() in _no_beginning(page.vocabulary):
        return ""
    owners = told_to(words, page.vocabulary, page.people)
    if owners is None or not owners.names or owners.start > 3:
        return ""
    told = _LETTER.search(words, owners.end, owners.cut.end) is not None
    sure = "@" in words[: owners.end] or all(
        page.people.knows(name) or len(name.split()) > 1 or name.casefold() in page.vocabulary.words("owners.groups")
        for name in owners.names
    )
    return owners.names[0] if told and sure else ""


@cache
def _short_name(vocabulary: Vocabulary) -> re.Pattern[str]:
    modal = "|".join(longest_first(re.escape(one) for one in vocabulary.words("owners.modal")))
    return re.compile(
        rf"(?:^\W{{0,3}}|[.;:]\s+|\s[–—-]+\s+)(?P<names>[A-Z]{{2,3}}(?:\s?[/&]\s?[A-Z]{{2,3}}){{0,4}})\s+(?:{modal})\s+"
        r"(?P<verb>[a-z][^\W\d_]+)"
    )


def _initials_told(page: Page, words: str) -> str:
    """ "Diocese - no letter came. SB to chase": initials at the head of a clause with what they are to do."""
    verbs = page.vocabulary.words("owners.verbs")
    clauses = _short_name(page.vocabulary).finditer(words)
    return next((one["names"] for one in clauses if one["verb"] in verbs), "")


def _dated(page: Page, block: Block, words: str) -> str:
    """ "Ann: the poster will be there this week", "find a hall by 3 March": a name or a verb, and a deadline."""
    if block.kind in (HEADING, ROW) or len(words.split()) > _FEW_WORDS or words.rstrip().endswith(("?", ":")):
        return ""
    named = _FIRST.match(words)
    first = named[1].casefold() if named else ""
    said = bool(named and named[2]) and page.people.knows(first)
    if not said and first not in page.vocabulary.words("owners.verbs"):
        return ""
    due = read_due(words, page.vocabulary.calendar, anchor=None, next_meeting=None, order="dmy")
    return due.text if due is not None and due.end >= len(words.rstrip(" .!)")) else ""


_FEW_WORDS = 20


def _closed(page: Page, block: Block, words: str) -> str:
    """ "Adding Li to the list is done", "Write to the port (closed)": an item that ends by saying so."""
    if block.kind != ITEM or len(words.split()) > _MOST_WORDS:
        return ""
    said = read_status(words, page.vocabulary)
    if said is not None and said.start > 0 and said.status is not Status.OPEN:
        return words[said.start : said.end].strip() if not words[said.end :].strip(" .!)") else ""
    last = words.rstrip(" .!").rsplit(" ", 2)
    done = page.vocabulary.words("status.done") | page.vocabulary.words("status.dropped")
    before = page.vocabulary.words("status.before")
    return last[2] if len(last) == 3 and last[2].casefold() in done and last[1].casefold() in before else ""


_LOOKS: tuple[tuple[str, Callable[[Page, Block, str], str], tuple[str, ...]], ...] = (
    ("mark", _marked, ("marks.any",)),
    ("box", _boxed, ()),
    ("misspelt", _misspelt, ()),
    ("outcome", _weakly_marked, ("marks.weak_plural",)),
    ("named", _named, ()),
    ("dated", _dated, ()),
    ("closed", _closed, ()),
)
"""Cause, how it is seen, and the lists of words of which a block that may be so has a phrase; none: each may."""


_TASK = re.compile(r"[\W\d]{0,12}([^\W\d_]{2,})(?=\s)")
_FEWEST = 2
"""Things to be done in one list; one alone is no list."""
_NO_TASKS = frozenset({*NEVER, "agenda", "decisions", "next_meeting"})


def _listed(page: Page) -> Mapping[int, str]:
    """The verbs of the blocks that say what is to be done, in lists where half of all or more do, by block.

    Rests on: a list of tasks is a list of verbs, whatever stands above it ("Takeaways", "Over the summer"). A list
    ends where something else stands at the margin; paragraphs that are one each are a list, too.
    """
    verbs = page.vocabulary.words("owners.verbs")
    lists: defaultdict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    number, before = 0, None
    for index, block in enumerate(page.outline.blocks):
        opens = page.outline.opens[index] is not None or block.kind not in (ITEM, PARA)
        number += opens or (block.parent < 0 and block.kind != before)
        before = block.kind if block.parent < 0 else before
        if not opens and _may_be_task(page, index):
            words = page.outline.words[index]
            first = _TASK.match(words) if not words.endswith(("?", ":")) and words.count(" ") > 1 else None
            begins = first is not None and first[1].casefold() in verbs
            lists[number, block.parent][index] = first[1] if first and begins else ""
    found: dict[int, str] = {}
    for told in lists.values():
        tasks = {index: verb for index, verb in told.items() if verb}
        if len(tasks) >= _FEWEST and 2 * len(tasks) >= len(told):
            found |= tasks
    return found


def _may_be_task(page: Page, index: int) -> bool:
    around = page.outline.scopes[index]
    return page.outline.blocks[index].speaker is None and not (around and around[-1].kind in _NO_TASKS)


_QUOTATION = re.compile(r"\n[ \t]{0,8}>")


@cache
def _quoted(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(
        r"^[ \t]{0,8}(?:>[ \t]{0,4}){1,4}[^\w\n]{0,6}"
        rf"(?P<mark>{vocabulary.mark.pattern})\b[^\n:]{{0,40}}:[^\n]{{2}}",
        re.IGNORECASE | re.MULTILINE,
    )


def _in_quotations(page: Page, held: set[int]) -> Iterator[LookAlike]:
    """Quoted lines that begin with a mark and a colon."""
    if ">" not in page.source.text:
        return
    for begins in _QUOTATION.finditer("\n" + page.masked):  # a line's end before it counts, so it begins there
        found = _quoted(page.vocabulary).match(page.masked, begins.start())
        if found is None:
            continue
        line, mark = page.source.line(found.start("mark")), found["mark"]
        if line not in held and (mark[:1].isupper() or len(mark) > 3):
            yield LookAlike(line, "quoted", None, mark)
