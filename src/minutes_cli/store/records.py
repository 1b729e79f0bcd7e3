"""Plain values by their keys, in one file of which only what is asked for is read.

The file begins with a table: for each key a number that follows from it, and where its record lies. A record has the
key, too, so that two keys with one number are told apart, and the table has a checksum of it. Whatever is not as
expected is not there.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import IO, Any
from zlib import crc32

from minutes_cli.store.cache import keep

_BEGIN = b"minutes1"
_HEAD = len(_BEGIN) + 8
_LARGEST = 64_000_000
"""Bytes of a file that is still looked at."""
_FAULTS = (OSError, ValueError, EOFError, TypeError, OverflowError, MemoryError)
"""What comes of places and lengths that cannot be."""
Key = tuple[bool | str, str] | tuple[bool | str, str, int]
_Places = dict[int, tuple[int, int, int]]
"""By the number of a key where its record begins, how long it is, and its checksum."""


class Records:
    """What a file holds; it is opened when it is first asked for."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._places: _Places | None = None
        self._begin = 0

    def get(self, key: Key) -> Any:
        """The value of a key; None where there is none."""
        number = _number(key)
        raw = self._raw(number) if number in self._table() else None
        if raw is None:
            return None
        with suppress(*_FAULTS):
            own, value = marshal.loads(raw)
            return value if own == key else None
        return None

    def __len__(self) -> int:
        return len(self._table())

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def write(self, new: Mapping[Key, Any], *, anew: bool) -> None:
        """Keep these, and what there is unless it is to be begun `anew`.

        No harm where that fails, or where another process does the same.
        """
        records = {} if anew else dict(self._all())
        records |= {_number(key): marshal.dumps((key, value)) for key, value in new.items()}
        places, at = {}, 0
        for number, raw in records.items():
            places[number] = (at, len(raw), crc32(raw))
            at += len(raw)
        table = marshal.dumps(places)
        head = _BEGIN + crc32(table).to_bytes(4, "big") + len(table).to_bytes(4, "big")
        self.close()
        keep(self._path, b"".join((head, table, *records.values())))

    def _all(self) -> Iterator[tuple[int, bytes]]:
        for number in self._table():
            raw = self._raw(number)
            if raw is not None:
                yield number, raw

    def _table(self) -> _Places:
        if self._places is None:
            self._places = self._opened()
        return self._places

    def _opened(self) -> _Places:
        try:
            self._file = open(self._path, "rb")  # noqa: SIM115  # until `close`
            head = self._file.read(_HEAD)
            length = int.from_bytes(head[-4:], "big")
            if not head.startswith(_BEGIN) or os.fstat(self._file.fileno()).st_size > _LARGEST or length > _LARGEST:
                return {}
            table = self._file.read(length)
            if crc32(table) != int.from_bytes(head[-8:-4], "big"):
                return {}
            self._begin = _HEAD + length
            found = marshal.loads(table)
        except _FAULTS:
            return {}
        return found if isinstance(found, dict) else {}

    def _raw(self, number: int) -> bytes | None:
        if self._file is None:
            return None
        try:
            at, length, total = self._table()[number]
            raw = _read(self._file, self._begin + at, length)
        except _FAULTS:
            return None
        return raw if crc32(raw) == total else None


def _read(file: IO[bytes], at: int, length: int) -> bytes:
    """Some bytes; children of a fork have the same place in the file, and must not move it."""
    if hasattr(os, "pread"):
        return os.pread(file.fileno(), length, at)
    file.seek(at)
    return file.read(length)


def _number(key: Key) -> int:
    raw = "\0".join(map(str, key)).encode("utf-8", "surrogatepass")
    return len(raw) << 32 | crc32(raw)
