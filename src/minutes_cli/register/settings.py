"""Settings written into the text of a `minutes.toml`, with everything else in it as it is.

TOML has the settings that belong to no table at its head, so a new one goes before the first table; one that is
there already is replaced where it stands. The caller reads the result again before it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_OURS = re.compile(r"^[ \t]*\[tool\.minutes\][^\n]*\n?", re.MULTILINE)


def with_settings(text: str, values: Mapping[str, str | Sequence[str]], *, project: bool) -> str:
    """The text with these settings; `project` says that it is a `pyproject.toml`, whose table they go into."""
    new: list[str] = []
    for key, value in values.items():
        line = f"{key} = {_written(value)}"
        held = re.compile(rf"^[ \t]*{re.escape(key)}[ \t]*=[ \t]*(?:\[[^\[\]]*\]|[^\n]*)", re.MULTILINE)
        found = held.search(text, *_head(text, project=project))
        if found is None:
            new.append(line)
        else:
            text = text[: found.start()] + line + text[found.end() :]
    if not new:
        return text
    _, end = _head(text, project=project)
    before, behind = text[:end].rstrip("\n"), text[end:]
    parts = [before, "" if before and not before.endswith("[tool.minutes]") else None, *new, "" if behind else None]
    return "\n".join(part for part in parts if part is not None).lstrip("\n") + f"\n{behind}"


def _head(text: str, *, project: bool) -> tuple[int, int]:
    """Where settings that belong to no table of their own stand."""
    ours = _OURS.search(text) if project else None
    start = ours.end() if ours else 0
    table = _TABLE.search(text, start)
    return start, table.start() if table else len(text)


def _written(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return _quoted(value)
    return "[" + ", ".join(_quoted(one) for one in value) + "]"


def _quoted(text: str) -> str:
    plain = "".join(max(sign, " ") for sign in text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
