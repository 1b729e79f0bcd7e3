"""Every transcript in the README and the docs shows what a person at a terminal would see.

A transcript is a fenced block behind the mark `<!-- transcript -->`: lines that begin with `$ ` are
commands, and what follows is their output, in a terminal of 100 columns without colour on 20 March 2026.
With ACCEPT_TRANSCRIPTS=1 what the commands print is written into the documents, to be read in the diff.
"""

from __future__ import annotations

import os
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest

from minutes_cli.cli.run import run
from minutes_cli.cli.session import World

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
TERMINAL = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "MINUTES_TODAY": "2026-03-20"}
BLOCK = re.compile(r"(?<=<!-- transcript -->\n)```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Screen(StringIO):
    """What stands on a terminal."""

    def isatty(self) -> bool:
        return True


def transcript(block: str) -> str:
    """The block's commands, each with what it prints now, messages after data."""
    return "".join(f"{line}\n{printed(line)}" for line in block.splitlines() if line.startswith("$ "))


def printed(line: str) -> str:
    program, *words = shlex.split(line.removeprefix("$ "))
    assert program == "minutes"
    out, err = Screen(), Screen()
    run(words, World(TERMINAL, ROOT, out, err))
    return out.getvalue() + err.getvalue()


def transcripts() -> list[tuple[Path, str]]:
    return [(path, block) for path in DOCUMENTS for block in BLOCK.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("path", "block"), [pytest.param(*one, id=f"{one[0].name}: {one[1].splitlines()[0]}") for one in transcripts()]
)
def test_a_transcript_shows_what_is_printed(path: Path, block: str) -> None:
    now = transcript(block)
    if os.environ.get("ACCEPT_TRANSCRIPTS"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(f"```console\n{block}```", f"```console\n{now}```"), encoding="utf-8")
        return
    assert now == block


def test_the_readme_has_transcripts() -> None:
    assert any(path.name == "README.md" for path, _ in transcripts())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!\w+:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert not [one for one in targets if not (path.parent / one).exists()]
