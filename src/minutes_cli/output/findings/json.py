"""One array for programs."""

from __future__ import annotations

from minutes_cli.output.findings.shared import record
from minutes_cli.output.json import write
from minutes_cli.register.finding import Checked


def render(checked: Checked, *, color: bool) -> str:
    """An object a finding, each in a line of its own."""
    _ = color
    lines = [write(record(one)) for one in checked.findings]
    return "[" + ",".join(f"\n  {line}" for line in lines) + ("\n]\n" if lines else "]\n")
