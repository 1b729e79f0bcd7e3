"""`bench/generate.py`: equal arguments give equal bytes, and what it holds to be true is what is read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import pytest

from minutes_cli.config import Config
from minutes_cli.folder import read_folder
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source

GENERATE = Path(__file__).parents[1] / "bench" / "generate.py"
FOUND, ROWS, RAISED_ROWS = 0.98, 0.85, 0.98
"""Shares of all mentions that are found; that have every field right; of those where the action is given out."""

Truth = Mapping[str, object]


def generate(out: Path, *words: str, hashes: str = "0") -> Path:
    command = [sys.executable, str(GENERATE), str(out), *words]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": hashes})
    return out


def tree(folder: Path) -> dict[str, bytes]:
    files = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in files}


def truths(folder: Path) -> list[Truth]:
    return [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("made") / "a", "--files", "60", "--bodies", "20", "--seed", "3")


def test_two_runs_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = generate(tmp_path / "b", "--files", "60", "--bodies", "20", "--seed", "3", hashes="7")
    assert tree(made) == tree(again)


def test_parts_are_what_the_whole_is(made: Path, tmp_path: Path) -> None:
    parts: dict[str, bytes] = {}
    for part in ("1/2", "2/2"):
        parts |= tree(generate(tmp_path / "p", "--files", "60", "--bodies", "20", "--seed", "3", "--part", part))
    told = sorted(line for name, data in parts.items() if name.startswith("truth") for line in data.splitlines())
    assert told == sorted((made / "truth.jsonl").read_bytes().splitlines())
    minutes = {name: data for name, data in parts.items() if name.startswith("minutes/")}
    assert minutes == {name: data for name, data in tree(made).items() if name.startswith("minutes/")}


def test_another_seed_gives_other_minutes(made: Path, tmp_path: Path) -> None:
    other = generate(tmp_path / "c", "--files", "60", "--bodies", "20", "--seed", "4")
    assert not set(tree(made).values()) & {data for name, data in tree(other).items() if name.startswith("minutes/")}


def test_files_are_of_many_kinds(made: Path) -> None:
    endings = {Path(name).suffix for name in tree(made / "minutes")}
    assert endings >= {".md", ".txt"}
    assert len({one["style"] for one in truths(made)}) >= 6
    assert 6_000 < sum(map(len, tree(made / "minutes").values())) / 60 < 10_000


def test_the_truth_is_what_is_read(made: Path) -> None:
    read: dict[tuple[object, object], list[object]] = {}
    for name in tree(made / "minutes"):
        text = (made / "minutes" / name).read_bytes().decode()
        for one in parse(Source(f"minutes/{name}", text), Config()).mentions:
            read[f"minutes/{name}", one.line] = [
                one.end_line,
                list(one.owners),
                one.due,
                one.status or "open",
                one.text,
            ]
    truth = truths(made)
    told = [one for one in truth if (one["path"], one["line"]) in read]
    right = [one for one in told if row(one) == fields(one, read[one["path"], one["line"]])]
    raised = [one for one in truth if not one["raised"]]
    assert len(told) >= FOUND * len(truth)
    assert len(right) >= ROWS * len(truth)
    assert sum(1 for one in right if not one["raised"]) >= RAISED_ROWS * len(raised)
    assert len(read) - len(told) <= 0.005 * len(truth), "decoys were read as actions"


def row(one: Truth) -> list[object]:
    return [one["end_line"], one["owners"], one["due"], one["status"], cast(str, one["text"]).casefold()]


def fields(one: Truth, read: list[object]) -> list[object]:
    end, owners, due, status, text = read
    day = str(due) if due and not one["raised"] else None
    return [end, owners, day, str(status), str(text).casefold()]


def test_what_later_files_tell_is_followed(made: Path) -> None:
    """Most of what is told to be done of an earlier action joins it, and is not an action of its own."""
    register = read_folder(start=str(made), environ={}, cwd=str(made)).register
    joined = {
        (told.mention.path, told.mention.line): action.file for action in register.actions for told in action.mentions
    }
    later = [one for one in truths(made) if one["raised"]]
    right = [one for one in later if joined.get((cast(str, one["path"]), cast(int, one["line"]))) == one["raised"]]
    assert len(later) > 30
    assert len(right) >= 0.7 * len(later)
