"""The same work over many pieces, by several processes where that pays.

Nothing rests on them: what another process cannot do is done in this one, and the answers are the same.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

Piece = TypeVar("Piece")
Made = TypeVar("Made")


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def jobs_of(environ: Mapping[str, str]) -> int:
    """How many processes may read: what $MINUTES_JOBS says, else one for each processor."""
    said = environ.get("MINUTES_JOBS", "")
    return max(1, int(said)) if said.isdecimal() and len(said) < 10 else processors()


def spread(work: Callable[[Piece], Made], pieces: Sequence[Piece], jobs: int) -> Iterator[Made]:
    """What `work` makes of each piece, in their order, by so many processes; by this one alone where `jobs` is 1.

    `work` is a function of a module, and what goes in and comes out can be sent to another process. What it raises
    is raised here. Where no processes are to be had, or one dies, this one goes on alone.
    """
    done = 0
    if jobs > 1 and len(pieces) > 1:
        from concurrent.futures.process import BrokenProcessPool

        try:
            for made in _by_others(work, pieces, min(jobs, len(pieces))):
                yield made
                done += 1
        except (BrokenProcessPool, OSError, ImportError):
            pass
    with _no_sweeping():
        yield from (work(piece) for piece in pieces[done:])


def _by_others(work: Callable[[Piece], Made], pieces: Iterable[Piece], jobs: int) -> Iterator[Made]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A fork needs no second start; elsewhere it is not safe, or not there.
    context = get_context("fork" if sys.platform == "linux" else None)
    pool = ProcessPoolExecutor(jobs, context, _begin)
    try:
        yield from pool.map(work, pieces)
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """A process that works for another: an interruption is for the other to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


@contextmanager
def _no_sweeping() -> Iterator[None]:
    """Without Python's search for rings of objects: reading leaves none, and it costs a long reading 6 to 26 %."""
    sweeping = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if sweeping:
            gc.enable()
