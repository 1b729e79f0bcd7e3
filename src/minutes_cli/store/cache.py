"""Where the cache lies, how files come and go there, and the little that says whether what it holds still stands.

Nothing here imports more than it must: a question to a folder that has not changed goes through this
module before anything else is loaded. Times are those of the file system, never of the clock: a file
that may have been written after it was looked at is no proof of anything (as git has it, "racy").
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Mapping
from zlib import crc32

APP = "minutes-register"
Look = tuple[int, ...]
"""What was seen at a path: size, times of change in ns, number; shorter for a folder or for nothing."""
_NOTHING: Look = (0,)
_FOLDER: Look = (1,)
_TICK = 20_000_000
"""Nanoseconds by which the time of a file may lag behind the order of events."""
_COARSE_TICK = 2_000_000_000
"""The same where a file system keeps whole seconds."""
_SECOND = 1_000_000_000
_DAY = 86_400 * _SECOND
_LONGEST_NUMBER = 10
# By these git is told which files of settings there are.
GIT_WORDS = ("HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")


def cache_folder(environ: Mapping[str, str]) -> str | None:
    """Where the cache lies: `$XDG_CACHE_HOME`, else what the system has for it; None for no cache at all."""
    if environ.get("MINUTES_NO_CACHE"):
        return None
    home = environ.get("XDG_CACHE_HOME")
    if home and os.path.isabs(home):
        return os.path.join(home, APP)
    home = environ.get("HOME")
    if os.name == "posix" and not os.path.isdir("/System/Library"):  # what platformdirs says, without its import
        return os.path.join(home, ".cache", APP) if home and os.path.isabs(home) else None
    from platformdirs import user_cache_path

    return str(user_cache_path(APP, appauthor=False))


def look(path: str) -> Look:
    """What stands at a path, links followed; equal as long as it is the same and says the same."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return (2,) if os.path.lexists(path) else _NOTHING
    return _FOLDER if stat.S_ISDIR(found.st_mode) else signature(found)


def seen_at(file: str) -> Look:
    """The signature of what stands at a path; empty where nothing does."""
    try:
        return signature(os.stat(file))
    except (OSError, ValueError):
        return ()


def signature(found: os.stat_result) -> Look:
    """Size, times of change and number of a file or folder."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def is_racy(seen: Look, stamp: int) -> bool:
    """Whether what was seen may have been written at or after the time of `stamp`, or in the same tick."""
    if len(seen) < 4:
        return False
    newest = max(seen[1], seen[2])
    tick = _TICK if seen[1] % _SECOND else _COARSE_TICK
    return newest >= stamp - tick


def unchanged(looks: Iterable[tuple[str, Look]]) -> bool:
    """Whether every path still shows what was seen there."""
    return all(look(path) == seen for path, seen in looks)


def stamp(folder: str) -> int:
    """The time, in ns, that the file system gives to a file written now; OSError where none can be written."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    path = os.path.join(folder, f"stamp-{os.getpid()}")
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, b".")
        return os.fstat(descriptor).st_mtime_ns
    finally:
        os.close(descriptor)
        os.unlink(path)


def keep(path: str, data: bytes) -> None:
    """A file of the cache with this content, for this user alone; whole, or else it is as it was."""
    beside = f"{path}-{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        descriptor = os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        try:
            with open(descriptor, "wb") as file:
                file.write(data)
            os.replace(beside, path)
        except OSError:
            os.unlink(beside)
    except OSError:
        return


def sweep(folder: str, now: int) -> None:
    """Takes away what processes that were killed had begun to write a day ago or earlier; no harm where that fails.

    `now` is the time of the file system, as `stamp` gives it.
    """
    for above, _, names in os.walk(folder):
        for name in names:
            number = name.removesuffix("-journal").rpartition("-")[2]  # of the process; what else follows is longer
            if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
                continue
            path = os.path.join(above, name)
            try:
                if os.lstat(path).st_mtime_ns < now - _DAY:
                    os.unlink(path)
            except OSError:
                continue


def name_of(*words: str) -> str:
    """A file's name for these words. Others may have it too: what the file holds says whose it is."""
    raw = "\0".join(words).encode("utf-8", "surrogatepass")
    return f"{crc32(raw):08x}{crc32(raw[::-1]):08x}"


def reader() -> str:
    """What the answers hang on beside the files: this program's own files, its Python, the libraries beside it."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    seen = [f"{sys.implementation.cache_tag} {sys.version_info[:3]}"]
    waiting = [package]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir():
                    waiting.append(entry.path)
                    continue
                found = entry.stat()
                seen.append(f"{entry.path} {found.st_size} {found.st_mtime_ns}")
    for path in sys.path:
        if path.endswith("-packages"):
            found = os.stat(path)
            seen.append(f"{path} {found.st_mtime_ns}")
    seen.sort()
    return name_of(*seen)
