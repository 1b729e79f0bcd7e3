"""Each call by which a command writes fails in turn: files are whole, the exit code is true, nothing is left behind."""

from __future__ import annotations

import builtins
import errno
import io
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from typing import Any

import pytest

from minutes_cli.store import swap
from minutes_cli.store.sent import book
from minutes_cli.store.state import CannotWrite
from transcripts import Ran, minutes

if os.name == "posix":
    import fcntl

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the calls of POSIX")
FEBRUARY = "# Board, 3 February 2026\n\n- [ ] Ann: book the room (due 2026-03-01)\n- [ ] Bo: order the tea\n"
MARCH = "# Board, 3 March 2026\n\n- [ ] Ann: paint the door\n- [ ] Cy: sing\n"
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES, "EINTR": errno.EINTR}
SHORT = "short write"
_SIGNALS = 20
"""One after the other."""
CALLS = ("open", "write", "fsync", "replace", "rename", "fchmod", "unlink", "link", "mkdir", "close", "listdir")


@dataclass
class Faults:
    """Which call fails, counted from 0 over all kinds, and how: once, or from there on."""

    nth: int
    kind: str
    is_lasting: bool = False
    calls: int = 0
    failed: str = ""

    def strikes(self, name: str) -> bool:
        """Counts a call; whether it is to fail, and then fails unless a short write is asked for."""
        if threading.current_thread() is not threading.main_thread():
            return False
        at, self.calls = self.calls, self.calls + 1
        # A lock is asked for again and again, for 300 seconds; a full or failing disk still takes files away.
        lasts = self.is_lasting and name not in {"flock", "unlink"}
        # Python itself goes on after a signal: one at every call would hold it for ever, and there is none such.
        lasts = lasts and (self.kind != "EINTR" or at < self.nth + _SIGNALS)
        if at < self.nth or (at > self.nth and not lasts):
            return False
        self.failed = self.failed or name
        if self.kind != SHORT:
            raise OSError(ERRORS[self.kind], os.strerror(ERRORS[self.kind]))
        return True


class Failing(io.FileIO):
    """A file whose writing may fail."""

    faults: Faults

    def write(self, content: Any) -> int:
        if self.faults.strikes("write") and len(content) > 1:
            return super().write(memoryview(content)[: len(content) // 2]) or 0
        return super().write(content) or 0


@contextmanager
def failing(faults: Faults) -> Iterator[None]:
    """While it lasts, calls of the system that write go by way of `faults`."""
    with pytest.MonkeyPatch.context() as patch:
        real = {name: getattr(os, name) for name in CALLS}
        opened = builtins.open

        def shim(name: str) -> Callable[..., Any]:
            def call(*args: Any, **named: Any) -> Any:
                reads = name == "open" and not args[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_DIRECTORY)
                try:
                    if not reads and faults.strikes(name) and name == "write":
                        return real["write"](args[0], args[1][: max(1, len(args[1]) // 2)])
                except OSError:
                    if name == "close":  # the descriptor is gone all the same
                        real["close"](*args)
                    raise
                return real[name](*args, **named)

            return call

        def opening(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:
            if not set(mode) & set("wax+") or isinstance(file, int):
                return opened(file, mode, *args, **named)
            faults.strikes("open")
            raw = Failing(file, mode.replace("b", "").replace("t", ""))
            raw.faults = faults
            buffered = io.BufferedWriter(raw)
            return buffered if "b" in mode else io.TextIOWrapper(buffered, named.get("encoding"), named.get("errors"))

        for name in CALLS:
            patch.setattr(os, name, shim(name))
        patch.setattr(builtins, "open", opening)
        lock = fcntl.flock
        patch.setattr(fcntl, "flock", lambda *args: (faults.strikes("flock"), lock(*args))[1])
        before = {name: getattr(swap.DISK, name) for name in ("write", "fsync", "replace")}
        for name in before:
            object.__setattr__(swap.DISK, name, getattr(os, name))
        try:
            yield
        finally:
            for name, call in before.items():
                object.__setattr__(swap.DISK, name, call)


COMMANDS: Mapping[str, tuple[str, ...]] = {
    "close": ("close", "--where", "owner:ann", "--yes"),
    "add": ("add", "latest", "Di to water the plants"),
    "undo": ("undo",),
    "reopen": ("reopen", "--where", "text:sing", "--yes"),
    "baseline": ("check", "--select", "all", "--exit-zero", "--baseline", "base.toml", "--add-baseline"),
    "settings": ("defer", "ID", "2026-04-14"),
    "new": ("new", "--date", "2026-04-07"),
    "export": ("export", "-o", "out.csv"),
}


def folder_for(top: Path) -> tuple[Path, dict[str, str], str]:
    """Minutes with an action that was closed by a command, the environment, and the id of another."""
    folder = top / "minutes"
    folder.mkdir(parents=True)
    (folder / "minutes.toml").write_text("# ours\n")
    (folder / "02.md").write_text(FEBRUARY)
    (folder / "03.md").write_text(MARCH)
    (folder / "out.csv").write_text("old\n")
    environ = {"XDG_STATE_HOME": str(top / "state"), "MINUTES_NO_CACHE": "1"}
    assert 0 == minutes(("close", "--where", "sing", "--yes"), folder, environ).code
    ids = minutes(("actions", "--columns", "id", "text:paint"), folder, environ).out
    return folder, environ, ids.strip()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


class Bench:
    """One command, tried over and over on the same files."""

    def __init__(self, top: Path, name: str) -> None:
        self.folder, self.environ, action = folder_for(top)
        self.words = tuple(action if word == "ID" else word for word in COMMANDS[name])
        self.old = contents(self.folder)
        self.state = {path: path.read_bytes() for path in (top / "state").rglob("*") if path.is_file()}
        ran, faults = self.run(10**9, "EIO")
        assert 0 == ran.code, ran.err
        self.new, self.calls = contents(self.folder), faults.calls
        assert self.old != self.new

    def run(self, nth: int, kind: str, *, is_lasting: bool = False) -> tuple[Ran, Faults]:
        """The command on the old files, with one call that fails."""
        for path in self.folder.iterdir():
            path.unlink()
        for name, content in self.old.items():
            (self.folder / name).write_bytes(content)
        for place, content in self.state.items():
            place.write_bytes(content)
        faults = Faults(nth, kind, is_lasting)
        return self.attempt(faults), faults

    def attempt(self, faults: Faults) -> Ran:
        """The command with these faults, in this process."""
        with failing(faults):
            return minutes(self.words, self.folder, self.environ)

    def check(self, nth: int, kind: str, *, is_lasting: bool = False) -> None:
        ran, faults = self.run(nth, kind, is_lasting=is_lasting)
        found = contents(self.folder)
        told = f"{self.words[0]}, call {nth} ({faults.failed}), {kind}, lasting: {is_lasting}: {ran.code} {ran.err}"
        assert ran.code in {0, 1}, told
        assert "Traceback" not in ran.err, told
        if kind == SHORT:
            assert 0 == ran.code, told
        if faults.failed != "unlink":
            assert not [name for name in found if "tmp" in name], told
        for name in set(self.old) | set(self.new):
            now = found.get(name)
            assert now in {self.old.get(name), self.new.get(name)}, told + repr(now)
        if ran.code == 0:
            assert all(found[name] == self.new[name] for name in self.new), told
            return
        assert ran.err.startswith("minutes: "), told
        if self.words[0] in {"close", "add", "undo", "reopen"} and not is_lasting:
            assert all(found[name] == self.old[name] for name in self.old), told
            again = minutes(self.words, self.folder, self.environ)
            assert 0 == again.code, told + again.err
            assert contents(self.folder) == self.new, told


@pytest.mark.parametrize("name", COMMANDS)
def test_a_call_that_fails_leaves_whole_files_and_a_true_code(name: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path, name)
    kinds = [*ERRORS, SHORT]
    for nth in range(len(name) % 6, bench.calls, 6):
        bench.check(nth, kinds[nth % len(kinds)])


@pytest.mark.slow
@pytest.mark.parametrize("kind", [*ERRORS, SHORT])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_call_that_fails_in_every_way(name: str, kind: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path, name)
    print(f"{name}, {kind}: {bench.calls} calls, each failed once and from there on")  # noqa: T201  # told by -s
    for nth in range(bench.calls):
        bench.check(nth, kind)
        if kind != SHORT:
            bench.check(nth, kind, is_lasting=True)


@pytest.mark.parametrize("kind", ERRORS)
def test_the_record_of_mails_is_whole_or_nothing_is_sent(kind: str, tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path / "state")}
    day = Day(2026, 3, 20)
    with book(str(tmp_path), environ) as first:
        first.put("Ann", day, "sending")
    for nth in range(20):
        wrote = False
        try:
            with failing(Faults(nth, kind)), book(str(tmp_path), environ) as record:
                record.put(f"Bo {nth}", day, "sending")
                wrote = True
        except CannotWrite as fault:
            assert "cannot be written" in str(fault)
        with book(str(tmp_path), environ) as record:
            assert record.has("Ann", day)
            assert wrote == record.has(f"Bo {nth}", day)
