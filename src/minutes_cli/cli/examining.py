"""`minutes doctor`: what was read of each file, what looks like actions and was not read, and settings that help."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import TABLE, chosen_format, finish, number_of, print_table
from minutes_cli.cli.options import ListFormatOption
from minutes_cli.cli.session import Session, session_of
from minutes_cli.model import MinutesError
from minutes_cli.output.clean import clean
from minutes_cli.output.table import Column, Table, Value

if TYPE_CHECKING:
    from minutes_cli.folder import Folder
    from minutes_cli.reading.parse import Seen
    from minutes_cli.register.doctor import Findings, Group

DOCTOR_EXAMPLES = examples(
    "minutes doctor                       what was read, and what was not",
    "minutes doctor ~/board --write       the settings that help, written",
    "minutes doctor --format jsonl | jq 'select(.actions == 0).file'",
)
SETTINGS = "minutes.toml"
_COLUMNS = (
    Column("file", "File", wraps=True),
    Column("meetings", "Meetings", "number", right=True),
    Column("actions", "Actions", "number", right=True),
    Column("decisions", "Decisions", "number", right=True),
    Column("language", "Language"),
    Column("date_order", "Dates"),
    Column("look_alikes", "Look-alikes", "number", right=True),
)
_LINES = Column("look_alike_lines", "Lines", "records", optional=True)
_MOST_GROUPS, _MOST_PLACES = 12, 3


def doctor(
    context: typer.Context,
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="The folder; where not given, as for other commands.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the proposed settings into minutes.toml; undo takes it back.")
    ] = False,
    format_name: ListFormatOption = None,
) -> None:
    """Say what was read of each file, what looks like an action and was not, and which settings would help."""
    from minutes_cli.folder import read_folder
    from minutes_cli.reading.parse import examine
    from minutes_cli.register.doctor import diagnose

    session = session_of(context)
    chosen = chosen_format(session, format_name)
    start = path or session.start
    folder = read_folder(start, environ=session.world.environ, cwd=str(session.world.cwd))
    seen = [examine(one.source, folder.config)._replace(document=one) for one in folder.documents]
    findings = diagnose(seen, folder.config)
    print_table(session, chosen, _table(findings.seen, whole=chosen in ("json", "jsonl", "yaml")))
    told = list(_told(findings))
    if told and chosen == TABLE:
        session.write("\n" + "".join(f"{clean(line)}\n" for line in told))
    for line in told if chosen != TABLE else ():
        session.say(line)
    if write:
        _write(session, folder, findings)
    finish(session, folder, chosen, len(folder.documents), "there are no minutes here")


def _table(seen: Sequence[Seen], *, whole: bool) -> Table:
    """A row a file; `whole` has each look-alike too."""
    rows = [_row(one, whole=whole) for one in seen]
    return Table((*_COLUMNS, _LINES) if whole else _COLUMNS, tuple(rows))


def _row(one: Seen, *, whole: bool) -> tuple[Value, ...]:
    document = one.document
    counts = (len(document.meetings), len(document.mentions), len(document.decisions))
    lines = [{"line": look.line, "cause": look.cause, "heading": look.heading} for look in one.look_alikes]
    row = (document.source.path, *counts, one.language, one.date_order, len(one.look_alikes))
    return (*row, lines) if whole else row


def _told(findings: Findings) -> Iterator[str]:
    """The causes, the largest first, and the settings that are proposed."""
    if findings.groups:
        lines = sum(len(group.places) for group in findings.groups)
        verb = "looks like an action and was" if lines == 1 else "look like actions and were"
        yield f"{number_of(lines, 'line')} {verb} not read:"
        yield from (f"  {_group(group)}" for group in findings.groups[:_MOST_GROUPS])
        rest = sum(len(group.places) for group in findings.groups[_MOST_GROUPS:])
        if rest:
            yield f"  {number_of(rest, 'line')} more; --format jsonl has them all"
    if findings.proposals:
        yield "Settings that would help (--write puts them into minutes.toml):"
        for one in findings.proposals:
            yield f"  {one.key}: {', '.join(one.values)} ({one.reason})"


def _group(group: Group) -> str:
    from minutes_cli.reading.lookalikes import CAUSES

    under = f' under "{group.heading}"' if group.heading else ""
    places = ", ".join(f"{path}:{line}" for path, line in group.places[:_MOST_PLACES])
    more = len(group.places) - _MOST_PLACES
    rest = f" and {more} more" if more > 0 else ""
    return f"{len(group.places)} x {CAUSES[group.cause]}{under}: {places}{rest}"


def _write(session: Session, folder: Folder, findings: Findings) -> None:
    """Writes the proposals into the settings, once it is known that they then say what they should; undo knows it."""
    from minutes_cli.cli.carrying import Way, make, write
    from minutes_cli.config.parse import parse_config
    from minutes_cli.model import Change
    from minutes_cli.register.doctor import TEXTS, settings_of
    from minutes_cli.register.settings import with_settings
    from minutes_cli.store.find import shown
    from minutes_cli.store.state import locked
    from minutes_cli.text import between

    if not findings.proposals:
        session.say("there is nothing to write")
        return
    root, path = folder.place.root, folder.place.config_path or os.path.join(folder.place.folder, SETTINGS)
    name, kept = shown(path, str(session.world.cwd)), shown(path, folder.place.root)
    before = folder.place.config_text
    wanted = settings_of(findings.proposals, folder.config)
    values = {key: held if key in TEXTS else held[0] for key, held in wanted.items()}
    after = with_settings(before or "", values, project=path.endswith("pyproject.toml"))
    if settings_of(findings.proposals, parse_config(after, name)) != wanted:
        raise MinutesError(f"{name} could not be written so that it says this", hint="write the settings by hand")
    title = f"doctor --write: {', '.join(values)}"
    with locked(root, session.world.environ):
        if before is None:
            make(session, root, title, kept, after)
        else:
            edit = between(kept, before, after)
            write(session, folder, [Change(kept, before, after, (edit,), ())], f"{title}\n", Way("doctor", "wrote"))
    session.say(f"wrote {', '.join(values)} into {name}")
