"""`minutes show`: one action with its history and the lines around it."""

from __future__ import annotations

from typing import Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.listing import TABLE, finish, print_table, takes_all_keys
from minutes_cli.cli.options import FormatOption, examples
from minutes_cli.cli.session import session_of
from minutes_cli.model import Action, MinutesError, Register

EXAMPLES = examples("minutes show 7kx2", "minutes show 7kx2 m3pd", "minutes show 7kx2 --format json")
_MOST_CANDIDATES = 20


def show(
    context: typer.Context,
    wanted: Annotated[
        list[str],
        typer.Argument(metavar="ID", help="Ids, or beginnings that are unique.", autocompletion=completing.ids),
    ],
    format_name: FormatOption = None,
) -> None:
    """Show an action whole: its owners, its history, and the lines of the minutes that tell of it."""
    session = session_of(context)
    folder = session.read()
    found = [find_action(folder.register, one) for one in wanted]
    if format_name in (None, TABLE):
        from minutes_cli.cli.card import card  # noqa: PLC0415 - not for help and completion

        cards = [card(session, folder, action, session.terminal()) for action in found]
        session.write("\n".join(cards))
    else:
        from minutes_cli.output.actions import shown_fields, shown_table, whole_table  # noqa: PLC0415 - not for help

        if takes_all_keys(format_name):
            table = whole_table(found, session.today)
        else:
            table = shown_table(found, shown_fields(None), session.today)
        print_table(session, format_name, table)
    finish(session, folder, "", len(found), "")


def find_action(register: Register, wanted: str) -> Action:
    """The action of an id, of the unique beginning of one, or of the file's own number for it.

    Raises MinutesError for one that is unknown, or that several have, with the candidates.
    """
    from minutes_cli.register.ids import label_key  # noqa: PLC0415 - not for help and completion

    asked, label = wanted.strip().casefold(), label_key(wanted)
    whole = [one for one in register.actions if asked == one.id.casefold()]
    starting = [one for one in register.actions if asked and one.id.casefold().startswith(asked)]
    labelled = [one for one in register.actions if asked and one.label and label_key(one.label) == label]
    found = whole or labelled or starting
    if not found:
        raise MinutesError(f"no action has the id {wanted!r}", hint="minutes actions --all lists them with their ids")
    if len(found) > 1:
        lines = [f"  {one.short_id}  {one.text}  ({one.file}:{one.line})" for one in found[:_MOST_CANDIDATES]]
        more = len(found) - len(lines)
        rest = [f"  and {more} more"] if more else []
        raise MinutesError("\n".join([f"{wanted!r} may be any of {len(found)} actions", *lines, *rest]))
    return found[0]
