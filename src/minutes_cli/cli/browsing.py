"""`minutes browse`: the register full-screen, for use in the meeting."""

from __future__ import annotations

import typer

from minutes_cli.cli.epilog import examples
from minutes_cli.cli.options import PrivateOption, QueryArgument
from minutes_cli.cli.session import session_of
from minutes_cli.model import MinutesError, lacking

EXAMPLES = examples(
    "minutes browse", "minutes browse body:board is:overdue", "minutes browse owner:me", "minutes browse --private"
)


def browse(context: typer.Context, query: QueryArgument = None, private: PrivateOption = False) -> None:
    """Look through the register full-screen, and change it with a key: close, drop, assign, due, undo.

    A change is what the command of that name does. Sections under headings such as "In camera" are not shown.
    """
    session = session_of(context)
    if not session.on_terminal() or not session.can_ask():
        raise MinutesError("browse needs a terminal", hint="minutes actions prints the register")
    try:
        from minutes_cli.tui.browser import Browser
    except ModuleNotFoundError as fault:
        if fault.name is None or fault.name.startswith("minutes_cli"):
            raise
        raise lacking("browse", fault.name, "tui") from fault
    from minutes_cli.cli.reading import question
    from minutes_cli.tui.desk import opened

    words = " ".join(query or [])
    question(query or [], {}, [])  # a query that cannot be read is said before the screen is taken
    Browser(opened(session, private=private), words).run()
