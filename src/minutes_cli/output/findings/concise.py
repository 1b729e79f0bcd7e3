"""A line each, as compilers print them and editors jump to them."""

from __future__ import annotations

from minutes_cli.output.findings.shared import headline, place
from minutes_cli.register.finding import Checked


def render(checked: Checked, *, color: bool) -> str:
    """`PATH:LINE:COLUMN SEVERITY CODE NAME: MESSAGE`, a line each."""
    return "".join(f"{place(one)} {headline(one, color=color)}\n" for one in checked.findings)
