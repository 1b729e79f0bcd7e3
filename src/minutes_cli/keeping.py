"""Values that are dear to make and follow from their words alone, kept by whoever runs the program.

    tables = kept("toml", text, lambda: tomllib.loads(text))

Without a shelf the value is made, each time. What is kept has to be plain: numbers, texts, and lists, tuples,
dictionaries and frozen sets of such. `store.patterns` has the shelf of the command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

_T = TypeVar("_T")


class Shelf(Protocol):
    """Where values are kept by their kind and their words."""

    def __call__(self, kind: str, words: str, make: Callable[[], _T]) -> _T:
        """The value that is kept, or else the one that is made now."""


_SHELF: ContextVar[Shelf | None] = ContextVar("shelf", default=None)


def kept(kind: str, words: str, make: Callable[[], _T]) -> _T:
    """The value of this kind for these words; `make` has to give an equal one each time."""
    shelf = _SHELF.get()
    return make() if shelf is None else shelf(kind, words, make)


@contextmanager
def keeping(shelf: Shelf) -> Iterator[None]:
    """While it lasts, `kept` asks this shelf."""
    token = _SHELF.set(shelf)
    try:
        yield
    finally:
        _SHELF.reset(token)
