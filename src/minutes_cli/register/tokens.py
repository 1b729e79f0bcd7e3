"""The words of a query with their places: `owner:"Ann Lee" due:..2011-10 NOT (paper OR /budg.t/)`.

A token keeps the span it came from, so that a complaint can point at it. What the fields mean is
said by `register.terms`; only that something is a field is known here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from minutes_cli.model import MinutesError
from minutes_cli.text import Span

LONGEST_QUERY = 10_000
"""Characters."""
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“”"), ("”", "”"), ("«", "»"), ("»", "«"))
"""What opens a quotation, and all that may close it."""
_KEYWORD = re.compile(r"(?:AND|OR|NOT)(?=[\s()]|$)")
# A colon before two slashes is an address; one after digits is a time of day.
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):(?!//)")
_REGEX = re.compile(r"/((?:[^/\\]|\\.|/(?![\s)]|$))*)/(?=[\s)]|$)", re.DOTALL)
_SHOWN = 100
"""Columns of a long query that are shown around its fault."""


class QueryError(MinutesError):
    """A query that cannot be read; the message has the query and a caret under the faulty term."""

    def __init__(self, fault: str, text: str, span: Span, *, hint: str = "") -> None:
        super().__init__(f"{fault}\n{pointed_at(text, span)}", hint=hint)
        self.fault = fault
        self.span = span


class Token(NamedTuple):
    """A word, keyword or parenthesis of a query."""

    kind: str
    """`(`, `)`, `AND`, `OR`, `NOT` or `term`."""
    span: Span
    field: str | None = None
    """In lower case; None for a bare word."""
    value: str = ""
    is_regex: bool = False


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a query, in order. Raises QueryError for a quote or regular expression without an end."""
    if len(text) > LONGEST_QUERY:
        raise QueryError(f"a query of more than {LONGEST_QUERY} characters is not read", text, Span(0, 1))
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        found.append(token)
        at = token.span.end
    return tuple(found)


def pointed_at(text: str, span: Span) -> str:
    """The query on one line, and carets under `span` on the next; a long query is cut around it."""
    start = max(0, span.start - _SHOWN // 2)
    shown = "".join(" " if one.isspace() or not one.isprintable() else one for one in text[start : start + _SHOWN])
    before = shown[: span.start - start]
    under = shown[span.start - start : span.end - start]
    return f"  {shown}\n  {' ' * _columns(before)}{'^' * max(1, _columns(under))}"


def _columns(text: str) -> int:
    """How many columns of a terminal the characters take."""
    return sum(_column(one) for one in text)


def _column(one: str) -> int:
    if unicodedata.combining(one):
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1


def _token(text: str, at: int) -> Token:
    if text[at] in "()":
        return Token(text[at], Span(at, at + 1))
    keyword = _KEYWORD.match(text, at)
    if keyword:
        return Token(keyword[0], Span(at, keyword.end()))
    if text[at] == "-" and at + 1 < len(text) and not (text[at + 1].isspace() or text[at + 1] in "-)"):
        return Token("NOT", Span(at, at + 1))
    field = _FIELD.match(text, at)
    start = field.end() if field else at
    value, end, is_regex = _value(text, start)
    if field and end == start:
        raise QueryError(
            f"{field[0]} needs something after the colon",
            text,
            Span(at, end),
            hint=f"write it without a space: {field[0]}…",
        )
    return Token("term", Span(at, end), field[1].lower() if field else None, value, is_regex)


def _value(text: str, at: int) -> tuple[str, int, bool]:
    """What is asked for, where it ends, and whether it is a regular expression."""
    if text[at : at + 1] == "/":
        found = _REGEX.match(text, at)
        if found is None:
            end = re.compile(r"[^\s)]*").match(text, at)
            raise QueryError(
                "the regular expression has no / at its end",
                text,
                Span(at, end.end() if end else at + 1),
                hint='a / that is meant as such is put in quotes: "/…"',
            )
        return found[1], found.end(), True
    parts: list[str] = []
    depth = 0
    while at < len(text) and not text[at].isspace():
        if any(text[at] == opens for opens, _ in _QUOTES):
            quoted, at = _quoted(text, at)
            parts.append(quoted)
            continue
        depth += (text[at] == "(") - (text[at] == ")")
        if depth < 0:
            break
        parts.append(text[at])
        at += 1
    return "".join(parts), at, False


def _quoted(text: str, at: int) -> tuple[str, int]:
    """The words between the quotes that open at `at`, and where these end; a backslash keeps a quote."""
    closing = next(ends for opens, ends in _QUOTES if opens == text[at])
    words: list[str] = []
    place = at + 1
    while place < len(text):
        if text[place] == "\\" and text[place + 1 : place + 2] and text[place + 1] in (*closing, "\\"):
            words.append(text[place + 1])
            place += 2
            continue
        if text[place] in closing:
            return "".join(words), place + 1
        words.append(text[place])
        place += 1
    raise QueryError(
        "the quote is not closed", text, Span(at, len(text)), hint=f"put a {closing[0]} at the end of the words"
    )
