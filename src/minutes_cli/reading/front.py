"""Where the front matter of a text is: YAML between lines of hyphens, or TOML between plus signs, at its head."""

from __future__ import annotations

import re

from minutes_cli.text import Source, Span

_KEY = re.compile(r"[a-z][a-z_-]{1,30}:(?:\s|$)")
_GOES_ON = re.compile(r"[A-Za-z][\w -]{0,40}:(?:\s|$)|[ \t]+\S|-\s|#(?!#*\s)")


def front_matter(source: Source) -> Span | None:
    """The span of the YAML between `---` lines, or the TOML between `+++` lines, at the head of a text."""
    text = source.text
    at = 1 if text.startswith("\ufeff") else 0
    fence = text[at : at + 3]
    if fence not in ("---", "+++") or text[at + 3 : text.find("\n", at) % (len(text) + 1)].strip():
        return None
    for number in range(2, min(len(source.starts), 400) + 1):
        span = source.line_span(number)
        if span.of(text).rstrip() in (fence, "..."):
            return Span(source.starts[1], span.start)
    return None


def never_closed(source: Source) -> Span | None:
    """The lines that are front matter by their looks, below a first line `---` that no second one answers.

    Two keys at least, the first in small letters: a rule may stand at the head of a text, over "Date: 3 March".
    """
    text = source.text
    at = 1 if text.startswith("\ufeff") else 0
    if (
        text[at : at + 3] != "---"
        or len(source.starts) < 3
        or source.line_span(1).of(text).lstrip("\ufeff").strip() != "---"
    ):
        return None
    last, keys = 1, 0
    while last < min(len(source.starts), 400):
        line = source.line_span(last + 1).of(text)
        if not (_KEY if last == 1 else _GOES_ON).match(line):
            break
        keys += line[:1] not in " \t-#"
        last += 1
    return Span(source.starts[1], source.line_span(last).end) if keys > 1 else None
