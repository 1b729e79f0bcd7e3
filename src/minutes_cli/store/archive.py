"""Minutes on any file system that fsspec knows: a bucket, a server, a zip file; and the disk itself.

The rules on what is a minutes folder and a minutes file are those of `store.find` and `store.listing`. What git
ignores is only known on the disk. Nothing here knows what minutes say.
"""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes_cli.model import MinutesError, lacking
from minutes_cli.store.files import LARGEST, Loaded, Refused, decode, read
from minutes_cli.store.find import Place, find
from minutes_cli.store.listing import Listing, list_files
from minutes_cli.store.shelf import DISK, Shelf

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_SCHEME = "://"


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of minutes by its address: a path of the disk, or what fsspec takes, such as `s3://archive/minutes`."""

    address: str

    @property
    def is_remote(self) -> bool:
        """Whether fsspec is asked for it."""
        return _SCHEME in self.address and not self.address.startswith("file://")

    def place(self) -> Place:
        """The folder as found, with its settings; MinutesError where there is none."""
        if not self.is_remote:
            return find(self.address.removeprefix("file://"), {}, os.getcwd())
        _, path = filesystem(self.address)
        return find(_rooted(path), {}, "/", self.shelf())

    def shelf(self) -> Shelf:
        """The files and folders."""
        return Remote(filesystem(self.address)[0]) if self.is_remote else DISK

    def listing(self, place: Place) -> Listing:
        """The minutes files of a place of this archive."""
        return list_files(place, place.config, self.shelf())

    def load(self, place: Place, path: str) -> Loaded | Refused:
        """The text of a file that a listing names."""
        whole = os.path.normpath(os.path.join(place.root, path))
        return self.shelf().read(whole) if self.is_remote else read(whole, place.config.encodings)


class Remote:
    """A file system of fsspec's as a Shelf; paths begin with a slash. There are no links there."""

    def __init__(self, files: AbstractFileSystem) -> None:
        self._files = files

    def is_folder(self, path: str) -> bool:
        """As Shelf has it."""
        return bool(self._files.isdir(path))

    def exists(self, path: str) -> bool:
        """As Shelf has it."""
        return bool(self._files.exists(path))

    def has_entry(self, path: str) -> bool:
        """As Shelf has it."""
        return self.exists(path)

    def read(self, path: str) -> Loaded | Refused:
        """As Shelf has it."""
        try:
            raw = self._files.cat_file(path, end=LARGEST + 1)
        except OSError as fault:
            return Refused(binary=False, reason=str(fault) or type(fault).__name__)
        if len(raw) > LARGEST:
            return Refused(binary=False, reason=f"larger than {LARGEST // 1_000_000} MB")
        return decode(raw)

    def entries(self, folder: str) -> Iterator[tuple[str, str]]:
        """As Shelf has it."""
        for one in self._files.ls(folder, detail=True):
            path = _rooted(one["name"].rstrip("/"))
            if path != folder:
                yield path, "folder" if one["type"] == "directory" else "file"

    def identity(self, folder: str) -> Hashable:
        """As Shelf has it."""
        return folder

    def real(self, path: str) -> str:
        """As Shelf has it."""
        return path


def filesystem(address: str) -> tuple[AbstractFileSystem, str]:
    """The file system of an address and the path in it; MinutesError where fsspec or its driver is missing."""
    try:
        from fsspec.core import url_to_fs

        files, path = url_to_fs(address)
    except ImportError as fault:
        if fault.name is not None and fault.name.partition(".")[0] == "fsspec":
            raise lacking("parquet" if "://" not in address else address, "fsspec", "lake") from fault
        raise MinutesError(
            f"{address}: {fault}", hint='pip install "minutes-register[lake]" and the driver of that protocol'
        ) from fault
    except ValueError as fault:
        raise MinutesError(
            f"{address}: {fault}", hint="addresses are paths, or such as s3://archive/minutes"
        ) from fault
    return files, path


def _rooted(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"
