"""Every transcript in the README and the docs shows what a person at a terminal would see.

A transcript is a fenced block behind the mark `<!-- transcript -->`: lines that begin with `$ ` are
commands, and what follows is their output, in a terminal of 100 columns without colour on 20 March 2026.
A page that begins with `<!-- scratch: DAY -->` is followed from top to bottom in an empty folder of its own on
that day: a block behind `<!-- file: PATH -->` is written there, and its transcripts run there, where a command
may be `cat`, `git` or `mkdir` too.

With ACCEPT_TRANSCRIPTS=1 what the commands print is written into the documents, to be read in the diff.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pytest

from minutes_cli.cli.run import run
from minutes_cli.cli.session import World
from transcripts import minutes

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
TERMINAL = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "MINUTES_TODAY": "2026-03-20"}
BLOCK = re.compile(r"(?<=<!-- transcript -->\n)```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


SCRATCH = re.compile(r"\A<!-- scratch: (\S+) -->")
STEP = re.compile(r"<!-- (file: (?P<path>\S+)|transcript) -->\n```\w*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
OTHERS = ("cat", "git", "mkdir")


class Screen(StringIO):
    """What stands on a terminal."""

    def isatty(self) -> bool:
        return True


def transcript(block: str, folder: Path = ROOT, environ: Mapping[str, str] = TERMINAL) -> str:
    """The block's commands, each with what it prints now, messages after data."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{printed(line, folder, environ)}" for line in commands)


def printed(line: str, folder: Path, environ: Mapping[str, str]) -> str:
    program, *words = shlex.split(line.removeprefix("$ "))
    if program in OTHERS:
        return subprocess.run(
            [program, *words], cwd=folder, env=os.environ | environ, capture_output=True, text=True, check=True
        ).stdout
    assert program == "minutes"
    out, err = Screen(), Screen()
    run(words, World(dict(environ), folder, out, err))
    return out.getvalue() + err.getvalue()


def is_scratch(path: Path) -> bool:
    return SCRATCH.match(path.read_text(encoding="utf-8")) is not None


def transcripts() -> list[tuple[Path, str]]:
    return [
        (path, block)
        for path in DOCUMENTS
        if not is_scratch(path)
        for block in BLOCK.findall(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if is_scratch(path)], ids=lambda path: path.name)
def test_a_page_can_be_followed_from_an_empty_folder(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    day = SCRATCH.match(text)
    assert day
    folder = tmp_path / "work"
    folder.mkdir()
    author = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for who in ("AUTHOR", "COMMITTER"):
        author |= {f"GIT_{who}_NAME": "Ines Calloway", f"GIT_{who}_EMAIL": "ines@example.org"}
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environ = TERMINAL | author | state | {"MINUTES_TODAY": day[1]}
    now = text
    for step in STEP.finditer(text):
        if step["path"]:
            (folder / step["path"]).parent.mkdir(parents=True, exist_ok=True)
            (folder / step["path"]).write_text(step["text"], encoding="utf-8")
            continue
        now = now.replace(step["text"], transcript(step["text"], folder, environ), 1)
    if os.environ.get("ACCEPT_TRANSCRIPTS"):
        path.write_text(now, encoding="utf-8")
        return
    assert now == text


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


MENTIONED = re.compile(r"^(?:\s*(?:-\s+)?(?:run: |script: )?(?:pipx run --spec \S+ )?)(minutes [^\n]*)$", re.MULTILINE)
UNMARKED = re.compile(r"(?<!-->\n)^```(?:sh|yaml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(minutes [^`\n]+)`")
AFTER = re.compile(r"\s{2,}|\s#|\s[|<>]\s|\s&&\s|\[")
"""What is behind a command: words about it, or what a shell does with it."""
STANDS_FOR = {"7kx2": "A14", "m3pd": "A18", "A7": "A14", "ID": "A14", "ID...": "A14", "CODE": "M103", "N": "1"}
ASKING = ("actions", "decisions", "meetings", "owners", "stats", "rule", "schema", "query", "show")


def commands() -> list[tuple[str, str]]:
    """Page and command line of every command in the documents that is no transcript's."""
    found: dict[tuple[str, str], None] = {}
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        if path.name == "rules.md":  # its blocks are pieces of minutes
            lines = INLINE.findall(text)
        else:
            blocks = "".join(UNMARKED.findall(text))
            lines = [*MENTIONED.findall(blocks), *INLINE.findall(text)]
        for line in lines:
            found[path.name, AFTER.split(line.strip(), maxsplit=1)[0]] = None
    return list(found)


def is_asking(words: list[str]) -> bool:
    """Whether a command only prints what is in this repository's own folder."""
    elsewhere = {"-o", "-C", "--at", "--git", "-", "owner:me", "me"}
    return bool(words) and words[0] in ASKING and not elsewhere & set(words)


@pytest.mark.parametrize("line", [pytest.param(line, id=f"{page}: {line}") for page, line in commands()])
def test_a_command_in_the_documents_is_one(line: str) -> None:
    words = [STANDS_FOR.get(one, one) for one in shlex.split(line)[1:]]
    if any(one.isupper() and one not in {"A14", "A18", "M103", "NOT"} and len(one) > 2 for one in words):
        words = words[:1] if words[0].islower() else []
    if words[-1:] == ["--note"]:  # the option is meant, whatever it is given
        words.append("sent")
    environ = TERMINAL | {"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"]}  # that of this run of the tests
    ran = minutes(words if is_asking(words) and len(words) > 1 else [*words, "--help"], ROOT, environ)
    assert 0 == ran.code, ran.err
    assert ran.out or "is like that" in ran.err
