"""The words of one statement → the tasks that it holds.

Rests on: a line may hold several tasks, set apart by semicolons or as sentences, each with somebody at its head
("Ann to ring the port; Bo to pay"), or counted ("1) Ann to ask 2) Bo to pay"). A remark between two of them goes
with the first, and whoever only helps has no task of their own.
"""

from __future__ import annotations

import re
from functools import cache

from minutes_cli.reading.forms.found import Page
from minutes_cli.reading.forms.marks import leading_mark
from minutes_cli.reading.owners import find_owners
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.reading.wording import one_of
from minutes_cli.text import Span

_BREAK = re.compile(r";\s+(?=\S)|；\s+(?=\S)|\.(?:(?<=[^\d\s.][^\s.]\.)|(?<=\d\)\.))\s+(?=[^\W\d_@]|@)")


def split_tasks(words: str, page: Page, *, prose: bool = False, named: bool = False) -> tuple[Span, ...]:
    """The tasks of a line that holds several, each with an owner at its head; else the whole line.

    In `prose` under a heading of actions the first may be for nobody by name: "Discuss the roof. Ann to ask for
    quotes"; where it is `named`, its owners stand before the words.
    """
    if _FIRST.match(words) is not None and len(counted := _in_order(words)) > 1:
        return counted
    later = _LATER.match(words)  # numbers that go on from a list before: "7. Ann to ask. 8. Bo to pay."
    if later is not None and len(counted := _in_order(words, int(later[1]))) > 1:
        return counted if all(_leads(one.of(words), page) for one in counted) else (Span(0, len(words)),)
    at, spans = 0, []
    for one in _BREAK.finditer(words):
        spans.append(Span(at, one.start() + 1 if words[one.start()] == "." else one.start()))
        at = one.end()
    spans.append(Span(at, len(words)))
    if len(spans) > 1 and _helps(page.vocabulary).match(spans[-1].of(words)):
        spans[-2:] = [Span(spans[-2].start, len(words))]
    if len(spans) < 2 or len(spans) > 12:
        return (Span(0, len(words)),)
    first = named or _leads(spans[0].of(words), page) or (prose and _orders(spans[0].of(words), page.vocabulary))
    spans[1:] = [span._replace(start=span.start + _marked(span.of(words), page)) for span in spans[1:]]
    leads = [0, *(at for at, span in enumerate(spans) if at and _leads(span.of(words), page))] if first else []
    if len(leads) < 2 or leads[-1] != len(spans) - 1:
        return (Span(0, len(words)),)  # a remark between two tasks goes with the first, one behind them parts none
    ends = (spans[after - 1].end for after in (*leads[1:], len(spans)))
    return tuple(Span(spans[at].start, end) for at, end in zip(leads, ends, strict=True))


_FIRST = re.compile(r"\s*\(?(?:1|a|i)[.)]\s")
_NUMBER = re.compile(r"(?:^|[\s;,.])\(?(?P<number>\d{1,2}|[a-h])[.)]\s+(?=\S)")


_LATER = re.compile(r"\s*\(?(\d{1,2})[.)]\s")


def _in_order(words: str, first: int = 1) -> tuple[Span, ...]:
    """The tasks of a line that counts them from `first`: "1) Ann to ask 2) Bo to pay"."""
    heads: list[re.Match[str]] = []
    for one in _NUMBER.finditer(words):
        number = one["number"]
        if (int(number) if number.isdigit() else ord(number) - ord("a") + 1) == len(heads) + first:
            heads.append(one)
    if not heads:
        return ()  # "(i) Ann to ask; (b) Bo to pay" begins a count that these do not go on with
    ends = [*(one.start() + (words[one.start()] == ".") for one in heads[1:]), len(words)]
    return tuple(Span(one.end(), end) for one, end in zip(heads, ends, strict=True))


def _orders(words: str, vocabulary: Vocabulary) -> bool:
    """Whether a short sentence begins with what is to be done: "Discuss at the next meeting"."""
    verb = re.match(r"\s*([A-Z][a-z]+)\s", words)
    return verb is not None and len(words.split()) <= _SHORT and verb[1].casefold() in vocabulary.words("owners.verbs")


_SHORT = 12


@cache
def _helps(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Who helps with the task before it, and has none of their own: "Ann to write the letter. Bo will help."."""
    helps = one_of(vocabulary.words("owners.helps"))
    return re.compile(rf"\s*\S+(?:\s\S+){{0,2}}\s(?:{helps})[\s.]*$", re.IGNORECASE)


def _marked(words: str, page: Page) -> int:
    """Where the names begin behind a mark that a sentence begins with, "Action on Ann to …"; 0 without one."""
    mark = leading_mark(words, page.vocabulary)
    return mark.owners_span.start if mark is not None and mark.owners and mark.owners_span is not None else 0


def _leads(words: str, page: Page) -> bool:
    owners = find_owners(words, page.vocabulary, page.people)
    return (
        owners is not None
        and bool(owners.names)
        and owners.start <= len(words) - len(words.lstrip()) + 2
        and owners.cut.end > owners.end
    )
