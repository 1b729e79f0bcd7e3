"""What was measured: times of commands, and ratios with the gates they have to keep."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from measuring.timing import Turns


@dataclass(frozen=True)
class Times:
    """The medians of one command."""

    command: str
    wall: float
    """Milliseconds."""
    processor: float
    """Milliseconds."""
    peak: float
    """MiB."""


@dataclass(frozen=True)
class Ratio:
    """A figure that is worth comparing between machines."""

    name: str
    value: float
    unit: str = "x"
    gate: float | None = None
    """None where it is only reported."""
    at_least: bool = False
    """The gate is a floor and not a ceiling."""
    pairs: int = 0

    @property
    def holds(self) -> bool | None:
        """Whether the gate is kept; None where there is none."""
        if self.gate is None:
            return None
        return self.value >= self.gate if self.at_least else self.value <= self.gate


@dataclass
class Section:
    """One section of the run at one size of folder."""

    name: str
    files: int
    """0 where the size does not matter."""
    times: list[Times] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    commit: str = ""
    date: str = ""

    def took(self, turns: Turns) -> None:
        """Takes over the medians of all commands."""
        for name in turns.runs:
            wall, processor = turns.seconds(name) * 1000, turns.seconds(name, "processor") * 1000
            self.times.append(Times(name, wall, processor, turns.peak(name) / 1024))

    def compare(
        self, turns: Turns, name: str, one: str, other: str, gate: float | None = None, of: str = "wall"
    ) -> None:
        """Adds the ratio of two commands of these turns, where both were run."""
        if {one, other} <= turns.runs.keys():
            value = turns.ratio(one, other, of)
            self.ratios.append(
                Ratio(name, value, "x CPU" if of == "processor" else "x", gate, pairs=len(turns.runs[one]))
            )

    def time_of(self, command: str) -> Times | None:
        """The times of a command that was measured here."""
        return next((one for one in self.times if one.command == command), None)


def save(sections: Iterable[Section], path: Path) -> None:
    """All sections as JSON."""
    path.write_text(json.dumps([asdict(one) for one in sections], indent=1), encoding="utf-8")


def load(path: Path) -> list[Section]:
    """What was measured before; nothing where the file is not there."""
    if not path.exists():
        return []
    return [
        Section(
            one["name"],
            one["files"],
            [Times(**times) for times in one["times"]],
            [Ratio(**ratio) for ratio in one["ratios"]],
            one["commit"],
            one["date"],
        )
        for one in json.loads(path.read_text(encoding="utf-8"))
    ]
