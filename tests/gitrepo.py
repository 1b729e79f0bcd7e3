"""A git repository in a folder of the test's own, with authors and days that the test sets.

The user's settings of git play no part, and neither does the clock.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from transcripts import Ran, minutes


@dataclass(frozen=True)
class Repo:
    """A repository and what a test does with it."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> Repo:
        root.mkdir(parents=True, exist_ok=True)
        repo = cls(root)
        repo.git("init", "--quiet", "--initial-branch=main")
        return repo

    def git(self, *words: str, author: str = "Ann Lee", day: str = "2025-01-01", check: bool = True) -> str:
        """What git prints; its commits are of this author and day."""
        answer = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env=environment() | identity(author, day),
            capture_output=True,
            text=True,
            check=False,
        )
        assert not check or answer.returncode == 0, answer.stderr
        return answer.stdout

    def commit(
        self, files: Mapping[str, str | None], subject: str, day: str = "2025-01-01", author: str = "Ann Lee"
    ) -> str:
        """A commit of these files, those without a text removed; its whole name."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", subject, author=author, day=day)
        return self.git("rev-parse", "HEAD").strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8", newline="")

    def minutes(self, *words: str, today: str = "") -> Ran:
        """What `minutes` prints in the repository; without a day the clock, or `--at`, says today."""
        return minutes(words, self.root, {"MINUTES_TODAY": today})


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "MINUTES_"))}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}


def identity(author: str, day: str) -> dict[str, str]:
    mail, when = f"{author.split(maxsplit=1)[0].casefold()}@example.org", f"{day}T12:00:00 +0000"
    return {
        "GIT_AUTHOR_NAME": author,
        "GIT_AUTHOR_EMAIL": mail,
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_NAME": author,
        "GIT_COMMITTER_EMAIL": mail,
        "GIT_COMMITTER_DATE": when,
    }
