"""The state folder, `minutes-register`: locks and the journal of what can be undone. Nothing in it is a cache."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b

from filelock import FileLock, Timeout

from minutes_cli.model import MinutesError
from minutes_cli.store.find import git_top

_APP = "minutes-register"
_SECONDS = 300.0
"""As long as a command waits for the others that change the same folder."""


class CannotWrite(MinutesError):
    """A file that could not be written; what stood there still does."""

    exit_code = 1


def state_folder(environ: Mapping[str, str]) -> str:
    """Where state lies: `$XDG_STATE_HOME`, else what the system has for it."""
    home = environ.get("XDG_STATE_HOME")
    if home and os.path.isabs(home):
        return os.path.join(home, _APP)
    from platformdirs import user_state_path

    return str(user_state_path(_APP, appauthor=False))


def name_of(root: str) -> str:
    """What a folder is called in the state folder: the same for every path into one repository."""
    real = os.path.realpath(root)
    top = git_top(real) or real
    return blake2b(os.fsencode(top), digest_size=12).hexdigest()


@contextmanager
def locked(root: str, environ: Mapping[str, str]) -> Iterator[None]:
    """Holds the folder's lock; the system lets go of it when the process ends, however it does.

    Raises CannotWrite where the state folder cannot be written, or others keep the lock too long.
    """
    folder = os.path.join(state_folder(environ), "locks")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        lock = FileLock(os.path.join(folder, f"{name_of(root)}.lock"), timeout=_SECONDS)
        lock.acquire()
    except Timeout as fault:
        raise CannotWrite(
            f"another minutes command has been changing this folder for {_SECONDS:.0f} seconds",
            hint="wait for it to end, and run this again",
        ) from fault
    except OSError as fault:
        raise CannotWrite(
            f"{folder} cannot be written: {(fault.strerror or str(fault)).lower()}",
            hint="XDG_STATE_HOME names the folder above it",
        ) from fault
    try:
        yield
    finally:
        with suppress(OSError):  # the system lets go of it when this process ends
            lock.release()
