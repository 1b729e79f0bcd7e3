"""Runs one command line: errors become messages and exit codes here, and nowhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from minutes_cli.cli.app import app
from minutes_cli.cli.session import PipeClosed, World, here
from minutes_cli.cli.words import arrange
from minutes_cli.store.patterns import kept_patterns

INTERRUPTED = 130
FAULT_OF_OURS = 70


def run_here(argv: Sequence[str], name: str) -> int:
    """Run a command line in this process; its exit code. `name` is that of `run`.

    Does not return where the pipe is closed.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a file's name may hold what the encoding has not
            stream.reconfigure(errors="backslashreplace")
    try:
        with kept_patterns(os.environ):
            return run(argv, here(), name)
    except PipeClosed:
        # Python would complain of the closed pipe once more when it flushes at its end.
        os._exit(0)


def run(argv: Sequence[str], world: World, name: str = "minutes") -> int:
    """Run a command line in a world; its exit code. `name` is what the command is called in its help.

    Raises PipeClosed where nobody reads the output.
    """
    try:
        return _dispatch(arrange(argv), world, name)
    except PipeClosed:
        raise
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:
        if "--debug" in argv:
            from traceback import format_exc

            world.err.write(format_exc())
        return _complain(world, fault)


def _dispatch(argv: Sequence[str], world: World, name: str) -> int:
    try:
        app(args=list(argv), prog_name=name, obj=world)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    return 0


def _complain(world: World, fault: Exception) -> int:
    """Says what went wrong, `minutes: ...` and the cure on a line of its own; the exit code for it."""
    from minutes_cli.model import MinutesError
    from minutes_cli.output.clean import clean

    if isinstance(fault, MinutesError):
        message, hint, code = str(fault), fault.hint, fault.exit_code
    else:
        what = f"{type(fault).__name__}: {fault}"
        message, code = f"this is a fault of minutes itself, please report it: {what}", FAULT_OF_OURS
        hint = "--debug shows where it is"
    # A message may have several lines, such as the caret under a query.
    lines = [*f"minutes: {message}".split("\n"), *([f"hint: {hint}"] if hint else [])]
    world.err.write("".join(f"{clean(line)}\n" for line in lines))
    world.err.flush()
    return code
