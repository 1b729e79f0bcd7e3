"""Writes what a check writes: fixes of minutes, the baseline, and the summary of a CI job."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress

from minutes_cli.model import MinutesError
from minutes_cli.store.files import Loaded, read


class NotWritten(MinutesError):
    """A file could not be written, or is not what it was; it is as it was before."""

    exit_code = 1


def amend(path: str, before: str, after: str, encodings: tuple[str, ...]) -> None:
    """Write `after` in the place of `before`, in the encoding the file has; NotWritten leaves it as it was."""
    loaded = read(path, encodings)
    if not isinstance(loaded, Loaded) or loaded.text != before:
        raise NotWritten(f"{path} was changed meanwhile", hint="run the command again; this file was not written")
    _swap(path, after.encode(loaded.encoding))


def write_over(path: str, text: str) -> None:
    """Write a file whole, whether or not it was there; NotWritten leaves it as it was."""
    _swap(path, text.encode("utf-8"))


def append(path: str, text: str) -> None:
    """Add to the end of a file; NotWritten where that cannot be done."""
    try:
        with open(path, "a", encoding="utf-8", newline="\n", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as fault:
        raise _refusal(path, fault) from fault


def read_if_there(path: str) -> str | None:
    """The text of a file; None where there is none, MinutesError where it cannot be read."""
    if not os.path.lexists(path):
        return None
    loaded = read(path)
    if isinstance(loaded, Loaded):
        return loaded.text
    raise MinutesError(f"{path} cannot be read: {loaded.reason}")


def _swap(path: str, raw: bytes) -> None:
    """Put a whole file in the place of another, with its mode, at one stroke."""
    target = os.path.realpath(path)
    temporary = ""
    try:
        mode = os.stat(target).st_mode & 0o7777 if os.path.exists(target) else 0o644
        descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".minutes-")
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except OSError as fault:
        with suppress(OSError):
            os.unlink(temporary)
        raise _refusal(path, fault) from fault


def _refusal(path: str, fault: OSError) -> NotWritten:
    return NotWritten(f"{path} cannot be written: {(fault.strerror or str(fault)).lower()}")
