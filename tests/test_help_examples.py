"""The examples at the end of each command's help work for who types them in the sample folder.

Each is run in a copy of its own, of two commits, on the day of the documents. What cannot be run here is listed with
the reason, and an example that is listed must be one.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from gitrepo import Repo
from minutes_cli.cli.app import app
from transcripts import TODAY, Ran, minutes

ROOT = Path(__file__).parents[1]
NEWEST = "2026-03-17-board.md"
BEHIND = re.compile(r"\s{2,}|\s[|>]\s")
"""What is behind a command: words about it, or what a shell does with its output."""
ELSEWHERE = {
    "minutes browse": "takes the whole terminal; tests/test_browse.py",
    "minutes browse body:board is:overdue": "the same",
    "minutes browse owner:me": "the same",
    "minutes browse --private": "the same",
    "minutes serve": "runs until it is interrupted; tests/test_report.py",
    "minutes serve --port 0 --open": "the same",
    'minutes serve --body "Harbour Lane Board"': "the same",
    "minutes agenda": "several bodies meet in the sample folder, of which it asks for one",
    "minutes new": "the same",
    "minutes edit A14": "opens an editor",
    "EDITOR='code --wait' minutes edit A14": "the same",
    "minutes init": "the sample folder has settings already, and they are not written over",
    "minutes -C ~/board init": "a folder of the reader's own",
    "minutes doctor ~/board --write": "the same",
    "minutes import minutes-12-may.docx": "a document of the reader's own; tests/test_import.py",
    "minutes import agm.pdf --date 2026-05-12 --to minutes/agm/": "the same",
    'minutes import chat.log --date 2026-05-12 --body "Repairs Working Group"': "the same",
    "minutes import club.html --print": "the same",
    "minutes remind --due-within 7d --send": "needs a server of mail; tests/test_remind.py",
    'git config merge.minutes.driver "minutes merge-driver %O %A %B %L %P"': "another program's",
    'echo "minutes/** merge=minutes" >> .gitattributes': "the same",
    "check-jsonschema --schemafile minutes.schema.json minutes/*.yaml": "the same",
}
BEFORE = {
    "minutes undo": ["close A22"],
    "minutes undo 3": ["close A22", "close A23", "close A24"],
    "minutes undo --dry-run": ["close A22"],
    "minutes reopen --where 'closed:today' --yes": ["close A22"],
    "minutes report -o site --templates mine": ["report --write-templates mine"],
}
"""What has to be done first, as the words around the example say."""
SILENT = {"minutes diff": "nothing is changed since the last commit"}
"""Examples that rightly find nothing in a fresh clone."""
NOTHING = re.compile(r"is described by this|is like that|nothing to change|no action changed")


def told() -> Iterator[str]:
    """Every example as it stands in the help, those of hidden commands too."""
    group: Any = typer.main.get_command(app)
    for command in (group, *(group.commands[name] for name in sorted(group.commands))):
        lines = (command.epilog or "").partition("Examples:\n")[2].partition("\n\n")[0]
        yield from (line.strip() for line in lines.splitlines())


EXAMPLES = list(dict.fromkeys(BEHIND.split(line, maxsplit=1)[0] for line in told()))


def test_what_is_said_of_an_example_stands_in_its_line_of_eighty_columns() -> None:
    said = [line for line in told() if BEHIND.search(line)]
    assert said
    assert [line for line in said if len(line) > 80 - len("    ")] == []


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample folder in a repository of two commits, of which the remote has the first."""
    root = tmp_path_factory.mktemp("sample") / "clone"
    files = {f"minutes/{one.name}": one.read_text(encoding="utf-8") for one in (ROOT / "minutes").iterdir()}
    repo = Repo.make(root)
    repo.commit({name: text for name, text in files.items() if NEWEST not in name}, "Until February", "2026-02-28")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.commit(files, "The board of March", "2026-03-18")
    return root


def typed(words: list[str], folder: Path) -> Ran:
    """What a command line does in the folder; a shell would have filled in `*`."""
    spread = [
        found
        for word in words
        for found in (
            sorted(str(one.relative_to(folder)) for one in folder.glob(word))
            if word.startswith("minutes/*")
            else [word]
        )
    ]
    state = {"XDG_STATE_HOME": str(folder.parent / "state"), "MINUTES_TODAY": TODAY}
    return minutes(spread, folder, state)


@pytest.mark.parametrize("line", [one for one in EXAMPLES if one not in ELSEWHERE])
def test_an_example_works_in_the_sample_folder(line: str, sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clone"
    shutil.copytree(sample, folder)
    for first in BEFORE.get(line, []):
        assert 0 == typed(shlex.split(first), folder).code
    ran = typed(shlex.split(line)[1:], folder)
    is_check = line.startswith("minutes check") and "--add-baseline" not in line
    assert int(is_check) == ran.code, ran.err
    assert ran.out or ran.err
    assert bool(NOTHING.search(ran.err)) == (line in SILENT), ran.err


def test_what_cannot_be_run_is_an_example() -> None:
    assert {*ELSEWHERE, *BEFORE, *SILENT} <= set(EXAMPLES)
