"""The quick door: the question that is asked most, answered from the index before anything else is loaded.

It takes `minutes actions` in plain lines, with the options that need no more than the open actions' own lines:
owner, overdue, open, limit. Everything else, and whatever is in doubt, is left to the other door, which gives the
same answer to these, too. Both are made of the options of `words`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from minutes_cli.cli.words import ACTIONS, COLORS, ROOT, Given, UnreadWords, arrange, read_words

TYPE_CHECKING = False  # as `typing` has it, whose import takes longer than the answer
if TYPE_CHECKING:
    from collections.abc import Callable

    from minutes_cli.store.hot import Hot, Line

    Refresh = Callable[[str | None, Mapping[str, str], str], Hot | None]

_TAKEN = frozenset({"owner", "overdue", "only_open", "limit", "format_name"})
_GLOBAL = frozenset({"folder", "today", "color", "debug", "strict_read"})
_LATE = "~"


def answer_quickly(
    argv: Sequence[str], environ: Mapping[str, str], cwd: str, *, in_pipe: bool, refresh: Refresh | None = None
) -> str | None:
    """What is to be printed for a command line; None where the other door has to be taken.

    `in_pipe`: nobody looks at standard output, so that plain lines are what is asked for. `refresh` reads what has
    changed and gives the lines then; without it a folder that has changed is left to the other door.
    """
    asked = _asked(argv)
    if asked is None:
        return None
    root, given = asked
    if given.get("format_name", "plain" if in_pipe else "table") != "plain":
        return None
    owners = [_compared(one) for one in _texts(given.get("owner"))]
    if None in owners:
        return None
    from minutes_cli.store.hot import open_lines

    start = plain_path(_text(root.get("folder")))
    found = open_lines(start, environ, cwd)
    if found is None and refresh is not None and root.get("color") != "never":  # its bar has colours
        found = refresh(start, environ, cwd)
    if found is None or found.has_faults or not set(owners).isdisjoint(found.known):
        return None
    lines = found.lines
    if owners:
        named = [name for name in owners if name]
        if any(one[1] != one[2] and any(name in one[2] and name not in one[1] for name in named) for one in lines):
            return None  # found by whom the words mean, of which something is said beside the list
        lines = [one for one in lines if any(name in one[1] for name in named)]
    if given.get("overdue") or root.get("today") or environ.get("MINUTES_TODAY"):
        day = _today(_text(root.get("today")), environ)
        if day is None:
            return None
        lines = [one for one in lines if one[0] < day] if given.get("overdue") else lines
    limit = given.get("limit")
    if not lines or (isinstance(limit, int) and limit < len(lines)):  # there is something to be said beside it
        return None
    return _written(lines)


def read_again(start: str | None, environ: Mapping[str, str], cwd: str) -> Hot | None:
    """What has changed is read, without what the other door loads beside it; None where that door is needed."""
    from minutes_cli.store.patterns import kept_patterns

    with kept_patterns(environ):
        from minutes_cli.cli.bar import bar_for
        from minutes_cli.folder import open_lines_anew
        from minutes_cli.store.workers import jobs_of

        try:
            with bar_for(sys.stderr) as bar:
                return open_lines_anew(start, environ, cwd, jobs=jobs_of(environ), told=bar)
        except Exception:  # the other door meets it, too, and knows how to say it
            return None


def _asked(argv: Sequence[str]) -> tuple[Given, Given] | None:
    """The global options and those of `actions`, where there are no others."""
    if any("\n" in one for one in argv):
        return None
    try:
        root, rest = read_words(ROOT, arrange(argv), stops=True)
        given, words = read_words(ACTIONS, rest[1:])
    except UnreadWords:
        return None
    except Exception as fault:
        from minutes_cli.model import MinutesError

        if isinstance(fault, MinutesError):
            return None
        raise
    fits = rest[:1] == ["actions"] and not words and given.keys() <= _TAKEN and root.keys() <= _GLOBAL
    return (root, given) if fits and root.get("color", "auto") in COLORS else None


def _compared(words: str) -> str | None:
    """A name as `register.names.key` compares it; None for one that needs more than that."""
    if not words.isascii() or words.casefold() == "me" or words.startswith("/"):
        return None
    letters = words.lower().replace("'", "").replace("`", "")
    spaced = "".join([one if one.isalnum() else " " for one in letters])
    return " ".join(spaced.split()).removeprefix("the ") or None


def plain_path(written: str | None) -> str | None:
    """A path as `pathlib` spells it, for that is how the other door notes where it led."""
    if written is None or written.startswith("//") or os.sep != "/":
        return written
    parts = "/".join([one for one in written.split("/") if one not in ("", ".")])
    return f"/{parts}" if written.startswith("/") else parts or "."


def _today(written: str | None, environ: Mapping[str, str]) -> str | None:
    from minutes_cli.cli.clock import read_today

    try:
        return read_today(written, environ).isoformat()
    except Exception:  # the other door says what is wrong with it
        return None


def _written(lines: Sequence[Line]) -> str:
    parts: list[str] = []
    for one in lines:
        line = one[3]
        if isinstance(line, str):
            parts.append(line)
            continue
        from minutes_cli.output.clean import clean

        parts.append("\t".join([clean(cell) for cell in line]) + "\n")
    return "".join(parts)


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def write_out(text: str) -> None:
    """The answer to standard output. Does not return where nobody reads it."""
    try:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # standard output as it is
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(0)
