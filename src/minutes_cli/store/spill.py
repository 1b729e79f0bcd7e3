"""Values that wait on a file system between two steps of a large reading: many in one file, each by its place.

Written and read by the same program within one run, in a folder that it makes and removes: pickles, because they
keep the values as they are. Nobody else's file is ever read here.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from minutes_cli.store.archive import filesystem


@dataclass(frozen=True, slots=True)
class Slip:
    """Where a value lies."""

    file: str
    """Address."""
    start: int
    end: int
    """In bytes."""


def folder(address: str | None) -> str:
    """A new folder of one's own below the address; where none is given, on the disk and closed to others."""
    if address is None:
        return tempfile.mkdtemp(prefix="minutes-")
    return f"{address.rstrip('/')}/minutes-{uuid4().hex}"


def put(address: str, values: Iterable[object]) -> list[Slip]:
    """Writes the values into a new file at the address; a slip for each, in order."""
    files, path = filesystem(address)
    files.makedirs(path.rpartition("/")[0], exist_ok=True)
    slips, start = list[Slip](), 0
    with files.open(path, "wb") as stream:
        for value in values:
            data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            stream.write(data)
            slips.append(Slip(address, start, start + len(data)))
            start += len(data)
    return slips


def get(slips: Sequence[Slip]) -> Iterator[object]:
    """The values, file by file; what lies between the first and the last of a file's slips is read at once."""
    by_file: dict[str, list[Slip]] = {}
    for one in slips:
        by_file.setdefault(one.file, []).append(one)
    for address, here in by_file.items():
        files, path = filesystem(address)
        first, last = min(one.start for one in here), max(one.end for one in here)
        data = memoryview(files.cat_file(path, start=first, end=last))
        for one in here:
            yield pickle.loads(data[one.start - first : one.end - first])


def remove(address: str) -> None:
    """Removes the folder of a run and all that was put there."""
    files, path = filesystem(address)
    if files.exists(path):
        files.rm(path, recursive=True)
