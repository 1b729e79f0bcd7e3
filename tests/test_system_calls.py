"""Calls of the system fail as they do on a failing disk: below Python and SQLite, by a library loaded before C's own.

What `test_faults` tries with Python's functions is tried here with the calls that the process really makes, and with
those that SQLite makes for the index, which no function of Python's is asked for.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from test_faults import COMMANDS, FEBRUARY, MARCH, SHORT, Bench, Faults
from transcripts import TODAY, Ran

HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or shutil.which("cc") is None, reason="a C compiler and Linux's loader"
)
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES, "EINTR": errno.EINTR, SHORT: 0}
ENDLESS = {"EINTR", SHORT}
"""Tried once only: a call that was interrupted is made again, for ever if need be."""


class Server:
    """A process with the library loaded, which runs commands in children."""

    def __init__(self, top: Path) -> None:
        library = top / "faults.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, HERE / "native" / "faults.c"], check=True)
        self.top = top
        self.process = subprocess.Popen(
            [sys.executable, HERE / "native" / "server.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "LD_PRELOAD": str(library)},
        )

    def ask(self, request: Mapping[str, object]) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        assert "done\n" == self.process.stdout.readline()

    def run(self, words: Sequence[str], cwd: Path, environ: Mapping[str, str], faults: Mapping[str, str]) -> Ran:
        answer = self.top / "answer.json"
        answer.unlink(missing_ok=True)
        known = {"MINUTES_TODAY": TODAY, "COLUMNS": "80", "PATH": os.environ["PATH"], **environ}
        self.ask({"words": words, "cwd": str(cwd), "environ": known, "faults": dict(faults), "answer": str(answer)})
        out, err, code = json.loads(answer.read_text(encoding="utf-8"))
        return Ran(out, err, code)

    def warm(self, words: Sequence[str], cwd: Path, environ: Mapping[str, str]) -> None:
        """Has everything loaded that a command needs."""
        self.ask({"warm": True, "words": words, "cwd": str(cwd), "environ": {"MINUTES_TODAY": TODAY, **environ}})

    def failing(
        self, words: Sequence[str], cwd: Path, environ: Mapping[str, str], faults: Faults, *, under: Path, kinds: str
    ) -> Ran:
        """A command with a call that fails; `faults` learns how many there were, and which it was."""
        told = self.top / "told"
        told.unlink(missing_ok=True)
        wanted = {
            "FAULT_NTH": str(faults.nth),
            "FAULT_ERRNO": str(ERRORS[faults.kind]),
            "FAULT_UNDER": str(under),
            "FAULT_TOLD": str(told),
            "FAULT_KINDS": kinds,
        }
        ran = self.run(words, cwd, environ, wanted | ({"FAULT_LASTING": "1"} if faults.is_lasting else {}))
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        faults.calls = sum(one.startswith("seen ") for one in lines)
        faults.failed = next((one.removeprefix("failed ") for one in lines if one.startswith("failed ")), "")
        return ran


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("server"))
    yield found
    assert found.process.stdin
    found.process.stdin.close()
    assert 0 == found.process.wait(timeout=60)


class DeepBench(Bench):
    """The same commands and laws as in test_faults; the calls are the system's."""

    def __init__(self, top: Path, name: str, server: Server) -> None:
        self.server, self.top = server, top
        super().__init__(top, name)

    def attempt(self, faults: Faults) -> Ran:
        return self.server.failing(self.words, self.folder, self.environ, faults, under=self.top, kinds="wl")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_call_of_the_system_that_fails_leaves_whole_files(name: str, server: Server, tmp_path: Path) -> None:
    bench = DeepBench(tmp_path, name, server)
    for nth in range(len(name) % 11, bench.calls, 11):
        bench.check(nth, list(ERRORS)[nth % len(ERRORS)])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_call_of_the_system_that_fails(name: str, kind: str, server: Server, tmp_path: Path) -> None:
    bench = DeepBench(tmp_path, name, server)
    print(f"{name}, {kind}: {bench.calls} calls of the system")  # noqa: T201  # told by -s
    for nth in range(bench.calls):
        bench.check(nth, kind)
        if kind not in ENDLESS:
            bench.check(nth, kind, is_lasting=True)


QUESTIONS = {
    "actions": ("actions",),
    "owners": ("owners", "--format", "json"),
    "json": ("actions", "--format", "json", "status:all"),
}
STATES = ("none", "same", "changed")
"""There is no index; it says what the files say; one file has changed since."""


@dataclass
class Kept:
    """A folder of minutes whose index is put back before each question."""

    server: Server
    folder: Path
    cache: Path
    words: Sequence[str]

    @classmethod
    def make(cls, server: Server, top: Path, state: str, words: Sequence[str]) -> Kept:
        found = cls(server, top / "minutes", top / "cache", words)
        found.folder.mkdir()
        (found.folder / "minutes.toml").write_text("")
        (found.folder / "02.md").write_text(FEBRUARY)
        (found.folder / "03.md").write_text(MARCH)
        for path in (found.folder, *found.folder.iterdir()):
            os.utime(path, (10**9, 10**9))
        found.cache.mkdir()
        if state != "none":
            for _ in range(3):  # what was written in the same tick is looked at again
                found.plain()
        if state == "changed":
            (found.folder / "02.md").write_text(FEBRUARY + "- [ ] Eve: count the chairs\n")
        shutil.copytree(found.cache, top / "kept")
        return found

    @property
    def environ(self) -> dict[str, str]:
        return {"XDG_CACHE_HOME": str(self.cache), "XDG_STATE_HOME": str(self.cache.parent / "state")}

    def plain(self) -> Ran:
        return self.server.run(self.words, self.folder, self.environ, {})

    def ask(self, nth: int, kind: str, *, is_lasting: bool = False) -> tuple[Ran, Faults]:
        """The question with the index as it was, and a call on it that fails."""
        shutil.rmtree(self.cache)
        shutil.copytree(self.cache.parent / "kept", self.cache)
        faults = Faults(nth, kind, is_lasting)
        ran = self.server.failing(self.words, self.folder, self.environ, faults, under=self.cache, kinds="wrl")
        return ran, faults


def every_answer_is_right(kept: Kept, step: int, kinds: Sequence[str]) -> Counter[str]:
    """Fails calls on the index, each by itself and from there on; what failed how often."""
    right = kept.server.run(kept.words, kept.folder, {**kept.environ, "MINUTES_NO_CACHE": "1"}, {})
    assert (0, "") == (right.code, right.err)
    kept.server.warm(kept.words, kept.folder, kept.environ)
    ran, faults = kept.ask(10**9, "EIO")
    assert right == ran
    assert faults.calls
    failed: Counter[str] = Counter()
    for nth in range(0, faults.calls, step):
        for kind in kinds if step == 1 else [kinds[nth // step % len(kinds)]]:
            for is_lasting in (False,) if kind in ENDLESS else (False, True):
                told, made = kept.ask(nth, kind, is_lasting=is_lasting)
                what = f"call {nth} ({made.failed}), {kind}, lasting: {is_lasting}"
                assert right == told, what
                failed[made.failed] += 1
                assert right == kept.plain(), f"the question after {what}"
                assert right == kept.plain(), f"the question after that, {what}"
    return failed


@pytest.mark.parametrize("state", STATES)
def test_an_index_on_a_failing_disk_changes_no_answer(state: str, server: Server, tmp_path: Path) -> None:
    kept = Kept.make(server, tmp_path, state, QUESTIONS["actions"])
    failed = every_answer_is_right(kept, 17, list(ERRORS))
    assert failed.total() > 3


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_each_of_whose_calls_fails(question: str, state: str, server: Server, tmp_path: Path) -> None:
    kept = Kept.make(server, tmp_path, state, QUESTIONS[question])
    failed = every_answer_is_right(kept, 1, list(ERRORS))
    print(f"{question}, {state}: {failed.total()} faults, {dict(failed)}")  # noqa: T201  # told by -s
