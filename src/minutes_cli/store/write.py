"""Changes → the disk: the only code that writes minutes. Either a file is wholly new or wholly old.

Each file is read again and compared, byte for byte, with what the change was made of; the new text goes to
a temporary file beside it, with the same mode and owner, and takes its place in one step.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Sequence
from typing import NamedTuple

from minutes_cli.model import Change
from minutes_cli.store.files import Refused, decode, read
from minutes_cli.store.find import git_top, is_within
from minutes_cli.store.state import CannotWrite
from minutes_cli.store.swap import DISK, MARK, Disk, beside, prefix_of, sync_folder


class _Prepared(NamedTuple):
    """A new text that lies beside the file it is for."""

    path: str
    temporary: str
    former: str
    """Another name of the old file, or a copy: to put it back needs no room on the disk."""


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
            sync_folder(folder, disk)
    except OSError as fault:
        left = _put_back(done)
        name = changes[min(len(prepared), len(changes) - 1)].path
        raise CannotWrite(
            f"{name} cannot be written: {(fault.strerror or str(fault)).lower()}",
            hint=f"the new text stands in {', '.join(left)}" if left else "nothing has been changed",
        ) from fault
    finally:
        for one in prepared:
            for name in (one.temporary, one.former):
                with contextlib.suppress(OSError):
                    os.unlink(name)


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
    _clear(path)
    temporary = beside(path, new, status, disk)
    try:
        return _Prepared(path, temporary, _former(path, temporary, old, status, disk))
    except OSError:
        os.unlink(temporary)
        raise


def _former(path: str, temporary: str, old: bytes, status: os.stat_result, disk: Disk) -> str:
    former = f"{temporary.removesuffix(MARK)}.old{MARK}"
    try:
        os.link(path, former)
    except OSError:  # a file system without further names for a file
        return beside(path, old, status, disk)
    return former


def _target(root: str, path: str, *, follow: bool) -> str:
    """The file that is to be written: that behind a symbolic link."""
    named = os.path.normpath(os.path.join(root, path))
    real = os.path.realpath(named)
    # A file outside the root is minutes because the settings or the command line name it.
    base = named if os.path.isabs(path) or path.startswith("..") else root
    home = os.path.realpath(git_top(base) or base)
    if not is_within(real, home) and not follow:
        raise CannotWrite(
            f"{path} is a link that leads out of this folder, to {real}",
            hint="what changes actions has --follow to change it there; else edit that file",
        )
    return real


def _clear(path: str) -> None:
    """Takes away what a killed process left beside a file: we hold the lock, so nobody is writing it."""
    folder, name = os.path.split(path)
    for left in os.listdir(folder):
        if left.startswith(prefix_of(name)) and left.endswith(MARK):
            with contextlib.suppress(OSError):
                os.unlink(os.path.join(folder, left))


def _put_back(done: Sequence[_Prepared]) -> list[str]:
    """The old files for those that were replaced before a later one failed; the names of those that stayed new."""
    left = []
    for one in done:
        try:
            os.replace(one.former, one.path)
        except OSError:
            left.append(one.path)
    return left
