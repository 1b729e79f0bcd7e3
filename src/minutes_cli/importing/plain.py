"""Plain text as minutes: line ends and spaces put in order, nothing else touched."""

from __future__ import annotations

import re


def tidy(text: str) -> str:
    """Lines that end with a newline alone and without spaces, two empty ones at most."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n") + "\n"
