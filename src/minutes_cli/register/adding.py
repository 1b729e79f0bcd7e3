"""add → Change: a new action where the file's others stand, written as they are.

add(book, "minutes/2011-09-01.md", New("OCS officials to explore how", item="General Update"))
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import NamedTuple

from minutes_cli.model import Change, Document, Effect, Mention
from minutes_cli.reading.parse import parse
from minutes_cli.reading.writing import section_end, words_of
from minutes_cli.register.book import Book
from minutes_cli.register.idiom import joined
from minutes_cli.register.mapping import quoted
from minutes_cli.register.names import key
from minutes_cli.register.prove import CannotChange, make, prove
from minutes_cli.text import Edit, Source, Span

_YAML = (".yaml", ".yml")
_KEY = re.compile(r"(?:text|task|action|title|what|description|summary|name)(?=[ \t]*:)", re.IGNORECASE)
_BOX = re.compile(r"\[[^\]\n]\](?=[ \t]*$)|\[[^\]\n]\](?=[ \t])")
Way = tuple[int, str]
"""An offset, and what is to be put in there."""


@dataclass(frozen=True, slots=True)
class New:
    """An action that is to be added."""

    text: str
    """With its owners, as a sentence of minutes has it: "OCS officials to explore how"."""
    item: str | None = None
    """Words of the agenda item under which it is to stand."""
    due: Day | None = None


def add(book: Book, path: str, new: New) -> Change:
    """The change that adds an action to the file at `path`. Raises CannotChange where it has no place there."""
    document = book.documents[path]
    if any(book.is_approved(one) for one in document.mentions) or any(
        one.approval == "approved" for one in book.register.meetings if one.path == path
    ):
        raise CannotChange(f"{path}: these minutes are approved", hint="add it to those of a later meeting")
    why = f"there is no item {new.item!r} in it" if new.item else "it has no place there"
    said = _said(document, book, new)
    for at, text in _ways(document, book, new, said):
        edit = Edit(path, Span(at, at), "", text)
        index = sum(one.span.start < at for one in document.mentions)
        change = make(document, (edit,), (Effect("", index, "new", None),))
        fault = "it has no place there" if change is None else prove(change, book.config, document)
        if change is not None and fault is None and _says(change, book, index, new, said):
            return change
        why = fault or "it would not be read back"
    raise CannotChange(f"{path}: this action cannot be added: {why}", hint="write it in by hand")


class _Said(NamedTuple):
    """What the words of a new action say by themselves."""

    owners: tuple[str, ...]
    task: str
    """Without who is to do it."""


def _said(document: Document, book: Book, new: New) -> _Said | None:
    """Who is to do it by the words alone, in a file with these people; None where they are not read."""
    is_yaml = document.source.path.casefold().endswith(_YAML)
    above = "" if is_yaml else f"{document.source.text}\n\n## {words_of(document, book.config).actions}\n\n"
    found = parse(Source("words.md", f"{above}ACTION: {new.text}\n"), book.config).mentions
    if not found or found[-1].span.start < len(above):
        return None
    return _Said(found[-1].owners, found[-1].text)


def _says(change: Change, book: Book, index: int, new: New, said: _Said | None) -> bool:
    """Whether the action is read back with all of its words, its deadline and the owners that its words say."""
    found = parse(Source(change.path, change.after), book.config).mentions[index]
    if said is not None and [key(one) for one in found.owners] != [key(one) for one in said.owners]:
        return False
    words = re.findall(r"\w+", found.text.casefold())
    given = re.findall(r"\w+", new.text.casefold())
    has_item = new.item is None or new.item.casefold() in (found.item or "").casefold()
    return bool(words) and set(words) <= set(given) and has_item and (new.due is None or found.due == new.due)


def _ways(document: Document, book: Book, new: New, said: _Said | None) -> Iterator[Way]:
    """Behind the last action of the item, in its form; else at the end of the item; else in a section of its own."""
    source, words = document.source, words_of(document, book.config)
    wanted = (new.item or "").casefold()
    like = [one for one in document.mentions if wanted in (one.item or "").casefold() and one.form != "recorded"]
    newline = source.newline_at(len(source.text))
    when = f" ({words.due} {new.due})" if new.due else ""
    for mention in reversed(like[-3:]):
        yield from _beside(source, mention, new, _Style(when, newline, words.and_, said))
    if source.path.casefold().endswith(_YAML):
        return
    if new.item:
        end = section_end(document, book.config, new.item)
        if end is not None:
            yield from ((end, f"{newline * 2}{mark}{new.text}{when}") for mark in ("ACTION: ", "- ACTION: "))
        return
    end = len(source.text.rstrip())
    tail = "" if source.text[end : end + 1] in {"\n", "\r"} else newline
    heads = (f"## {words.actions}", f"{words.actions}{newline}{'-' * len(words.actions)}", f"{words.actions}:")
    for head in heads:
        yield end, f"{newline * 2}{head}{newline * 2}- {new.text}{when}{tail}"
    yield end, f"{newline * 2}ACTION: {new.text}{when}{tail}"


class _Style(NamedTuple):
    """How an action is written into one file."""

    when: str
    """Its deadline in brackets, behind a blank; empty without one."""
    newline: str
    and_: str
    said: _Said | None


def _beside(source: Source, mention: Mention, new: New, style: _Style) -> Iterator[Way]:
    """Behind one action, with its list mark, box, mark or cells; the owners that it names there give way to the new."""
    slot, newline, when = mention.slot, style.newline, style.when
    at = source.line_span(mention.end_line).end
    start = source.line_span(mention.line).start
    if slot is not None and slot.vocabulary == "yaml":
        yield from _mapping(source, mention, new, newline)
        return
    if slot is not None and slot.vocabulary == "scalar":
        lead = source.text[start : mention.span.start]
        yield at, f"{newline}{lead}{quoted(new.text + when.replace(': ', ' '))}"
        return
    if source.text[start:].lstrip().startswith("|"):
        yield at, newline + _row(source, mention, new, style)
        yield at, newline + _row(source, mention, new, style._replace(said=None))
        return
    prefix, text = source.text[start : mention.span.start], new.text
    named = mention.owners_span
    if named is not None and start <= named.start and named.end <= mention.span.start:  # "[ACTION: Ann] …" is Ann's
        if style.said is None or not style.said.owners:
            return
        text = style.said.task
        prefix = (
            f"{source.text[start : named.start]}{joined(style.said.owners, style.and_)}{prefix[named.end - start :]}"
        )
    prefix = _fresh(prefix, mention)
    gap = newline if not re.match(r"[ \t]*(?:[-*+•][ \t]|\d+[.)]|\[)", prefix) else ""
    yield at, f"{newline}{gap}{prefix}{text}{when}"
    yield at, f"{newline}{newline}{prefix}{text}{when}"


def _fresh(prefix: str, mention: Mention) -> str:
    """What stands before an action's words, for the next one: the box empty, the number one higher."""
    fresh = _BOX.sub("[ ]", prefix)
    counted = mention.label if mention.label and mention.label in fresh else None
    numbers = list(re.finditer(r"\d+", fresh if counted else re.sub(r"\D+$", "", fresh)))
    is_list = re.fullmatch(r"[ \t]*\d+[.)][ \t]+(?:\[ \][ \t]+)?", fresh)
    if numbers and (counted or is_list):
        last = numbers[-1]
        return f"{fresh[: last.start()]}{int(last[0]) + 1}{fresh[last.end() :]}"
    return fresh


def _row(source: Source, mention: Mention, new: New, style: _Style) -> str:
    """A table row with the same cells, empty but for the words, the day and, where they have a cell, the owners."""
    span, named, said = source.line_span(mention.line), mention.owners_span, style.said
    filled = {mention.span: new.text}
    if said is not None and said.owners and named is not None and not _overlap(named, mention.span):
        filled = {mention.span: said.task, named: joined(said.owners, style.and_)}
    if mention.due_span is not None and new.due is not None:
        filled[mention.due_span] = new.due.isoformat()
    line, at, out = span.of(source.text), span.start, []
    for part in re.split(r"(\|)", line):
        here = next((text for place, text in filled.items() if at <= place.start <= at + len(part) and part != "|"), "")
        out.append(part if part == "|" or not part else f" {here} " if here else " ")
        at += len(part)
    return "".join(out).rstrip()


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _mapping(source: Source, mention: Mention, new: New, newline: str) -> Iterator[Way]:
    """A mapping of its own behind the last one, with the same key for the words."""
    text = mention.span.of(source.text)
    found = _KEY.search(text)
    name = found[0] if found else "text"
    fields: Sequence[tuple[str, str]] = ((name, quoted(new.text)), *((("due", str(new.due)),) if new.due else ()))
    at = source.line_span(mention.end_line).end
    margin = " " * max(0, source.column(mention.span.start) - 3)
    if text.startswith("{"):
        inside = ", ".join(f"{field}: {value}" for field, value in fields)
        yield at, f"{newline}{margin}- {{{inside}}}"
        return
    yield at, f"{newline}{margin}- " + f"{newline}{margin}  ".join(f"{field}: {value}" for field, value in fields)
