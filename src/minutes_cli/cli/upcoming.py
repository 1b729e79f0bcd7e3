"""`minutes new` and `minutes agenda`: the next meeting of a body."""

from __future__ import annotations

import os
from datetime import date as Day
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.carrying import lock, make
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import finish, number_of
from minutes_cli.cli.options import StrictOption
from minutes_cli.cli.session import session_of
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from minutes_cli.config import Template
    from minutes_cli.folder import Folder
    from minutes_cli.register.agenda import Agenda

NEW_EXAMPLES = examples(
    "minutes new",
    'minutes new "Harbour Lane Board" --date 2026-04-14',
    "minutes new board --print             show them, and write nothing",
)
AGENDA_EXAMPLES = examples(
    "minutes agenda",
    'minutes agenda "Harbour Lane Board" --date 2026-04-14',
    "minutes agenda board --format html > agenda.html",
)
BodyArgument = Annotated[
    str | None, typer.Argument(metavar="[BODY]", help="The body that meets.", autocompletion=completing.bodies)
]
DateOption = Annotated[
    str | None,
    typer.Option("--date", metavar="DATE", help="The day it meets; else what its last minutes say of the next."),
]


def new(
    context: typer.Context,
    body: BodyArgument = None,
    date: DateOption = None,
    only_print: Annotated[bool, typer.Option("--print", help="Show the new minutes, and write nothing.")] = False,
    strict: StrictOption = False,
) -> None:
    """Begin the minutes of the next meeting, with the open actions as matters arising.

    What is written behind each of them there ("done", "carried over", "now with Ann Lee") is read again.
    """
    from minutes_cli.output.agenda import built_in, minutes_text
    from minutes_cli.register.agenda import agenda as next_agenda
    from minutes_cli.register.agenda import file_name
    from minutes_cli.store.find import shown
    from minutes_cli.store.outward import inside

    session = session_of(context)
    folder = session.read(strict=strict)
    found = next_agenda(folder.register, folder.config, body, _day(date))
    own = _template(folder, found)
    template = _text_of(folder, own) if own else built_in("minutes.md")
    text = minutes_text(found, template, own.path if own else "the built-in template")
    if only_print:
        session.write(text)
        return
    named = {"name": own.name} if own and own.name else {}
    path = file_name(found, named)
    full = inside(folder.place.root, os.path.join(folder.place.root, path))
    if full is None:
        raise MinutesError(
            f"{path} lies outside this project", hint="[[template]] name says what new minutes are called"
        )
    with lock(session):
        make(session, folder.place.root, f"new {path}", shown(full, folder.place.root), text)
    actions = sum(len(group) for _, group in found.matters)
    name = shown(full, str(session.world.cwd))
    session.say(f"wrote {name}: {number_of(actions, 'open action')} under matters arising")


def agenda(
    context: typer.Context,
    body: BodyArgument = None,
    date: DateOption = None,
    format_name: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="markdown or html.")
    ] = "markdown",
    strict: StrictOption = False,
) -> None:
    """Print the agenda of the next meeting, to send round: its items and the open actions.

    What stands under headings such as "In camera" is left out.
    """
    from minutes_cli.output.agenda import AGENDA_FORMATS, agenda_text
    from minutes_cli.register.agenda import agenda as next_agenda

    if format_name not in AGENDA_FORMATS:
        raise MinutesError(f"an agenda has no format {format_name!r}", hint=f"known are {', '.join(AGENDA_FORMATS)}")
    session = session_of(context)
    folder = session.read(strict=strict)
    found = next_agenda(folder.register, folder.config, body, _day(date))
    session.write(agenda_text(found, format_name))
    finish(session, folder, "", 1, "")


def _template(folder: Folder, found: Agenda) -> Template | None:
    """The folder's own template for a body, else its own for all."""
    bodies = folder.people.bodies
    own = [one for one in folder.config.templates if one.body and bodies.key(one.body) == bodies.key(found.body)]
    return next(iter((*own, *(one for one in folder.config.templates if one.body is None))), None)


def _text_of(folder: Folder, template: Template) -> str:
    from minutes_cli.store.files import Refused, read
    from minutes_cli.store.outward import inside

    beside = os.path.dirname(folder.place.config_path or "") or folder.place.root
    path = inside(folder.place.root, os.path.join(beside, template.path))
    if path is None:
        raise MinutesError(
            f"the template {template.path} lies outside this project", hint="copy it to where the minutes are"
        )
    loaded = read(path)
    if isinstance(loaded, Refused):
        raise MinutesError(f"the template {template.path} cannot be read: {loaded.reason}")
    return loaded.text.removeprefix("\ufeff")


def _day(written: str | None) -> Day | None:
    try:
        return Day.fromisoformat(written) if written else None
    except ValueError as fault:
        raise MinutesError(f"--date is {written!r}, and must be a day such as 2026-04-14") from fault
