"""`minutes init` and `minutes edit`: the settings of a folder, and the editor at an action's line."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from minutes_cli.cli import completing
from minutes_cli.cli.epilog import examples
from minutes_cli.cli.listing import footer
from minutes_cli.cli.session import session_of
from minutes_cli.cli.showing import find_action
from minutes_cli.model import MinutesError

INIT_EXAMPLES = examples("minutes init", "minutes init --print", "minutes -C ~/board init")
EDIT_EXAMPLES = examples("minutes edit A14", "EDITOR='code --wait' minutes edit A14")
_PLUS_LINE = (
    "vi",
    "vim",
    "nvim",
    "gvim",
    "view",
    "nano",
    "emacs",
    "emacsclient",
    "micro",
    "kak",
    "joe",
    "ed",
    "pico",
    "hx",
    "helix",
)
_GOTO = ("code", "codium", "code-insiders", "cursor", "windsurf")
_COLON_LINE = ("subl", "zed", "atom")
SETTINGS = "minutes.toml"


def init(
    context: typer.Context,
    only_print: Annotated[bool, typer.Option("--print", help="Show the settings, and write nothing.")] = False,
) -> None:
    """Look at the folder (-C, else the one here) and write a commented minutes.toml for it."""
    from minutes_cli.folder import read_folder
    from minutes_cli.output.settings import settings_text
    from minutes_cli.store.find import shown

    session = session_of(context)
    top = Path(os.path.normpath(session.world.cwd / (session.start or ".")))
    folder = read_folder(str(top), environ=session.world.environ, cwd=str(session.world.cwd))
    if folder.place.config_path is not None and not only_print:
        path = shown(folder.place.config_path, str(session.world.cwd))
        raise MinutesError(f"{path} has settings already", hint="minutes init --print shows what it would write")
    paths = tuple(os.path.relpath(one, top).replace(os.sep, "/") for one in folder.place.paths)
    text = settings_text(folder.register, () if paths == (".",) else paths)
    if only_print:
        session.write(text)
        return
    path = str(top / SETTINGS)
    from minutes_cli.store.outward import write_new

    write_new(path, text)
    session.say(f"wrote {shown(path, str(session.world.cwd))}: {footer(folder)}")


def edit(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(metavar="ID", help="The action's id.", autocompletion=completing.ids)],
) -> None:
    """Open $VISUAL or $EDITOR at the line of an action."""
    session = session_of(context)
    environ = session.world.environ
    editor = environ.get("VISUAL") or environ.get("EDITOR")
    if not editor:
        raise MinutesError(
            "neither VISUAL nor EDITOR says which editor to open", hint="for instance: export EDITOR=nano"
        )
    folder = session.read()
    action = find_action(folder.register, wanted)
    from minutes_cli.store.outward import run_program

    code = run_program(editor_words(editor, os.path.join(folder.place.root, action.file), action.line))
    if code:
        session.say(f"minutes: the editor ended with {code}: {editor}")
        raise typer.Exit(1)


def editor_words(editor: str, path: str, line: int) -> list[str]:
    """The command that opens an editor at a line; one that we do not know opens the file."""
    try:
        words = shlex.split(editor)
    except ValueError as fault:
        raise MinutesError(f"the editor cannot be run, for it is written with an open quote: {editor}") from fault
    if not words:
        raise MinutesError("VISUAL or EDITOR holds nothing but spaces")
    name = Path(words[0]).stem.lower()
    if name in _PLUS_LINE:
        return [*words, f"+{line}", path]
    if name in _GOTO:
        return [*words, "-g", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if name in _COLON_LINE else path]
