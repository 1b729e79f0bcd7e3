"""An object a line for programs that read line by line."""

from __future__ import annotations

from minutes_cli.output.findings.shared import record
from minutes_cli.output.json import write
from minutes_cli.register.finding import Checked


def render(checked: Checked, *, color: bool) -> str:
    """An object a finding; nothing where there is none."""
    _ = color
    return "".join(write(record(one)) + "\n" for one in checked.findings)
