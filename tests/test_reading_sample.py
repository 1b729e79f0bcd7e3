"""The sample folder, file by file, against what a careful reader says of it (tests/sample/*.gold.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

import pytest

from minutes_cli.config.parse import parse_config
from minutes_cli.model import Mention, Status
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "minutes"
GOLD = Path(__file__).parent / "sample"
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".md", ".txt", ".yaml"))
SETTINGS = parse_config((FOLDER / "minutes.toml").read_text(encoding="utf-8"), "minutes.toml")


class Action(TypedDict):
    """One action of a gold file."""

    line: int
    end_line: int
    owners: list[str]
    due: str | None
    status: str
    item: str | None
    id: str | None
    carried: bool


class Gold(TypedDict):
    """A gold file, as far as it is looked at here."""

    actions: list[Action]


def gold_of(name: str) -> Gold:
    loaded: Gold = json.loads((GOLD / f"{name}.gold.json").read_text(encoding="utf-8"))
    return loaded


def told(one: Mention) -> Action:
    return {
        "line": one.line,
        "end_line": one.end_line,
        "owners": list(one.owners),
        "due": one.due.isoformat() if one.due else None,
        "status": (one.status or Status.OPEN).value,
        "item": one.item,
        "id": one.label,
        "carried": one.carried,
    }


def shown(action: Action) -> str:
    values = dict(action.items())
    return "; ".join(f"{key}: {values[key]}" for key in Action.__annotations__)


def test_every_file_of_the_sample_is_labelled() -> None:
    assert FILES == sorted(path.name.removesuffix(".gold.json") for path in GOLD.glob("*.gold.json"))


@pytest.mark.parametrize("name", FILES)
def test_the_sample_is_read_as_labelled(name: str) -> None:
    document = parse(Source(name, (FOLDER / name).read_text(encoding="utf-8")), SETTINGS)
    expected = "\n".join(shown(action) for action in gold_of(name)["actions"])
    assert expected == "\n".join(shown(told(one)) for one in sorted(document.mentions, key=lambda one: one.line))
