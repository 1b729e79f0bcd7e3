"""Commands killed at random moments: no file lost or torn, and every exit status of success true afterwards."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from transcripts import minutes

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
HANDS = 4
JOBS = 5
LINE = re.compile(
    r"- \[[ x]\] (?:Ann|Bo): job (\d of hand \d)(?: (?:by|\(due) 2026-04-\d\d\)?)?(?: \(closed 2026-03-20\))?"
)
ADDED = re.compile(r"- \[ \] Cy: new job \d+-\d")
HEADS = ("# Harbour Board 2026-03-03", "# Quay Club 2026-03-04", "")


@dataclass
class Order:
    """A command of one of the hands, and what its line says where it was carried out."""

    key: str
    words: list[str]
    done: re.Pattern[str]
    kill_after: float | None = None
    code: int = 0
    err: str = ""


class Started:
    """A command in an interpreter of its own."""

    def __init__(self, words: list[str], folder: Path, environ: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "minutes_cli.cli.main", *words],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)

    def end(self) -> tuple[int, str]:
        err = self.process.communicate(timeout=120)[1].decode()
        return self.process.returncode, err


class Forked:
    """The same in a child of this process, in which all is loaded: a moment drawn by chance is seldom one of loading."""

    def __init__(self, words: list[str], folder: Path, environ: Mapping[str, str]) -> None:
        self.err, writing = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            run_and_end(words, folder, environ, writing)
        os.close(writing)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)  # whoever has ended is a zombie until it is waited for, and hears nothing

    def end(self) -> tuple[int, str]:
        with os.fdopen(self.err, "rb") as stream:
            err = stream.read().decode()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1]), err


def run_and_end(words: list[str], folder: Path, environ: Mapping[str, str], errors: int) -> None:
    code: object = 70
    try:
        os.chdir(folder)
        os.environ.update(environ)
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(0, 1)
        os.dup2(errors, 2)
        sys.stdin, sys.stdout, sys.stderr = (os.fdopen(at, "r" if at == 0 else "w", closefd=False) for at in range(3))
        sys.argv = ["minutes", *words]
        from minutes_cli.cli.main import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code
    finally:
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


class Board:
    """Two files in which each hand changes lines of its own."""

    def __init__(self, folder: Path, seed: int, start: Callable[..., Started | Forked] = Started) -> None:
        self.folder, self.chance, self.start = folder, random.Random(seed), start
        self.environ = {
            **os.environ,
            "XDG_STATE_HOME": str(folder / ".state"),
            "XDG_CACHE_HOME": str(folder / ".cache"),
            "MINUTES_TODAY": "2026-03-20",
        }
        (folder / "minutes.toml").write_text("")
        for at in range(2):
            lines = "".join(
                f"- [ ] Ann: job {job} of hand {hand}\n" for hand in range(at, HANDS, 2) for job in range(JOBS)
            )
            (folder / f"f{at}.md").write_text(f"{HEADS[at]}\n\n{lines}")
        self.lines = self.read()
        self.history = {key: {line} for key, line in self.lines.items()}
        self.runs = self.kills = self.refused_undos = 0
        self.took = 1.0
        """Seconds of a round in which somebody was spared, on the average of late."""

    def read(self) -> dict[str, str]:
        """The lines by what they are about; every line must be whole."""
        found: dict[str, str] = {}
        for at in range(2):
            text = (self.folder / f"f{at}.md").read_text(encoding="utf-8")
            assert text.endswith("\n")
            for line in text.splitlines():
                task = LINE.fullmatch(line)
                assert task or ADDED.fullmatch(line) or line in HEADS, line
                if line not in HEADS:
                    key = task[1] if task else line
                    assert key not in found, line
                    found[key] = line
        assert len([key for key in found if " of hand " in key]) == HANDS * JOBS
        return found

    def order(self, hand: int) -> Order:
        """What a hand does next, by what its line says now; one in ten takes the last change back."""
        key = f"{self.chance.randrange(JOBS)} of hand {hand}"
        where = ["--where", f'text:"job {key}" status:all', "--yes"]
        verb = "reopen" if "[x]" in self.lines[key] else self.chance.choice(["close", "assign", "due", "add"])
        if self.chance.random() < 0.1:
            return Order("", ["undo"], re.compile(""))
        if verb == "assign":
            other = "Bo" if "Ann:" in self.lines[key] else "Ann"
            return Order(key, ["assign", *where, other], re.compile(f"{other}:"))
        if verb == "due":
            day = f"2026-04-{self.runs % 28 + 1:02d}"
            return Order(key, ["due", *where, day], re.compile(day))
        if verb == "add":
            line = f"- [ ] Cy: new job {self.runs}-{hand}"
            return Order(
                line, ["add", f"f{hand % 2}.md", f"Cy: new job {self.runs}-{hand}"], re.compile(re.escape(line))
            )
        return Order(key, [verb, *where], re.compile(r"\[x\].*\(closed" if verb == "close" else r"\[ \]"))

    def carry_out(self, orders: list[Order]) -> None:
        """All at once; some are killed."""
        begun = time.monotonic()
        running = [self.start(one.words, self.folder, self.environ) for one in orders]
        victims = [(one.kill_after, process) for one, process in zip(orders, running, strict=True) if one.kill_after]
        for moment, process in sorted(victims, key=lambda one: one[0] or 0):
            time.sleep(max(0.0, begun + (moment or 0) - time.monotonic()))
            process.kill()
        for one, process in zip(orders, running, strict=True):
            one.code, one.err = process.end()
        if None in {one.kill_after for one in orders}:
            self.took = (3 * self.took + time.monotonic() - begun) / 4

    def round(self, seconds: float) -> None:
        """Each hand gives an order; what the files say afterwards is held against the exit codes."""
        orders = [self.order(hand) for hand in range(HANDS)]
        for one in orders:
            one.kill_after = self.chance.random() * seconds if self.chance.random() < 0.5 else None
        self.carry_out(orders)
        self.runs += len(orders)
        self.kills += sum(one.code == -signal.SIGKILL for one in orders)
        found, odd = self.read(), []
        undos = sum(one.words == ["undo"] for one in orders)
        by_key = {one.key: one for one in orders if one.key}
        for one in orders:
            if one.words == ["undo"]:
                self.refused_undos += one.code in {1, 2}
                assert one.code in {0, 1, 2, -signal.SIGKILL}, one.err
            elif undos and one.code == 1:  # what another hand had closed or opened was taken back before its turn came
                assert re.search(r" is (?:open|done already) \(", one.err), (one.words, one.err)
            else:
                assert one.code in {0, -signal.SIGKILL}, (one.words, one.err)
        for key in self.lines.keys() | found.keys() | by_key.keys():
            old, now, told = self.lines.get(key), found.get(key), by_key.get(key)
            is_done = told is not None and now is not None and told.done.search(now) is not None
            is_kept = old == now and (told is None or told.code != 0)
            if not (is_done or is_kept):
                odd.append((key, old, now, told))
                assert now is None or now in self.history.get(key, set()) or undos, odd
        assert len(odd) <= undos, odd
        self.lines = found
        for key, line in found.items():
            self.history.setdefault(key, set()).add(line)

    def load(self) -> None:
        """Each command once, in this process, so that those of its children have everything at hand."""
        where = ["--where", 'text:"job 0 of hand 0" status:all', "--yes"]
        for words in (
            ["close", *where],
            ["reopen", *where],
            ["assign", *where, "Bo"],
            ["due", *where, "2026-04-01"],
            ["undo"],
        ):
            ran = minutes(words, self.folder, self.environ)
            assert ran.code == 0, ran.err

    def finish(self) -> None:
        """The next change of each file clears away what killed ones left."""
        for at in range(2):
            self.carry_out([Order("", ["add", f"f{at}.md", "Cy: new job 99999-9"], re.compile(""))])
        left = [path.name for path in self.folder.iterdir() if path.is_file()]
        assert sorted(left) == ["f0.md", "f1.md", "minutes.toml"]


def test_changes_killed_now_and_then_leave_whole_files_and_true_codes(tmp_path: Path) -> None:
    board = Board(tmp_path, 3)
    for _ in range(3):
        board.round(0.5)
    board.finish()


@pytest.mark.slow
def test_a_thousand_changes_by_four_processes_killed_at_random_moments(tmp_path: Path) -> None:
    warm, cold = tmp_path / "warm", tmp_path / "board"
    warm.mkdir()
    cold.mkdir()
    Board(warm, 1).load()
    board = Board(cold, int(os.environ.get("MINUTES_SEED", "7")), Forked)
    for at in range(250):
        board.round(1.1 * board.took)  # some moments are to fall behind the end
        if at % 25 == 24:
            print(f"{board.runs} runs, {board.kills} killed, {board.refused_undos} undos refused", flush=True)  # noqa: T201
    board.finish()
    assert board.kills > 100
