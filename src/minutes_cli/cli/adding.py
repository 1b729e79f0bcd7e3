"""`minutes add`: a new action, written into the minutes where the others stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.carrying import (
    ChangeFormatOption,
    CommitOption,
    DryRunOption,
    FollowOption,
    Way,
    YesOption,
    lock,
    report,
    show_diffs,
    write,
)
from minutes_cli.cli.changing import day_of
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.session import session_of
from minutes_cli.model import Change, MinutesError

if TYPE_CHECKING:
    from minutes_cli.folder import Folder

ADD_EXAMPLES = examples(
    'minutes add 2011-09-01-mutuals-taskforce.txt "OCS officials to explore how this might be done"',
    'minutes add latest "Ann to book the room" --due 2026-04-14',
    'minutes add 2011-09-01-mutuals-taskforce "Chair to write" --item "Action Plan" --dry-run',
)


def add(
    context: typer.Context,
    where: Annotated[str, typer.Argument(metavar="FILE|MEETING", help="The minutes, or `latest`.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Who is to do what, in a sentence.")],
    item: Annotated[str | None, typer.Option("--item", metavar="WORDS", help="Under this agenda item.")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="By this day.")] = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Add an action to minutes, behind the others that stand there and in their form."""
    from minutes_cli.register.adding import New
    from minutes_cli.register.adding import add as added
    from minutes_cli.register.book import Book

    session = session_of(context)
    words = " ".join(text.split())
    if not words:
        raise MinutesError("there is nothing to add", hint='minutes add latest "Ann to book the room"')
    day = day_of(due, session.today) if due else None
    way = Way("add", "added", yes=yes, commit=commit, follow=follow, format_name=format_name)
    with lock(session):
        folder = session.read()
        path = file_of(folder, where)
        book = Book.of(folder.register, folder.by_path, folder.config)
        change = added(book, path, New(words, item, day))
        if dry_run:
            show_diffs(session, (change,))
            return
        write(session, folder, (change,), f"add {words}\n", way)
    _report_new(context, way, folder, change)


def _report_new(context: typer.Context, way: Way, before: Folder, change: Change) -> None:
    """Says the id that the new action has."""
    session = session_of(context)
    known = {one.id for one in before.register.actions}
    new = [
        one
        for one in session.read().register.actions
        if one.id not in known and one.mentions[-1].mention.path == change.path
    ]
    report(session, way, new, (change,))


def file_of(folder: Folder, wanted: str) -> str:
    """The path of the minutes that a file's name, a meeting's name or `latest` means.

    Raises MinutesError where there are none, or several.
    """
    dated = [one for one in folder.register.meetings if one.date is not None]
    if wanted == "latest" and dated:
        return max(dated, key=lambda one: (str(one.date), one.path)).path
    paths = folder.paths
    exact = [path for path in paths if path == wanted]
    ending = [path for path in paths if path.endswith(f"/{wanted.removeprefix('./')}")]
    named = list(dict.fromkeys(one.path for one in folder.register.meetings if one.name == wanted))
    part = list(dict.fromkeys(one.path for one in folder.register.meetings if wanted.casefold() in one.name.casefold()))
    found = exact or ending or named or part
    if not found:
        raise MinutesError(f"there are no minutes {wanted!r} here", hint="minutes meetings lists them")
    if len(found) > 1:
        raise MinutesError(
            "\n".join([f"{wanted!r} may be any of {len(found)} minutes", *(f"  {one}" for one in found[:20])])
        )
    return found[0]
