"""close, drop, reopen, assign, due → Changes: pure, proved, nothing written.

    book = Book.of(folder.register, folder.documents, folder.config)
    changes = close(book, [action], Closing(Status.DONE, today, note="paper circulated"))

Which mention is edited is CONTRACT "Status"; how it is written is `idiom`; that nothing else comes of it is
`prove`; `settle` makes one proved change a file of it. Approved minutes are not edited: `record` tells of it in
later ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date as Day
from types import MappingProxyType

from minutes_cli.model import Action, Change, Effect, Mention, Status, Told
from minutes_cli.reading.writing import words_of
from minutes_cli.register import record
from minutes_cli.register.book import Book
from minutes_cli.register.idiom import Closing, Edits, Spot, assignments, closings, deadlines, labellings, reopenings
from minutes_cli.register.ids import SHORTEST_STAMP, derived_id, is_stamp, label_key, task_words
from minutes_cli.register.prove import CannotChange, make, prove
from minutes_cli.register.settle import Reread, Step, Wish, folded, is_told_more, number, reread, settled
from minutes_cli.register.strand import status_of
from minutes_cli.text import Hunk, replay

__all__ = (
    "Book",
    "CannotChange",
    "Closing",
    "Remembered",
    "assign",
    "close",
    "due",
    "link",
    "prove",
    "reopen",
    "stamp",
)

Remembered = Mapping[str, Sequence[Hunk]]
"""By path: what takes back the changes that `minutes` made to an action before, the last one first."""
_NOTHING: Remembered = MappingProxyType({})


def close(book: Book, actions: Sequence[Action], closing: Closing) -> tuple[Change, ...]:
    """Changes that close the actions, done or dropped; one a file, in the order of paths.

    Raises CannotChange, with place, fault and cure, where one of them cannot be closed: none is then.
    """
    steps: list[Step] = []
    for action in actions:
        if action.status is not Status.OPEN:
            raise CannotChange(
                f"{action.short_id} is {action.status} already ({action.file}:{action.line})",
                hint=f"minutes reopen {action.short_id} opens it again",
            )
        steps += _closing(book, action, closing)
    return settled(book, steps)


def reopen(book: Book, actions: Sequence[Action], remembered: Remembered = _NOTHING) -> tuple[Change, ...]:
    """Changes that open closed actions again; what is remembered of their closing is taken back to the letter."""
    steps: list[Step] = []
    for action in actions:
        if action.status is Status.OPEN:
            raise CannotChange(f"{action.short_id} is open ({action.file}:{action.line})")
        steps += _reopening(book, action, remembered)
    return settled(book, steps)


def assign(book: Book, actions: Sequence[Action], owners: Sequence[str], *, also: bool = False) -> tuple[Change, ...]:
    """Changes that name other owners; with `also` further ones beside those that there are.

    Where a later statement would be an action of its own with them, the id is written beside it.
    """
    steps: list[Step] = []
    for action in actions:
        names = tuple(dict.fromkeys((*action.owners, *owners))) if also else tuple(owners)
        places = _stating(action, _names_owners)
        if _is_record(book, places[0]):
            steps.append(record.line(book, action, record.Telling("assigned", owners=names)))
            continue
        for mention in places:
            ways = tuple(assignments(_spot(book, mention), names))
            steps.append(_wish(book, action, mention, "owners", names, ways))
    changes = settled(book, steps)
    if torn := _torn(book, actions, reread(book, changes)):
        steps += [wish for action in torn for wish in _stamping(book, action)]
        changes = settled(book, steps)
    for action in _torn(book, torn, reread(book, changes)):
        raise CannotChange(
            f"{action.file}:{action.line}: with other owners later minutes would no longer tell of {action.short_id}",
            hint="edit the lines by hand; minutes edit opens them",
        )
    return changes


def _stamping(book: Book, action: Action) -> list[Wish]:
    """The id beside the statements that name owners, and have none."""
    name = record.stamp(action)
    places = [one for one in _stating(action, _names_owners) if one.label is None]
    return [_wish(book, action, one, "label", name, tuple(labellings(_spot(book, one), name))) for one in places]


def due(book: Book, actions: Sequence[Action], day: Day | None) -> tuple[Change, ...]:
    """Changes that state another deadline, or none."""
    steps: list[Step] = []
    for action in actions:
        places = _stating(action, lambda one: one.due_text is not None)
        if _is_record(book, places[0]):
            steps.append(record.line(book, action, record.Telling("due", due=day)))
            continue
        for mention in places:
            ways = tuple(deadlines(_spot(book, mention), day))
            steps.append(_wish(book, action, mention, "due", day, ways))
    return settled(book, steps)


def link(book: Book, action: Action, path: str, line: int) -> tuple[Change, ...]:
    """Changes by which a statement of later minutes is sure to tell of the action: its id is written there.

    Where those minutes are approved, later ones tell of it. Raises CannotChange where no later statement stands
    there, or the id would not be read back as this action's.
    """
    there = [one for other in book.register.actions for one in other.mentions if _is_at(one.mention, path, line)]
    if not there:
        raise CannotChange(f"{path}:{line}: no action is read here", hint=_elsewhere(book, action, path, line))
    own = next((one for one in there if one in action.mentions), None)
    if own is not None and own is action.mentions[0]:
        raise CannotChange(f"{path}:{line} is where {action.short_id} was raised", hint="give the place of a later one")
    if own is not None and own.link in {"id", "confirmed"}:
        by = "by its id" if own.link == "id" else "by the settings"
        raise CannotChange(f"{path}:{line} is linked to {action.short_id} {by} already")
    mention = (own or there[0]).mention
    alone = derived_id(mention, task_words(mention), 1)
    if mention.label is not None and not (is_stamp(mention.label) and alone.startswith(label_key(mention.label))):
        raise CannotChange(
            f"{path}:{line} has an id of its own, {mention.label}",
            hint="where they are one, a table [[link]] in minutes.toml joins them: "
            f'action = "{action.id[:SHORTEST_STAMP]}", mention = "{alone[:SHORTEST_STAMP]}"',
        )
    name = record.stamp(action)
    if _is_record(book, mention):
        changes = settled(book, [record.line(book, action, record.Telling("same", other=alone[:SHORTEST_STAMP]))])
    else:
        ways = tuple(labellings(_spot(book, mention), name))
        changes = settled(book, [_wish(book, action, mention, "label", name, ways)])
    (again,) = folded(book, [action], reread(book, changes), (path, *(one.path for one in changes)))
    if not any(_is_told(one, mention, path) for one in again.mentions[1:]):
        raise CannotChange(
            f"{path}:{line}: with the id there it would still not be read as {action.short_id}",
            hint="an id is looked up within one body, and only backwards in time",
        )
    return changes


def _elsewhere(book: Book, action: Action, path: str, line: int) -> str:
    """What to do where no action is read at a place: the nearest one, and how those minutes can tell of it."""
    lines = [one.mention.line for other in book.register.actions for one in other.mentions if one.mention.path == path]
    near = min(lines, key=lambda one: (abs(one - line), one), default=None)
    nearest = "" if near is None else f"the nearest stands in line {near}; "
    telling = f"minutes close {action.short_id} --in {path} tells of it there"
    return f"{nearest}minutes parse --explain {path}:{line} says why, and {telling}"


def _is_at(mention: Mention, path: str, line: int) -> bool:
    return mention.path == path and mention.line <= line <= mention.end_line


def _is_told(told: Told, mention: Mention, path: str) -> bool:
    same = (told.mention.path, task_words(told.mention)) == (path, task_words(mention))
    return same and told.link in {"id", "confirmed"}


def _names_owners(mention: Mention) -> bool:
    return bool(mention.owners)


def _torn(book: Book, actions: Sequence[Action], after: Mapping[str, Reread]) -> list[Action]:
    """Those that have lost a mention in the files as they are afterwards."""
    several = [one for one in actions if len(one.mentions) > 1]
    both = zip(several, folded(book, several, {}), folded(book, several, after), strict=True)
    return [one for one, then, now in both if is_told_more(then, now)]


def stamp(book: Book, actions: Sequence[Action]) -> tuple[Change, ...]:
    """Changes that write the ids of actions to where they were raised, so that they last over a rewording.

    Where those minutes are approved, later ones give the id. Raises CannotChange for one that has an id there.
    """
    steps: list[Step] = []
    for action in actions:
        mention, name = action.mentions[0].mention, record.stamp(action)
        if mention.label is not None:
            raise CannotChange(f"{action.short_id} has an id in the text already ({action.file}:{action.line})")
        if _is_record(book, mention):
            steps.append(record.line(book, action, record.Telling("stamped")))
            continue
        ways = tuple(labellings(_spot(book, mention), name))
        steps.append(_wish(book, action, mention, "label", name, ways))
    changes = settled(book, steps)
    after = reread(book, changes)
    others = [
        action
        for action, again in zip(actions, folded(book, actions, after), strict=True)
        if again.id[:SHORTEST_STAMP] != action.id[:SHORTEST_STAMP]
    ]
    for action in (*others, *_torn(book, actions, after)):
        raise CannotChange(f"{action.file}:{action.line}: with its id {action.short_id} would be another one")
    return changes


def _closing(book: Book, action: Action, closing: Closing) -> list[Step]:
    """The latest mention that has a place, with the repeats in its file that say open; else a line in later minutes."""
    if book.target is None:
        mentions = [one.mention for one in action.mentions]
        free = [one for one in mentions if one.slot is not None and not book.is_approved(one)]
        for latest in reversed(free):
            repeats = [one for one in free if one.path == latest.path and one.status is Status.OPEN]
            edited = [latest, *(one for one in repeats if one is not latest)]
            if _status_after(action, edited, closing.status) is closing.status:
                return [_closing_wish(book, action, one, closing) for one in edited]
        if not any(book.is_approved(one) for one in mentions):
            last = mentions[-1]
            raise CannotChange(
                f"{last.path}:{last.line}: the closing of {action.short_id} has no place here",
                hint="write it into the text by hand, or into later minutes with --in latest",
            )
    kind = "closed" if closing.status is Status.DONE else "dropped"
    day = closing.day if closing.is_dated else None
    return [record.line(book, action, record.Telling(kind, note=closing.note, by=closing.by, day=day))]


def _closing_wish(book: Book, action: Action, mention: Mention, closing: Closing) -> Wish:
    ways = tuple(closings(_spot(book, mention), closing))
    return _wish(book, action, mention, "status", closing.status, ways, closing.note)


def _reopening(book: Book, action: Action, remembered: Remembered) -> list[Step]:
    """Every statement that closes it, the last one first, until it is open; else a line in later minutes."""
    edited: list[Mention] = []
    for told in reversed(action.mentions):
        if told.mention.status in {None, Status.OPEN}:
            continue
        edited.append(told.mention)
        if _status_after(action, edited, Status.OPEN) is Status.OPEN:
            break
    is_elsewhere = book.target is not None and any(
        one.path != record.target_of(book, action).source.path for one in edited
    )
    if is_elsewhere or any(book.is_approved(one) for one in edited):
        return [record.line(book, action, record.Telling("reopened"))]
    steps: list[Step] = []
    for path in dict.fromkeys(one.path for one in edited):
        here = [one for one in edited if one.path == path]
        wishes = [_wish(book, action, one, "status", Status.OPEN, tuple(reopenings(_spot(book, one)))) for one in here]
        steps += _remembered(book, path, wishes, remembered) or wishes
    return steps


def _remembered(book: Book, path: str, wishes: Sequence[Wish], remembered: Remembered) -> list[Wish]:
    """The wishes as one that takes back what is remembered; none where that would do something else by now."""
    document = book.documents[path]
    back = replay(path, document.source.text, remembered.get(path, ()))
    effects = tuple(effect for one in wishes for effect in one.effects)
    change = make(document, back, effects) if back else None
    if change is None or prove(change, book.config, document) is not None:
        return []
    return [Wish(path, wishes[0].where, effects, (change.edits,))]


def _status_after(action: Action, edited: Sequence[Mention], status: Status) -> Status:
    """What the register would say of an action once these mentions say `status`."""
    mentions = [one.mention for one in action.mentions]
    return status_of([replace(one, status=status) if one in edited else one for one in mentions])


def _stating(action: Action, states: Callable[[Mention], bool]) -> list[Mention]:
    """The mentions of the latest file that state something; where none does, the last that has words of its own."""
    mentions = [one.mention for one in action.mentions]
    found = [one for one in mentions if states(one)]
    if not found:
        return [one for one in mentions if one.form != "recorded"][-1:] or mentions[-1:]
    return [one for one in found if one.path == found[-1].path and one.meeting == found[-1].meeting]


def _is_record(book: Book, mention: Mention) -> bool:
    """Whether later minutes are to tell what becomes of a mention."""
    return book.target is not None or book.is_approved(mention)


def _spot(book: Book, mention: Mention) -> Spot:
    document = book.documents[mention.path]
    return Spot(mention, document.source, words_of(document, book.config), book.config.close_style)


def _wish(
    book: Book,
    action: Action,
    mention: Mention,
    field: str,
    value: Status | tuple[str, ...] | Day | str | None,
    ways: tuple[Edits, ...],
    note: str | None = None,
) -> Wish:
    effect = Effect(action.id, number(book, mention), field, value, note)
    return Wish(mention.path, f"{mention.path}:{mention.line}", (effect,), ways)
