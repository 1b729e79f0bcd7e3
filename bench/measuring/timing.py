"""Runs commands in turn and remembers wall time, processor time and peak memory of each.

A machine that other jobs share changes its speed from second to second; two commands that run one after the
other meet the same machine. So nothing is timed alone: every figure that counts is the median of the ratios of
such pairs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SPAWNER = Path(__file__).with_name("spawner.py")


@dataclass(frozen=True)
class Command:
    """Something to be measured."""

    words: Sequence[str]
    cwd: Path
    environ: Mapping[str, str]
    before: Callable[[], None] | None = None
    """What is to be done before each run, outside the time."""
    codes: frozenset[int] = frozenset({0})
    """Exit codes that mean it worked."""


@dataclass(frozen=True)
class Run:
    """One run of a command, its process included."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds of all cores, of the process and those below it."""
    peak: int
    """KiB of memory at most."""
    output: int
    """Bytes printed."""

    def seconds(self, of: str) -> float:
        """`wall` or `processor`."""
        return self.wall if of == "wall" else self.processor


@dataclass
class Turns:
    """What several commands took, run by run in turn."""

    runs: dict[str, list[Run]] = field(default_factory=dict)

    def ratio(self, one: str, other: str, of: str = "wall") -> float:
        """The median of the ratios of the pairs, of `wall` or `processor`."""
        pairs = zip(self.runs[one], self.runs[other], strict=True)
        return statistics.median(a.seconds(of) / max(b.seconds(of), 1e-6) for a, b in pairs)

    def seconds(self, one: str, of: str = "wall") -> float:
        """The median."""
        return statistics.median(run.seconds(of) for run in self.runs[one])

    def peak(self, one: str) -> int:
        """KiB, the median."""
        return int(statistics.median(run.peak for run in self.runs[one]))


class Failed(Exception):
    """A command did not work, so that its time would mean nothing."""


def in_turns(commands: Mapping[str, Command], pairs: int, budget: float, fewest: int = 3) -> Turns:
    """Runs A B C, A B C, ... `pairs` times, or fewer once `budget` seconds are used, but never below `fewest`.

    One round before counts for nothing: it fills caches and shows whether all work. Where that round alone takes
    half of the budget, `fewest` is all there will be.
    """
    for name, command in commands.items():
        run(name, command)
    turns = Turns({name: [] for name in commands})
    began = time.monotonic()
    for number in range(pairs):
        if number >= fewest and (time.monotonic() - began) * (number + 1) / number > budget:
            break
        for name, command in commands.items():
            turns.runs[name].append(run(name, command))
    return turns


def run(name: str, command: Command) -> Run:
    """One run. Raises Failed with what the command said where its exit code is not one of those that mean success."""
    if command.before:
        command.before()
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {
            "words": list(command.words),
            "cwd": str(command.cwd),
            "environ": dict(command.environ),
            "out": str(out),
            "err": str(err),
        }
        answer = subprocess.run(
            [sys.executable, "-I", "-S", str(SPAWNER)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
        )
        used = json.loads(answer.stdout)
        if used["code"] not in command.codes:
            said = err.read_text(encoding="utf-8", errors="replace")[:600]
            raise Failed(f"{name}: exit code {used['code']} of {' '.join(command.words)[:300]}: {said}")
        return Run(used["wall"], used["processor"], used["peak"], out.stat().st_size)
