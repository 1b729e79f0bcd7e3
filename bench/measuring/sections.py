"""The sections of the run: which commands are measured against which, and what the gates are."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import cast

from measuring.exports import Item, task_name
from measuring.figures import Ratio, Section
from measuring.scratch import Scratch, most_asked
from measuring.timing import Command, Turns, in_turns

SLOW_PEERS_UP_TO = MappingProxyType({"topydo": 10_000, "todoman": 1_000})
"""The largest folder, in files, whose open actions these can list in a bearable time."""
CLOSED_OF = 10_000
"""Tasks that the peers hold when one of them is closed."""
LIST, OWNER = "minutes actions", "minutes actions --owner"
NO_INDEX, BUILDING = "minutes actions, no index", "minutes actions, building the index"


@dataclass(frozen=True)
class Asked:
    """What a section needs to know."""

    scratch: Scratch
    files: int
    pairs: int
    budget: float
    """Seconds for each section, about."""
    corpus: Path | None

    def turns(self, commands: Mapping[str, Command]) -> Turns:
        """Runs them in turn."""
        return in_turns(commands, self.pairs, self.budget)

    def items(self) -> list[Item]:
        """The open actions of the generated folder."""
        return [Item.of(one) for one in self.scratch.actions(self.scratch.tree(self.files))]


def startup(asked: Asked) -> Section:
    """Commands that do little, against Python that does nothing."""
    scratch, sample = asked.scratch, asked.scratch.sample()
    words = "minutes show "
    complete = {"_MINUTES_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "2"}
    completion = scratch.minutes(sample)
    commands = {
        "python -c pass": scratch.python("pass"),
        "minutes --version": scratch.minutes(sample, "--version"),
        LIST: scratch.minutes(sample, "actions"),
        "minutes --help": scratch.minutes(sample, "--help"),
        "completion of ids": replace(completion, environ={**completion.environ, **complete}),
        "task list": scratch.program(sample, "task", "rc.gc=off", "list", **_task(asked, [], "none")),
    }
    commands["task list"] = replace(commands["task list"], codes=frozenset({0, 1}))
    section, turns = Section("start-up", 0), asked.turns(commands)
    section.took(turns)
    for name, gate in (("minutes --version", 2), (LIST, 6), ("minutes --help", 9), ("completion of ids", 5)):
        section.compare(turns, f"`{name}` / `python -c pass`", name, "python -c pass", gate)
    return section


def _task(asked: Asked, items: Sequence[Item], name: str) -> dict[str, str]:
    return {"TASKRC": str(asked.scratch.exported(name, items) / "rc")}


def first(asked: Asked) -> Section:
    """Reading a folder that was never read, against tools that look for one form or one word."""
    scratch, tree = asked.scratch, asked.scratch.tree(asked.files)
    uncached = ["--no-cache"] if scratch.takes("--no-cache") else []
    cache = scratch.folder / "cache-new"

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    building = replace(scratch.minutes(tree, "actions", "--format", "plain", cache="cache-new"), before=forget)
    commands = {
        NO_INDEX: replace(
            scratch.minutes(tree, "actions", "--format", "plain", *uncached, cache="cache-no"), before=None
        ),
        BUILDING: building,
        "whatnext": scratch.program(tree, str(scratch.peers / "whatnext"), "-q", "--dir", "minutes", "--no-color"),
        "rg -j1 ACTION": scratch.program(tree, "rg", "-j1", "--no-ignore", "ACTION", "minutes"),
    }
    if not uncached:
        commands.pop(BUILDING)
    section, turns = Section("first reading", asked.files), asked.turns(commands)
    section.took(turns)
    gated = asked.files == 10_000
    section.compare(turns, "first reading / whatnext", NO_INDEX, "whatnext", 0.6 if gated else None)
    section.compare(
        turns, "first reading / `rg -j1 ACTION`", NO_INDEX, "rg -j1 ACTION", 30 if gated else None, "processor"
    )
    section.compare(turns, "building the index / no index", BUILDING, NO_INDEX, None, "processor")
    size = sum(one.stat().st_size for one in (tree / "minutes").rglob("*.*") if one.is_file())
    section.ratios.append(Ratio("read in a second of CPU", size / 1e6 / turns.seconds(NO_INDEX, "processor"), "MB/s"))
    section.ratios.append(Ratio("read in a second", size / 1e6 / turns.seconds(NO_INDEX), "MB/s"))
    return section


def corpus(asked: Asked) -> Section:
    """Reading minutes that people wrote, given with `--corpus`."""
    section = Section("minutes of people", 0)
    if asked.corpus is None:
        return section
    endings = {".md", ".markdown", ".txt", ".yaml", ".yml", ".adoc", ".rst", ".org"}
    files = sorted(one for one in asked.corpus.rglob("*") if one.suffix in endings and one.is_file())
    size = sum(one.stat().st_size for one in files)
    scratch = asked.scratch
    names = [str(one.resolve()) for one in files]
    turns = asked.turns(
        {
            "minutes parse": scratch.minutes(scratch.folder, "parse", "--format", "jsonl", *names),
            "python -c pass": scratch.python("pass"),
            "rg -j1 ACTION": scratch.program(scratch.folder, "rg", "-j1", "--no-ignore", "ACTION", str(asked.corpus)),
        }
    )
    section.took(turns)
    section.compare(turns, f"`minutes parse` of {len(files)} files / `rg -j1 ACTION`", "minutes parse", "rg -j1 ACTION")
    for name, of, gate in (("in a second", "wall", 8), ("in a second of CPU", "processor", None)):
        rate = size / 1e6 / turns.seconds("minutes parse", of)
        section.ratios.append(Ratio(f"minutes of people read {name}", rate, "MB/s", gate, at_least=True))
    return section


def warm(asked: Asked) -> Section:
    """The second and every later question, against the peers with the same open actions."""
    scratch, tree, files = asked.scratch, asked.scratch.tree(asked.files), asked.files
    items = asked.items()
    owner = most_asked(items)
    commands = {
        LIST: scratch.minutes(tree, "actions", "--format", "plain"),
        OWNER: scratch.minutes(tree, "actions", "--owner", owner, "--format", "plain"),
        **_peers(asked, items, owner),
        "git status": scratch.program(tree, "git", "status", "--porcelain", GIT_OPTIONAL_LOCKS="0"),
        "python -c pass": scratch.python("pass"),
    }
    section, turns = Section(f"warm, {len(items)} open actions", files), asked.turns(commands)
    section.took(turns)
    by_owner = {1_000: 3.5, 10_000: 1.5, 100_000: 0.8}.get(files)
    section.compare(turns, "question by owner / `task owner:`", OWNER, "task owner", by_owner)
    section.compare(turns, "list of all open / `task list`", LIST, "task list", 1.0 if files == 10_000 else None)
    section.compare(turns, "list of all open / `hledger register`", LIST, "hledger", 0.4 if files == 10_000 else None)
    section.compare(turns, "question by owner / `git status`", OWNER, "git status")
    section.compare(turns, "question by owner / `python -c pass`", OWNER, "python -c pass")
    return section


def _peers(asked: Asked, items: Sequence[Item], owner: str) -> dict[str, Command]:
    scratch = asked.scratch
    data = scratch.exported(f"open-{asked.files}", items)
    task, at, book = {"TASKRC": str(data / "rc")}, f"@{owner.replace(' ', '_')}", str(data / "journal")
    todo, topydo = ["todo-txt", "-p", "-d", str(data / "config")], str(scratch.peers / "topydo")
    found = {
        "task list": scratch.program(data, "task", "rc.gc=off", "list", **task),
        "task owner": scratch.program(data, "task", "rc.gc=off", f"owner.is:'{owner}'", "list", **task),
        "todo.txt ls": scratch.program(data, *todo, "ls"),
        "todo.txt ls @owner": scratch.program(data, *todo, "ls", at),
        "hledger": scratch.program(data, "hledger", "-f", book, "register", "open"),
        "hledger owner": scratch.program(data, "hledger", "-f", book, "register", f"open:{owner}"),
        "ledger": scratch.program(data, "ledger", "-f", book, "register", "open"),
        "ledger owner": scratch.program(data, "ledger", "-f", book, "register", f"open:{owner}"),
        "rg owner, todo.txt": scratch.program(data, "rg", "-j1", at, "todo.txt"),
    }
    if asked.files <= SLOW_PEERS_UP_TO["topydo"]:
        found["topydo ls @owner"] = scratch.program(data, topydo, "-t", str(data / "todo.txt"), "ls", at)
    if asked.files <= SLOW_PEERS_UP_TO["todoman"]:
        todoman = (str(scratch.peers / "todo"), "--config", str(data / "config.py"), "list")
        found["todoman list"] = scratch.program(data, *todoman)
        found["todoman list --category"] = scratch.program(data, *todoman, "--category", owner)
    return found


def changed(asked: Asked) -> Section:
    """A question after one file has changed, against the same question when none has."""
    scratch, tree = asked.scratch, asked.scratch.tree(asked.files)
    owner = most_asked(asked.items())
    ask = scratch.minutes(tree, "actions", "--owner", owner, "--format", "plain")
    file, other = _middle(tree)
    whole, rest = file.read_bytes(), other.read_bytes()
    count = iter(range(1_000_000))

    def remark() -> None:
        file.write_bytes(whole + b"\nA remark was added.\n" * (1 + next(count) % 7))

    def action() -> None:
        other.write_bytes(rest + f"\nACTION: Ann to count the boats, {next(count)} at least\n".encode())

    section = Section("one file changed", asked.files)
    remarked, acted = "the same, a remark added", "the same, an action added"
    commands = {OWNER: ask, remarked: replace(ask, before=remark), acted: replace(ask, before=action)}
    try:
        turns = asked.turns(commands)
    finally:
        file.write_bytes(whole)
        other.write_bytes(rest)
    section.took(turns)
    gate = 1.3 if asked.files == 10_000 else None
    section.compare(turns, "one changed file (a remark) / none", remarked, OWNER, gate)
    section.compare(turns, "one changed file (an action) / none", acted, OWNER, gate)
    return section


def _middle(tree: Path) -> tuple[Path, Path]:
    """Two files of the midst."""
    files = sorted((tree / "minutes").rglob("*.md"))
    return files[len(files) // 2], files[len(files) // 3]


def close(asked: Asked) -> Section:
    """Closing one action, against closing one task of as many."""
    scratch, tree = asked.scratch, asked.scratch.tree(asked.files)
    # Of those that a single meeting tells of: others are closed where a later one does, in another file.
    told_once = [one for one in scratch.actions(tree) if len(cast("list[object]", one["mentions"])) == 1]
    open_ones = [one for one in told_once if str(one["file"]).endswith(".md") and not one["label"]]
    action = open_ones[len(open_ones) // 2]
    file = tree / str(action["file"])
    whole = file.read_bytes()
    warm_up = scratch.minutes(tree, "actions", "--owner", "nobody in particular", "--format", "plain")
    warm_up = replace(warm_up, codes=frozenset({0, 2}))
    some = [Item.of(one) for one in scratch.actions(tree, "--all")[:CLOSED_OF]]
    data = scratch.exported("closing", some)
    kept = {one: one.read_bytes() for one in (data / "todo.txt", *(data / "data").iterdir())}

    def restore() -> None:
        file.write_bytes(whole)
        in_turns({"warm-up": warm_up}, 0, 0)

    def restore_peers() -> None:
        for path, content in kept.items():
            path.write_bytes(content)

    commands = {
        "minutes close": replace(scratch.minutes(tree, "close", str(action["id"])), before=restore),
        "task done": replace(
            scratch.program(data, "task", task_name(len(some) // 2), "done", TASKRC=str(data / "rc")),
            before=restore_peers,
        ),
        "todo.txt do": replace(
            scratch.program(data, "todo-txt", "-p", "-a", "-d", str(data / "config"), "do", "5"), before=restore_peers
        ),
        "python -c pass": scratch.python("pass"),
    }
    section = Section(f"close one, peers with {len(some)} tasks", asked.files)
    try:
        turns = asked.turns(commands)
    finally:
        file.write_bytes(whole)
    section.took(turns)
    gate = 0.8 if asked.files == CLOSED_OF == len(some) else None
    section.compare(turns, "`minutes close` / `task done`", "minutes close", "task done", gate)
    return section


def table(asked: Asked) -> Section:
    """Ten thousand rows as a table, against the same rows plain."""
    scratch, tree = asked.scratch, asked.scratch.tree(asked.files)
    words = ("actions", "--all", "--limit", "10000", "--format")
    rows = min(10_000, len(scratch.actions(tree, "--all")))
    commands = {"plain": scratch.minutes(tree, *words, "plain"), "table": scratch.minutes(tree, *words, "table")}
    section, turns = Section(f"{rows} rows", asked.files), asked.turns(commands)
    section.took(turns)
    section.compare(turns, f"{rows} rows, table / plain", "table", "plain", 3 if rows == 10_000 else None)
    return section


SECTIONS: Mapping[str, Callable[[Asked], Section]] = MappingProxyType(
    {
        "startup": startup,
        "corpus": corpus,
        "first": first,
        "warm": warm,
        "changed": changed,
        "close": close,
        "table": table,
    }
)
WITHOUT_FOLDER = frozenset({"startup", "corpus"})
"""Sections that are run once, whatever sizes are asked for."""
