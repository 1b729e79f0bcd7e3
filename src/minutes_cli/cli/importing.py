"""`minutes import`: minutes of other programs as files of this folder."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import TABLE, number_of, print_table
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from minutes_cli.config import Config
    from minutes_cli.model import Document

EXAMPLES = examples(
    "minutes import minutes-12-may.docx",
    "minutes import agm.pdf --date 2026-05-12 --to minutes/agm/",
    'minutes import chat.log --date 2026-05-12 --body "Repairs Working Group"',
    "minutes import club.html --print          show it, and write nothing",
)
_URL = re.compile(r"^[a-z][a-z0-9+.-]+://|^www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Made:
    """One document as it will be written."""

    name: str
    path: str
    """Where it goes, as shown."""
    text: str
    document: Document


def import_(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="docx, odt, pdf, html, eml, or the log of a chat as text.")
    ],
    to: Annotated[
        str | None, typer.Option("--to", metavar="FOLDER", help="Where the minutes go; else the minutes folder.")
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day of the meeting, where the text does not say.")
    ] = None,
    body: Annotated[
        str | None,
        typer.Option("--body", "-b", metavar="NAME", help="The body that met.", autocompletion=completing.bodies),
    ] = None,
    only_print: Annotated[bool, typer.Option("--print", help="Show the Markdown, and write nothing.")] = False,
) -> None:
    """Turn documents into Markdown minutes, and show what is read in them.

    Nothing that is there is written over, and nothing is fetched.
    """
    session = session_of(context)
    day = _day(date)
    folder, config = _destination(session, to)
    # All are converted before the first is written.
    made: list[_Made] = []
    for name in files:
        made.append(_make(session, name, folder, config, day, body))
        if made[-1].path in {one.path for one in made[:-1]}:
            raise MinutesError(f"{name} would be written to {made[-1].path} too", hint="import it by itself with --to")
    for one in made:
        if only_print:
            session.write(one.text)
            continue
        _write(session, one)
        _show(session, one)


def _make(session: Session, name: str, folder: str, config: Config, day: Day | None, body: str | None) -> _Made:
    from minutes_cli.folder import document_of
    from minutes_cli.importing.naming import headed, path_of
    from minutes_cli.model import Diagnostic
    from minutes_cli.store.files import Loaded

    if _URL.match(name):
        raise MinutesError(f"{name} is an address, and nothing is fetched", hint="save the page, and name the file")
    text = headed(_text(session, name, config), day, body)
    # What the text itself says of its day does not depend on what the file is called.
    document = document_of(Loaded(text, "utf-8", None), "imported.md", config)
    if isinstance(document, Diagnostic):
        raise MinutesError(f"{name}: {document.message}")
    meeting = document.meetings[0] if document.meetings else None
    path = path_of(name, day or (meeting.date if meeting else None))
    shown = os.path.join(folder, path)
    found = document_of(Loaded(text, "utf-8", None), shown, config)
    assert not isinstance(found, Diagnostic)  # the same text as before
    return _Made(name, shown, text, found)


def _text(session: Session, name: str, config: Config) -> str:
    from minutes_cli.importing import chat
    from minutes_cli.importing.kinds import kind_of
    from minutes_cli.importing.plain import tidy
    from minutes_cli.store.convert import convert, load
    from minutes_cli.store.files import Refused, decode

    content = load(os.path.join(str(session.world.cwd), name), name)
    kind = kind_of(name, content[:4096])
    if kind != "text":
        if session.world.err.isatty():
            session.say(f"converting {name} …")
        return convert(content, kind, name)
    found = decode(content, config.encodings)
    if isinstance(found, Refused):
        raise MinutesError(f"{name} is not text: {found.reason}")
    text = found.text.removeprefix("\ufeff")
    return chat.convert(text) if chat.is_log(text) else tidy(text)


def _destination(session: Session, to: str | None) -> tuple[str, Config]:
    """The folder that is written to, relative to where we are, and the settings that hold there."""
    from minutes_cli.store.find import NoFolder, find, shown

    here = str(session.world.cwd)
    if to is not None:
        return to.rstrip("/") or "/", session.config_beside(os.path.join(to, "x.md"))
    try:
        place = find(session.start, session.world.environ, here)
    except NoFolder as fault:
        raise MinutesError(f"{fault}", hint="--to minutes/ says where the minutes are to go") from fault
    folders = [one for one in place.paths if os.path.isdir(one)]
    return shown(folders[0] if folders else place.folder, here), place.config


def _write(session: Session, one: _Made) -> None:
    from minutes_cli.store.outward import make_folder, write_new

    path = os.path.join(str(session.world.cwd), one.path)
    make_folder(os.path.dirname(path))
    write_new(path, one.text)


def _show(session: Session, one: _Made) -> None:
    """What `minutes parse` finds in the new file."""
    from minutes_cli.output.table import Column, Table

    document = one.document
    actions, decisions = number_of(len(document.mentions), "action"), number_of(len(document.decisions), "decision")
    session.say(f"wrote {one.path} from {one.name}: {actions}, {decisions}")
    meeting = document.meetings[0] if document.meetings else None
    told = (meeting.date.isoformat() if meeting.date else "", meeting.body or "") if meeting else ()
    session.say("  " + (", ".join(filter(None, told)) or "neither a day nor a body was found"))
    if meeting is None or meeting.date is None:
        session.say("  no day was found: --date DATE says it")
    columns = (
        *(Column("line", "Line", "number", right=True), Column("text", "Action", wraps=True)),
        *(Column("owners", "Owner", "names", wraps=True), Column("due", "Due", "date"), Column("status", "Status")),
    )
    rows = tuple((said.line, said.text, said.owners, said.due, (said.status or "open")) for said in document.mentions)
    print_table(session, TABLE if session.on_terminal() else "plain", Table(columns, rows))
    _warn(session, document)


def _warn(session: Session, document: Document) -> None:
    unread: Sequence[int] = [one.line for one in document.diagnostics if one.code == "M010"]
    if unread:
        lines = ", ".join(map(str, unread[:5])) + (" …" if len(unread) > 5 else "")
        session.say(f"  {number_of(len(unread), 'line')} may be actions and were not read as such: {lines}")


def _day(written: str | None) -> Day | None:
    try:
        return Day.fromisoformat(written) if written else None
    except ValueError as fault:
        raise MinutesError(f"--date is {written!r}, and must be a day such as 2026-05-12") from fault
