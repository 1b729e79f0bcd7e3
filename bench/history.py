"""Makes a scratch history of minutes and measures the time machine on it.

    python bench/history.py                       # 5,000 commits over 1,000 files
    python bench/history.py --commits 500 --files 100 --keep ../scratch-history

Each command is run in a process of its own, start of Python included, several times; the middle time
counts. Nothing outside the scratch folder is written. `git fast-import` makes the history in a second.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PEOPLE = ("Ann Lee", "Bo Berg", "Cy Dole", "Di Ek")
FIRST = date(2006, 1, 3)
AUTHORS = ("Ann Lee <ann@example.org>", "Bo Berg <bo@example.org>")


@dataclass(frozen=True)
class Times:
    """What was measured, in seconds."""

    command: str
    wall: float
    """The middle one of several."""
    processor: float
    """Of the command and of git below it: on a busy machine the one that can be compared."""


def main() -> None:
    """Make, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--commits", type=int, default=5000)
    asked.add_argument("--files", type=int, default=1000)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--keep", metavar="FOLDER", help="make the history here and leave it")
    given = asked.parse_args()
    folder = Path(given.keep or tempfile.mkdtemp(prefix="minutes-history-"))
    try:
        make(folder, given.commits, given.files)
        report(folder, given.commits, given.files, given.runs)
    finally:
        if not given.keep:
            shutil.rmtree(folder)


def make(folder: Path, commits: int, files: int) -> None:
    """A repository in `folder` whose files are made one by one and then edited, a commit each."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    stream = "".join(history(commits, files)).encode()
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream, check=True, env=environment())
    git(folder, "reset", "--quiet", "--hard", "main")


def history(commits: int, files: int) -> Iterator[str]:
    """The commits as `git fast-import` reads them: every file is made, then gets its boxes ticked in turn."""
    ticked = [0] * files
    for number in range(commits):
        at = number if number < files else (number * 7) % files
        ticked[at] += number >= files
        text = minutes(at, ticked[at])
        message = f"Minutes of {day(at)}" if number < files else f"Actions of {day(at)}"
        when = 1_136_300_000 + number * 86_400 // 2
        yield f"commit refs/heads/main\ncommitter {AUTHORS[number % 2]} {when} +0000\n"
        yield f"data {len(message)}\n{message}\nM 100644 inline {path(at)}\ndata {len(text.encode())}\n{text}\n"


def minutes(at: int, ticked: int) -> str:
    """Minutes of one meeting; that many of its boxes are ticked, and more are reworded."""
    boxes = "".join(
        f"- [{'x' if box < ticked else ' '}] {PEOPLE[box % 4]}: {what} for case {at}\n"
        for box, what in enumerate(("get three quotes", "measure the roof", "ring the insurer", "tell the members"))
    )
    return f"""# Harbour Board, {day(at)}

Present: {", ".join(PEOPLE)}

## Roof

It leaks. We talked it over at some length and looked at what was sent in since the last meeting.

{boxes}
## Money

The treasurer reported; the budget stands.

ACTION: Di Ek to send the accounts of item {at} to the auditor by {day(at) + timedelta(days=30)}

Agreed: to keep the fee{", as said before" * max(0, ticked - 4)}.

Next meeting: {day(at + 1)}
"""


def path(at: int) -> str:
    """Where the minutes of a meeting lie."""
    return f"minutes/{day(at)}-harbour-board.md"


def day(at: int) -> date:
    """The day of a meeting, from 0."""
    return FIRST + timedelta(days=7 * at)


def report(folder: Path, commits: int, files: int, runs: int) -> None:
    """Measures each command and prints a table."""
    found = ask(folder, "actions", "--all", "--format", "plain", "--columns", "id,file")
    rows = [line.split("\t") for line in found.splitlines()]
    early = next(one for one, name in rows if name == path(1))
    late = next(one for one, name in rows if name == path(files - 1))
    halfway = git(folder, "log", "--format=%cs", "--skip", str(commits // 2), "-1").strip()
    disk = timed(folder, runs, "actions", "--all", "--format", "plain")
    times = [
        disk,
        timed(folder, runs, "actions", "--all", "--format", "plain", "--at", "HEAD~1"),
        timed(folder, runs, "actions", "--all", "--format", "plain", "--at", halfway),
        timed(folder, runs, "log", early),
        timed(folder, runs, "log", late),
        timed(folder, runs, "log"),
        timed(folder, runs, "diff", "HEAD~100"),
        timed(folder, runs, "show", early, "--git"),
    ]
    size = sum(one.stat().st_size for one in (folder / "minutes").iterdir())
    sys.stdout.write(
        f"{commits} commits over {files} files, {size // 1000} kB, {len(rows)} actions; middle of {runs} runs\n" + "\n"
    )
    sys.stdout.write("| command | seconds | of processor | of reading the disk |\n| --- | ---: | ---: | ---: |\n")
    for one in times:
        share = one.processor / disk.processor
        sys.stdout.write(f"| `minutes {one.command}` | {one.wall:.2f} | {one.processor:.2f} | {share:.2f} |\n")


def timed(folder: Path, runs: int, *words: str) -> Times:
    """The time that a command takes, its process included."""
    seconds, used = [], []
    for _ in range(runs):
        began, before = time.perf_counter(), processor()
        ask(folder, *words)
        seconds.append(time.perf_counter() - began)
        used.append(processor() - before)
    shown = " ".join(word for word in words if word not in {"--all", "--format", "plain"})
    return Times(shown, statistics.median(seconds), statistics.median(used))


def processor() -> float:
    """Seconds of processor that our commands have used so far."""
    times = os.times()
    return times.children_user + times.children_system


def ask(folder: Path, *words: str) -> str:
    """What `minutes` prints in the folder."""
    command = [sys.executable, "-m", "minutes_cli.cli.main", *words]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment(), check=True)
    return answer.stdout


def git(folder: Path, *words: str) -> str:
    """What git prints in the folder."""
    command: Sequence[str] = ("git", "-C", str(folder), *words)
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment()).stdout


def environment() -> dict[str, str]:
    """Ours, without the user's settings of git."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "MINUTES_"))}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "MINUTES_TODAY": "2026-03-20"}


if __name__ == "__main__":
    main()
