"""Which files of a folder git says were changed: since a commit, or since the last one."""

from __future__ import annotations

import os

from minutes_cli.model import MinutesError
from minutes_cli.store.git import Git, GitFault, git_at

_QUIET_DIFF = ("--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--ignore-submodules=all")


def changed_files(root: str, since: str | None = None) -> frozenset[str]:
    """Paths, relative to `root`, of files that differ from a commit or that git does not know yet.

    `since` is a commit, by default the last one; where it is of another branch, what counts is where this
    one left it. In a repository without a commit all files are new. MinutesError where git cannot say.
    """
    git = git_at(root)
    start = _start(git, since)
    changed = git.run("ls-files", "-z") if start is None else _differing(git, start)
    new = git.run("ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(os.fsdecode(one) for one in (changed + new).split(b"\0") if one)


def _differing(git: Git, start: str) -> bytes:
    return git.unfiltered("diff", *_QUIET_DIFF, "--name-only", "--relative", "-z", start, "--", ".")


def _start(git: Git, since: str | None) -> str | None:
    """The whole name of the commit to compare with; None where there is none yet."""
    try:
        commit = git.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{since or 'HEAD'}^{{commit}}")
    except GitFault as fault:
        if since is None:
            git.run("rev-parse", "--git-dir")
            return None
        raise MinutesError(
            f"there is no commit {since!r} here", hint="in a shallow clone, fetch it first: git fetch --unshallow"
        ) from fault
    if since is None:
        return commit
    try:
        return os.fsdecode(git.run("merge-base", commit, "HEAD")).removesuffix("\n")
    except GitFault:  # nothing in common, or a clone too shallow to tell
        return commit
