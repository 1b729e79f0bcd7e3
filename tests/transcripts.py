"""Runs command lines in a world of their own, and reads transcripts of them.

A transcript is text that a user could have written:

    --- file minutes/2026-03-03.md
    ACTION: Ann to book the room
    --- end
    $ minutes actions
    ...
    2> a line of standard error
    [exit 2]

Blocks of `--- file NAME` lay out a folder and end at `--- end` or at the next block. After a `$` line
stands what is expected: lines of standard output, `2> ` before lines of standard error, `[exit N]`
when N is not 0. A line `...` stands for any lines, `...` within a line for any characters, `????` for an id. Lines that
begin with `#` before the first file or command are a heading.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from minutes_cli.cli.run import run
from minutes_cli.cli.session import World

TODAY = "2026-03-20"


@dataclass(frozen=True)
class Ran:
    """What a command line printed, and its exit code."""

    out: str
    err: str
    code: int


@dataclass(frozen=True)
class Step:
    """One command of a transcript, with what is expected of it."""

    line: int
    command: str
    out: tuple[str, ...]
    err: tuple[str, ...]
    code: int


@dataclass(frozen=True)
class Transcript:
    """Files to be laid out, and commands to be run among them."""

    files: Mapping[str, str]
    steps: tuple[Step, ...]


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def minutes(argv: Sequence[str], cwd: Path, environ: Mapping[str, str] | None = None, *, terminal: bool = False) -> Ran:
    """Run `minutes` with these words in the folder `cwd`, in this process."""
    out, err = (Screen(), Screen()) if terminal else (io.StringIO(), io.StringIO())
    world = World({"MINUTES_TODAY": TODAY, "COLUMNS": "80", **(environ or {})}, cwd, out, err)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(argv), world)
    return Ran(out.getvalue(), err.getvalue(), code)


def read_transcript(text: str) -> Transcript:
    """The files and steps of a transcript."""
    files: dict[str, str] = {}
    steps: list[Step] = []
    name = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("--- file "):
            name = line.removeprefix("--- file ").strip()
            files[name] = ""
        elif name and line == "--- end":
            name = ""
        elif name:
            files[name] += line + "\n"
        elif line.startswith("$ "):
            steps.append(Step(number, line.removeprefix("$ "), (), (), 0))
        elif steps:
            steps[-1] = _with(steps[-1], line)
    return Transcript(files, tuple(steps))


def lay_out(files: Mapping[str, str], folder: Path) -> None:
    """Write the files of a transcript below `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def play(step: Step, folder: Path) -> Ran:
    """Run one step; words before `minutes` such as COLUMNS=120 are its environment."""
    words = shlex.split(step.command)
    start = words.index("minutes")
    environ = {"XDG_STATE_HOME": str(folder / ".state"), **dict(word.split("=", 1) for word in words[:start])}
    return minutes(words[start + 1 :], folder, environ)


def differences(step: Step, ran: Ran) -> list[str]:
    """What is not as the step expects; empty if all is."""
    faults = []
    if not _fits(step.out, ran.out):
        faults.append(f"standard output of {step.command!r} (line {step.line}) was\n{ran.out}")
    if not _fits(step.err, ran.err):
        faults.append(f"standard error of {step.command!r} (line {step.line}) was\n{ran.err}")
    if step.code != ran.code:
        faults.append(f"{step.command!r} (line {step.line}) ended with {ran.code}, not {step.code}")
    return faults


def _with(step: Step, line: str) -> Step:
    code = re.fullmatch(r"\[exit (\d+)\]", line)
    if code:
        return Step(step.line, step.command, step.out, step.err, int(code[1]))
    if line.startswith("2>"):
        err = (*step.err, line.removeprefix("2>").removeprefix(" "))
        return Step(step.line, step.command, step.out, err, step.code)
    return Step(step.line, step.command, (*step.out, line), step.err, step.code)


def _fits(expected: tuple[str, ...], text: str) -> bool:
    """Whether `text` is what the lines say; trailing spaces and empty lines at the ends do not count."""
    lines = "\n".join(expected).strip("\n").split("\n")
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else _line(line) for line in lines)
    shown = "".join(f"{line.rstrip()}\n" for line in text.strip("\n").split("\n"))
    return re.fullmatch(pattern, shown) is not None


def _line(line: str) -> str:
    parts = (re.escape(part).replace(r"\?\?\?\?", r"\w{4}") for part in line.rstrip().split("..."))
    return r"[^\n]*?".join(parts) + r"\n"
