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
_INVISIBLE = "\xad\u061c\u200b\u200e\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f"
_TURNS = "\u202a-\u202e\u2066-\u2069"
_UNCLEAN = re.compile(f"([{_SPACES}])|([{_INVISIBLE}])|[\x00-\x1f\x7f-\x9f{_TURNS}\ud800-\udfff]")
# What JSON and YAML let through between double quotes.
_UNESCAPED = re.compile(f"[\x7f-\x9f\u2028\u2029{_TURNS}\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` on one line: white space as spaces, control characters as visible escapes, invisible ones left out."""
    return text if text.isprintable() else _UNCLEAN.sub(_harmless, text)


def escape_quoted(text: str) -> str:
    """`text`, in which such characters stand only inside double quotes (JSON, YAML), with `\\uXXXX` for them."""
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _harmless(found: re.Match[str]) -> str:
    if found[1]:
        return " "
    if found[2]:
        return ""
    code = ord(found.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
