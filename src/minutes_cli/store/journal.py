"""What `minutes` changed in a folder, so that `undo` and `reopen` can take it back to the letter.

One JSON object a line, in the state folder, appended before the files are written: what was never written
has no lines to be found, and is passed over. Only the last ones are kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from minutes_cli.model import Change
from minutes_cli.store.state import CannotWrite, name_of, state_folder
from minutes_cli.store.swap import add_line, swap
from minutes_cli.text import Hunk, hunks

_LONGEST = 4_000_000
"""Bytes; a longer journal loses its older half."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One command's changes."""

    number: int
    """From 1, in the order in which they were made."""
    title: str
    """`close 7kx2`."""
    actions: tuple[str, ...]
    """Whole ids."""
    files: tuple[tuple[str, tuple[Hunk, ...]], ...]
    """Path relative to the root, and what was done to its lines."""
    is_committed: bool
    made: tuple[tuple[str, str], ...] = ()
    """Path relative to the root of each file that was not there before, and the `print_of` of its text."""


def print_of(text: str) -> str:
    """Tells one text from another."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def append(
    root: str,
    environ: Mapping[str, str],
    title: str,
    changes: Sequence[Change],
    *,
    is_committed: bool = False,
    made: Mapping[str, str] | None = None,
) -> int:
    """Remembers a command's changes, and the texts of the files it `made`, under a number.

    The caller holds the folder's lock. Raises CannotWrite; all that writes here does.
    """
    known = _rows(root, environ)
    row = {
        "number": max((int(str(one.get("number", 0))) for one in known), default=0) + 1,
        "title": title,
        "actions": sorted({effect.action for change in changes for effect in change.effects} - {""}),
        "files": [[one.path, [[h.line, h.old, h.new] for h in hunks(one.before, one.edits)]] for one in changes],
        "committed": is_committed,
        "made": [[path, print_of(text)] for path, text in (made or {}).items()],
    }
    _put(root, environ, row)
    return int(str(row["number"]))


def forget(root: str, environ: Mapping[str, str], number: int) -> None:
    """Marks an entry as taken back, or never made."""
    _put(root, environ, {"undone": number})


def remember(root: str, environ: Mapping[str, str], number: int) -> None:
    """Marks an entry as not taken back after all."""
    _put(root, environ, {"restored": number})


def entries(root: str, environ: Mapping[str, str]) -> tuple[Entry, ...]:
    """What has not been taken back, oldest first; a line that cannot be read is passed over."""
    rows = _rows(root, environ)
    last = {one.get("undone", one.get("restored")): "undone" in one for one in rows if not one.keys() & {"number"}}
    undone = {number for number, is_undone in last.items() if is_undone}
    found = (_entry(one) for one in rows if one.get("number") not in undone)
    return tuple(one for one in found if one is not None)


def _entry(row: Mapping[str, object]) -> Entry | None:
    files, actions, number = row.get("files"), row.get("actions"), row.get("number")
    if not isinstance(files, list) or not isinstance(actions, list) or not isinstance(number, int):
        return None
    try:
        told = tuple(
            (str(path), tuple(Hunk(int(at), str(old), str(new)) for at, old, new in all_)) for path, all_ in files
        )
        made = tuple((str(path), str(sum_)) for path, sum_ in row.get("made", ()))  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return None
    return Entry(number, str(row.get("title", "")), tuple(map(str, actions)), told, bool(row.get("committed")), made)


def _path(root: str, environ: Mapping[str, str]) -> str:
    return os.path.join(state_folder(environ), "journal", f"{name_of(root)}.jsonl")


def _rows(root: str, environ: Mapping[str, str]) -> list[dict[str, object]]:
    try:
        with open(_path(root, environ), encoding="utf-8") as stream:
            lines = stream.read().split("\n")
    except (OSError, UnicodeDecodeError):
        return []
    found: list[dict[str, object]] = []
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:  # the end of a line that was being written when the process was killed
            continue
        if isinstance(row, dict):
            found.append(row)
    return found


def _put(root: str, environ: Mapping[str, str], row: Mapping[str, object]) -> None:
    path = _path(root, environ)
    try:
        _add(path, root, environ, row)
    except OSError as fault:
        raise CannotWrite(
            f"{path} cannot be written: {(fault.strerror or str(fault)).lower()}",
            hint="nothing has been changed; XDG_STATE_HOME names the folder above it",
        ) from fault


def _add(path: str, root: str, environ: Mapping[str, str], row: Mapping[str, object]) -> None:
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    if os.path.exists(path) and os.path.getsize(path) > _LONGEST:
        rows = _rows(root, environ)
        swap(path, "".join(json.dumps(one) + "\n" for one in rows[len(rows) // 2 :]).encode())
    add_line(path, json.dumps(row) + "\n")
