"""Writes what a check writes beside the minutes: the baseline, and the summary of a CI job."""

from __future__ import annotations

import os

from minutes_cli.model import MinutesError
from minutes_cli.store.files import Loaded, read
from minutes_cli.store.swap import swap


class NotWritten(MinutesError):
    """A file could not be written; it is as it was before."""

    exit_code = 1


def write_over(path: str, text: str) -> None:
    """Write a file whole, whether or not it was there; NotWritten leaves it as it was."""
    _put(path, text.encode("utf-8"))


def append(path: str, text: str) -> None:
    """Add to the end of a file; NotWritten where that cannot be done."""
    try:
        with open(path, "a", encoding="utf-8", newline="\n", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as fault:
        raise _refusal(path, fault) from fault


def read_if_there(path: str, encodings: tuple[str, ...] = ()) -> str | None:
    """The text of a file; None where there is none, MinutesError where it cannot be read."""
    if not os.path.lexists(path):
        return None
    loaded = read(path, encodings)
    if isinstance(loaded, Loaded):
        return loaded.text
    raise MinutesError(f"{path} cannot be read: {loaded.reason}")


def _put(path: str, raw: bytes) -> None:
    try:
        swap(path, raw)
    except OSError as fault:
        raise _refusal(path, fault) from fault


def _refusal(path: str, fault: OSError) -> NotWritten:
    return NotWritten(f"{path} cannot be written: {(fault.strerror or str(fault)).lower()}")
