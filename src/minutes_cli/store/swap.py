"""The only way in which a file is written whole: to a temporary file beside it, then in its place at one step.

Whoever looks sees the old file or the new one. What a killed process left beside it goes with the next write.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

MARK = ".minutes-tmp"


@dataclass(frozen=True, slots=True)
class Disk:
    """The calls that can fail, so that a test can make each of them do so."""

    write: Callable[[int, bytes], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    replace: Callable[[str, str], None] = os.replace


DISK = Disk()


def swap(path: str, new: bytes, disk: Disk = DISK) -> None:
    """Put `new` in the place of a file, with its mode and owner, or make it; OSError leaves it whole, old or new.

    A link's target is written. The bytes are on the disk when it returns.
    """
    real = os.path.realpath(path)
    temporary = beside(real, new, os.stat(real) if os.path.exists(real) else None, disk)
    try:
        disk.replace(temporary, real)
    except OSError:
        os.unlink(temporary)
        raise
    sync_folder(os.path.dirname(real), disk)


def beside(path: str, new: bytes, status: os.stat_result | None, disk: Disk = DISK) -> str:
    """A temporary file in the same folder, written through to the disk, with the mode and owner of the file."""
    folder, name = os.path.split(path)
    descriptor, temporary = tempfile.mkstemp(MARK, prefix_of(name), folder)
    try:
        try:
            written = 0
            while written < len(new):
                written += disk.write(descriptor, new[written:])
            _like(descriptor, path, status)
            disk.fsync(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def add_line(path: str, line: str, disk: Disk = DISK) -> None:
    """A line more at the end of a file, or a new file; one that a killed process left open is ended first.

    The line is on the disk when it returns; OSError leaves the file as it was, if that can be had.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        new = (("\n" if size else "") + line).encode()
        try:
            written = 0
            while written < len(new):
                written += disk.write(descriptor, new[written:])
            disk.fsync(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        with contextlib.suppress(OSError):  # what counts has been said by fsync
            os.close(descriptor)


def prefix_of(name: str) -> str:
    """How the temporary files for a file of that name begin; short enough for every file system."""
    return f".{os.fsdecode(os.fsencode(name)[:150])}."


def sync_folder(folder: str, disk: Disk = DISK) -> None:
    """Has the names in a folder on the disk, too, where the system knows how."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder or ".", os.O_RDONLY | os.O_DIRECTORY)
    try:
        disk.fsync(descriptor)
    finally:
        os.close(descriptor)


def _like(descriptor: int, path: str, status: os.stat_result | None) -> None:
    """Owner, mode and extended attributes as they were; the owner only where the system lets us."""
    if status is None:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o666 & ~_umask())
        return
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(path):
                os.setxattr(descriptor, name, os.getxattr(path, name))


def _umask() -> int:
    """What the process takes away from the rights of new files; it can only be read by being set."""
    found = os.umask(0o077)
    os.umask(found)
    return found
