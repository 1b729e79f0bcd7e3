"""`minutes close`, `drop`, `reopen`, `assign` and `due`: the register changed by changing the text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Day
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.carrying import (
    ChangeFormatOption,
    CommitOption,
    DryRunOption,
    FollowOption,
    IdsArgument,
    InOption,
    Way,
    WhereOption,
    YesOption,
    carry_out,
)
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import Action, Change, MinutesError, Status

if TYPE_CHECKING:
    from minutes_cli.register.book import Book
    from minutes_cli.text import Hunk

CLOSE_EXAMPLES = examples(
    "minutes close A22",
    'minutes close A22 --note "Gus has it" --date 2026-03-19',
    "minutes close --where 'owner:chair meeting:2011-09-01' --dry-run",
    'minutes close A14 --in latest --note "licence granted"   told in the newest',
)
DROP_EXAMPLES = examples('minutes drop A24 --reason "Gerald stays"', "minutes drop A22 A23 --reason overtaken --yes")
REOPEN_EXAMPLES = examples("minutes reopen A15", "minutes reopen --where 'closed:today' --yes")
ASSIGN_EXAMPLES = examples(
    'minutes assign A22 "Ann Lee"', "minutes assign A22 Gus Ines", "minutes assign A22 Gus --also    beside those named"
)
DUE_EXAMPLES = examples("minutes due A22 2026-04-14", "minutes due A22 'end of March'", "minutes due A22 none")

NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What became of it.")]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day; today where not given.")]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who closed it.", autocompletion=completing.owners)
]


def close(
    context: typer.Context,
    ids: IdsArgument = None,
    where: WhereOption = None,
    note: NoteOption = None,
    date: DateOption = None,
    by: ByOption = None,
    target: InOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Close actions: they are done. The minutes say so afterwards, in their own idiom.

    Where the minutes are approved, those of a later meeting tell of it under their matters arising.
    """
    way = Way("close", "closed", dry_run, yes, commit, follow, target, format_name)
    _close(session_of(context), way, ids, where, (Status.DONE, note, date, by))


def drop(
    context: typer.Context,
    ids: IdsArgument = None,
    where: WhereOption = None,
    reason: Annotated[
        str | None, typer.Option("--reason", "--note", metavar="TEXT", help="Why it is not to be done.")
    ] = None,
    date: DateOption = None,
    by: ByOption = None,
    target: InOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Drop actions: they were withdrawn, superseded or overtaken. A reason has to be given."""
    if not reason or not reason.strip():
        raise MinutesError("an action is not dropped without a reason", hint='--reason "overtaken by events"')
    way = Way("drop", "dropped", dry_run, yes, commit, follow, target, format_name)
    _close(session_of(context), way, ids, where, (Status.DROPPED, reason, date, by))


def reopen(
    context: typer.Context,
    ids: IdsArgument = None,
    where: WhereOption = None,
    target: InOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Open closed actions again; what minutes wrote when it closed them is taken back to the letter."""
    session = session_of(context)

    def make(book: Book, actions: Sequence[Action]) -> tuple[Change, ...]:
        from minutes_cli.register.change import reopen as reopened

        return reopened(book, actions, _remembered(session, actions))

    way = Way("reopen", "reopened", dry_run, yes, commit, follow, target, format_name)
    carry_out(session, way, ids, where, make)


def assign(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID OWNER...",
            help="The action's id, and who is to do it.",
            autocompletion=completing.ids_then_owners,
        ),
    ],
    where: WhereOption = None,
    also: Annotated[bool, typer.Option("--also", help="Beside those that are named already.")] = False,
    target: InOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Give an action to somebody else; with --where, all words are owners."""
    ids, owners = ([], words) if where else (words[:1], words[1:])
    if not owners:
        raise MinutesError("nobody is named who is to do it", hint='minutes assign A22 "Ann Lee"')

    def make(book: Book, actions: Sequence[Action]) -> tuple[Change, ...]:
        from minutes_cli.register.change import assign as assigned

        return assigned(book, actions, owners, also=also)

    whom = f" to {', '.join(owners)}{' as well' if also else ''}"
    way = Way("assign", "assigned", dry_run, yes, commit, follow, target, format_name, whom)
    carry_out(session_of(context), way, ids, where, make)


def due(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="ID... DATE|none", help="Ids, then the day.", autocompletion=completing.ids)
    ],
    where: WhereOption = None,
    target: InOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Give actions another deadline, or with `none` take it away."""
    session = session_of(context)
    *ids, written = words
    day = None if written.casefold() == "none" else day_of(written, session.today)

    def make(book: Book, actions: Sequence[Action]) -> tuple[Change, ...]:
        from minutes_cli.register.change import due as due_on

        return due_on(book, actions, day)

    way = Way("due", f"due {day or 'none'}:", dry_run, yes, commit, follow, target, format_name)
    carry_out(session, way, ids, where, make)
    if day is not None and day < session.today:
        session.say(f"note: {day} is in the past")


Told = tuple[Status, str | None, str | None, str | None]
"""The status, the note, the day as written, and by whom."""


def _close(session: Session, way: Way, ids: Sequence[str] | None, where: str | None, told: Told) -> None:
    status, note, date, by = told
    day = day_of(date, session.today) if date else session.today

    def make(book: Book, actions: Sequence[Action]) -> tuple[Change, ...]:
        from minutes_cli.register.change import Closing
        from minutes_cli.register.change import close as closed

        return closed(book, actions, Closing(status, day, note, by, date is not None))

    carry_out(session, way, ids, where, make)


def day_of(written: str, today: Day) -> Day:
    """The day that somebody typed: 2011-10-06, today, "6 October", "next Friday", "end of March"."""
    try:
        return Day.fromisoformat(written)
    except ValueError:
        pass
    from minutes_cli.dates import read_due
    from minutes_cli.reading.vocabulary import load

    if written.casefold() == "today":
        return today
    found = read_due(f"by {written}", load(("en",)).calendar, anchor=today, next_meeting=None, order="dmy")
    if found is None or found.day is None:
        raise MinutesError(f"{written!r} is no day that can be read", hint="write it as 2011-10-06")
    return found.day


def _remembered(session: Session, actions: Sequence[Action]) -> dict[str, tuple[Hunk, ...]]:
    """What takes back the last closing of each action, by path, where the journal has it."""
    from minutes_cli.store.find import find
    from minutes_cli.store.journal import entries
    from minutes_cli.text import turned

    environ = session.world.environ
    known = entries(find(session.start, environ, str(session.world.cwd)).root, environ)
    found: dict[str, tuple[Hunk, ...]] = {}
    for action in actions:
        closed = (
            one for one in reversed(known) if action.id in one.actions and one.title.startswith(("close", "drop"))
        )
        for entry in (one for one in (next(closed, None),) if one is not None):
            for path, changed in entry.files:
                found[path] = (*found.get(path, ()), *turned(changed))
    return found
