"""Readers, closers, checkers and the report on one folder, while git commits and changes branches under them.

    python bench/soak.py                       ten minutes
    python bench/soak.py --seconds 120 --seed 3

Every answer of a reader is held against one without the index; every command has to end with a code of the contract; a
process that reads again and again (as `minutes serve` does) must not grow; in the end no temporary file may be there.
Ends with figures, and with exit code 1 where something was wrong.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

BODIES = ("Harbour Board", "Quay Club", "Crane Group")
LINES = 12


class Soak:
    """A repository with minutes, and what has been counted so far."""

    def __init__(self, top: Path, seconds: float, seed: int) -> None:
        self.folder, self.end, self.seed = top / "repo", time.monotonic() + seconds, seed
        self.environ = {
            **os.environ,
            "XDG_STATE_HOME": str(top / "state"),
            "XDG_CACHE_HOME": str(top / "cache"),
            "MINUTES_TODAY": "2026-03-20",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.tree = threading.Lock()
        """Held by whoever changes the tree by git, and by a reader while it asks twice for the same answer."""

    def lay_out(self) -> None:
        """Three bodies with four meetings each, on two branches."""
        (self.folder / "minutes").mkdir(parents=True)
        (self.folder / "minutes.toml").write_text("", encoding="utf-8")
        for at, body in enumerate(BODIES):
            for month in range(1, 5):
                lines = "".join(f"- [ ] Ann: job {month}{at}{one} of the list\n" for one in range(LINES))
                path = self.folder / "minutes" / f"2026-0{month}-{at + 10}.md"
                path.write_text(f"# {body}, 2026-0{month}-{at + 10}\n\n{lines}", encoding="utf-8")
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ann")
        self.git("config", "user.email", "ann@example.org")
        self.commit()
        self.git("branch", "other")

    def git(self, *words: str) -> None:
        """Git in the repository; what it refuses is passed over, as a person would."""
        done = subprocess.run(["git", *words], cwd=self.folder, env=self.environ, capture_output=True, check=False)
        self.counts["git refused" if done.returncode else "git"] += 1

    def commit(self) -> None:
        """All that was changed."""
        self.git("add", "-A", "minutes", "minutes.toml")
        self.git("commit", "-q", "-m", "soak")

    def minutes(self, *words: str, codes: tuple[int, ...] = (0,)) -> str:
        """What a command prints; another exit code or a traceback is a fault."""
        command = [sys.executable, "-m", "minutes_cli.cli.main", *words]
        done = subprocess.run(command, cwd=self.folder, env=self.environ, capture_output=True, text=True, check=False)
        self.counts[words[0] + ("" if done.returncode == 0 else f" (exit {done.returncode})")] += 1
        if done.returncode not in codes or "Traceback" in done.stderr:
            self.faults.append(f"{' '.join(words)}: {done.returncode}: {done.stderr[:400]}")
        return done.stdout

    def running(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.end

    def read(self, chance: random.Random) -> None:
        """The same question with the index and without, while nothing changes; and freely in between."""
        words = chance.choice((["actions", "--format", "json"], ["actions"], ["owners"], ["meetings"]))
        self.minutes(*words)
        with self.tree:
            quick, plain = self.minutes(*words), self.minutes(*words, "--no-cache")
        self.counts["answers compared"] += 1
        if quick != plain:
            self.faults.append(f"{' '.join(words)}: two answers")

    def close(self, chance: random.Random) -> None:
        """Closes, reopens, adds or takes back; a file that git changed meanwhile is refused with exit code 1."""
        job = f"job {chance.randrange(1, 5)}{chance.randrange(3)}{chance.randrange(LINES)} of"
        verb = chance.choice(("close", "reopen", "undo", "add", "close"))
        where = ("--where", f'text:"{job}"', "--yes")
        words = {"undo": ("undo",), "add": ("add", "latest", "Bo to write")}.get(verb, (verb, *where))
        with self.tree:
            self.minutes(*words, codes=(0, 1, 2) if verb == "undo" else (0, 1))

    def check(self, chance: random.Random) -> None:
        """The check, whose findings are no fault."""
        self.minutes("check", "--format", chance.choice(("json", "concise")), codes=(0, 1))

    def report(self, _chance: random.Random) -> None:
        """The site, beside the repository."""
        self.minutes("report", "-o", str(self.folder.parent / "site"))

    def turn(self, chance: random.Random) -> None:
        """A commit, and now and then the other branch."""
        time.sleep(chance.random())
        self.commit()
        if chance.random() < 0.5:
            with self.tree:
                self.git("checkout", "-q", chance.choice(("main", "other")))

    def grow(self, _chance: random.Random) -> None:
        """Reads in this process, as a server does."""
        from minutes_cli.folder import read_folder

        try:
            folder = read_folder(str(self.folder), environ=self.environ, cwd=str(self.folder))
            self.counts["read in one process"] += len(folder.open_actions) >= 0
        except Exception as fault:
            self.faults.append(f"read_folder: {fault!r}")
        gc.collect()
        self.sizes.append(resident())
        time.sleep(0.05)

    sizes: list[int]

    def run(self) -> None:
        """All of them at once until the time is over."""
        self.sizes = []
        jobs = (self.read, self.read, self.close, self.close, self.check, self.report, self.turn, self.grow)

        def again(number: int) -> None:
            chance = random.Random(self.seed * 100 + number)
            while self.running():
                jobs[number](chance)

        threads = [threading.Thread(target=again, args=(number,)) for number in range(len(jobs))]
        for one in threads:
            one.start()
        for one in threads:
            one.join()


def resident() -> int:
    """Bytes of this process that are in memory."""
    with open("/proc/self/statm", encoding="ascii") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    """Runs the soak and says what was seen."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=600)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as top:
        soak = Soak(Path(top), given.seconds, given.seed)
        soak.lay_out()
        soak.run()
        places = (soak.folder, soak.folder.parent / "state", soak.folder.parent / "cache", soak.folder.parent / "site")
        left = [
            str(path) for place in places for path in place.rglob("*") if path.name.endswith((".minutes-tmp", ".new"))
        ]
        stamps = [str(path) for path in places[2].rglob("stamp-*")]
    third = max(1, len(soak.sizes) // 3)
    early, late = (sorted(part)[len(part) // 2] / 1e6 for part in (soak.sizes[third : 2 * third], soak.sizes[-third:]))
    for name, count in sorted(soak.counts.items()):
        print(f"{count:7,} {name}")
    print(f"memory: {early:.1f} MB in the second third of the time, {late:.1f} MB in the last")
    print(f"temporary files left: {len(left) + len(stamps)}; faults: {len(soak.faults)}")
    for fault in (*soak.faults[:20], *left[:20], *stamps[:20]):
        print("  " + fault)
    return int(bool(soak.faults or left or stamps or late > early * 1.2 + 5))


if __name__ == "__main__":
    sys.exit(main())
