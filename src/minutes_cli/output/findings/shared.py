"""What several formats of findings have in common: words for severities, colours, sentences that count."""

from __future__ import annotations

from types import MappingProxyType

from minutes_cli.model import Severity
from minutes_cli.output.clean import clean
from minutes_cli.output.table import Value
from minutes_cli.register.finding import Checked, Finding

_COLORS = MappingProxyType({Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"})


def paint(text: str, code: str, *, color: bool) -> str:
    """`text`, which is clean already, in an SGR colour."""
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def place(finding: Finding) -> str:
    """Path, line and column, as editors and terminals follow them."""
    one = finding.diagnostic
    return f"{clean(one.path)}:{one.line}:{one.column}"


def headline(finding: Finding, *, color: bool) -> str:
    """Severity, rule and message."""
    one = finding.diagnostic
    weight = paint(one.severity.value, f"1;{_COLORS[one.severity]}", color=color)
    return f"{weight} {paint(one.code, '1', color=color)} {one.name}: {clean(one.message)}"


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def summary(checked: Checked) -> str:
    """One sentence on how much was found, and how much of it was passed over."""
    if not checked.is_complete:
        return "the check could not be made"
    weights = ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "note"))
    parts = [counted(number, noun) for severity, noun in weights if (number := checked.count(severity))]
    hidden = ((checked.baselined, "in the baseline"), (checked.suppressed, "silenced"), (checked.snoozed, "snoozed"))
    passed = [f"{number} {how}" for number, how in hidden if number]
    found = ", ".join(parts) if parts else "nothing was found"
    beside = f" ({', '.join(passed)})" if passed else ""
    return f"{found} in {counted(len(checked.files), 'file')}{beside}"


def record(finding: Finding) -> dict[str, Value]:
    """A finding as JSON has it: every key always there."""
    one = finding.diagnostic
    return {
        "code": one.code,
        "name": one.name,
        "severity": one.severity.value,
        "message": one.message,
        "hint": one.hint,
        "file": one.path,
        "line": one.line,
        "column": one.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "action": finding.action,
        "body": finding.body,
        "fixable": bool(one.fix),
        "fingerprint": finding.fingerprint,
    }
