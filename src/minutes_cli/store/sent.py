"""The record, in the state folder, of who has been written to on which day.

An entry is made before a mail is handed over, and taken back where it certainly was not taken: where nobody
knows, nobody is written to twice.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Day
from hashlib import blake2b

from filelock import FileLock, Timeout

from minutes_cli.store.state import CannotWrite, name_of, state_folder
from minutes_cli.store.swap import add_line, swap

_KEPT_DAYS = 40


@contextmanager
def book(root: str, environ: Mapping[str, str]) -> Iterator[Book]:
    """The record of who has been written to, while nobody else writes to them."""
    folder = os.path.join(state_folder(environ), "mailed")
    path = os.path.join(folder, f"{name_of(root)}.jsonl")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        lock = FileLock(f"{path}.lock", timeout=10)
        lock.acquire()
    except Timeout as fault:
        raise CannotWrite("another minutes remind is sending", hint="wait for it to end") from fault
    except OSError as fault:
        raise CannotWrite(f"{folder} cannot be written: {(fault.strerror or str(fault)).lower()}") from fault
    try:
        yield Book(path)
    finally:
        with contextlib.suppress(OSError):
            lock.release()


@dataclass(frozen=True, slots=True)
class Book:
    """Who has been written to on which day; a line an entry, the last one about somebody counts."""

    path: str

    def has(self, person: str, day: Day) -> bool:
        """Whether somebody has been written to on that day, or may have been."""
        found = [one for one in self._rows() if one.get("day") == day.isoformat() and one.get("to") == _hash(person)]
        return bool(found) and found[-1].get("state") != "failed"

    def put(self, person: str, day: Day, state: str) -> None:
        """`sending` before a mail is handed over, `failed` where it certainly was not taken.

        Raises CannotWrite where it cannot be written: without a record nothing is sent.
        """
        try:
            self._shorten(day)
            add_line(self.path, json.dumps({"day": day.isoformat(), "to": _hash(person), "state": state}))
        except OSError as fault:
            raise CannotWrite(f"{self.path} cannot be written: {(fault.strerror or str(fault)).lower()}") from fault

    def _rows(self) -> list[dict[str, object]]:
        try:
            with open(self.path, encoding="utf-8", errors="replace") as stream:
                lines = stream.read().split("\n")
        except FileNotFoundError:
            return []
        except OSError as fault:
            raise CannotWrite(f"{self.path} cannot be read: {(fault.strerror or str(fault)).lower()}") from fault
        rows: list[dict[str, object]] = []
        for line in lines:
            with contextlib.suppress(ValueError):  # the end of a line that a killed process left
                row = json.loads(line)
                rows += [row] if isinstance(row, dict) else []
        return rows

    def _shorten(self, today: Day) -> None:
        """Drops what is too old to matter, once there is a good deal of it."""
        if not os.path.exists(self.path) or os.path.getsize(self.path) < 200_000:
            return
        first = Day.fromordinal(max(today.toordinal() - _KEPT_DAYS, 1)).isoformat()
        kept = [json.dumps(one) for one in self._rows() if str(one.get("day", "")) >= first]
        swap(self.path, "\n".join(kept).encode())


def _hash(person: str) -> str:
    """Names and addresses are not kept, only what tells them apart."""
    return blake2b(person.casefold().encode(), digest_size=12).hexdigest()
