"""`minutes link` and `minutes stamp`: ids written into the text, so that nobody has to guess what is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

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
from minutes_cli.cli.deciding import IdArgument, place_in
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import number_of
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import Action, Change, MinutesError

if TYPE_CHECKING:
    from minutes_cli.register.book import Book

LINK_EXAMPLES = examples(
    "minutes link 9pb5 minutes/2026-03-17-board.md:18",
    "minutes link 9pb5 2026-03-17-board.md:18 --dry-run",
)
STAMP_EXAMPLES = examples(
    "minutes stamp sek9",
    "minutes stamp --all --dry-run",
    "minutes stamp --where 'body:board is:open' --yes",
)


def link(
    context: typer.Context,
    wanted: IdArgument,
    place: Annotated[str, typer.Argument(metavar="FILE:LINE", help="Where later minutes tell of it.")],
    target: InOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Say that what stands at a place is this action: its id is written there, and nothing is guessed any more.

    Where those minutes are approved, later ones tell of it under their matters arising.
    """

    def make(book: Book, actions: Sequence[Action]) -> tuple[Change, ...]:
        from minutes_cli.register.change import link as linked

        return linked(book, actions[0], *place_in(list(book.documents), place))

    way = Way("link", "linked", dry_run, yes, commit, follow, target, format_name)
    carry_out(session_of(context), way, [wanted], None, make)


def stamp(
    context: typer.Context,
    ids: IdsArgument = None,
    where: WhereOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All open actions without an id; those of approved minutes are left alone.")
    ] = False,
    target: InOption = None,
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    commit: CommitOption = False,
    follow: FollowOption = False,
    format_name: ChangeFormatOption = None,
) -> None:
    """Write the ids of actions into the text, so that they stay the same when somebody words them anew.

    Where the minutes are approved, those of a later meeting give the id under their matters arising.
    """
    if everything and (ids or where):
        raise MinutesError("--all is of all open actions", hint="leave it away, or leave the ids away")
    session = session_of(context)
    passed: list[str] = []

    def make(book: Book, actions: Sequence[Action]) -> tuple[Change, ...]:
        from minutes_cli.register.change import stamp as stamped

        passed.clear()
        if everything:
            return stamped(book, _stampable(book, actions, passed))
        return stamped(book, actions if ids else _unlabelled(actions, passed))

    way = Way("stamp", "stamped", dry_run, yes, commit, follow, target, format_name)
    carry_out(session, way, ids, "is:open" if everything else where, make)
    _say_passed(session, passed)


def _unlabelled(actions: Sequence[Action], passed: list[str]) -> list[Action]:
    """Those of a query without an id of their own; that others have one is added to `passed`."""
    found = [one for one in actions if one.mentions[0].mention.label is None]
    if len(found) < len(actions):
        has = "has" if len(actions) - len(found) == 1 else "have"
        passed.append(f"{number_of(len(actions) - len(found), 'action')} that {has} an id in the text already")
    return found


def _stampable(book: Book, actions: Sequence[Action], passed: list[str]) -> list[Action]:
    """Those that can have an id written where they were raised; why the others cannot is added to `passed`."""
    from minutes_cli.register.change import CannotChange
    from minutes_cli.register.change import stamp as stamped

    found = []
    for one in actions:
        if one.mentions[0].mention.label is not None:
            continue
        if book.is_approved(one.mentions[0].mention):
            passed.append(f"{one.file}:{one.line}: {one.short_id} stands in approved minutes")
            continue
        try:
            stamped(book, [one])
        except CannotChange as fault:
            passed.append(str(fault))
        else:
            found.append(one)
    return found


def _say_passed(session: Session, passed: Sequence[str]) -> None:
    shown = 10
    for one in passed[:shown]:
        session.say(f"left alone: {one}")
    if len(passed) > shown:
        session.say(f"left alone: {len(passed) - shown} more")
