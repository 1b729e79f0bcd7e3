"""What people decide about an action and that has no place in its text: links refused, actions deferred.

It is written behind the settings as one more table, so that nothing else in them changes; ids stand for the
places, since lines move.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Day

from minutes_cli.config import Config
from minutes_cli.model import Action, Document, Mention, MinutesError
from minutes_cli.register.build import build
from minutes_cli.register.ids import derived_id, task_words

_LONGEST = 80


def unlinked(action: Action, path: str, line: int) -> dict[str, str]:
    """The table that keeps what stands at a place apart from an action. Raises MinutesError where it cannot be."""
    at = next((one for one in action.mentions if one.mention.path == path and _is_at(one.mention, line)), None)
    if at is None:
        places = ", ".join(f"{one.mention.path}:{one.mention.line}" for one in action.mentions[1:])
        raise MinutesError(
            f"{action.short_id} is not told of at {path}:{line}",
            hint=f"it is at {places}" if places else "it is told of nowhere else",
        )
    if at.link == "raised" or at.mention.meeting == action.mentions[0].mention.meeting:
        raise MinutesError(f"{path}:{line} is where {action.short_id} was raised; only later reports are unlinked")
    same = [one.mention for one in action.mentions if one.mention.meeting == at.mention.meeting]
    first = min((one for one in same if one.path == path), key=lambda one: one.span.start)
    return {"action": action.id, "mention": derived_id(first, task_words(first), 1)}


def _is_at(mention: Mention, line: int) -> bool:
    return mention.line <= line <= mention.end_line


def with_table(settings: str, origin: str, name: str, values: Mapping[str, str | Day], comment: str) -> str:
    """The settings with one more table at their end."""
    head = f"tool.minutes.{name}" if origin.endswith("pyproject.toml") else name
    rows = [
        f"{key} = {value.isoformat()}" if isinstance(value, Day) else f'{key} = "{_quoted(value)}"'
        for key, value in values.items()
    ]
    gap = "" if not settings else "\n" if settings.endswith("\n") else "\n\n"
    return "\n".join([f"{settings}{gap}# {' '.join(comment.split())[:_LONGEST]}", f"[[{head}]]", *rows, ""])


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def parts(documents: Sequence[Document], config: Config, action: Action, path: str, line: int) -> bool:
    """Whether under these settings the place no longer tells of the action."""
    found = next((one for one in build(documents, config).actions if one.id == action.id), None)
    told = found.mentions if found else ()
    return found is not None and not any(one.mention.path == path and _is_at(one.mention, line) for one in told)
