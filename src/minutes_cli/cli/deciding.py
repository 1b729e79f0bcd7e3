"""`minutes unlink` and `minutes defer`: what people decide about an action, written into the settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date as Day
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.carrying import DryRunOption, Way, lock, make, write
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.session import Session, session_of
from minutes_cli.cli.showing import find_action
from minutes_cli.model import Action, Change, MinutesError
from minutes_cli.store.find import shown
from minutes_cli.text import Edit, Span

if TYPE_CHECKING:
    from minutes_cli.config import Config
    from minutes_cli.folder import Folder

UNLINK_EXAMPLES = examples(
    "minutes unlink 9pb5 minutes/2026-03-17-board.md:18", "minutes unlink 9pb5 2026-03-17-board.md:18 --dry-run"
)
DEFER_EXAMPLES = examples("minutes defer A22 2026-04-14", "minutes defer A22 'end of March'")
SETTINGS = "minutes.toml"
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The action's id.", autocompletion=completing.ids)]


def unlink(
    context: typer.Context,
    wanted: IdArgument,
    place: Annotated[str, typer.Argument(metavar="FILE:LINE", help="Where minutes tell of another action.")],
    dry_run: DryRunOption = False,
) -> None:
    """Say that what stands at a place is not this action: a link by words that was wrong.

    It is written into minutes.toml; the minutes stay as they are.
    """
    from minutes_cli.register.decided import parts, unlinked

    session = session_of(context)
    folder = session.read()
    action = find_action(folder.register, wanted)
    path, line = place_in(folder.paths, place)
    _decide(
        session,
        folder,
        f"unlink {action.short_id}: {action.text}",
        ("unlink", unlinked(action, path, line), f"{action.text} is not {path}:{line}"),
        lambda config: parts(folder.documents, config, action, path, line),
        dry_run=dry_run,
    )
    session.say(f"{'would keep' if dry_run else 'kept'} {path}:{line} apart from {action.short_id}  {action.text}")


def defer(
    context: typer.Context,
    wanted: IdArgument,
    until: Annotated[str, typer.Argument(metavar="DATE", help="2026-04-14, or words such as 'end of March'.")],
    dry_run: DryRunOption = False,
) -> None:
    """Leave an action out of new minutes and agendas until two weeks before a day.

    It stays open. The day is written into minutes.toml.
    """
    from minutes_cli.cli.changing import day_of

    session = session_of(context)
    folder = session.read()
    action = find_action(folder.register, wanted)
    day = day_of(until, session.today)
    table: dict[str, str | Day] = {"action": _name(action), "until": day}
    title, decided = f"defer {action.short_id}: {action.text}", ("defer", table, action.text)
    _decide(session, folder, title, decided, lambda config: bool(config.deferrals), dry_run=dry_run)
    session.say(f"{'would defer' if dry_run else 'deferred'} {action.short_id} to {day}  {action.text}")


def _name(action: Action) -> str:
    from minutes_cli.register.agenda import stamp_of

    return stamp_of(action)


def place_in(paths: Sequence[str], written: str) -> tuple[str, int]:
    """File and line of `FILE:LINE`; the file as it is shown, or the end of it. Raises MinutesError for none."""
    name, colon, line = written.rpartition(":")
    found = [one for one in paths if one == name] or [one for one in paths if one.endswith(f"/{name}")]
    if not colon or not line.isdecimal() or len(line) > 9 or len(found) != 1:
        raise MinutesError(f"{written!r} is no place in one of the minutes", hint="write it as FILE:LINE")
    return found[0], int(line)


def _decide(
    session: Session,
    folder: Folder,
    title: str,
    table: tuple[str, Mapping[str, str | Day], str],
    holds: Callable[[Config], bool],
    *,
    dry_run: bool,
) -> None:
    """Writes one more table into the settings, once it is known that they then say what they should; undo knows it."""
    from minutes_cli.config.parse import parse_config
    from minutes_cli.output.clean import clean
    from minutes_cli.register.decided import with_table

    name, values, comment = table
    path = folder.place.config_path or os.path.join(folder.place.root, SETTINGS)
    before = folder.place.config_text or ""
    after = with_table(before, path, name, values, clean(comment))
    if not holds(parse_config(after, path)):
        raise MinutesError(f"{path}: that would change nothing", hint="an id in the text is mended there")
    if dry_run:
        session.write(after[len(before) :])
        return
    root = folder.place.root
    name = shown(path, root)
    with lock(session):
        if folder.place.config_path is None:
            make(session, root, title, name, after)
        else:
            edit = Edit(name, Span(len(before), len(before)), "", after[len(before) :])
            write(session, folder, [Change(name, before, after, (edit,), ())], f"{title}\n", Way("defer", "deferred"))
