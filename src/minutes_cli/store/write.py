"""Changes → the disk: the only code that writes minutes. Either a file is wholly new or wholly old.

Each file is read again and compared, byte for byte, with what the change was made of; the new text goes to
a temporary file beside it, with the same mode and owner, and takes its place in one step.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minutes_cli.model import Change
from minutes_cli.store.files import Refused, decode, read
from minutes_cli.store.find import git_top
from minutes_cli.store.state import CannotWrite

_MARK = ".minutes-tmp"


@dataclass(frozen=True, slots=True)
class Disk:
    """The calls that can fail, so that a test can make each of them do so."""

    write: Callable[[int, bytes], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    replace: Callable[[str, str], None] = os.replace


DISK = Disk()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A new text that lies beside the file it is for."""

    path: str
    temporary: str
    old: bytes


def write_changes(
    root: str, changes: Sequence[Change], encodings: Sequence[str] = (), *, follow: bool = False, disk: Disk = DISK
) -> None:
    """Writes all changes, or none. Paths are relative to `root`; the caller holds the folder's lock.

    A symbolic link's target is written, and only inside the repository (else `root`) unless `follow`.
    Raises CannotWrite, which says why; every file is then as it was.
    """
    prepared: list[_Prepared] = []
    done: list[_Prepared] = []
    try:
        for change in changes:
            prepared.append(_prepare(root, change, encodings, follow=follow, disk=disk))
        for one in prepared:
            disk.replace(one.temporary, one.path)
            done.append(one)
        for folder in {os.path.dirname(one.path) for one in prepared}:
            _sync_folder(folder, disk)
    except OSError as fault:
        _put_back(done)
        name = changes[min(len(prepared), len(changes) - 1)].path
        raise CannotWrite(
            f"{name} cannot be written: {(fault.strerror or str(fault)).lower()}", hint="nothing has been changed"
        ) from fault
    finally:
        for one in prepared:
            with contextlib.suppress(OSError):
                os.unlink(one.temporary)


def is_stale(root: str, changes: Sequence[Change], encodings: Sequence[str] = ()) -> bool:
    """Whether a file is not what its change was made of any more."""
    for change in changes:
        loaded = read(os.path.join(root, change.path), encodings)
        if isinstance(loaded, Refused) or loaded.text != change.before:
            return True
    return False


def _prepare(root: str, change: Change, encodings: Sequence[str], *, follow: bool, disk: Disk) -> _Prepared:
    path = _target(root, change.path, follow=follow)
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        raise CannotWrite(f"{change.path} is not a file any more", hint="run the command again")
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        raise CannotWrite(f"{change.path} is read-only", hint=f"chmod u+w {change.path}")
    with open(path, "rb") as stream:
        old = stream.read()
    loaded = decode(old, encodings)
    if isinstance(loaded, Refused) or loaded.text != change.before:
        raise CannotWrite(f"{change.path} was changed since it was read; nothing has been written",
                          hint="run the command again")  # fmt: skip
    try:
        new = change.after.encode(loaded.encoding)
    except UnicodeEncodeError as fault:
        lost = change.after[fault.start : fault.end]
        raise CannotWrite(
            f"{change.path} is {loaded.encoding}, in which {lost!r} cannot be written",
            hint="say it in other letters, or save the file as UTF-8",
        ) from fault
    again = decode(new, encodings)
    if isinstance(again, Refused) or again.text != change.after:
        raise CannotWrite(f"{change.path} would not read back in its encoding, {loaded.encoding}",
                          hint="save the file as UTF-8")  # fmt: skip
    return _Prepared(path, _beside(path, new, status, disk), old)


def _target(root: str, path: str, *, follow: bool) -> str:
    """The file that is to be written: that behind a symbolic link."""
    named = os.path.normpath(os.path.join(root, path))
    real = os.path.realpath(named)
    # A file outside the root is minutes because the settings or the command line name it.
    base = named if os.path.isabs(path) or path.startswith("..") else root
    home = os.path.realpath(git_top(base) or base)
    inside = real == home or real.startswith(home.rstrip(os.sep) + os.sep)
    if not inside and not follow:
        raise CannotWrite(
            f"{path} is a link that leads out of this folder, to {real}", hint="--follow changes it there"
        )
    return real


def _beside(path: str, new: bytes, status: os.stat_result, disk: Disk) -> str:
    """A temporary file in the same folder, written through to the disk, with the mode and owner of the file."""
    folder, name = os.path.split(path)
    for left in os.listdir(folder):
        # We hold the lock: whoever left such a file behind was killed.
        if left.startswith(f".{name}.") and left.endswith(_MARK):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(folder, left))
    descriptor, temporary = tempfile.mkstemp(_MARK, f".{name[:100]}.", folder)
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


def _like(descriptor: int, path: str, status: os.stat_result) -> None:
    """Owner, mode and extended attributes as they were; the owner only where the system lets us."""
    if hasattr(os, "fchown"):
        with contextlib.suppress(OSError):
            os.fchown(descriptor, status.st_uid, status.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(path):
                os.setxattr(descriptor, name, os.getxattr(path, name))


def _sync_folder(folder: str, disk: Disk) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        disk.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put_back(done: Sequence[_Prepared]) -> None:
    """The old bytes for files that were replaced before a later one failed, with the plain calls of the system."""
    for one in done:
        status = os.stat(one.path)
        os.replace(_beside(one.path, one.old, status, DISK), one.path)
