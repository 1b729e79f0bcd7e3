"""Commands for GitHub's `gh` tool that open an issue for each action. Nothing is sent from here.

The commands are to be read, and then given to a shell. Each asks first whether an issue has the action's
mark in its text already, so that giving them to the shell again opens no issue twice. Every word that comes
from minutes stands in single quotes, in which a shell reads nothing.
"""

from __future__ import annotations

from shlex import quote

from minutes_cli.model import Status
from minutes_cli.output.markdown import escape
from minutes_cli.output.table import Table
from minutes_cli.output.todo import Todo, todos

_LONGEST_TITLE = 256
"""Characters that GitHub takes in a title."""


def render(table: Table) -> str:
    """A comment that says how many there are, then a command for each open action; closed ones are left out."""
    commands = [_command(one) for one in todos(table) if one.status is Status.OPEN]
    number = f"{len(commands)} issue{'' if len(commands) == 1 else 's'}"
    return "\n".join(["#!/bin/sh", f"# {number}. Nothing has been sent: read this, then give it to sh.", *commands, ""])


def _command(one: Todo) -> str:
    mark = f"minutes-register {one.uid}"
    title = one.text if len(one.text) <= _LONGEST_TITLE else one.text[: _LONGEST_TITLE - 1] + "…"
    words = ["gh", "issue", "create", "--title", title, "--body", _body(one, mark)]
    known = ["gh", "issue", "list", "--state", "all", "--search", f'"{one.uid}" in:body', "--json", "number"]
    found = f"{' '.join(map(quote, known))} --jq '.[].number' | grep -q . ||"
    return f"{found}\n  {' '.join(map(quote, words))}"


def _body(one: Todo, mark: str) -> str:
    """Markdown in which nothing of the minutes is markup: no mention notifies anybody, no picture is fetched."""
    lines = (
        ("", one.text),
        ("Owner", ", ".join(one.owners)),
        ("Due", one.due.isoformat() if one.due else ""),
        ("Meeting", one.meeting),
        ("Item", one.item),
        ("Minutes", one.place),
    )
    told = [f"{name}: {_silent(words)}" if name else _silent(words) for name, words in lines if words]
    return "\n\n".join([*told, f"<!-- {mark} -->"])


def _silent(words: str) -> str:
    return escape(words).replace("@", "@\u2060").replace("#", "#\u2060")
