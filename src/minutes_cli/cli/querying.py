"""`minutes query`: the register asked in SQL, and nothing changed by it."""

from __future__ import annotations

from typing import Annotated

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import chosen_format, finish, print_table
from minutes_cli.cli.options import AtOption, ListFormatOption, PrivateOption
from minutes_cli.cli.session import session_at
from minutes_cli.model import MinutesError
from minutes_cli.output.table import Column, Table

EXAMPLES = examples(
    "minutes query \"SELECT body, count(*) AS open FROM actions WHERE status = 'open' GROUP BY body\"",
    'minutes query "SELECT owner, text FROM actions JOIN owners ON action = id WHERE overdue" --format csv',
    "minutes query --views                    the tables and their columns",
)


def query(
    context: typer.Context,
    statement: Annotated[
        str | None,
        typer.Argument(metavar="[SQL]", help="One SELECT, as SQLite has it; - reads standard input."),
    ] = None,
    views: Annotated[bool, typer.Option("--views", help="List the tables and their columns.")] = False,
    at: AtOption = None,
    private: PrivateOption = False,
    format_name: ListFormatOption = None,
) -> None:
    """Ask the register in SQL: actions, owners, people, tags, mentions, meetings, decisions, diagnostics.

    Nothing can be changed by it. docs/query.md has the columns.
    """
    from minutes_cli.output.views import VIEWS, Asked
    from minutes_cli.store.sql import View, ask, named_in

    session = session_at(context, at)
    name = chosen_format(session, format_name)
    if views:
        rows = tuple((one.name, column, one.meaning) for one in VIEWS for column in one.columns)
        print_table(
            session,
            name,
            Table(
                (Column("table", "Table"), Column("column", "Column"), Column("meaning", "Meaning", wraps=True)), rows
            ),
        )
        return
    if statement == "-" and session.world.answers is not None:
        statement = session.world.answers.read()
    if not statement or not statement.strip():
        raise MinutesError("query needs a statement", hint="minutes query --views lists what can be asked")
    folder = session.read()
    asked = Asked(folder.register, session.today, private)
    named = set(named_in(statement, (one.name for one in VIEWS)))
    # Those that nobody asks for stay empty: a large folder's history takes its time.
    tables = {one.name: View(one.columns, one.rows(asked) if one.name in named else ()) for one in VIEWS}
    found = ask(statement, tables)
    columns = tuple(Column(key, key, wraps=True) for key in _unique(found.columns))
    print_table(session, name, Table(columns, found.rows))
    finish(session, folder, "", len(found.rows), "")


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns, the second `text` as `text_2`, so that no key is lost."""
    seen: dict[str, int] = {}
    found = []
    for one in names:
        seen[one] = seen.get(one, 0) + 1
        found.append(one if seen[one] == 1 else f"{one}_{seen[one]}")
    return tuple(found)
