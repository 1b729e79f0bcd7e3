"""The index: one SQLite file of named pieces, each with its checksum. It may be deleted at any time.

SQLite keeps two processes apart and a change whole; the checksums see what it does not, such as a page that
something else has overwritten. Whatever is wrong raises Doubt, and the folder is read without the index.
What the pieces mean is known to `indexed` alone.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
from collections.abc import Iterable, Iterator
from zlib import crc32

from minutes_cli.store.cache import name_of, sweep

_WAIT = 0.25
"""Seconds for which another process that writes is waited for."""
_SCHEMA = "CREATE TABLE kept (name BLOB PRIMARY KEY, sum INTEGER NOT NULL, data BLOB NOT NULL)"
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_FAULTS = (sqlite3.Error, UnicodeDecodeError)
"""What SQLite's calls raise; the second where its message quotes a damaged name that is no text."""
_QUIET = "PRAGMA synchronous = OFF"  # what a fall of the machine tears is seen by its checksums


class Doubt(Exception):
    """The index is not there, is not whole, is another's, or is in use: do without it."""


def index_path(folder: str, root: str, paths: Iterable[str]) -> str:
    """Where the index of a minutes folder lies in the cache folder."""
    return os.path.join(folder, f"{name_of(root, *paths)}.sqlite")


class Busy(Doubt):
    """Another process is writing it."""


class Index:
    """An open index."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self.folder = os.path.dirname(path)
        """Where it lies."""

    @classmethod
    def open(cls, path: str) -> Index:
        """The index at a path; Doubt where there is none that can be opened."""
        if not os.path.exists(path):  # SQLite would take longer to say so
            raise Doubt("there is no index")
        try:
            connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
            connection.execute(_QUIET)
        except _FAULTS as fault:
            raise Doubt(str(fault)) from fault
        return cls(connection, path)

    @classmethod
    def new(cls, path: str) -> Index:
        """A new index under a name of its own, for its owner alone, in a transaction; `settle` puts it in place."""
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            for one in (path, f"{path}-journal"):
                if os.path.lexists(one):
                    os.unlink(one)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            connection = sqlite3.connect(path, isolation_level=None)
            connection.execute(_QUIET)
            connection.execute("PRAGMA journal_mode = OFF")  # nobody else knows the file yet
            connection.execute("BEGIN")
            connection.execute(_SCHEMA)
        except (OSError, *_FAULTS) as fault:
            raise Doubt(str(fault)) from fault
        return cls(connection, path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def begin(self) -> None:
        """From here on one state is read, whatever others write."""
        self._run("BEGIN")

    def begin_change(self) -> None:
        """From here on nobody else can change the index; Doubt where somebody else is doing so."""
        self._run("BEGIN IMMEDIATE")

    def end(self) -> None:
        """Let go of the state that was read."""
        self._run("ROLLBACK")

    def commit(self) -> None:
        """All changes since the beginning, at once."""
        self._run("COMMIT")

    def get(self, name: bytes) -> bytes | None:
        """One piece; None where there is none, Doubt where it is not what was put there."""
        try:
            row = self._connection.execute("SELECT sum, data FROM kept WHERE name = ?", (name,)).fetchone()
        except _FAULTS as fault:
            raise _doubt(fault) from fault
        return None if row is None else _checked(name, *row)

    def need(self, name: bytes) -> bytes:
        """One piece that must be there."""
        found = self.get(name)
        if found is None:
            raise Doubt("a piece is missing")
        return found

    def each(self, kind: bytes) -> Iterator[tuple[bytes, bytes]]:
        """All pieces whose name begins with a letter, without it and in order of their names."""
        try:
            after = bytes([kind[0] + 1])
            rows = self._connection.execute(
                "SELECT name, sum, data FROM kept WHERE name >= ? AND name < ? ORDER BY name", (kind, after)
            )
            for name, total, data in rows:
                found = _checked(name, total, data)
                yield name[1:], found
        except _FAULTS as fault:
            raise Doubt(str(fault)) from fault

    def put(self, name: bytes, data: bytes) -> int:
        """Keep one piece in place of the one of that name; its checksum."""
        total = crc32(data, crc32(name))
        self._run("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (name, total, data))
        return total

    def remove(self, name: bytes) -> None:
        """Keep it no longer."""
        self._run("DELETE FROM kept WHERE name = ?", (name,))

    def _run(self, words: str, values: tuple[object, ...] = ()) -> None:
        try:
            self._connection.execute(words, values)
        except _FAULTS as fault:
            raise _doubt(fault) from fault


def new_beside(path: str, now: int) -> str:
    """A name for an index that is to take the place of the one at `path`; no other process has it.

    What processes that were killed have left there long before `now` (as `cache.stamp` has it) goes.
    """
    sweep(os.path.dirname(path), now)
    return f"{path}-{os.getpid()}"


def settle(new: str, path: str) -> None:
    """Put a new index, closed by now, in the place of the old one."""
    try:
        if os.path.lexists(f"{path}-journal"):  # of a process that did not end well, for the file that goes now
            os.unlink(f"{path}-journal")
        os.replace(new, path)
    except OSError as fault:
        raise Doubt(str(fault)) from fault


def discard(path: str) -> None:
    """Remove a file that is of no use; no harm where that fails."""
    for one in (path, f"{path}-journal"):
        try:
            os.unlink(one)
        except OSError:
            continue


def sum_of(name: bytes, data: bytes) -> int:
    """The checksum of a piece."""
    return crc32(data, crc32(name))


def packed(value: object) -> bytes:
    """Plain values as bytes."""
    return marshal.dumps(value)  # type: ignore[arg-type]  # of plain values, as the name says


def unpacked(data: bytes) -> object:
    """The plain values again; only for what has passed its checksum."""
    try:
        found: object = marshal.loads(data)
    except (ValueError, EOFError, TypeError, MemoryError) as fault:  # the last for a length of its own making
        raise Doubt("a piece cannot be read") from fault
    return found


def _doubt(fault: Exception) -> Doubt:
    is_busy = getattr(fault, "sqlite_errorcode", 0) & 0xFF in _BUSY
    return Busy(str(fault)) if is_busy else Doubt(str(fault))


def _checked(name: object, total: object, data: object) -> bytes:
    if not (isinstance(name, bytes) and isinstance(data, bytes)) or crc32(data, crc32(name)) != total:
        raise Doubt("a checksum is wrong")
    return data
