"""Steps → Changes: what is wished of mentions and the lines for later minutes, one change a file, each proved.

Which mentions these are, and why, is `change`'s to know. Of the ways to write a wish the first is taken that `prove`
finds nothing wrong with; a line that is to tell of an action has to be told of it once the files are folded again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from minutes_cli.model import Action, Change, Document, Effect, Mention
from minutes_cli.reading.parse import parse
from minutes_cli.register import record
from minutes_cli.register.book import Book
from minutes_cli.register.build import build
from minutes_cli.register.idiom import Edits
from minutes_cli.register.prove import CannotChange, Outdated, make, prove
from minutes_cli.register.record import Line
from minutes_cli.text import Source, Span


class Wish(NamedTuple):
    """One mention to be edited: what is to come of it, and the ways to write it."""

    path: str
    where: str
    """Path and line, for messages."""
    effects: tuple[Effect, ...]
    ways: tuple[Edits, ...]


class Reread(NamedTuple):
    """A file as it is read once it is changed."""

    document: Document
    kept: list[Mention]
    """Those of its mentions that were there before, in order."""


Step: TypeAlias = "Wish | Line"


def settled(book: Book, steps: Sequence[Step]) -> tuple[Change, ...]:
    """One change a file, in the order of paths, each proved. Raises CannotChange where a step has no way."""
    paths = sorted({one.path for one in steps})
    changes = tuple(_file_change(book, path, [one for one in steps if one.path == path]) for path in paths)
    _check_told(book, [one for one in steps if isinstance(one, Line)], changes)
    return changes


def reread(book: Book, changes: Sequence[Change]) -> dict[str, Reread]:
    """By path, what the files say once they are changed."""
    found: dict[str, Reread] = {}
    for one in changes:
        document = parse(Source(one.path, one.after), book.config)
        new = {effect.index for effect in one.effects if effect.field == "new"}
        found[one.path] = Reread(document, [told for at, told in enumerate(document.mentions) if at not in new])
    return found


def folded(
    book: Book, actions: Sequence[Action], after: Mapping[str, Reread], further: Sequence[str] = ()
) -> list[Action]:
    """The actions as their files, and further ones, tell of them once they are changed."""
    paths = dict.fromkeys((*(told.mention.path for one in actions for told in one.mentions), *further))
    documents = [after[path].document if path in after else book.documents[path] for path in paths]
    found = {_place(told.mention): one for one in build(documents, book.config).actions for told in one.mentions}
    firsts = [one.mentions[0].mention for one in actions]
    return [found[_place(after[one.path].kept[number(book, one)] if one.path in after else one)] for one in firsts]


def is_told_more(one: Action, other: Action) -> bool:
    """Whether it is told of more often. Words weigh otherwise in a few files than in all: both are of the same ones."""
    return len(one.mentions) > len(other.mentions)


def number(book: Book, mention: Mention) -> int:
    """Which of its file's mentions it is, from 0. A reading of the folder may have filled a field of it."""
    mentions = book.documents[mention.path].mentions
    index = next((at for at, one in enumerate(mentions) if _place(one) == _place(mention)), None)
    if index is None:
        raise Outdated(f"{mention.path} was changed while it was read", hint="run the command again")
    return index


def _place(mention: Mention) -> tuple[str, Span, str]:
    return mention.path, mention.span, mention.form


def _file_change(book: Book, path: str, steps: Sequence[Step]) -> Change:
    document = book.documents[path]
    wishes = [one for one in steps if isinstance(one, Wish)]
    if lines := [one for one in steps if isinstance(one, Line)]:
        wishes.append(Wish(path, path, *record.insertions(document, lines, book.config)))
    text = document.source.text
    return _granted(book, document, Change(path, text, text, (), ()), wishes)


def _granted(book: Book, document: Document, so_far: Change, wishes: Sequence[Wish]) -> Change:
    """The change so far with all wishes: the first way of each where that proves at once, else half after half.

    A proof reads the whole file: one for each of the wishes would take long where there are hundreds.
    """
    if len(wishes) == 1:
        return _proved(book, document, so_far, wishes[0])
    if all(one.ways for one in wishes):
        edits = dict.fromkeys((*so_far.edits, *(edit for one in wishes for edit in one.ways[0])))
        change = make(document, tuple(edits), (*so_far.effects, *(effect for one in wishes for effect in one.effects)))
        if change is not None and prove(change, book.config, document) is None:
            return change
    half = len(wishes) // 2
    return _granted(book, document, _granted(book, document, so_far, wishes[:half]), wishes[half:])


def _proved(book: Book, document: Document, so_far: Change, wish: Wish) -> Change:
    """The change so far with the first of the ways that proves."""
    why = "it has no place in the text"
    for way in wish.ways:
        edits = (*so_far.edits, *(one for one in way if one not in so_far.edits))
        change = make(document, edits, (*so_far.effects, *wish.effects))
        fault = "two changes meet in one place" if change is None else prove(change, book.config, document)
        if change is not None and fault is None:
            return change
        why = fault if why.startswith("it has") and fault else why
    raise CannotChange(
        f"{wish.where}: this cannot be changed here: {why}", hint="edit the line by hand; minutes edit opens it"
    )


def _check_told(book: Book, lines: Sequence[Line], changes: Sequence[Change]) -> None:
    """Folds the files that tell of the actions again. Raises CannotChange where a line would change nothing.

    Nor may a later statement be an action of its own from then on, so that the one would be closed and the other open.
    """
    if not lines:
        return
    known = {one.id: one for one in book.register.actions}
    actions, paths = [known[one.action] for one in lines], [one.path for one in lines]
    then, now = (folded(book, actions, after, paths) for after in ({}, reread(book, changes)))
    for line, action, before, own in zip(lines, actions, then, now, strict=True):
        _check_line(book, line, action, is_told=is_told_more(own, before), own=own)


def _check_line(book: Book, line: Line, action: Action, *, is_told: bool, own: Action) -> None:
    if not is_told and book.target is not None and line.path in {one.mention.path for one in action.mentions}:
        raise CannotChange(
            f"{line.path}: {action.short_id} stands in these minutes, which tell of it in its own line",
            hint="leave --in away",
        )
    if not is_told or getattr(own, line.field) != line.value:
        raise CannotChange(
            f"{line.path}: a line here would not change {action.short_id}, for another meeting says otherwise",
            hint="name the minutes of a later meeting with --in",
        )
