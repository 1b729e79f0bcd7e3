"""GitLab's Code Quality report, a subset of Code Climate's.

Source: "Code Quality report format", docs.gitlab.com. Two findings with one fingerprint are
shown as one, so fingerprints are unique; they stay when lines move, so a moved finding is no new one.
"""

from __future__ import annotations

from types import MappingProxyType

from minutes_cli.model import Severity
from minutes_cli.output.clean import clean
from minutes_cli.output.json import write
from minutes_cli.output.table import Value
from minutes_cli.register.finding import Checked, Finding

_SEVERITIES = MappingProxyType({Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"})


def render(checked: Checked, *, color: bool) -> str:
    """One array, an object a finding."""
    _ = color
    return write([_issue(one) for one in checked.findings], indent=2) + "\n"


def _issue(finding: Finding) -> dict[str, Value]:
    one = finding.diagnostic
    return {
        "description": f"{one.name}: {clean(one.message)}",
        "check_name": one.code,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[one.severity],
        "location": {"path": one.path, "lines": {"begin": one.line, "end": finding.end_line}},
    }
