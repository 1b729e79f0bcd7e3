"""Makes text of strangers harmless to a terminal.

Minutes come from anywhere: an escape sequence in them could recolour, retitle or rewrite the reader's
screen, and a bidirectional override could show a sentence backwards. Every format that people read
passes each text of a file through `clean`.

>>> clean("one\\ttwo\\x1b[31m")
'one two\\\\x1b[31m'
"""

from __future__ import annotations

from types import MappingProxyType

_SPACES = "\t\n\r\x0b\x0c\x85\u2028\u2029"
_DROPPED = "\xad\u200b\u200e\u200f\u061c\u2060\u2061\u2062\u2063\u2064\ufeff"
# U+200C and U+200D stay: Persian, Hindi and joined emoji cannot be written without them, and they
# neither move the cursor nor turn the direction of the text.


_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_TURNS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SURROGATES = range(0xD800, 0xE000)

_CLEANED = MappingProxyType(
    {code: f"\\x{code:02x}" for code in _CONTROLS}
    | {code: f"\\u{code:04x}" for code in (*_TURNS, *_SURROGATES)}
    | {ord(one): " " for one in _SPACES}
    | {ord(one): "" for one in _DROPPED}
    | dict.fromkeys(range(0xE0000, 0xE0080), "")
)
_ESCAPED = MappingProxyType(
    {code: f"\\u{code:04x}" for code in (*_CONTROLS[0x20:], *_TURNS, *_SURROGATES, 0x2028, 0x2029)}
)


def clean(text: str) -> str:
    """`text` on one line: white space as spaces, control characters as visible escapes, invisible ones left out."""
    return text if text.isprintable() else text.translate(_CLEANED)


def escape_quoted(text: str) -> str:
    """`text`, in which such characters stand only inside double quotes (JSON, YAML), with `\\uXXXX` for them."""
    return text if text.isascii() and "\x7f" not in text else text.translate(_ESCAPED)
