"""TOML → plain values, whoever wrote it; whatever Python's own reader stumbles over is one kind of fault.

>>> read("body = 'Board'")
{'body': 'Board'}
"""

from __future__ import annotations

import re
import tomllib

_DEEPEST = 60
"""Parts of a dotted key. Python's reader takes memory by the square of them."""
_PART = r"(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+"
_DEEP_KEY = re.compile(rf"(?<![\w.\"'-])(?:{_PART}\.[ \t]*+){{{_DEEPEST}}}")
_LONG_NUMBER = re.compile(r"(?<!\w)0[xob][0-9a-fA-F_]{1000}|(?<![\w.])[+-]?[0-9_]{4300}")
"""What Python reads as a number that it then refuses to write, or refuses to read."""
_PLACE = re.compile(r"\(at line (\d+), column \d+\)")
_DIGITS = "a number has more digits than can be read"


class BadToml(ValueError):
    """A text that is no TOML: what is wrong with it, and the line, from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def read(text: str) -> dict[str, object]:
    """The table that a text is; BadToml where it is none, or one that no person has written."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    for pattern, fault in ((_DEEP_KEY, f"a key has more than {_DEEPEST} parts"), (_LONG_NUMBER, _DIGITS)):
        found = pattern.search(plain)
        if found is not None:
            line = plain.count("\n", 0, found.start()) + 1
            raise BadToml(f"{fault} (at line {line})", line)
    try:
        return tomllib.loads(plain)
    except tomllib.TOMLDecodeError as fault:
        place = _PLACE.search(str(fault))
        raise BadToml(str(fault), int(place[1]) if place else 1) from fault
    except RecursionError as fault:
        raise BadToml("it is nested too deeply", 1) from fault
    except ValueError as fault:  # a number may have had its digits in another way
        raise BadToml(_DIGITS, 1) from fault
