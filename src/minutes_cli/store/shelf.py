"""What finding and listing ask of the place where files lie: the disk, or the tree of a commit.

`store.find` and `store.listing` go by a Shelf alone, so that the rules on what is a minutes folder and
what is a minutes file are the same today and at any commit of the past.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from typing import Protocol

from minutes_cli.store.files import Loaded, Refused, read


class Shelf(Protocol):
    """Files and folders by absolute path."""

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder, or a link to one."""

    def exists(self, path: str) -> bool:
        """Whether there is something, and not only a link to nothing."""

    def has_entry(self, path: str) -> bool:
        """Whether something is called so, be it a link to nothing."""

    def read(self, path: str) -> Loaded | Refused:
        """The text of a file."""

    def entries(self, folder: str) -> Iterator[tuple[str, str]]:
        """Each entry of a folder with its kind: `folder`, `file`, or `link to` one of them; OSError where it fails."""

    def identity(self, folder: str) -> Hashable:
        """Equal for two paths that lead to one folder; OSError where there is none."""

    def real(self, path: str) -> str:
        """The path without symbolic links."""


class Disk:
    """The disk as it is now."""

    def is_folder(self, path: str) -> bool:
        """As Shelf has it."""
        return os.path.isdir(path)

    def exists(self, path: str) -> bool:
        """As Shelf has it."""
        return os.path.exists(path)

    def has_entry(self, path: str) -> bool:
        """As Shelf has it."""
        return os.path.lexists(path)

    def read(self, path: str) -> Loaded | Refused:
        """As Shelf has it; UTF-8 unless a mark says more."""
        return read(path)

    def entries(self, folder: str) -> Iterator[tuple[str, str]]:
        """As Shelf has it."""
        with os.scandir(folder) as entries:
            for entry in entries:
                kind = "folder" if _leads_to_folder(entry) else "file"
                yield entry.path, f"link to {kind}" if entry.is_symlink() else kind

    def identity(self, folder: str) -> Hashable:
        """Device and number of the folder."""
        status = os.stat(folder)
        return status.st_dev, status.st_ino

    def real(self, path: str) -> str:
        """As Shelf has it."""
        return os.path.realpath(path)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """False for a link that leads in a circle, too: only that one file cannot be read."""
    try:
        return entry.is_dir()
    except OSError:
        return False


DISK = Disk()
