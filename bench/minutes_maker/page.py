"""A file in the making: its lines, and the truth about those that are actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date as Day

from minutes_maker.plan import Task


@dataclass(frozen=True, slots=True)
class Truth:
    """One mention of an action, as a careful reader would have it."""

    line: int
    end_line: int
    style: str
    owners: tuple[str, ...]
    text: str
    due: Day | None
    status: str
    label: str | None
    later: int
    """0 where it was raised here; else how many meetings of the body ago that was."""


@dataclass(slots=True)
class Page:
    """Lines from 1, without their ends."""

    lines: list[str] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)

    def say(self, *lines: str) -> None:
        """Adds lines that hold no action."""
        self.lines += lines

    def act(self, style: str, task: Task, *lines: str, later: int = 0, due: Day | None = None, labelled: bool = False,
            owned: bool = True) -> None:  # fmt: skip
        """Adds the lines of one mention; its due day is the task's where it was raised here, else what is said."""
        first = len(self.lines) + 1
        self.lines += lines
        self.truths.append(
            Truth(
                line=first,
                end_line=len(self.lines),
                style=style,
                owners=task.owners if owned else (),
                text=task.words,
                due=task.due if not later else due,
                status=task.status(later),
                label=task.label if labelled else None,
                later=later,
            )
        )
