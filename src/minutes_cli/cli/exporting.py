"""`minutes export`: actions for calendars, spreadsheets, task lists and word processors."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.laking import CHOOSING, export_lake, is_lake
from minutes_cli.cli.listing import finish, number_of
from minutes_cli.cli.options import (
    AllOption,
    AtOption,
    BodyOption,
    CarriedOption,
    ColumnsOption,
    DueOption,
    GroupOption,
    ItemOption,
    LimitOption,
    MeetingOption,
    OpenOption,
    OverdueOption,
    PrivateOption,
    QueryArgument,
    RaisedOption,
    SortOption,
    StatusOption,
    StrictOption,
    TagOption,
    TimesCarriedOption,
)
from minutes_cli.cli.reading import question
from minutes_cli.cli.session import Session, session_at
from minutes_cli.model import MinutesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes_cli.cli.answer import Asked, Form
    from minutes_cli.folder import Folder
    from minutes_cli.model import Action

EXAMPLES = examples(
    "minutes export -o register.xlsx",
    "minutes export --format ics --all -o actions.ics      closed ones too",
    'minutes export --format docx --body "Harbour Lane Board" --group-by owner -o register.docx',
    "minutes export --format taskwarrior owner:me | task import",
    "minutes export --format gh is:overdue                 commands, to be read",
    "minutes export --format parquet -o register.parquet   for SQL",
)
ExportOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="ics, todotxt, taskwarrior, html, xlsx, docx, gh, parquet, or as minutes actions; else by FILE's ending.",
        autocompletion=completing.exports,
    ),
]
OwnedOption = Annotated[
    list[str] | None,
    typer.Option("--owner", metavar="NAME", help="Whom it falls to.", autocompletion=completing.owners),
]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write it; standard output where not.")
]


def export(
    context: typer.Context,
    query: QueryArgument = None,
    format_name: ExportOption = None,
    output: OutputOption = None,
    owner: OwnedOption = None,
    status: StatusOption = None,
    body: BodyOption = None,
    meeting: MeetingOption = None,
    item: ItemOption = None,
    tag: TagOption = None,
    due: DueOption = None,
    raised: RaisedOption = None,
    overdue: OverdueOption = False,
    only_open: OpenOption = False,
    everything: AllOption = False,
    carried: CarriedOption = False,
    times_carried: TimesCarriedOption = None,
    private: PrivateOption = False,
    strict: StrictOption = False,
    sort: SortOption = "due,raised",
    group_by: GroupOption = None,
    columns: ColumnsOption = None,
    limit: LimitOption = None,
    at: AtOption = None,
) -> None:
    """Write actions for other programs: the open ones, or those that a query and the options describe.

    What stands under headings such as "In camera" is left out unless --private asks for it.
    """
    from minutes_cli.cli.answer import Asked, Form
    from minutes_cli.output.exports import find_export

    session = session_at(context, at)
    if is_lake(format_name, output):
        chosen = any(context.params[name] for name in CHOOSING)
        export_lake(session, query or [], output, chosen=chosen, private=private, strict=strict)
        return
    flags = {"owner": owner, "status": status, "body": body, "meeting": meeting, "item": item, "tag": tag}
    flags |= {"due": due, "raised": raised, "carried": times_carried}
    asked = question(query or [], flags, [*["overdue"] * overdue, *["open"] * only_open, *["carried"] * carried])
    kind = find_export(format_name, output)
    if kind.is_binary and output is None:
        raise MinutesError(f"{kind.name} cannot be shown here", hint=f"say where it goes: -o register.{kind.name}")
    form = Form(kind.name, tuple(sort.split(",")), group_by, columns or kind.columns, limit)
    form.check()
    folder = session.read(strict=strict)
    shown = _found(session, folder, Asked(asked, asked if everything else asked.or_open()), form, private=private)
    _write(session, folder, form, output, shown)
    finish(session, folder, kind.name, len(shown), "no action is described by this")


def _found(session: Session, folder: Folder, asked: Asked, form: Form, *, private: bool) -> Sequence[Action]:
    """The actions that are asked for, in order; says how many private ones were left out."""
    from minutes_cli.cli.answer import context_of
    from minutes_cli.register.fields import sort_actions

    query = asked.meant
    found = query.filter(folder.register.actions, context_of(session, folder, query))
    shown = [one for one in found if private or not one.private]
    if len(shown) < len(found):
        session.say(f"{number_of(len(found) - len(shown), 'private action')} left out; --private lets them in")
    return sort_actions(shown, form.sort, session.today)[: form.limit]


def _write(session: Session, folder: Folder, form: Form, output: str | None, found: Sequence[Action]) -> None:
    from minutes_cli.cli.answer import table_of
    from minutes_cli.output.exports import export_bytes, export_text, find_export
    from minutes_cli.store.outward import write_over

    kind = find_export(form.format_name, output)
    table = table_of(session, found, form, whole=kind.whole)
    if output is None:
        session.write(export_text(kind, table))
        return
    path = _target(session, folder, output)
    content = (
        export_bytes(kind, table, title_of(found), session.today)
        if kind.is_binary
        else export_text(kind, table).encode("utf-8")
    )
    write_over(path, content)
    session.say(f"wrote {output}: {number_of(len(found), 'action')}")


def title_of(found: Sequence[Action]) -> str:
    """`Action register: Harbour Board`, where all are of one body."""
    bodies = {one.body for one in found if one.body}
    return f"Action register: {bodies.pop()}" if len(bodies) == 1 else "Action register"


def _target(session: Session, folder: Folder, output: str) -> str:
    """The path to be written. Raises MinutesError where minutes stand there: they are the only store."""
    path = os.path.join(str(session.world.cwd), output)
    minutes = {os.path.realpath(os.path.join(folder.place.root, path)) for path in folder.paths}
    if os.path.realpath(path) in minutes:
        raise MinutesError(f"{output} is minutes, and is not written over", hint="name another file")
    return path
