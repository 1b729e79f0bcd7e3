"""A bar on standard error while many files are read; nothing where that is soon done or nobody looks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 0.5
"""Seconds before the bar is shown."""


class ReadingBar:
    """Hears how many files of how many are read."""

    def __init__(self, err: TextIO, patience: float = _PATIENCE) -> None:
        """`patience` in seconds, before anything is shown."""
        self._err = err
        self._patience = patience
        self._since = time.monotonic()
        self._shown: tuple[Progress, TaskID] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Draw the bar, once it has taken long enough; take it away at the end."""
        if self._shown is None:
            if done >= total or time.monotonic() - self._since < self._patience:
                return
            self._shown = self._begun(total)
        bar, task = self._shown
        bar.update(task, completed=done, refresh=True)
        if done >= total:
            bar.stop()

    def _begun(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(file=self._err),
            transient=True,
            auto_refresh=False,  # its thread would be in the way of other processes
        )
        bar.start()
        return bar, bar.add_task("reading", total=total)


def reading_bar(err: TextIO) -> ReadingBar | None:
    """The bar for a terminal; None where standard error is no terminal."""
    return ReadingBar(err) if err.isatty() else None
