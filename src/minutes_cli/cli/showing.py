"""`minutes show`: one action with its history and the lines around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import TABLE, finish, print_table, takes_all_keys
from minutes_cli.cli.options import AtOption, FormatOption, StrictOption
from minutes_cli.cli.session import Session, session_at
from minutes_cli.model import Action, MinutesError, Register

if TYPE_CHECKING:
    from minutes_cli.folder import Folder
    from minutes_cli.output.changes import Authorship

EXAMPLES = examples(
    "minutes show A14",
    "minutes show A14 A18",
    "minutes show A14 --git               with the commit and author of each line",
    "minutes show A14 --at HEAD~1",
    "minutes show A14 --format json",
)
_MOST_CANDIDATES = 20


def show(
    context: typer.Context,
    wanted: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="Ids, or beginnings that are unique.", autocompletion=completing.ids),
    ],
    git: Annotated[bool, typer.Option("--git", help="Say who wrote each line, and in which commit.")] = False,
    at: AtOption = None,
    format_name: FormatOption = None,
    strict: StrictOption = False,
) -> None:
    """Show an action whole: its owners, its history, and the lines of the minutes that tell of it."""
    session = session_at(context, at)
    folder = session.read(strict=strict)
    found = [find_action(folder.register, one) for one in wanted]
    lines = _authors(session, folder, found) if git else {}
    if format_name in (None, TABLE):
        from minutes_cli.cli.card import card

        cards = [card(session, folder, action, session.terminal(), lines) for action in found]
        session.write("\n".join(cards))
    else:
        from minutes_cli.output.actions import shown_fields, shown_table, whole_table
        from minutes_cli.output.changes import with_authors

        if takes_all_keys(format_name):
            table = with_authors(whole_table(found, session.today), lines) if git else whole_table(found, session.today)
        else:
            table = shown_table(found, shown_fields(None), session.today)
        print_table(session, format_name, table)
    finish(session, folder, "", len(found), "")


def _authors(session: Session, folder: Folder, found: list[Action]) -> Mapping[tuple[str, int], Authorship]:
    """Who wrote the first line of each mention, where git knows."""
    from minutes_cli.output.changes import Authorship
    from minutes_cli.past.authors import authors
    from minutes_cli.past.then import past_of

    then = session.then
    past = then.past if then else past_of(session.start, environ=session.world.environ, cwd=str(session.world.cwd))
    tip = then.commit if then else past.head()
    if past.lack():
        session.say(f"minutes: {past.lack()}")
    written = authors(past, tip, folder, found)
    return {
        place: Authorship(one.hash, one.short, one.author, one.authored, one.subject) for place, one in written.items()
    }


def find_action(register: Register, wanted: str) -> Action:
    """The action of an id, of the unique beginning of one, or of the file's own number for it.

    Raises MinutesError for one that is unknown, or that several have, with the candidates.
    """
    found = candidates(register, wanted)
    if not found:
        raise MinutesError(f"no action has the id {wanted!r}", hint="minutes actions --all lists them with their ids")
    if len(found) > 1:
        lines = [f"  {one.short_id}  {one.text}  ({one.file}:{one.line})" for one in found[:_MOST_CANDIDATES]]
        more = len(found) - len(lines)
        rest = [f"  and {more} more"] if more else []
        raise MinutesError("\n".join([f"{wanted!r} may be any of {len(found)} actions", *lines, *rest]))
    return found[0]


def candidates(register: Register, wanted: str) -> list[Action]:
    """All actions that an id, its beginning or a number of the file's own may mean; one where it is whole."""
    from minutes_cli.register.ids import label_key

    asked, label = wanted.strip().casefold(), label_key(wanted)
    if not asked:
        return []

    tail = label.rpartition("-")[2]

    def is_called(name: str, own: str | None) -> bool:
        if name.casefold().startswith(asked):
            return True
        if own is None:
            return False
        # What is compared of a label takes a while to find out, and every action of the folder is asked.
        plain = own.casefold()
        return (tail in plain or not plain.isascii() or "action" in plain) and label_key(own) == label

    found = register.actions_called(is_called, (asked, label))
    whole = [one for one in found if asked == one.id.casefold()]
    labelled = [one for one in found if one.label and label_key(one.label) == label]
    return whole or labelled or [one for one in found if one.id.casefold().startswith(asked)]
