"""A line each under the file it is in."""

from __future__ import annotations

from itertools import groupby

from minutes_cli.output.clean import clean
from minutes_cli.output.findings.shared import headline, paint
from minutes_cli.register.finding import Checked


def render(checked: Checked, *, color: bool) -> str:
    """Each file with its findings, and an empty line after it."""
    blocks = []
    for path, found in groupby(checked.findings, key=lambda one: one.diagnostic.path):
        lines = [f"  {one.diagnostic.line}:{one.diagnostic.column} {headline(one, color=color)}\n" for one in found]
        blocks.append(f"{paint(clean(path), '1', color=color)}\n{''.join(lines)}\n")
    return "".join(blocks)
