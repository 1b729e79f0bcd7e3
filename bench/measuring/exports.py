"""The same actions in the peers' own formats."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

FIRST_DAY = "2020-01-01"


@dataclass(frozen=True)
class Item:
    """What the peers can hold of an action."""

    text: str
    owner: str
    due: str | None
    raised: str
    body: str

    @classmethod
    def of(cls, action: Mapping[str, object]) -> Item:
        """From the action as `minutes actions --format json` has it; words that a format has signs for are left out."""
        owners = action["owners"]
        due, raised = action["due"], action["raised"]
        return cls(
            text=_plain(str(action["text"])),
            owner=_plain(str(owners[0])) if isinstance(owners, list) and owners else "Nobody",
            due=str(due) if due else None,
            raised=str(raised) if raised else FIRST_DAY,
            body=_plain(str(action["body"] or "None")),
        )


def _plain(words: str) -> str:
    kept = "".join(sign if sign.isalnum() or sign in " .,'" else " " for sign in words)
    return " ".join(kept.split()) or "something"


def todotxt(items: Sequence[Item], folder: Path) -> None:
    """`todo.txt`, and the configuration of todo.txt-cli."""
    lines = (
        f"{one.raised} {one.text} @{_joined(one.owner)} +{_joined(one.body)}{f' due:{one.due}' if one.due else ''}\n"
        for one in items
    )
    (folder / "todo.txt").write_text("".join(lines), encoding="utf-8")
    names = "".join(f'export {name}_FILE="{folder}/{name.lower()}.txt"\n' for name in ("TODO", "DONE", "REPORT"))
    (folder / "config").write_text(f'export TODO_DIR="{folder}"\n{names}', encoding="utf-8")


def taskwarrior(items: Sequence[Item], folder: Path) -> None:
    """Taskwarrior's data folder, version 2, and a configuration without questions."""
    folder.joinpath("data").mkdir(exist_ok=True)
    for name in ("completed", "backlog", "undo"):
        (folder / "data" / f"{name}.data").write_text("", encoding="utf-8")
    lines = (
        f'[description:"{one.text}"{f" due:{chr(34)}{_epoch(one.due)}{chr(34)}" if one.due else ""} '
        f'entry:"{_epoch(one.raised)}" owner:"{one.owner}" project:"{one.body}" status:"pending" uuid:"{_uuid(at)}"]\n'
        for at, one in enumerate(items)
    )
    (folder / "data" / "pending.data").write_text("".join(lines), encoding="utf-8")
    (folder / "rc").write_text(
        f"data.location={folder}/data\nconfirmation=off\nverbose=nothing\nuda.owner.type=string\nuda.owner.label=Owner\n",
        encoding="utf-8",
    )


def task_name(at: int) -> str:
    """By which taskwarrior knows the item of that place."""
    return _uuid(at)


def journal(items: Sequence[Item], folder: Path) -> None:
    """A journal as ledger and hledger read it: what is open is on the owner's account."""
    entries = (
        f"{one.raised} {one.text}{f'  ; due:{one.due}' if one.due else ''}\n"
        f"    open:{one.owner}    1\n    raised:{one.body}\n\n"
        for one in items
    )
    (folder / "journal").write_text("".join(entries), encoding="utf-8")


def calendar(items: Sequence[Item], folder: Path) -> None:
    """A folder of `.ics` files, one each, and todoman's configuration."""
    todos = folder / "lists" / "actions"
    todos.mkdir(parents=True, exist_ok=True)
    for at, one in enumerate(items):
        due = f"DUE;VALUE=DATE:{one.due.replace('-', '')}\n" if one.due else ""
        name = _uuid(at)
        (todos / f"{name}.ics").write_text(
            "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//bench//EN\nBEGIN:VTODO\n"
            f"UID:{name}\nDTSTAMP:20260101T000000Z\nSUMMARY:{one.text}\nCATEGORIES:{one.owner}\n{due}"
            "STATUS:NEEDS-ACTION\nEND:VTODO\nEND:VCALENDAR\n",
            encoding="utf-8",
        )
    (folder / "config.py").write_text(
        f'path = "{folder}/lists/*"\ncache_path = "{folder}/cache.sqlite3"\ndefault_list = "actions"\n'
        'date_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n',
        encoding="utf-8",
    )


def _joined(words: str) -> str:
    return words.replace(" ", "_")


def _epoch(day: str) -> int:
    midnight = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    return int(midnight.timestamp())


def _uuid(at: int) -> str:
    return str(uuid.UUID(int=(4 << 76) | (2 << 62) | at + 1))


EXPORTS: Mapping[str, Callable[[Sequence[Item], Path], None]] = MappingProxyType(
    {"todotxt": todotxt, "taskwarrior": taskwarrior, "journal": journal, "calendar": calendar}
)
