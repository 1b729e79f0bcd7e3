"""For reading: each finding with the line of the text, a mark under the words that are meant, and a hint."""

from __future__ import annotations

import unicodedata

from minutes_cli.output.clean import clean
from minutes_cli.output.findings.shared import headline, paint, place
from minutes_cli.register.finding import Checked, Finding

_WIDEST = 100
"""Characters of a line that are shown; some minutes have a paragraph in a line."""
_BEFORE = 30
"""Of them, those before the words that are meant."""


def render(checked: Checked, *, color: bool) -> str:
    """The findings, an empty line after each."""
    return "".join(_drawn(checked, one, color=color) + "\n" for one in checked.findings)


def _drawn(checked: Checked, finding: Finding, *, color: bool) -> str:
    one = finding.diagnostic
    lines = [f"{paint(place(finding), '1', color=color)} {headline(finding, color=color)}"]
    text = checked.line_of(finding)
    if text is not None and text.strip() and finding.end_column > one.column:
        lines += _excerpt(finding, text, color=color)
    if one.hint:
        lines.append(f"  hint: {clean(one.hint)}")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _excerpt(finding: Finding, text: str, *, color: bool) -> list[str]:
    """The line, and below it the mark; both cut where the line is long."""
    one = finding.diagnostic
    start = min(one.column - 1, len(text))
    end = min(finding.end_column - 1, len(text)) if finding.end_line == one.line else len(text.rstrip())
    first = max(0, start - _BEFORE) if len(text) > _WIDEST else 0
    last = min(len(text), first + _WIDEST)
    before = ("…" if first else "") + clean(text[first:start])
    meant = clean(text[start : max(start, min(end, last))])
    after = clean(text[max(start, min(end, last)) : last]) + ("…" if last < len(text) else "")
    margin = " " * len(str(one.line))
    mark = paint("^" * max(1, _cells(meant)), "1;31", color=color)
    return [
        f" {margin} |",
        f" {one.line} | {before}{meant}{after}",
        f" {margin} | {' ' * _cells(before)}{mark}",
    ]


def _cells(text: str) -> int:
    """The columns of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF") for one in text)
