"""Bytes of a file → text that gives the same bytes back, or a sentence that says why not.

`Loaded.text.encode(Loaded.encoding)` is always what stands on the disk: the byte order mark stays in
the text as U+FEFF and no line end is touched. Nothing here knows what minutes are.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

LARGEST = 100_000_000
"""Bytes. No minutes are longer; a larger file is a mistake, and would fill the memory."""
_BINARY_PROBE = 8192
_GUESS_SAMPLE = 65_536
_FEWEST_LETTERS = 4
"""Letters of another script that a guess must rest on."""
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)
# A letter of another script between two small Latin letters is a Latin text read in the wrong encoding; kana are
# not, for Japanese sets its particles between Latin words without a space.
_TORN_WORD = re.compile(r"[a-z][^\x00-\u024f\u3040-\u30ff][a-z]")


class Loaded(NamedTuple):
    """A file's text, and how it was decoded."""

    text: str
    """Byte order mark and carriage returns included."""
    encoding: str
    """Python's name of it; `text.encode(encoding)` is the file's bytes."""
    note: str | None
    """A sentence on why it was not read as UTF-8; None where it was."""


class Refused(NamedTuple):
    """A file that was not read."""

    binary: bool
    """It was opened, and holds no text."""
    reason: str
    """What is the matter with it, without its name: "a named pipe, not a file"."""


def read(path: str, encodings: Sequence[str] = ()) -> Loaded | Refused:
    """The text of the file at `path`; `encodings` are tried, in order, where it is not Unicode.

    Never raises on what lies on the disk and never waits for a pipe or device.
    """
    try:
        raw = _read_bytes(path)
    except OSError as fault:
        return Refused(binary=False, reason=fault.strerror.lower() if fault.strerror else str(fault))
    except ValueError:
        return Refused(binary=False, reason="no file can have this name")
    return raw if isinstance(raw, Refused) else decode(raw, encodings)


def decode(raw: bytes, encodings: Sequence[str] = ()) -> Loaded | Refused:
    """The text in `raw`, without loss: UTF-8, UTF-16 by its mark, `encodings`, a guess, cp1252, latin-1."""
    marked = _utf16(raw)
    if marked is not None:
        return marked
    if b"\0" in raw[:_BINARY_PROBE]:
        return Refused(binary=True, reason="it holds zero bytes, as no text does")
    text = _lossless(raw, "utf-8")
    if text is not None:
        return Loaded(text, "utf-8", None)
    for encoding in _candidates(raw, encodings):
        text = _lossless(raw, encoding)
        if text is not None:
            return Loaded(text, encoding, _note(raw, encoding))
    return Loaded(raw.decode("latin-1"), "latin-1", _note(raw, "latin-1"))


def _read_bytes(path: str) -> bytes | Refused:
    found = _refusal(os.stat(path))
    if found is not None:
        return found
    # Between the two looks the file may have become a pipe: opening must not wait for a writer.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    with os.fdopen(descriptor, "rb") as stream:
        found = _refusal(os.fstat(descriptor))
        if found is not None:
            return found
        raw: bytes | None = stream.read(LARGEST + 1)
    if raw is None:  # a file of the kernel's that would have us wait
        return Refused(binary=False, reason="nothing can be read from it without waiting")
    return raw if len(raw) <= LARGEST else _too_large()


def _refusal(status: os.stat_result) -> Refused | None:
    for is_kind, name in _KINDS:
        if is_kind(status.st_mode):
            return Refused(binary=False, reason=f"{name}, not a file")
    return _too_large() if status.st_size > LARGEST else None


def _too_large() -> Refused:
    return Refused(binary=False, reason=f"larger than {LARGEST // 1_000_000} MB")


def _utf16(raw: bytes) -> Loaded | Refused | None:
    """None without a UTF-16 mark, or where what follows the mark is not UTF-16."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            text = _lossless(raw, encoding)
            if text is not None and "\0" in text[:_BINARY_PROBE]:
                return Refused(binary=True, reason="it holds zero characters, as no text does")
            if text is not None:
                return Loaded(text, encoding, "it is UTF-16, not UTF-8, and was read as that")
    return None


def _lossless(raw: bytes, encoding: str) -> str | None:
    """`raw` decoded, or None where that fails or would not give the same bytes back."""
    try:
        text = raw.decode(encoding)
        return text if encoding == "utf-8" or text.encode(encoding) == raw else None
    except (LookupError, ValueError):
        return None


def _candidates(raw: bytes, encodings: Sequence[str]) -> Iterator[str]:
    yield from encodings
    guess = _guess(raw)
    if guess is not None:
        yield guess
    yield "cp1252"


def _guess(raw: bytes) -> str | None:
    """The encoding that charset-normalizer finds, where it leads to another script than Latin.

    Among the Latin code pages its guess is a coin's toss on short texts ("Jürgen" is read as cp775,
    "José" as cp1250), and cp1252 is by far the most frequent.
    """
    from charset_normalizer import from_bytes

    first = next(at for at, byte in enumerate(raw) if byte > 127)
    start = max(0, raw.rfind(b"\n", 0, first) + 1)
    best = from_bytes(raw[start : start + _GUESS_SAMPLE]).best()
    if best is None or best.encoding.startswith("utf"):
        return None
    text = str(best)
    letters = [one for one in text if one > "\x7f" and one.isalpha()]
    foreign = sum(not unicodedata.name(one, "LATIN").startswith("LATIN") for one in letters)
    if foreign < _FEWEST_LETTERS or foreign * 2 <= len(letters) or _TORN_WORD.search(text):
        return None
    return best.encoding


def _note(raw: bytes, encoding: str) -> str:
    """The sentence on a fallback, with the place that is not UTF-8 (line from 1)."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        return f"it is not UTF-8 (byte {raw[fault.start]:#04x} in line {line}) and was read as {encoding}"
    return f"it was read as {encoding}"
