"""More values than are to be in memory at once, in order: sorted a part at a time, merged from files without a name."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from heapq import merge
from itertools import islice
from typing import IO, Any, Generic, TypeVar

from minutes_cli.store.index import Doubt

_HELD = 8_000
"""Values that are held before they are written."""
_AT_ONCE = 64
"""Values that are written and read together."""
_OPEN = 32
"""Files that are open before they are merged into one."""
Sortable = TypeVar("Sortable", bound=tuple[Any, ...])


class Sorter(Generic[Sortable]):
    """Takes tuples of plain values that can be compared, and gives them in order, once; Doubt where a disk is full."""

    def __init__(self, folder: str, held: int = _HELD) -> None:
        self._folder, self._most = folder, held
        self._held: list[Sortable] = []
        self._files = ExitStack()
        self._runs: list[IO[bytes]] = []

    def put(self, value: Sortable) -> None:
        """One more."""
        self._held.append(value)
        if len(self._held) >= self._most:
            self._held.sort()
            self._spill(self._held)
            self._held = []

    def __iter__(self) -> Iterator[Sortable]:
        """All of them; nothing is left of them afterwards."""
        held, self._held = sorted(self._held), []
        with self._files:
            yield from merge(*map(self._values, self._runs), held)

    def _spill(self, values: Iterable[Sortable]) -> None:
        if len(self._runs) >= _OPEN:
            before, self._runs = self._runs, []
            self._write(merge(*map(self._values, before)))
            for one in before:
                one.close()
        self._write(values)

    def _write(self, values: Iterable[Sortable]) -> None:
        from tempfile import TemporaryFile  # few folders are so large

        left = iter(values)
        try:
            run = self._files.enter_context(TemporaryFile(dir=self._folder))  # noqa: SIM115  # the stack closes it
            while some := list(islice(left, _AT_ONCE)):
                marshal.dump(some, run)
            run.seek(0)
        except OSError as fault:
            with suppress(OSError):  # what could not be written is tried again when its file is closed
                self._files.close()
            raise Doubt("what is sorted cannot be written") from fault
        self._runs.append(run)

    @staticmethod
    def _values(run: IO[bytes]) -> Iterator[Sortable]:
        while True:
            try:
                some: list[Sortable] = marshal.load(run)
            except EOFError:
                return
            except (OSError, ValueError, TypeError) as fault:
                raise Doubt("what was sorted cannot be read") from fault
            yield from some
