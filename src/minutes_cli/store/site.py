"""Writes the files of a site into a folder, and nothing else there.

A list of what was written lies beside the files, so that pages of actions that are no more go with the next
report, and files of somebody else's are neither overwritten nor removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from minutes_cli.model import MinutesError

LIST = ".minutes-report"
_FOLDERS = ("actions", "charts", "meetings", "owners")
_OURS = re.compile(rf"(?:(?:{'|'.join(_FOLDERS)})/)?[a-z0-9][a-z0-9-]*\.(?:css|html|js|svg)")
"""The only names that are written, and that a list may have removed."""


@dataclass(slots=True)
class Written:
    """What became of the files."""

    changed: int = 0
    same: int = 0
    removed: int = 0
    size: int = 0
    """Bytes of all files that are there now."""


class CannotWrite(MinutesError):
    """A file or folder could not be written, or is not ours to write."""

    exit_code = 1


def write_site(folder: str, paths: Sequence[str], texts: Iterable[str], *, force: bool = False) -> Written:
    """Writes a text for each path, relative to the folder, where it is not there already with the same text.

    Raises CannotWrite, before anything is written, where a file is in the way that no report has written (unless
    `force`) or a folder within is a link to elsewhere; and where the disk refuses. A file is replaced whole.
    """
    done = Written()
    before = _listed(folder)
    _check(folder, paths, frozenset(paths) if force else before)
    try:
        os.makedirs(folder, exist_ok=True)
        # The list comes first: what is interrupted leaves nothing that the next report would take for somebody else's.
        _write_list(folder, before | set(paths))
        for path, text in zip(paths, texts, strict=True):
            _write(os.path.join(folder, path), text.encode("utf-8"), done)
        for path in sorted(before - set(paths)):
            done.removed += _remove(os.path.join(folder, path))
        _write_list(folder, paths)
        _write(os.path.join(folder, ".nojekyll"), b"", Written())
    except OSError as fault:
        raise _refused(fault, folder) from fault
    return done


def write_page(file: str, text: str) -> None:
    """One page, in place of an older one; CannotWrite where that is no page of ours, or cannot be written."""
    try:
        if os.path.exists(file) and b"minutes-register" not in _head(file):
            raise CannotWrite(f"{file} exists, and is no report of minutes", hint="give another name, or remove it")
        _replace(file, text.encode("utf-8"))
    except OSError as fault:
        raise _refused(fault, file) from fault


def _head(file: str) -> bytes:
    with open(file, "rb") as stream:
        return stream.read(4096)


def _refused(fault: OSError, place: str) -> CannotWrite:
    return CannotWrite(f"{fault.filename or place} cannot be written: {(fault.strerror or str(fault)).lower()}")


def _listed(folder: str) -> frozenset[str]:
    """What an earlier report has written; a list says nothing of files that no report would write."""
    try:
        with open(os.path.join(folder, LIST), encoding="utf-8", errors="replace") as file:
            return frozenset(line for line in file.read().split("\n") if _OURS.fullmatch(line))
    except OSError:
        return frozenset()


def _write_list(folder: str, paths: Iterable[str]) -> None:
    _replace(os.path.join(folder, LIST), "".join(f"{path}\n" for path in sorted(paths)).encode())


def _check(folder: str, paths: Iterable[str], ours: Set[str]) -> None:
    """Raises CannotWrite where a path is none of ours to write, or would lead out of the folder."""
    for path in paths:
        if not _OURS.fullmatch(path):
            raise CannotWrite(f"{path} is no name for a page")
        if path not in ours and os.path.lexists(os.path.join(folder, path)):
            raise CannotWrite(
                f"{os.path.join(folder, path)} exists, and was not written by minutes report",
                hint="choose another folder, or give --force",
            )
    for name in _FOLDERS:
        inside = os.path.join(folder, name)
        if os.path.islink(inside):
            raise CannotWrite(
                f"{inside} is a link to another place", hint="remove it, or choose another folder with -o"
            )


def _write(file: str, raw: bytes, done: Written) -> None:
    os.makedirs(os.path.dirname(file), exist_ok=True)
    done.size += len(raw)
    if _read(file) == raw:
        done.same += 1
        return
    _replace(file, raw)
    done.changed += 1


def _read(file: str) -> bytes | None:
    """What a file has; None where there is none, or a link, which is not followed."""
    if os.path.islink(file):
        return None
    try:
        with open(file, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


def _replace(file: str, raw: bytes) -> None:
    """A reader sees the old file or the new one; what a link points to is left alone."""
    beside = f"{file}.{os.getpid()}.new"
    try:
        with open(beside, "xb") as stream:
            stream.write(raw)
        os.replace(beside, file)
    except BaseException:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise


def _remove(file: str) -> int:
    try:
        os.unlink(file)
    except FileNotFoundError:
        return 0
    return 1


def read_templates(folder: str, shipped: Iterable[str]) -> dict[str, str]:
    """Name and text of the templates in a folder: those called as ours, and all `*.j2`.

    Raises MinutesError where the folder or a file in it cannot be read, or there is none.
    """
    known = frozenset(shipped)
    try:
        names = sorted(one for one in os.listdir(folder) if one in known or one.endswith(".j2"))
        found = {}
        for name in names:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                found[name] = file.read()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise MinutesError(f"the templates in {folder} cannot be read: {reason.lower()}") from fault
    if not found:
        raise MinutesError(f"{folder} has no template of the report", hint=f"it has {', '.join(sorted(known))}")
    return found


def write_templates(folder: str, texts: Iterable[tuple[str, str]]) -> None:
    """The templates, to be changed; MinutesError where one of these files is there already."""
    try:
        os.makedirs(folder, exist_ok=True)
        for name, text in texts:
            with open(os.path.join(folder, name), "x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as fault:
        raise _refused(fault, folder) from fault
