"""One git commit of just the lines that a command changed.

The commit is made with git's plumbing over an index of its own, so that whatever else is staged or changed
stays as it is; no hook is run and nothing is signed. It is planned before anything is written: where the
lines cannot be told from other work in the file, nothing happens.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from minutes_cli.model import Change, MinutesError
from minutes_cli.store.files import Refused, decode
from minutes_cli.store.git import git_at
from minutes_cli.store.state import CannotWrite
from minutes_cli.text import EditRefused, apply, hunks, replay

_QUIET = ("--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0")
_SECONDS = 120.0
# Where a hook or an alias of ours runs, these would point git at another repository or index.
_ELSEWHERE = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_NAMESPACE"}
)


@dataclass(frozen=True, slots=True)
class _Blob:
    """One file as it will be committed."""

    mode: str
    path: str
    """Relative to the repository's top."""
    committed: str
    """Id of the new content."""
    staged: str
    """Id of what the index will hold: the same, or what was staged with the lines changed in it, too."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that can be made."""

    top: str
    head: str
    blobs: tuple[_Blob, ...]

    def make(self, message: str) -> str:
        """Makes it, and says its short id. The files must have been written."""
        with tempfile.TemporaryDirectory() as folder:
            own = {"GIT_INDEX_FILE": os.path.join(folder, "index")}
            _git(self.top, "read-tree", self.head, extra=own)
            for one in self.blobs:
                _git(self.top, "update-index", "--add", "--cacheinfo", one.mode, one.committed, one.path, extra=own)
            tree = _git(self.top, "write-tree", extra=own)
        made = _git(self.top, "commit-tree", tree, "-p", self.head, "-F", "-", given=message.encode())
        _git(self.top, "update-ref", "-m", f"commit: {message.splitlines()[0]}", "HEAD", made, self.head)
        for one in self.blobs:
            _git(self.top, "update-index", "--add", "--cacheinfo", one.mode, one.staged, one.path)
        return made[:8]


def plan_commit(root: str, changes: Sequence[Change], encodings: Sequence[str] = ()) -> Commit:
    """The commit of the changes. Raises CannotWrite where they cannot be committed alone, or git is not there."""
    if not changes:
        raise CannotWrite("there is nothing to commit")
    paths = [os.path.realpath(os.path.join(root, one.path)) for one in changes]
    tops = {_top(os.path.dirname(path)) for path in paths}
    if len(tops) != 1:
        raise CannotWrite("the files lie in several repositories", hint="leave --commit away")
    top = tops.pop()
    head = _git(top, "rev-parse", "--verify", "HEAD^{commit}")
    blobs = [_blob(top, path, one, encodings) for path, one in zip(paths, changes, strict=True)]
    return Commit(top, head, tuple(blobs))


def _top(folder: str) -> str:
    """The repository that a folder is in; CannotWrite where git cannot say so, or waits for a pipe instead."""
    try:
        return git_at(folder).text("rev-parse", "--show-toplevel")
    except MinutesError as fault:
        raise CannotWrite(f"git cannot commit this: {fault}", hint="leave --commit away") from fault


def _blob(top: str, file: str, change: Change, encodings: Sequence[str]) -> _Blob:
    path = os.path.relpath(file, os.path.realpath(top)).replace(os.sep, "/")
    listed = _git(top, "ls-tree", "HEAD", "--", path).split()
    if len(listed) < 3:
        raise CannotWrite(f"{change.path} is not in the last commit", hint="commit it first, or leave --commit away")
    mode, committed = listed[0], listed[2]
    with open(file, "rb") as stream:
        loaded = decode(stream.read(), encodings)
    if isinstance(loaded, Refused) or loaded.text != change.before:
        raise CannotWrite(f"{change.path} was changed since it was read; nothing has been written",
                          hint="run the command again")  # fmt: skip
    before, after = (text.encode(loaded.encoding) for text in (change.before, change.after))
    plain = _hash(top, path, before)
    in_index = _git(top, "ls-files", "--stage", "--", path).split()
    staged = in_index[1] if len(in_index) > 1 else committed
    return _Blob(
        mode,
        path,
        *(
            _hash(top, path, after, "-w") if one == plain else _merged(top, path, one, change, loaded.encoding)
            for one in (committed, staged)
        ),
    )


def _merged(top: str, path: str, blob: str, change: Change, encoding: str) -> str:
    """The id of a content with the changed lines in it, where the file has other changes as well."""
    text = _bytes(top, "cat-file", "blob", blob).decode(encoding, "surrogateescape")
    edits = replay(change.path, text, hunks(change.before, change.edits))
    try:
        merged = apply(text, edits) if edits is not None else None
    except EditRefused:
        merged = None
    if merged is None:
        raise CannotWrite(
            f"{change.path} has other changes in these lines that are not committed",
            hint="commit them first, or leave --commit away",
        )
    return _git(top, "hash-object", "-w", "--stdin", given=merged.encode(encoding, "surrogateescape"))


def _hash(top: str, path: str, content: bytes, *words: str) -> str:
    """The id of a content as git would store it for this path, line ends converted as the repository has it."""
    return _git(top, "hash-object", *words, "--stdin", "--path", path, given=content)


def _git(folder: str, *words: str, given: bytes = b"", extra: Mapping[str, str] | None = None) -> str:
    return os.fsdecode(_bytes(folder, *words, given=given, extra=extra)).strip("\n")


def _bytes(folder: str, *words: str, given: bytes = b"", extra: Mapping[str, str] | None = None) -> bytes:
    """What git prints. Raises CannotWrite with what it has to say where it fails."""
    program = shutil.which("git")
    if program is None:
        raise CannotWrite("git was not found", hint="install git, or leave --commit away")
    kept = {key: value for key, value in os.environ.items() if key not in _ELSEWHERE}
    environment = {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(extra or {})}
    try:
        answer = subprocess.run(
            [program, "-C", folder, *_QUIET, *words],
            env=environment,
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise CannotWrite(f"git cannot be run in {folder}: {fault}") from fault
    if answer.returncode:
        said = answer.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise CannotWrite(f"git cannot commit this: {said}", hint="leave --commit away")
    return answer.stdout
