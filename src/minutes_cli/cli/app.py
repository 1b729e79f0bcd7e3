"""The commands, and the options that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from minutes_cli.cli.clock import read_today
from minutes_cli.cli.commands import COMMANDS
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.session import Session, World
from minutes_cli.version import __version__


class Color(StrEnum):
    """When to write colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


_ROWS = MappingProxyType({one.name: one for one in COMMANDS})


class _Commands(MutableMapping[str, TyperCommand]):
    """The commands by name, each made when it is asked for."""

    def __init__(self) -> None:
        self._made: dict[str, TyperCommand] = {}

    def __getitem__(self, name: str) -> TyperCommand:
        if name not in self._made:
            row = _ROWS[name]
            module = import_module(f"minutes_cli.cli.{row.module}")
            alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
            alone.command(name, epilog=getattr(module, row.examples))(getattr(module, row.function))
            self._made[name] = cast(TyperCommand, typer.main.get_command(alone))
        return self._made[name]

    def __setitem__(self, name: str, command: TyperCommand) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_ROWS)

    def __len__(self) -> int:
        return len(_ROWS)


class _Root(TyperGroup):
    """The root command; its help is made of the rows alone."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = cast("MutableMapping[str, Any]", _Commands())

    def format_commands(self, _context: Any, formatter: Any) -> None:
        """The list of the commands, as Typer writes it."""
        room = formatter.width - 6 - max(map(len, _ROWS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, TyperCommand(name, help=row.summary).get_short_help_str(room)) for name, row in _ROWS.items()]
            )


app = typer.Typer(
    name="minutes",
    cls=_Root,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"minutes {__version__}")
        raise typer.Exit


@app.callback(
    epilog=examples(
        "minutes                                   open actions of the folder",
        'minutes actions --owner "OCS officials"   also by alias or in a group',
        "minutes actions --overdue --group-by owner",
        "minutes show A14                          one action and its history",
    )
)
def root(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("-C", "--dir", metavar="PATH", help="The minutes folder, or the project around it."),
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DATE", help="The day to call today (else $MINUTES_TODAY).")
    ] = None,
    color: Annotated[Color, typer.Option("--color", help="When to write colours.")] = Color.AUTO,
    strict_read: Annotated[
        bool, typer.Option("--strict-read", help="Exit with 1 when a file could not be read.")
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every file, as if there were no index (also $MINUTES_NO_CACHE).")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where in the program a fault arose.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", "-V", help="Say the version.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Who does what by when, read from the plain-text minutes in your folder.

    Without a command: the open actions. These options may stand before or after any command.
    """
    world = cast(World, context.obj)
    context.obj = Session(
        world=world,
        start=str(folder) if folder else None,
        today=read_today(today, world.environ),
        color=color.value,
        debug=debug,
        strict_read=strict_read,
        cached=not no_cache,
        told_today=bool(today or world.environ.get("MINUTES_TODAY")),
    )
