"""The files of one commit, as a Shelf: nothing is checked out, no filter of the repository is run.

Paths are absolute, as if the commit lay in the work tree. What a submodule held is in another
repository; it is passed over, and `Tree.submodules` names it.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from minutes_cli.model import MinutesError
from minutes_cli.store.files import LARGEST, Loaded, Refused, decode
from minutes_cli.store.git import Git

_LINK, _SUBMODULE = "120000", "160000"
_MOST_LINKS = 20
"""In one path; more of them lead in a circle."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a tree."""

    mode: str
    blob: str
    """The name that git gives its content."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a commit, and the folders that follow from them. Keys are relative to the top and POSIX."""

    git: Git
    top: str
    """The folder of the repository, absolute."""
    entries_by_path: Mapping[str, Entry]
    children: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Names in each folder; the top is the empty text."""

    @property
    def submodules(self) -> tuple[str, ...]:
        """Folders, relative to the top, whose content is in other repositories."""
        return tuple(path for path, one in self.entries_by_path.items() if one.mode == _SUBMODULE)

    def is_folder(self, path: str) -> bool:
        """As Shelf has it."""
        inner = self._real(path)
        return inner is not None and inner in self.children

    def exists(self, path: str) -> bool:
        """As Shelf has it."""
        return self.entry(path) is not None or self.is_folder(path)

    def has_entry(self, path: str) -> bool:
        """As Shelf has it."""
        inner = self._inner(path)
        return inner is not None and (inner in self.entries_by_path or self.exists(path))

    def read(self, path: str) -> Loaded | Refused:
        """As Shelf has it."""
        found = self.entry(path)
        if found is None:
            return Refused(binary=False, reason="no such file or directory")
        return loaded(read_blobs(self.git, [found.blob]).get(found.blob))

    def entries(self, folder: str) -> Iterator[tuple[str, str]]:
        """As Shelf has it; submodules are left out."""
        inner = self._real(folder)
        for name in self.children.get(inner, ()) if inner is not None else ():
            path = os.path.join(folder, name)
            known = self.entries_by_path.get(posixpath.join(inner or "", name))
            if known is None:
                yield path, "folder"
            elif known.mode == _LINK:
                yield path, f"link to {'folder' if self.is_folder(path) else 'file'}"
            elif known.mode not in (_LINK, _SUBMODULE):
                yield path, "file"

    def identity(self, folder: str) -> Hashable:
        """As Shelf has it."""
        return self._real(folder)

    def real(self, path: str) -> str:
        """As Shelf has it."""
        inner = self._real(path)
        return path if inner is None else os.path.join(self.top, *inner.split("/"))

    def entry(self, path: str) -> Entry | None:
        """The file at a path, links followed; None where there is none in this commit."""
        inner = self._real(path)
        found = None if inner is None else self.entries_by_path.get(inner)
        return None if found is None or found.mode in (_LINK, _SUBMODULE) else found

    def _inner(self, path: str) -> str | None:
        """The path relative to the top; None for one that is not below it."""
        if path == self.top:
            return ""
        prefix = self.top.rstrip(os.sep) + os.sep
        return path[len(prefix) :].replace(os.sep, "/") if path.startswith(prefix) else None

    def _real(self, path: str) -> str | None:
        """The path, relative to the top, with symbolic links followed; None where that leads out of the tree."""
        inner = self._inner(path)
        for _ in range(_MOST_LINKS):
            if inner is None or inner == ".." or inner.startswith(("../", "/")):
                return None
            link = self._first_link(inner)
            if link is None:
                return inner
            target = read_blobs(self.git, [self.entries_by_path[link].blob]).get(self.entries_by_path[link].blob, b"")
            rest = inner[len(link) + 1 :]
            inner = posixpath.normpath(posixpath.join(posixpath.dirname(link), os.fsdecode(target), rest))
            inner = "" if inner == "." else inner
        return None

    def _first_link(self, inner: str) -> str | None:
        parts = inner.split("/")
        ways = ("/".join(parts[:count]) for count in range(1, len(parts) + 1))
        return next(
            (one for one in ways if one in self.entries_by_path and self.entries_by_path[one].mode == _LINK), None
        )


def tree_of(git: Git, top: str, commit: str) -> Tree:
    """The tree of a commit, given by its whole name."""
    entries: dict[str, Entry] = {}
    names: dict[str, dict[str, None]] = {"": {}}
    for line in git.run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        head, _, name = line.partition(b"\t")
        if name:
            mode, _, blob = head.decode("ascii").split(" ")
            path = os.fsdecode(name)
            entries[path] = Entry(mode, blob)
            _add(names, path)
    return Tree(git, top, entries, {folder: tuple(inside) for folder, inside in names.items()})


def _add(names: dict[str, dict[str, None]], path: str) -> None:
    """Notes a file in its folder, and each new folder in the one above it."""
    while path:
        folder, _, name = path.rpartition("/")
        known = folder in names
        names.setdefault(folder, {})[name] = None
        if known:
            return
        path = folder


def read_blobs(git: Git, blobs: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by their names; those that this clone has not, or that are too large, are not in it."""
    wanted = list(dict.fromkeys(blobs))
    if not wanted:
        return {}
    sizes = git.run("cat-file", "--batch-check", given=_lines(wanted)).decode("ascii").splitlines()
    fitting = [words[0] for line in sizes if (words := line.split())[1] == "blob" and int(words[2]) <= LARGEST]
    answer = git.run("cat-file", "--batch", given=_lines(fitting)) if fitting else b""
    found: dict[str, bytes] = {}
    at = 0
    for blob in fitting:
        end = answer.index(b"\n", at)
        name, kind, size = answer[at:end].decode("ascii").split()
        if name != blob or kind != "blob":
            raise MinutesError(f"git answered {answer[at:end]!r} when it was asked for {blob}")
        at = end + 1 + int(size) + 1
        found[blob] = answer[end + 1 : at - 1]
    return found


def loaded(raw: bytes | None, encodings: Iterable[str] = ()) -> Loaded | Refused:
    """The text of a blob; None is one that this clone has not."""
    if raw is None:
        return Refused(binary=False, reason="this clone does not have its content, or it is too large; git fetch it")
    return decode(raw, tuple(encodings))


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{one}\n" for one in names).encode("ascii")
