"""Workflow commands of GitHub Actions, which show findings beside the lines of a pull request.

Source: "Workflow commands for GitHub Actions", docs.github.com: `%`, carriage return and
newline are escaped in the message, and `:` and `,` in properties as well.
"""

from __future__ import annotations

from types import MappingProxyType

from minutes_cli.model import Severity
from minutes_cli.output.clean import clean
from minutes_cli.register.finding import Checked, Finding

_COMMANDS = MappingProxyType({Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"})


def render(checked: Checked, *, color: bool) -> str:
    """A command a line."""
    _ = color
    return "".join(map(_command, checked.findings))


def _command(finding: Finding) -> str:
    one = finding.diagnostic
    pairs = [("file", one.path), ("line", str(one.line)), ("endLine", str(finding.end_line))]
    if finding.end_line == one.line:  # columns of a range over several lines are refused
        pairs += [("col", str(one.column)), ("endColumn", str(max(one.column, finding.end_column)))]
    pairs.append(("title", f"{one.code} {one.name}"))
    properties = ",".join(f"{key}={_property(value)}" for key, value in pairs)
    message = clean(one.message) + (f"\nhint: {clean(one.hint)}" if one.hint else "")
    return f"::{_COMMANDS[one.severity]} {properties}::{_escaped(message)}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(clean(text)).replace(":", "%3A").replace(",", "%2C")
