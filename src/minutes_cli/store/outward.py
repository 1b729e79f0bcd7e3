"""What a command does beside reading: write a new file, and give the terminal to an editor."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from minutes_cli.model import MinutesError
from minutes_cli.store.find import git_top, is_within
from minutes_cli.store.state import CannotWrite
from minutes_cli.store.swap import swap


def inside(root: str, path: str) -> str | None:
    """A path without links, where it lies in the repository of `root` (else in `root`); None where it leads out."""
    home, real = os.path.realpath(git_top(root) or root), os.path.realpath(path)
    return real if is_within(real, home) else None


def write_new(path: str, text: str) -> None:
    """A file that did not exist; MinutesError where it does, or cannot be written, and then nothing is there."""
    try:
        file = open(path, "x", encoding="utf-8", newline="\n")  # noqa: SIM115  # what is here before is not ours
        try:
            with file:
                file.write(text)
        except OSError:
            os.unlink(path)
            raise
    except FileExistsError as fault:
        raise MinutesError(f"{path} exists already") from fault
    except OSError as fault:
        raise CannotWrite(f"{path} cannot be written: {(fault.strerror or str(fault)).lower()}") from fault


def remove(path: str) -> None:
    """The file is there no longer; MinutesError where that cannot be."""
    try:
        os.unlink(path)
    except OSError as fault:
        raise CannotWrite(f"{path} cannot be removed: {(fault.strerror or str(fault)).lower()}") from fault


def make_folder(path: str) -> None:
    """The folder, and those above it, where they are not there yet; MinutesError where that cannot be."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as fault:
        raise CannotWrite(f"{path} cannot be made: {(fault.strerror or str(fault)).lower()}") from fault


def write_over(path: str, content: bytes) -> None:
    """A file with this content, in place of one that may be there: the old one is whole until the new one is.

    MinutesError where it cannot be written. A device or a pipe is written to as it is.
    """
    real = os.path.realpath(path)
    try:
        if os.path.exists(real) and not os.path.isfile(real):
            with open(real, "wb") as stream:
                stream.write(content)
            return
        swap(real, content)
    except OSError as fault:
        raise CannotWrite(f"{path} cannot be written: {(fault.strerror or str(fault)).lower()}") from fault


def run_program(words: Sequence[str]) -> int:
    """The exit code of a program that has the terminal to itself; MinutesError where it is not there."""
    program = shutil.which(words[0])
    if program is None:
        raise MinutesError(f"there is no program {words[0]!r} that could be run")
    return os.spawnv(os.P_WAIT, program, list(words))


def git_user(folder: str) -> str | None:
    """The name that git knows the user of `folder` by; None without git, or where it knows none."""
    git = shutil.which("git")
    if git is None:
        return None
    words = [git, "-C", folder, "config", "--get", "user.name"]
    try:
        answer = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.decode("utf-8", "replace").strip() or None
