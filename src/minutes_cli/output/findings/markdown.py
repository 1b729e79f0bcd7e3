"""Markdown for a job summary or a comment on a pull request."""

from __future__ import annotations

from types import MappingProxyType

from minutes_cli.model import Severity
from minutes_cli.output.findings.shared import summary
from minutes_cli.output.markdown import escape
from minutes_cli.register.finding import Checked, Finding

_WORDS = MappingProxyType({Severity.ERROR: "**error**", Severity.WARNING: "warning", Severity.INFO: "note"})


def render(checked: Checked, *, color: bool) -> str:
    """A heading, a sentence, and a table where there is something to tell."""
    _ = color
    head = f"### Minutes check\n\n{escape(summary(checked)[0].upper() + summary(checked)[1:])}.\n"
    if not checked.findings:
        return head
    rows = "".join(map(_row, checked.findings))
    return f"{head}\n| | Place | Rule | What |\n| --- | --- | --- | --- |\n{rows}"


def _row(finding: Finding) -> str:
    one = finding.diagnostic
    hint = f" <br>{escape(one.hint)}" if one.hint else ""
    where = escape(f"{one.path}:{one.line}")
    return f"| {_WORDS[one.severity]} | {where} | {one.code} {one.name} | {escape(one.message)}{hint} |\n"
