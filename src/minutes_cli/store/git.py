"""Runs git, with everything switched off that a stranger's repository could make it run, fetch or ask.

Only git's own plumbing is asked, and only to read. Nothing here knows what minutes are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import NamedTuple

from minutes_cli.model import MinutesError
from minutes_cli.store.find import git_top

_SECONDS = 300.0
"""No question of ours takes that long; git that hangs, on a network drive say, does not hang us."""
_AT_ONCE = 10.0
"""That git may take for what goes through no history: a stranger's pipes and patterns can hold it up without end."""
_FILES = ("HEAD", "config", "config.worktree", "commondir", "index", "packed-refs", "shallow", "info/exclude")
"""What git opens, whatever it is asked."""
_QUIET = (
    *("--no-pager", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.untrackedCache=false"),
    *("-c", "core.quotePath=false", "-c", "safe.bareRepository=explicit", "-c", "log.showSignature=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8", "-c", "color.ui=never", "-c", "log.follow=false", "-c", "log.mailmap=true"),
)
_LOG_QUIET = ("--no-textconv", "--no-ext-diff", "--no-color", "--no-show-signature", "--no-notes")


class GitFault(MinutesError):
    """Git is not there, or had an objection; the message quotes it."""


class GitSlow(MinutesError):
    """Git does not come to an end: it hangs on a drive or a pipe, or tries a pattern in endless ways.

    It is no GitFault: that is an answer of git's, and may mean that there is no such commit.
    """


class Git(NamedTuple):
    """Git, asked in one folder."""

    program: str
    folder: str

    def run(
        self, *words: str, given: bytes = b"", settings: Sequence[tuple[str, str]] = (), seconds: float = _SECONDS
    ) -> bytes:
        """What git prints; GitFault where it fails, GitSlow where it has no end. `given` is its standard input.

        `settings` outdo those of the repository; `-c` cannot set names with "=" in them, git before 2.31 no others.
        """
        plain = [word for key, value in settings if "=" not in key for word in ("-c", f"{key}={value}")]
        try:
            answer = subprocess.run(
                [self.program, "-C", self.folder, *_QUIET, *plain, *words],
                env=_environment() | _named(settings),
                input=given,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as fault:
            raise GitSlow(f"git took more than {seconds:.0f} seconds in {self.folder} and was given up") from fault
        except OSError as fault:
            raise GitFault(f"git cannot be run in {self.folder}: {fault}") from fault
        if answer.returncode != 0:
            raise _objection(self.folder, answer.stderr)
        return answer.stdout

    def ask(self, *words: str) -> bytes:
        """As `run`, for what git can say at once, such as its settings."""
        return self.run(*words, seconds=_AT_ONCE)

    def log(self, *words: str, given: bytes = b"") -> bytes:
        """What `git log` and its kin print, with no program of the repository's run over the texts."""
        return self.run(words[0], *_LOG_QUIET, *words[1:], given=given)

    def unfiltered(self, *words: str) -> bytes:
        """As `run`, for what looks at files of the work tree, with no filter of the repository's run over them."""
        answer = self.ask("config", "-z", "--name-only", "--list")
        keys = {os.fsdecode(one).rpartition(".")[0] for one in answer.split(b"\0") if one.startswith(b"filter.")}
        off = [(f"{key}.{name}", "") for key in sorted(keys) for name in ("clean", "smudge", "process")]
        return self.run(*words, settings=[*off, *((f"{key}.required", "false") for key in sorted(keys))])

    def text(self, *words: str) -> str:
        """One line of an answer that git can give at once."""
        return os.fsdecode(self.ask(*words)).removesuffix("\n")


def git_at(folder: str) -> Git:
    """Git, to be asked in `folder`; GitFault where it is not installed, GitSlow where a pipe would have it wait."""
    program = shutil.which("git")
    if program is None:
        raise GitFault("git was not found, and only git knows the past of a folder", hint="install git")
    top = git_top(folder)
    for path in (os.path.join(top, ".git", name) for name in _FILES) if top is not None else ():
        if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
            raise GitSlow(f"{path} is no file, and git would wait for it without end", hint="take it away")
    return Git(program, folder)


def _objection(folder: str, said: bytes) -> GitFault:
    """What git had to say, with its cure where it is one that people meet."""
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    first = lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else "it does not say why"
    cure = f"if you trust it: git config --global --add safe.directory {folder}"
    hint = cure if "dubious ownership" in first else ""
    return GitFault(f"git cannot read the history of {folder}: {first}", hint=hint)


def _named(settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Settings as git takes them from its environment."""
    if not settings:
        return {}
    keys = {f"GIT_CONFIG_KEY_{at}": key for at, (key, _) in enumerate(settings)}
    values = {f"GIT_CONFIG_VALUE_{at}": value for at, (_, value) in enumerate(settings)}
    return {"GIT_CONFIG_COUNT": str(len(settings)), **keys, **values}


def _environment() -> dict[str, str]:
    """Ours without what a hook sets for its own repository, and with nothing fetched, asked or locked."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key in _KEPT}
    return kept | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


_KEPT = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES"})
