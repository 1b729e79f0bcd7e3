"""Converts a document in a process of its own, so that a hostile or broken one can hurt nothing but that."""

from __future__ import annotations

import os
import subprocess
import sys

from minutes_cli.model import MinutesError, lacking

_LARGEST = 50_000_000
"""Bytes; minutes with pictures have a few millions."""
_SECONDS = 120


class CannotConvert(MinutesError):
    """A document that could not be turned into minutes."""

    exit_code = 1


def load(path: str, name: str) -> bytes:
    """The bytes of the document at `path`, called `name`; MinutesError where it cannot be read or is too large."""
    try:
        if not os.path.isfile(path):
            what = "a folder" if os.path.isdir(path) else "not there" if not os.path.exists(path) else "no file"
            raise MinutesError(f"{name} is {what}")
        size = os.path.getsize(path)
        if size > _LARGEST:
            raise CannotConvert(f"{name} has {size // 1_000_000} megabytes, and at most 50 are taken")
        with open(path, "rb") as stream:
            return stream.read(_LARGEST + 1)
    except OSError as fault:
        raise CannotConvert(f"{name} cannot be read: {(fault.strerror or str(fault)).lower()}") from fault


def convert(content: bytes, kind: str, name: str) -> str:
    """Markdown of a document of that kind (`docx`, `odt`, `pdf`, `html`, `zip`, `eml`).

    Raises CannotConvert where it is broken, or takes too long or too much memory, and MinutesError where the
    library that reads it is not installed.
    """
    words = [sys.executable, "-P", "-m", "minutes_cli.importing", kind]
    try:
        ran = subprocess.run(words, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise CannotConvert(f"{name} takes more than {_SECONDS} seconds to convert, and was given up") from fault
    if ran.returncode == 0:
        return ran.stdout.decode("utf-8")
    said = ran.stderr.decode("utf-8", "replace").strip()
    if ran.returncode == 4:
        raise lacking(f"importing {kind}", said, "import")
    if ran.returncode == 1:
        raise RuntimeError(said.splitlines()[-1] if said else "the converter failed")
    why = said if ran.returncode == 3 else "it takes more time or memory than a document should"
    raise CannotConvert(f"{name} cannot be converted: {why}")
