"""Who does the work: one process after another piece, or the workers of a cluster of Dask's.

A step is a function and a list of jobs that know nothing of each other; an engine needs no more than a map. The
functions are of this package, so that workers have to have it installed; jobs and answers are small, for what is
large waits on a file system that all workers reach (`store.spill`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar, cast

Job = TypeVar("Job")
Answer = TypeVar("Answer")


class Spread(Protocol):
    """An engine."""

    def map(self, step: Callable[[Job], Answer], jobs: Sequence[Job]) -> Iterator[Answer]:
        """The answers in the order of the jobs; the first fault is raised and ends it."""


class Here:
    """This process alone, one job at a time."""

    def map(self, step: Callable[[Job], Answer], jobs: Sequence[Job]) -> Iterator[Answer]:
        """As Spread has it."""
        return map(step, jobs)


class Future(Protocol):
    """An answer that a worker has or will have."""

    def result(self) -> object:
        """The answer, waited for; the fault of the step is raised."""

    def release(self) -> object:
        """Nobody here needs it any more."""


class Client(Protocol):
    """What is asked of a `distributed.Client`."""

    def map(self, step: Callable[[Job], Answer], jobs: Sequence[Job], *, pure: bool) -> Sequence[Future]:
        """Hands out the jobs."""

    def cancel(self, futures: Sequence[Future]) -> object:
        """What is not done yet need not be done."""


class Dask:
    """The workers that a `distributed.Client` leads to; `Client("tcp://scheduler:8786")`, say.

    >>> from distributed import Client  # doctest: +SKIP
    >>> export(Job("s3://archive/minutes", "s3://lake/register"), Dask(Client()))  # doctest: +SKIP
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def map(self, step: Callable[[Job], Answer], jobs: Sequence[Job]) -> Iterator[Answer]:
        """As Spread has it."""
        futures = self._client.map(step, list(jobs), pure=False)
        try:
            for future in futures:
                yield cast(Answer, future.result())
                future.release()
        finally:
            self._client.cancel(futures)
