"""How far a long task has come, for whoever watches the terminal; silent in a pipe and for short ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from minutes_cli.cli.session import Session, has_color

_FEWEST = 400
"""Fewer steps than this are over before a bar could be read."""
T = TypeVar("T")


def watched(session: Session, steps: Sequence[T], what: str) -> Iterator[T]:
    """The steps, one by one, with a bar on standard error while they are taken."""
    if len(steps) < _FEWEST or not session.world.err.isatty():
        yield from steps
        return
    from rich.console import Console
    from rich.progress import track

    colour = has_color(session.color, session.world)
    console = Console(file=session.world.err, no_color=not colour, highlight=False)
    yield from track(steps, description=what, console=console, transient=True)
