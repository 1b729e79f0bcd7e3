"""The disk, with a note of everything that was looked at while a folder was found and its files were listed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from minutes_cli.store.cache import Look, is_racy, look, signature
from minutes_cli.store.files import Loaded, Refused, read
from minutes_cli.store.find import git_top
from minutes_cli.store.git import GitFault, git_at
from minutes_cli.store.shelf import Disk


class Watching(Disk):
    """The disk as it is now. What is noted was seen before it was used, so that a change in between shows."""

    def __init__(self) -> None:
        self.looks: dict[str, Look] = {}
        """By absolute path."""
        self.folders: dict[str, Look] = {}
        """Folders that were searched."""
        self.links = False
        """Whether there are symbolic links, of which looking at the paths would not tell enough."""

    def note(self, path: str) -> None:
        """Look at a path, if nobody has."""
        if path not in self.looks:
            self.looks[path] = look(path)

    def is_folder(self, path: str) -> bool:
        """As Shelf has it."""
        self.note(path)
        return super().is_folder(path)

    def exists(self, path: str) -> bool:
        """As Shelf has it."""
        self.note(path)
        return super().exists(path)

    def has_entry(self, path: str) -> bool:
        """As Shelf has it."""
        self.note(path)
        return super().has_entry(path)

    def read(self, path: str) -> Loaded | Refused:
        """As Shelf has it."""
        self.note(path)
        return read(path)

    def entries(self, folder: str) -> Iterator[tuple[str, str]]:
        """As Shelf has it."""
        self.folders[folder] = signature(os.stat(folder))
        for path, kind in super().entries(folder):
            self.links = self.links or kind.startswith("link")
            if path.endswith(".gitignore"):
                self.note(path)
            yield path, kind

    def note_git(self, folders: Sequence[str]) -> None:
        """Note what git's answer on what it ignores below these folders rests on; GitSlow where git has no end."""
        for folder in folders:
            top = git_top(folder)
            for one in _upward(folder, top):
                self.note(os.path.join(one, ".git"))
                self.note(os.path.join(one, ".gitignore"))
            if top is not None:
                for path in _git_files(folder, top):
                    self.note(path)

    def is_settled(self, stamp: int) -> bool:
        """Whether nothing that was looked at may have been written since the time of `stamp`."""
        return not self.links and not any(
            is_racy(seen, stamp) for seen in (*self.looks.values(), *self.folders.values())
        )


def _upward(folder: str, top: str | None) -> Iterator[str]:
    """The folder and those above it, up to the one that git calls the top, or to the root of the disk."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if folder in (top, above):
            return
        folder = above


def _git_files(folder: str, top: str) -> Iterator[str]:
    """Git's index and head, its settings wherever they are, and its lists of what to ignore."""
    try:
        git = git_at(folder)
        inner = [word for name in ("index", "HEAD", "info/exclude", "config") for word in ("--git-path", name)]
        for path in os.fsdecode(git.ask("rev-parse", *inner)).splitlines():
            yield os.path.normpath(os.path.join(folder, path))
        listed = git.ask("config", "--list", "--show-origin", "--includes", "-z")
    except GitFault:
        return
    home = os.path.expanduser("~")
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    yield from (os.path.join(home, ".gitconfig"), "/etc/gitconfig")
    yield from (os.path.join(config, "git", name) for name in ("config", "ignore"))
    fields = os.fsdecode(listed).split("\0")
    for origin, entry in zip(fields[::2], fields[1::2], strict=False):
        base = os.path.normpath(os.path.join(top, origin.removeprefix("file:")))
        yield base
        name, _, value = entry.partition("\n")
        if name == "core.excludesfile":
            yield os.path.normpath(os.path.join(top, os.path.expanduser(value)))
        elif name.startswith("include") and name.endswith(".path"):
            yield os.path.normpath(os.path.join(os.path.dirname(base), os.path.expanduser(value)))
