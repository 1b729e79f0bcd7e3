"""Where a repository comes from: the address of its remote, and the commit whose lines a link can name.

Git's own settings are read; nothing is asked over a network.
"""

from __future__ import annotations

from dataclasses import dataclass

from minutes_cli.model import MinutesError
from minutes_cli.store.git import Git
from minutes_cli.store.history import history_of

_CHECKED_OUT = "HEAD"


@dataclass(frozen=True, slots=True)
class Remote:
    """The remote of the repository that a folder lies in."""

    address: str | None
    """As git has it, with whatever name and password stand in it; None where there is no remote."""
    commit: str
    """Whole name of what is checked out, where the remote is known to have it, else `HEAD`."""
    prefix: str
    """Where the folder lies in the repository: empty for its top, else with a `/` at the end."""
    files: frozenset[str]
    """What git has of the folder, POSIX and relative to it."""


def remote_of(folder: str) -> Remote | None:
    """The remote that `folder` comes from; None where it is in no repository, or git cannot be asked."""
    try:
        history = history_of(folder)
        git = history.git
        names = git.text("remote").split("\n")
        name = "origin" if "origin" in names else names[0]
        inner = history.inner(folder)
        if inner is None:
            return None
        prefix = "" if inner == "." else f"{inner}/"
        listed = git.run("ls-files", "-z", "--", inner).decode("utf-8", "surrogateescape").split("\0")
        files = frozenset(one.removeprefix(prefix) for one in listed if one)
        return Remote(git.text("remote", "get-url", name) if name else None, _commit(git), prefix, files)
    except MinutesError:
        return None


def _commit(git: Git) -> str:
    head = git.text("rev-parse", "--verify", "HEAD")
    pushed = git.run("for-each-ref", "--count=1", f"--contains={head}", "refs/remotes")
    return head if pushed else _CHECKED_OUT
