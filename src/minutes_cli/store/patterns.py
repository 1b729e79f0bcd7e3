"""Regular expressions and the tables they are made of, kept between runs in the user's cache folder.

The reader has some hundreds of patterns, made of the words of its languages; Python takes longer to compile them than
to read a file with them. What Python's own compiler (`re._compiler`, alike in 3.11, 3.12 and 3.13) makes of a pattern
is a list of numbers, and these can be kept. They are good for one version of Python, which the file's name says;
Python looks through the numbers before it uses them, and a checksum sees what has changed since. Whatever is not as
expected, the pattern is compiled as always: patterns are the same with this and without, only sooner there.
Beside them lie the values that `keeping.kept` is asked for, by their kind and their words. The key of a pattern is
whether it is of text (else of bytes, written here as Latin-1), the pattern and its flags.
"""

from __future__ import annotations

import os
import re
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from minutes_cli.keeping import keeping
from minutes_cli.store.cache import cache_folder, name_of
from minutes_cli.store.records import Key, Records

_LEAST = 400
"""So many characters of new patterns and words are worth writing; a question's own are fewer, and need not be kept."""
_SHORT = 40
"""Characters of a pattern that is sooner compiled than looked up; many commands have no others."""
_MOST = 4_000
"""Patterns and values in the file; before there are more it is begun anew."""
_T = TypeVar("_T")
_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, numbers, how many groups, and their names both ways, as `_sre.compile` takes them."""


class _Engine(NamedTuple):
    """The parts of Python's `re` that this rests on."""

    compiler: Any
    parser: Any
    build: Callable[..., object]
    name: str
    """Another one where the numbers would mean something else."""


@contextmanager
def kept_patterns(environ: Mapping[str, str]) -> Iterator[None]:
    """While it lasts, patterns are looked up among those of earlier runs, and new ones are kept for later runs."""
    folder, engine = cache_folder(environ), _engine()
    if folder is None or engine is None:
        yield
        return
    known, new = Records(os.path.join(folder, f"patterns-{engine.name}")), dict[Key, Any]()
    original = engine.compiler.compile
    engine.compiler.compile = _compiling(engine, original, known, new)
    try:
        with keeping(_Shelf(known, new, {})):
            yield
    finally:
        engine.compiler.compile = original
        if sum(len(key[1]) for key in new) >= _LEAST:
            known.write(new, anew=len(known) + len(new) > _MOST)
        known.close()


class _Shelf(NamedTuple):
    """What `keeping.kept` asks."""

    known: Records
    new: dict[Key, Any]
    found: dict[Key, Any]
    """What was asked for before."""

    def __call__(self, kind: str, words: str, make: Callable[[], _T]) -> _T:
        key = (kind, words)
        if key not in self.found:
            value = self.known.get(key)
            if value is None:
                value = self.new[key] = make()
            self.found[key] = value
        found: _T = self.found[key]
        return found


def _engine() -> _Engine | None:
    """None where this Python's `re` is made otherwise."""
    try:
        import _sre

        compiler, parser = re._compiler, re._parser  # type: ignore[attr-defined]  # no public way leads there
        fits = all(map(callable, (compiler.compile, compiler._code, parser.parse, _sre.compile)))
        name = name_of(sys.version, str(_sre.MAGIC), str(_sre.CODESIZE))
    except (ImportError, AttributeError):
        return None
    return _Engine(compiler, parser, _sre.compile, name) if fits and array("I").itemsize == _sre.CODESIZE else None


def _compiling(
    engine: _Engine,
    original: Callable[[object, int], object],
    known: Records,
    new: dict[Key, Any],
) -> Callable[[object, int], object]:
    """`re._compiler.compile` with a memory."""

    def compiled(pattern: object, flags: int = 0) -> object:
        if not isinstance(pattern, (str, bytes)) or len(pattern) < _SHORT or flags & re.DEBUG:
            return original(pattern, flags)
        words = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
        key = (isinstance(pattern, str), words, int(flags))
        code = new.get(key) or known.get(key)
        if code is None:
            code = new[key] = _code_of(engine, pattern, flags)
        try:
            return _built(engine, pattern, code)
        except (ValueError, TypeError, RuntimeError, OverflowError):
            return original(pattern, flags)

    return compiled


def _code_of(engine: _Engine, pattern: str | bytes, flags: int) -> _Code:
    """What Python's compiler makes of a pattern, as it does it itself. Raises re.error as it does."""
    parsed = engine.parser.parse(pattern, flags)
    numbers, state = engine.compiler._code(parsed, flags), parsed.state
    names: list[str | None] = [None] * state.groups
    for name, group in state.groupdict.items():
        names[group] = name
    return flags | state.flags, array("I", numbers).tobytes(), state.groups - 1, dict(state.groupdict), tuple(names)


def _built(engine: _Engine, pattern: str | bytes, code: _Code) -> object:
    flags, raw, groups, group_of, names = code
    numbers = array("I")
    numbers.frombytes(raw)
    return engine.build(pattern, flags, numbers.tolist(), groups, group_of, names)
