"""What was looked at to find a folder and to list its files, so that next time looking again is enough.

A trail holds the settings and folders that were looked at and every minutes file, each with its size, times
and number. While all of them are as they were, the listing is what it was; no name is read, no rule asked.
"""

from __future__ import annotations

import marshal
import os
import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

from minutes_cli.store.cache import GIT_WORDS, Look, cache_folder, keep, name_of, reader, unchanged

Looks = tuple[tuple[str, Look], ...]
FileSeen = tuple[str, Look, int, int]
"""Path as shown, what it looked like (empty: to be read again), sum of its content, lines that look like actions."""
Packed = tuple[str, bytes, bytes, bytes]
_SEEN = struct.Struct("=qqqQ")
_NOT_SEEN = (-1, 0, 0, 0)
"""No file has less than no bytes."""


class Files:
    """Every minutes file as it was seen, sorted by path: some hundred bytes a file, for there may be many."""

    __slots__ = ("_alike", "_looks", "_sums", "paths")

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = paths
        self._looks = bytearray(_SEEN.pack(*_NOT_SEEN) * len(paths))
        self._sums, self._alike = array("Q", bytes(8 * len(paths))), array("Q", bytes(8 * len(paths)))

    def note(self, at: int, look: Look, total: int, alike: int) -> None:
        """The file in that place; it is read again where its look is empty or cannot be kept."""
        try:
            _SEEN.pack_into(self._looks, at * _SEEN.size, *(look or _NOT_SEEN))
        except struct.error:  # some systems have longer numbers of files
            _SEEN.pack_into(self._looks, at * _SEEN.size, *_NOT_SEEN)
        self._sums[at], self._alike[at] = total, alike

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, at: int) -> FileSeen:
        look = _SEEN.unpack_from(self._looks, at * _SEEN.size)
        return self.paths[at], () if look == _NOT_SEEN else look, self._sums[at], self._alike[at]

    def __iter__(self) -> Iterator[FileSeen]:
        return map(self.__getitem__, range(len(self)))

    def looks(self) -> Iterator[tuple[str, Look]]:
        """Path and look of each, the latter of no file where it is to be read again."""
        return zip(self.paths, _SEEN.iter_unpack(self._looks), strict=True)

    def copy(self) -> Files:
        """The same, of which something can be noted."""
        return Files.of(self.packed())

    def packed(self) -> Packed:
        """As plain values."""
        return "\0".join(self.paths), bytes(self._looks), self._sums.tobytes(), self._alike.tobytes()

    @classmethod
    def of(cls, packed: Packed) -> Files:
        """From plain values; ValueError where they do not belong together."""
        words, looks, sums, alike = packed
        found = cls(words.split("\0") if words else [])
        if not len(looks) == len(found) * _SEEN.size == 4 * len(sums) == 4 * len(alike):
            raise ValueError("the lists differ in length")
        found._looks, found._sums, found._alike = bytearray(looks), array("Q", sums), array("Q", alike)
        return found


class Trail:
    """What a listing rests on."""

    __slots__ = ("files", "folders", "lasting", "looks")

    def __init__(self, looks: Looks, folders: Looks, files: Files, lasting: bool) -> None:
        self.looks = looks
        """Settings, files of git's, places where a file might come to be."""
        self.folders = folders
        """Every folder that was searched, absolute."""
        self.files = files
        self.lasting = lasting
        """Whether looking is enough: no symbolic links, nothing written while it was looked at."""


class Found:
    """Where looking led last time."""

    __slots__ = ("database", "root", "state")

    def __init__(self, database: str, state: str, root: str) -> None:
        self.database = database
        """Path of the index."""
        self.state = state
        """What the index must say of itself: the settings, the folder, the program."""
        self.root = root


def stale_files(trail: Trail, root: str) -> list[int] | None:
    """Which of the files have to be read again, by their place in the trail; None where they must be listed anew."""
    if not trail.lasting or not unchanged(trail.looks):
        return None
    stat = os.stat
    try:
        for path, seen in trail.folders:
            now = stat(path)
            if (now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino) != seen:
                return None
        start = f"{root}/"
        stale = []
        for at, (path, seen) in enumerate(trail.files.looks()):
            now = stat(start + path if path[:1] != "/" else path)
            if (now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino) != seen:
                stale.append(at)
    except (OSError, ValueError):
        return None
    return stale


def asked_for(start: str | None, environ: Mapping[str, str], cwd: str) -> tuple[str, ...]:
    """All by which a folder is found, beside what lies on the disk."""
    return (reader(), cwd, start or "", environ.get("MINUTES_DIR", ""), *(environ.get(one, "") for one in GIT_WORDS))


def recall(asked: tuple[str, ...], environ: Mapping[str, str]) -> Found | None:
    """Where the same question led last time, if everything it looked at is as it was."""
    folder = cache_folder(environ)
    if folder is None:
        return None
    try:
        with open(_memo(folder, asked), "rb") as stream:
            total, raw = stream.read(8), stream.read()
        if f"{crc32(raw):08x}".encode() != total:
            return None
        then, looks, found = marshal.loads(raw)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return Found(*found) if then == asked and unchanged(looks) else None


def remember(asked: tuple[str, ...], environ: Mapping[str, str], looks: Looks, found: Found) -> None:
    """Note where a question led; no harm where that fails."""
    folder = cache_folder(environ)
    if folder is None:
        return
    raw = marshal.dumps((asked, looks, (found.database, found.state, found.root)))
    keep(_memo(folder, asked), f"{crc32(raw):08x}".encode() + raw)


def _memo(folder: str, asked: tuple[str, ...]) -> str:
    # Without the program: a new version takes the place of the old one's notes.
    return os.path.join(folder, "places", name_of(*asked[1:]))
