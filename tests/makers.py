"""Documents made by hand, for tests of the register that do not go through reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Day

from minutes_cli.config import Config
from minutes_cli.model import Action, Decision, Document, Meeting, Mention, Register, Status
from minutes_cli.register.build import build
from minutes_cli.text import Source, Span

DONE, OPEN, DROPPED = Status.DONE, Status.OPEN, Status.DROPPED


def meeting(
    path: str = "a.md", day: Day | None = Day(2011, 9, 1), body: str | None = "Board", *, line: int = 1
) -> Meeting:
    known = [str(day)] if day else []
    name = "-".join([*known, body.lower().replace(" ", "-")] if body else known) or path.removesuffix(".md")
    return Meeting(path, line, day, body, None, None, (), (), None, None, name)


def mention(
    text: str,
    *owners: str,
    line: int = 10,
    form: str = "keyword",
    item: str | None = None,
    label: str | None = None,
    status: Status | None = None,
    progress: str | None = None,
    due: Day | None = None,
    due_text: str | None = None,
    tags: Sequence[str] = (),
    closed: Day | None = None,
    note: str | None = None,
    carried: bool = False,
    private: bool = False,
) -> Mention:
    """A statement in no file yet: `document` sets the path and the meeting."""
    return Mention(
        path="",
        span=Span(line * 100, line * 100 + len(text)),
        line=line,
        end_line=line,
        form=form,
        text=text,
        owners=owners,
        owners_span=None,
        due=due,
        due_text=due_text,
        due_span=None,
        tags=tuple(tags),
        label=label,
        status=status,
        progress=progress,
        closed=closed,
        note=note,
        item=item,
        meeting=None,
        carried=carried,
        private=private,
        slot=None,
    )


def at(line: int, statement: Mention) -> Mention:
    """The same statement in another line."""
    return replace(statement, line=line, end_line=line, span=Span(line * 100, line * 100 + len(statement.text)))


def document(
    path: str, *statements: Mention, of: Meeting | None = None, decisions: Sequence[Decision] = ()
) -> Document:
    """One file on one meeting."""
    held = of or meeting(path)
    return documents_of(path, [(held, statements)], decisions)


def documents_of(
    path: str, sittings: Sequence[tuple[Meeting, Sequence[Mention]]], decisions: Sequence[Decision] = ()
) -> Document:
    """One file on several meetings."""
    mentions = tuple(replace(one, path=path, meeting=held) for held, said in sittings for one in said)
    return Document(Source(path, ""), tuple(held for held, _ in sittings), mentions, tuple(decisions), ())


def register(*documents: Document, config: Config | None = None) -> Register:
    return build(documents, config or Config())


def only(found: Register) -> Action:
    """The one action of a register."""
    (action,) = found.actions
    return action


def sat(path: str, day: Day, *statements: Mention, body: str | None = "Board") -> Document:
    """The minutes of a meeting of the board on a day."""
    return document(path, *statements, of=meeting(path, day, body))


def action_of(statement: Mention, *, day: Day | None = Day(2011, 9, 1), body: str | None = "Board") -> Action:
    """The action that one statement makes."""
    return only(register(document("a.md", statement, of=meeting("a.md", day, body))))
