"""`minutes diff` and `minutes log`: what git knows of the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import TABLE, chosen_format, print_table, takes_all_keys
from minutes_cli.cli.options import ListFormatOption
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minutes_cli.folder import Folder
    from minutes_cli.model import Register
    from minutes_cli.output.changes import Entry
    from minutes_cli.past.log import Event, Log
    from minutes_cli.past.then import Past
    from minutes_cli.register.compare import Difference
    from minutes_cli.store.history import Commit

DIFF_EXAMPLES = examples(
    "minutes diff                               what is not committed yet",
    "minutes diff HEAD~1                        since the commit before the last",
    "minutes diff HEAD~1 HEAD                   what the last commit did",
    "minutes diff origin/main HEAD --format markdown   for a pull request",
)
LOG_EXAMPLES = examples(
    "minutes log A14                            who raised, changed and closed it",
    "minutes log                                what the last commits did",
    "minutes log --since 2025-12-01 --format json",
)
_FEW = 20
"""Commits that `log` goes back where nothing is said."""


def diff(
    context: typer.Context,
    states: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REV [REV]]", help="Commits or days; HEAD and the work tree where not given."),
    ] = None,
    format_name: ListFormatOption = None,
) -> None:
    """Show which actions were raised, closed, dropped, reopened, reworded, reassigned or moved between two states.

    An action that vanished and one that appeared in the same file are told as one, reworded, where they are alike.
    """
    from minutes_cli.past.then import past_of
    from minutes_cli.register.compare import compare

    session = session_of(context)
    name = chosen_format(session, format_name)
    revs = _states(states or [])
    past = past_of(session.start, environ=session.world.environ, cwd=str(session.world.cwd))
    then = past.find(revs[0])
    if len(revs) > 1:
        now, title = past.find(revs[1]), f"{revs[0]} and {revs[1]}"
        before, after = past.register(then), past.register(now)
    else:
        title = f"{revs[0]} and the work tree"
        before, after = _with_work_tree(session, past, then)
    differences = compare(before, after)
    _print_differences(session, name, differences, title)


def log(
    context: typer.Context,
    wanted: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="An action, as it is now or was once.", autocompletion=completing.ids),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", metavar="N", min=1, help="Commits to go back, without ID; 20 if not said."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only commits of this day or later.")
    ] = None,
    format_name: ListFormatOption = None,
) -> None:
    """Tell who raised, changed and closed an action and in which commit, or what each commit did; newest last.

    An action is followed backwards through renamed files and, where its words changed, by their likeness.
    """
    from minutes_cli.past.log import log_of_all
    from minutes_cli.past.then import past_of

    session = session_of(context)
    name = chosen_format(session, format_name)
    first = _day(since) if since else None
    past = past_of(session.start, environ=session.world.environ, cwd=str(session.world.cwd))
    if wanted is None:
        folder = session.read()
        tip = past.find("HEAD")
        past.remember(folder)
        found = log_of_all(past, tip, folder, limit or (None if first else _FEW), first)
        events = found.events
    else:
        folder = session.read()
        found = _log_of_one(session, past, folder, wanted)
        kept = [one for one in found.events if first is None or one.commit is None or one.commit.committed >= first]
        events = tuple(kept[-limit:] if limit else kept)
    told = {one.difference.action.id for one in events}
    short = {one.id: one.short_id for one in folder.register.actions_called(lambda id_, _: id_ in told)}
    _print_log(session, name, [_entry(one, short) for one in events], wanted is not None)
    for note in (*found.notes, *([past.lack()] if past.lack() else [])):
        session.say(f"minutes: {note}")


def _states(words: list[str]) -> tuple[str, ...]:
    """One or two states; `A..B` is two, as git has it."""
    parts = tuple(part or "HEAD" for word in words for part in (word.split("..") if ".." in word else [word]))
    if len(parts) > 2:
        raise MinutesError(f"{' '.join(words)} is more than two states", hint="minutes diff REV REV")
    return parts or ("HEAD",)


def _with_work_tree(session: Session, past: Past, then: Commit) -> tuple[Register, Register]:
    """The registers of a commit and of the disk, without what submodules hold, of which a commit does not know."""
    from minutes_cli.past.then import without_submodules

    now = session.read()
    past.remember(now)
    for one in now.unread:
        session.say(f"minutes: {one.path}: {one.message}")
    return past.register(then), without_submodules(past, then, now)


def _print_differences(session: Session, name: str, differences: tuple[Difference, ...], title: str) -> None:
    from minutes_cli.output import changes
    from minutes_cli.output.markdown import escape

    if takes_all_keys(name):
        print_table(session, name, changes.whole_changes_table(differences))
    elif name == "markdown":
        told = changes.summary(differences)
        head = f"**Actions: {told}**" if told else f"No action changed between {escape(title)}."
        session.write(head + "\n" + ("\n" if told else ""))
        if told:
            print_table(session, name, changes.grouped_changes_table(differences))
    else:
        grouped = name == TABLE
        table = changes.grouped_changes_table(differences) if grouped else changes.changes_table(differences)
        print_table(session, name, table)
        if not differences:
            session.say(f"no action changed between {title}")


def _log_of_one(session: Session, past: Past, folder: Folder, wanted: str) -> Log:
    """The log of an action of now; else of one that there was."""
    from minutes_cli.cli.showing import candidates, find_action
    from minutes_cli.past.log import log_of_action, log_of_lost

    head = past.head()
    if candidates(folder.register, wanted) or head is None:
        past.remember(folder)
        return log_of_action(past, head, folder, find_action(folder.register, wanted))
    session.say(f"no action has the id {wanted!r} now; looking for one that had")
    found = log_of_lost(past, head, folder.place, wanted)
    if not found.events:
        raise MinutesError(f"no action has or had the id {wanted!r}", hint=past.lack() or "minutes actions --all")
    return found


def _print_log(session: Session, name: str, entries: list[Entry], of_one: bool) -> None:
    from minutes_cli.output import changes

    if takes_all_keys(name):
        table = changes.whole_log_table(entries)
    else:
        table = changes.log_table(entries) if of_one else changes.log_of_all_table(entries)
    print_table(session, name, table)
    if not entries:
        session.say("nothing happened to any action in these commits")


def _entry(event: Event, short: Mapping[str, str]) -> Entry:
    from minutes_cli.output.changes import Entry

    one, action = event.commit, event.difference.action
    shown = short.get(action.id, action.id if action.label else action.id[:8])
    if one is None:
        return Entry("", "", "", "", None, "", shown, event.difference)
    return Entry(one.hash, one.short, one.author, one.email, one.authored, one.subject, shown, event.difference)


def _day(written: str) -> date:
    from minutes_cli.store.history import first_day

    return first_day(written)
