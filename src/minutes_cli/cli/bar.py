"""A bar on standard error while much is done; nothing where that is soon over or nobody looks."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 0.5
"""Seconds before the bar is shown."""
Step = TypeVar("Step")


class Bar:
    """Hears how many of how many are done."""

    def __init__(self, err: TextIO, what: str, *, in_color: bool, patience: float) -> None:
        """`what` is done, and how many seconds nothing of it is shown."""
        self._err = err
        self._what = what
        self._in_color = in_color
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
            self.stop()

    def stop(self) -> None:
        """Take it away, where it is shown; the cursor is seen again."""
        if self._shown is not None:
            self._shown[0].stop()

    def _begun(self, total: int) -> tuple[Progress, TaskID]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(file=self._err, no_color=None if self._in_color else True),
            transient=True,
            auto_refresh=False,  # its thread would be in the way of other processes
        )
        bar.start()
        return bar, bar.add_task(self._what, total=total)


@contextmanager
def bar_for(
    err: TextIO, what: str = "reading", *, in_color: bool = True, patience: float = _PATIENCE
) -> Iterator[Bar | None]:
    """The bar for a terminal, taken away however that ends; None where standard error is no terminal."""
    bar = Bar(err, what, in_color=in_color, patience=patience) if err.isatty() else None
    try:
        yield bar
    finally:
        if bar is not None:
            bar.stop()


def watched(steps: Sequence[Step], bar: Bar | None) -> Iterator[Step]:
    """The steps, one by one; the bar hears when each is taken."""
    for done, step in enumerate(steps, 1):
        yield step
        if bar is not None:
            bar(done, len(steps))
