"""`minutes meetings`, `minutes decisions` and `minutes owners`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import TABLE, chosen_format, finish, link, print_table, takes_all_keys
from minutes_cli.cli.options import AtOption, BodyOption, ListFormatOption, MeetingOption
from minutes_cli.cli.session import session_at
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from minutes_cli.folder import Folder
    from minutes_cli.model import Decision, Meeting
    from minutes_cli.output.table import Table

MEETINGS_EXAMPLES = examples(
    "minutes meetings", "minutes meetings --attendance", 'minutes meetings --body "Board" --format csv'
)
DECISIONS_EXAMPLES = examples(
    "minutes decisions",
    "minutes decisions --standing",
    "minutes decisions gerald --since 2026-01",
    'minutes decisions --body "Board" --format markdown',
)
OWNERS_EXAMPLES = examples("minutes owners", "minutes owners --format json")


def meetings(
    context: typer.Context,
    attendance: Annotated[bool, typer.Option("--attendance", help="Who was at how many of them.")] = False,
    body: BodyOption = None,
    at: AtOption = None,
    format_name: ListFormatOption = None,
) -> None:
    """List the meetings, with what came of each."""
    from minutes_cli.output import lists

    session = session_at(context, at)
    name = chosen_format(session, format_name)
    folder = session.read()
    found = [one for one in folder.register.meetings if _is_of(folder, one, body)]
    if attendance:
        table = lists.attendance_table(found, folder.people)
        print_table(session, name, table)
    else:
        table = lists.meetings_table(folder.register, found)
        shown = table if takes_all_keys(name) else lists.only(table, lists.MEETING_COLUMNS)
        print_table(session, name, shown, [link(session, folder, one.path, one.line) for one in found])
    empty = "no minutes say who was there" if found else "no meeting is like that"
    finish(session, folder, name, len(table.rows), empty)


def decisions(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Words of the decision.")] = None,
    body: BodyOption = None,
    meeting: MeetingOption = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Of this day or later; 2026-01 is a whole month.")
    ] = None,
    at: AtOption = None,
    only_standing: Annotated[
        bool, typer.Option("--standing", help="Without those that a later decision supersedes.")
    ] = False,
    format_name: ListFormatOption = None,
) -> None:
    """List what was resolved and agreed."""
    from minutes_cli.output import lists
    from minutes_cli.register.standing import standing

    session = session_at(context, at)
    name = chosen_format(session, format_name)
    first = _first_day(since) if since else None
    folder = session.read()
    everything = folder.register.decisions
    found = [
        one
        for one in (standing(everything, folder.people.bodies) if only_standing else everything)
        if _is_of(folder, one.meeting, body)
        and _has_any(one.meeting.name if one.meeting else "", meeting)
        and (first is None or _is_since(one, first))
        and all(word.casefold() in one.text.casefold() for word in words or [])
    ]
    table = lists.decisions_table(found)
    shown = lists.only(table, lists.DECISION_KEYS if takes_all_keys(name) else lists.DECISION_COLUMNS)
    print_table(session, name, shown, [link(session, folder, one.path, one.line) for one in found])
    finish(session, folder, name, len(found), "no decision is like that")


def owners(context: typer.Context, at: AtOption = None, format_name: ListFormatOption = None) -> None:
    """List the owners as they are written, with their counts and whom they mean.

    Names that may be the same are only suggested: `minutes.toml` says who is who.
    """
    from minutes_cli.output.lists import owners_table

    session = session_at(context, at)
    name = chosen_format(session, format_name)
    folder = session.read()
    table = owners_table(folder.register.actions, folder.people, session.today)
    print_table(session, name, _without_empty(table) if name == TABLE else table)
    finish(session, folder, name, len(table.rows), "no action names anybody")


def _without_empty(table: Table) -> Table:
    """The table without columns in which nothing stands, but for counts."""
    from minutes_cli.output.lists import only

    kept = [
        column
        for at, column in enumerate(table.columns)
        if column.kind != "names" or any(row[at] for row in table.rows)
    ]
    return only(table, kept)


def _is_of(folder: Folder, meeting: Meeting | None, asked: list[str] | None) -> bool:
    """Whether it is of one of these bodies, by part of the name or by another name of theirs."""
    if not asked:
        return True
    if meeting is None or meeting.body is None:
        return False
    bodies = folder.people.bodies
    return _has_any(meeting.body, asked) or bodies.key(meeting.body) in {bodies.key(one) for one in asked}


def _has_any(text: str, asked: list[str] | None) -> bool:
    return not asked or any(words.casefold() in text.casefold() for words in asked)


def _is_since(decision: Decision, first: date) -> bool:
    return decision.meeting is not None and decision.meeting.date is not None and decision.meeting.date >= first


def _first_day(written: str) -> date:
    """The first day of a day, month or year as ISO 8601 writes them."""
    try:
        return date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    except ValueError as fault:
        raise MinutesError(f"--since is {written!r}, and must be a day such as 2026-01-31, or 2026-01") from fault
