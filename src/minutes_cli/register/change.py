"""close, drop, reopen, assign, due → Changes: pure, proved, nothing written.

    book = Book.of(folder.register, folder.documents, folder.config)
    changes = close(book, [action], Closing(Status.DONE, today, note="paper circulated"))

Which mention is edited is CONTRACT "Status"; how it is written is `idiom`; that nothing else comes of it is
`prove`. Approved minutes are not edited: `record` tells of it in later ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from types import MappingProxyType

from minutes_cli.config import Config
from minutes_cli.model import Action, Change, Document, Effect, Mention, Register, Status
from minutes_cli.reading.parse import parse
from minutes_cli.reading.writing import words_of
from minutes_cli.register import record
from minutes_cli.register.idiom import Closing, Edits, Spot, assignments, closings, deadlines, reopenings
from minutes_cli.register.people import People
from minutes_cli.register.prove import CannotChange, make, prove
from minutes_cli.register.strand import Strand, action_of
from minutes_cli.text import Edit, Hunk, Source, replay

__all__ = ("Book", "CannotChange", "Closing", "assign", "close", "due", "prove", "reopen")

Remembered = Mapping[str, Sequence[Hunk]]
"""By path: what takes back the changes that `minutes` made to an action before, the last one first."""
_NOTHING: Remembered = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Book:
    """A folder as read: all that a change has to know."""

    register: Register
    documents: Mapping[str, Document]
    """By path."""
    config: Config
    target: str | None = None
    """Path of the later minutes that are to tell of the changes, as `--in` names them; `latest` for the newest."""

    @classmethod
    def of(
        cls, register: Register, documents: Iterable[Document], config: Config, target: str | None = None
    ) -> Book:
        """The book of a register and the documents that it was made of."""
        return cls(register, MappingProxyType({one.source.path: one for one in documents}), config, target)

    def is_approved(self, mention: Mention) -> bool:
        """Whether a mention stands in minutes that are a record and are not edited."""
        meeting = mention.meeting
        return meeting is not None and any(
            one.approval == "approved"
            for one in self.register.meetings
            if one.path == meeting.path and one.line == meeting.line
        )


@dataclass(frozen=True, slots=True)
class _Wish:
    """One mention to be edited: what is to come of it, and the ways to write it."""

    action: Action
    path: str
    effect: Effect
    ways: Callable[[], Iterator[Edits]]


def close(book: Book, actions: Sequence[Action], closing: Closing) -> tuple[Change, ...]:
    """Changes that close the actions, done or dropped; one a file, in the order of paths.

    Raises CannotChange, with place, fault and cure, where one of them cannot be closed: none is then.
    """
    wishes = []
    for action in actions:
        if action.status is not Status.OPEN:
            raise CannotChange(
                f"{action.short_id} is {action.status} already ({action.file}:{action.line})",
                hint=f"minutes reopen {action.short_id} opens it again",
            )
        wishes += _closing(book, action, closing)
    return _settled(book, wishes)


def reopen(book: Book, actions: Sequence[Action], remembered: Remembered = _NOTHING) -> tuple[Change, ...]:
    """Changes that open closed actions again; what was remembered of their closing is taken back to the letter."""
    wishes = []
    for action in actions:
        if action.status is Status.OPEN:
            raise CannotChange(f"{action.short_id} is open ({action.file}:{action.line})")
        wishes += _reopening(book, action, remembered)
    return _settled(book, wishes)


def assign(book: Book, actions: Sequence[Action], owners: Sequence[str], *, also: bool = False) -> tuple[Change, ...]:
    """Changes that name other owners; with `also` further ones beside those that there are."""
    wishes = []
    for action in actions:
        names = tuple(dict.fromkeys((*action.owners, *owners))) if also else tuple(owners)
        mention = _latest(book, action, lambda one: bool(one.owners))
        if mention is None:
            wishes += record.told(book, action, "owners", record.Telling(owners=names))
            continue
        ways = _ways(book, mention, lambda spot, names=names: assignments(spot, names))  # type: ignore[misc]
        wishes.append(_wish(book, action, mention, "owners", names, ways))
    return _settled(book, wishes)


def due(book: Book, actions: Sequence[Action], day: Day | None) -> tuple[Change, ...]:
    """Changes that state another deadline, or none."""
    wishes = []
    for action in actions:
        mention = _latest(book, action, lambda one: one.due_text is not None)
        if mention is None:
            wishes += record.told(book, action, "due", record.Telling(due=day))
            continue
        ways = _ways(book, mention, lambda spot: deadlines(spot, day))
        wishes.append(_wish(book, action, mention, "due", day, ways))
    return _settled(book, wishes)
