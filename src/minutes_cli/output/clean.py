"""Makes text of strangers harmless to a terminal.

Minutes come from anywhere: an escape sequence in them could recolour, retitle or rewrite the reader's
screen, and a bidirectional override could show a sentence backwards. Every format that people read
passes each text of a file through `clean`.

>>> clean("one\\ttwo\\x1b[31m")
'one two\\\\x1b[31m'
"""

from __future__ import annotations

import re

_SPACES = "\t\n\r\x0b\x0c\x85\u2028\u2029"
# U+200C and U+200D are let through: Persian, Hindi and joined emoji cannot be written without them, and
# they neither move the cursor nor turn the direction of the text.
_INVISIBLE = (
    "\xad\u061c\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_TURNS = "\u202a-\u202e\u2066-\u2069"
_NO_CHARACTERS = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_UNCLEAN = re.compile(f"([{_SPACES}])|([{_INVISIBLE}])|[\x00-\x1f\x7f-\x9f{_TURNS}{_NO_CHARACTERS}]")
# What JSON and YAML let through between double quotes.
_UNESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029{_INVISIBLE}{_TURNS}{_NO_CHARACTERS}]")


def clean(text: str) -> str:
    """`text` on one line: white space as spaces, control characters as visible escapes, invisible ones left out."""
    return text if text.isprintable() else _UNCLEAN.sub(_harmless, text)


def escape_quoted(text: str, *, in_pairs: bool = True) -> str:
    """`text`, in which such characters stand only inside double quotes, with `\\uXXXX` for them.

    What lies beyond four digits is a pair of surrogates, as JSON has it, or else `\\UXXXXXXXX`, as YAML has it.
    """
    return text if text.isascii() and "\x7f" not in text else _UNESCAPED.sub(_pair if in_pairs else _code, text)


def _pair(found: re.Match[str]) -> str:
    code = ord(found.group()) - 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}" if code >= 0 else _code(found)


def _code(found: re.Match[str]) -> str:
    code = ord(found.group())
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _harmless(found: re.Match[str]) -> str:
    if found[1]:
        return " "
    if found[2]:
        return ""
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
