"""Code blocks and comments, whose lines are not read; and the openings that nothing closes.

A fence of ``` or ~~~ runs to one that closes it, and `<!--` to the next `-->`; where none comes, to the end of the
text (CommonMark 0.31.2, sections 4.5 and 4.6, read 2026-11-29). Reading keeps to that. `never_closed` tells of it, for
all that stands below is lost by a slip.

>>> source = Source("a.md", "```\\nmake\\n```\\n\\n```\\n- [ ] Ann: mend the gate\\n")
>>> [one.line for one in never_closed(source, source, 1)]
[5]
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_cli.reading.marks import CUT, open_block
from minutes_cli.text import Edit, Source, Span, apply

COMMENT = "<!--"
_COMMENT_END = "-->"
_FENCE = re.compile(r"```+|~~~+")
SPACE = " \t\u3000\u00a0\ufeff\x0c"
"""What may stand before and behind the words of a line."""
LONGEST_BLOCK = 8_000
"""Characters that are looked at as one statement; what is longer is cut at a space."""
_MOST = 20
"""Openings without an end that are looked for: each is one look at the rest of the text."""


class Opening(NamedTuple):
    """What begins a code block or a comment."""

    line: int
    span: Span
    """Of what is no words: a comment's sign, or a fence with what stands behind it; and the space around."""
    kind: str
    """`code`, `comment` or `drawer`."""
    closing: str
    """What would close it."""


def is_cut(raw: str) -> bool:
    """Whether a line holds several blocks of HTML, or is too long for one statement. It begins no code or comment."""
    return len(raw) > LONGEST_BLOCK or CUT in raw


def begun(stripped: str) -> str:
    """The sign with which a line begins a code block or a comment; empty where it begins none."""
    if stripped.startswith(COMMENT):
        return COMMENT
    found = _FENCE.match(stripped)
    return found[0] if found is not None and "`" not in stripped.strip("`~") else ""


def left_open(sign: str, stripped: str, *, first: bool = False) -> str:
    """What is open behind a line inside `sign`, of which it may be the first: `sign`, or nothing where it is closed."""
    if sign == COMMENT:
        return "" if _COMMENT_END in stripped else sign
    return "" if not first and stripped.startswith(sign) and not stripped.strip("`~") else sign


def never_closed(source: Source, shown: Source, first_line: int) -> tuple[Opening, ...]:
    """The openings from a line on that nothing closes, each as if those before it were not there; the first ones.

    `shown` is the text with the marks of Markdown. What its own format closes nowhere is not seen there.
    """
    if (block := open_block(source)) is not None:
        span, closing = block
        is_comment = closing == _COMMENT_END or closing[0] == "/" or "comment" in closing
        kind = "comment" if is_comment else "drawer" if closing[0] == ":" else "code"
        return (Opening(source.line(span.start), span, kind, closing),)
    found: list[Opening] = []
    if not any(sign in shown.text for sign in (COMMENT, "```", "~~~")):
        return ()
    while len(found) < _MOST:
        opening = _open_at_the_end(shown, found[-1].line + 1 if found else first_line)
        if opening is None:
            break
        found.append(opening)
    return tuple(found)


def _open_at_the_end(source: Source, first_line: int) -> Opening | None:
    """The code block or comment in which the text ends, read from a line on."""
    inside, at = "", 0
    for number in range(first_line, len(source.starts) + 1):
        raw = source.line_span(number).of(source.text)
        stripped = raw.strip(SPACE)
        if inside:
            inside = left_open(inside, stripped)
        elif stripped[:1] in ("`", "~", "<") and not is_cut(raw) and (sign := begun(stripped)):
            inside, at = left_open(sign, stripped, first=True), number
    if not inside:
        return None
    span = source.line_span(at)
    if inside != COMMENT:
        return Opening(at, span, "code", inside)
    words = span.of(source.text).strip(SPACE).removeprefix(COMMENT).lstrip(SPACE)
    return Opening(at, Span(span.start, span.end - len(words)), "comment", _COMMENT_END)


def without(source: Source, openings: tuple[Opening, ...]) -> Source:
    """The text without these openings, with the same lines, so that what they hide is read where it stands."""
    edits = (Edit(source.path, one.span, one.span.of(source.text), "") for one in openings)
    return Source(source.path, apply(source.text, edits))
