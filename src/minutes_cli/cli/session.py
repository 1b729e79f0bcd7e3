"""What one run of the command has at hand: the world around it, the global options, the folder.

The clock is read here and nowhere else, and everything that is printed goes through `Session.write`
(data, standard output) and `Session.say` (messages, standard error).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from datetime import date as Day
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

from minutes_cli.output.clean import clean

if TYPE_CHECKING:
    import typer

    from minutes_cli.cli.screen import Terminal
    from minutes_cli.config import Config
    from minutes_cli.folder import Folder
    from minutes_cli.model import Document
    from minutes_cli.past.then import Past
    from minutes_cli.store.history import Commit

_LINKING_PROGRAMS = ("iterm.app", "wezterm", "vscode", "ghostty", "hyper", "tabby", "rio", "warpterminal")
_LINKING_TERMS = re.compile(r"kitty|alacritty|foot|ghostty|wezterm|contour")


class PipeClosed(Exception):
    """Whoever read our output has gone; there is nobody left to tell."""


class World(NamedTuple):
    """The process around the program, so that a test can be another one."""

    environ: Mapping[str, str]
    cwd: Path
    out: TextIO
    err: TextIO
    answers: TextIO | None = None
    """Where answers to questions come from; None where nobody can be asked."""


def here() -> World:
    """The world of this process."""
    return World(os.environ, Path.cwd(), sys.stdout, sys.stderr, sys.stdin)


class Then(NamedTuple):
    """A state of the past, and what reads it."""

    past: Past
    commit: Commit


class Session(NamedTuple):
    """The world and what the global options say."""

    world: World
    start: str | None
    """The `-C` as given: where to look for the minutes; None for the working directory."""
    today: Day
    color: str
    """`auto`, `always` or `never`."""
    debug: bool
    strict_read: bool
    cached: bool = False
    """Whether the index may be used."""
    told_today: bool = True
    """Whether somebody said which day is today."""
    then: Then | None = None
    """The state of the past that is to be read; None for the folder as it is."""

    def write(self, text: str) -> None:
        """Data to standard output, at once."""
        _put(self.world.out, text)

    def say(self, text: str) -> None:
        """One message to standard error; what it quotes cannot upset the terminal."""
        _put(self.world.err, clean(text) + "\n")

    def can_ask(self) -> bool:
        """Whether a person can read a question and answer it."""
        answers = self.world.answers
        return answers is not None and answers.isatty() and self.world.err.isatty()

    def ask(self, question: str) -> bool:
        """Whether the answer to a question is yes; anything but y or yes is no."""
        _put(self.world.err, f"{clean(question)} [y/N] ")
        answers = self.world.answers
        return answers is not None and answers.readline().strip().casefold() in {"y", "yes"}

    def on_terminal(self) -> bool:
        """Whether a person is looking at standard output."""
        return self.world.out.isatty()

    def terminal(self) -> Terminal:
        """What standard output can show."""
        from minutes_cli.cli.screen import Terminal

        environ = self.world.environ
        columns = environ.get("COLUMNS", "")
        said = int(columns) if columns.isdecimal() and len(columns) < 10 else 0
        width = said or get_terminal_size((80, 24)).columns
        return Terminal(max(width, 20), has_color(self.color, self.world), has_links(self.world))

    def read(self, *, strict: bool = False) -> Folder:
        """The folder and its register; `listing.finish` says which files could not be read.

        `strict` ignores what links meetings by words alone.
        """
        from minutes_cli.cli.bar import bar_for
        from minutes_cli.folder import read_folder
        from minutes_cli.store.workers import jobs_of

        if self.then is not None:
            return self.then.past.folder(self.then.commit, strict=strict)
        with bar_for(self.world.err, in_color=self.color != "never") as bar:
            return read_folder(
                self.start,
                environ=self.world.environ,
                cwd=str(self.world.cwd),
                strict=strict,
                indexed=self.cached,
                jobs=jobs_of(self.world.environ),
                told=bar,
            )

    def config(self) -> Config:
        """The settings that hold here; the defaults where there is no minutes folder."""
        from minutes_cli.config import Config
        from minutes_cli.store.find import NoFolder, find

        try:
            return find(self.start, self.world.environ, str(self.world.cwd)).config
        except NoFolder:
            return Config()

    def config_beside(self, name: str) -> Config:
        """The settings that travel with a file: those found from its own folder upward, unless `-C` names others."""
        from minutes_cli.config import Config
        from minutes_cli.store.find import NoFolder, find

        if self.start or self.world.environ.get("MINUTES_DIR"):
            return self.config()
        try:
            return find(None, {}, str((self.world.cwd / name).parent)).config
        except NoFolder:
            return Config()

    def document(self, name: str, config: Config) -> Document | None:
        """What a file says, called as it was named; None, and a message, where it cannot be read."""
        from minutes_cli.folder import read_document
        from minutes_cli.model import Document

        found = read_document(str(self.world.cwd / name), name, config)
        if isinstance(found, Document):
            return found
        self.say(f"minutes: {name}: {found.message}")
        return None


def session_of(context: typer.Context) -> Session:
    """The session that the root command made."""
    return cast(Session, context.obj)


def session_at(context: typer.Context, written: str | None) -> Session:
    """The session at a commit or day, which is today then unless somebody said otherwise; as it is for None."""
    session = session_of(context)
    if written is None:
        return session
    from minutes_cli.past.then import past_of
    from minutes_cli.store.history import asked_day

    past = past_of(session.start, environ=session.world.environ, cwd=str(session.world.cwd))
    commit = past.find(written)
    if session.world.err.isatty():
        session.say(f"as of {commit.short} of {commit.committed}: {commit.subject}")
    day = session.today if session.told_today else asked_day(written) or commit.committed
    return session._replace(today=day, then=Then(past, commit))


def has_color(choice: str, world: World) -> bool:
    """Whether to write colours, as `--color`, NO_COLOR and FORCE_COLOR have it, in that order."""
    if choice != "auto":
        return choice == "always"
    if world.environ.get("NO_COLOR"):
        return False
    if world.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return world.out.isatty() and world.environ.get("TERM") != "dumb"


def has_links(world: World) -> bool:
    """Whether the terminal is known to follow OSC 8 links; FORCE_HYPERLINK settles it."""
    environ = world.environ
    if "FORCE_HYPERLINK" in environ:
        return environ["FORCE_HYPERLINK"] not in ("", "0")
    if not world.out.isatty() or environ.get("TERM", "dumb").startswith(("dumb", "screen", "linux")):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM", "").lower() in _LINKING_PROGRAMS
        or bool(_LINKING_TERMS.search(environ.get("TERM", "")))
        or any(name in environ for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM", "KITTY_WINDOW_ID"))
        or (vte.isdecimal() and len(vte) < 10 and int(vte) >= 5000)
    )


def link_to(path: Path, line: int, environ: Mapping[str, str]) -> str:
    """A link to a line of a file, in the spelling that the terminal knows; most know no lines."""
    if environ.get("TERM_PROGRAM") == "vscode":
        return f"vscode://file{path.as_uri().removeprefix('file://')}:{line}"
    if "KITTY_WINDOW_ID" in environ:
        return f"{path.as_uri()}#{line}"
    return path.as_uri()


def _put(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError as fault:
        raise PipeClosed from fault
