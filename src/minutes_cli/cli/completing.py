"""What the shell offers after Tab: formats, ids, owners and bodies. A fault here offers nothing, and is silent."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Any

from minutes_cli.cli.offering import Offer, fitting, sorted_names, start_of
from minutes_cli.output.table import FORMATS

if TYPE_CHECKING:
    from minutes_cli.model import Register


def formats(incomplete: str) -> list[Offer]:
    """The names of formats."""
    rows = [("table", "for reading on a terminal"), *((one.name, one.meaning) for one in FORMATS)]
    return [row for row in rows if row[0].startswith(incomplete)]


def list_formats(incomplete: str) -> list[Offer]:
    """The formats of tables that are not of actions."""
    known = {one.name for one in FORMATS if one.of_actions}
    return [row for row in formats(incomplete) if row[0] not in known]


def exports(incomplete: str) -> list[Offer]:
    """What `minutes export` writes."""
    from minutes_cli.output.exports import EXPORTS

    known = [*((one.name, one.meaning) for one in EXPORTS), ("parquet", "the whole register as a lake, for SQL")]
    return [one for one in known if one[0].startswith(incomplete)]


def parse_formats(incomplete: str) -> list[Offer]:
    """The formats of `minutes parse`."""
    return [row for row in formats(incomplete) if row[0] in ("json", "jsonl", "yaml")]


def ids(incomplete: str) -> list[Offer]:
    """Short ids, with the words of the action."""
    register = _register()
    if register is None:
        return []
    return fitting(((one.short_id, one.text) for one in register.actions), incomplete)


def owners(incomplete: str) -> list[Offer]:
    """Owners as they are written, and the people they resolve to."""
    register = _register()
    if register is None:
        return []
    names = {name for one in register.actions for name in (*one.owners, *one.people)}
    return fitting(((name, "") for name in sorted_names(names)), incomplete)


def ids_then_owners(ctx: Any, incomplete: str) -> list[Offer]:
    """An id, and behind it, or where a query says which actions, owners."""
    return owners(incomplete) if ctx.params.get("words") or ctx.params.get("where") else ids(incomplete)


def bodies(incomplete: str) -> list[Offer]:
    """The bodies that meet."""
    register = _register()
    if register is None:
        return []
    names = {one.body for one in register.actions if one.body} | {one.body for one in register.meetings if one.body}
    return fitting(((name, "") for name in sorted_names(names)), incomplete)


def fields(incomplete: str) -> list[Offer]:
    """The fields of an action, behind what a comma separated list has already."""
    from minutes_cli.register.fields import FIELDS

    before, comma, last = incomplete.rpartition(",")
    return [(f"{before}{comma}{one.name}", one.title) for one in FIELDS if one.name.startswith(last)]


def _start() -> str | None:
    """The `-C` of the line that is being typed."""
    try:
        return start_of(shlex.split(os.environ.get("COMP_WORDS", os.environ.get("_TYPER_COMPLETE_ARGS", ""))))
    except ValueError:  # a quote that is still open
        return None


def _register() -> Register | None:
    try:
        from minutes_cli.folder import read_folder

        return read_folder(_start(), environ=os.environ, cwd=os.getcwd(), indexed=True).register
    except Exception:  # a message would land in the line that is being typed
        return None
