"""What is made before anything is measured, and is kept: environments, folders of minutes, the data of the peers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from measuring.exports import EXPORTS, Item
from measuring.timing import Command

HERE = Path(__file__).resolve().parents[1]
REPOSITORY = HERE.parent
TODAY = "2026-03-20"
DEBIAN = ("taskwarrior", "todotxt-cli", "ledger", "hledger", "ripgrep", "git")
FROM_PYPI = ("todoman", "topydo", "whatnext")


class Scratch:
    """The scratch folder. `minutes` is measured as a wheel in an environment of its own, with its bytecode."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder.resolve()
        self.seed = seed
        self.folder.mkdir(parents=True, exist_ok=True)

    @cached_property
    def bin(self) -> Path:
        """The programs of an environment with the wheel of this checkout, built anew when the checkout changed."""
        environment, stamp = self.folder / "minutes-env", self.folder / "minutes-env.commit"
        state = checkout()
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != state:
            if not (environment / "bin" / "pip").exists():
                new_environment(environment)
            pip = [str(environment / "bin" / "pip"), "--quiet", "--disable-pip-version-check"]
            wheels = self.folder / "wheels"
            shutil.rmtree(wheels, ignore_errors=True)
            subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(REPOSITORY)], check=True)
            (wheel,) = wheels.iterdir()
            subprocess.run([*pip, "install", str(wheel)], check=True)
            subprocess.run([*pip, "install", "--force-reinstall", "--no-deps", str(wheel)], check=True)
            stamp.write_text(state, encoding="utf-8")
        return environment / "bin"

    @cached_property
    def peers(self) -> Path:
        """The programs of an environment with the peers that come from PyPI."""
        environment = self.folder / "peers-env"
        if not all((environment / "bin" / name).exists() for name in ("todo", "topydo", "whatnext")):
            new_environment(environment)
            subprocess.run([environment / "bin" / "pip", "--quiet", "install", *FROM_PYPI], check=True)
        return environment / "bin"

    def environ(self, cache: str = "cache") -> dict[str, str]:
        """An environment that knows nothing of the user's, with a cache of that name."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        return {
            "HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "COLUMNS": "120", "TERM": "dumb",
            "XDG_CACHE_HOME": str(self.folder / cache), "XDG_STATE_HOME": str(self.folder / "state"),
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "MINUTES_TODAY": TODAY,
        }  # fmt: skip

    def minutes(self, cwd: Path, *words: str, cache: str = "cache") -> Command:
        """A command of the wheel's `minutes`."""
        return Command([str(self.bin / "minutes"), *words], cwd, self.environ(cache))

    def python(self, code: str) -> Command:
        """Python of the same environment, with nothing of ours."""
        return Command([str(self.bin / "python"), "-c", code], self.folder, self.environ())

    def program(self, cwd: Path, *words: str, **environ: str) -> Command:
        """A program of the system's."""
        return Command(words, cwd, self.environ() | environ)

    def asked(self, cwd: Path, *words: str) -> str:
        """What `minutes` prints."""
        command = self.minutes(cwd, *words)
        answer = subprocess.run(
            command.words, cwd=cwd, env=dict(command.environ), capture_output=True, text=True, check=True
        )
        return answer.stdout

    def takes(self, option: str) -> bool:
        """Whether `minutes actions` has that option."""
        return option in self.asked(self.folder, "actions", "--help")

    def sample(self) -> Path:
        """The sample folder of this repository, in a repository of git's."""
        place = self.folder / "sample"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(REPOSITORY / "minutes", place / "minutes")
        self.commit(place)
        return place

    def tree(self, files: int) -> Path:
        """A generated folder of that many files, committed to git."""
        place = self.folder / f"tree-{files}-{self.seed}"
        if not (place / ".git").exists():
            shutil.rmtree(place, ignore_errors=True)
            words = [
                sys.executable,
                str(HERE / "generate.py"),
                str(place),
                "--files",
                str(files),
                "--seed",
                str(self.seed),
            ]
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
            self.commit(place)
        return place

    def commit(self, place: Path) -> None:
        """Makes a repository of a folder, with everything in it committed."""
        git = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0"]
        for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "Minutes"]):
            subprocess.run([*git, *words], cwd=place, env=self.environ(), check=True)

    def actions(self, tree: Path, *words: str) -> list[Mapping[str, object]]:
        """The actions of a tree as `minutes` says them, remembered beside the tree for this state of the checkout."""
        kept = self.folder / f"{tree.name}-{'-'.join(words) or 'open'}.json"
        stamp = kept.with_suffix(".commit")
        if not kept.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != checkout():
            kept.write_text(self.asked(tree, "actions", *words, "--format", "json"), encoding="utf-8")
            stamp.write_text(checkout(), encoding="utf-8")
        found: list[Mapping[str, object]] = json.loads(kept.read_text(encoding="utf-8"))
        return found

    def exported(self, name: str, items: Sequence[Item]) -> Path:
        """The peers' data of these items, in a new folder of that name."""
        place = self.folder / "data" / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for export in EXPORTS:
            EXPORTS[export](items, place)
        return place


def new_environment(place: Path) -> None:
    """A virtual environment with a pip that writes quick scripts; of the interpreter itself, never of a shim."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--upgrade", "pip"], check=True)


def checkout() -> str:
    """The commit of this repository, with a `+` and the time of the last edit where `src` differs from it."""
    commit = _git("rev-parse", "--short=10", "HEAD")
    changed = [REPOSITORY / name for name in _git("diff", "HEAD", "--name-only", "--", "src").splitlines()]
    edited = [one.stat().st_mtime_ns for one in changed if one.exists()]
    return f"{commit}+{max(edited, default=0)}" if changed else commit


def _git(*words: str) -> str:
    said = subprocess.run(["git", *words], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return said.stdout.strip()


def missing() -> list[str]:
    """Debian packages whose program is not here."""
    programs = {"taskwarrior": "task", "todotxt-cli": "todo-txt", "ripgrep": "rg"}
    return [name for name in DEBIAN if not shutil.which(programs.get(name, name))]


def most_asked(items: Sequence[Item]) -> str:
    """The owner with the most items, of those with a first and a last name."""
    counted = Counter(one.owner for one in items if " " in one.owner)
    return counted.most_common(1)[0][0]
