"""SARIF 2.1.0 (OASIS, 2020-03-27), for code scanning on GitHub and elsewhere.

A finding is known from run to run by `partialFingerprints`; columns count characters, as
`columnKind` says.
"""

from __future__ import annotations

from types import MappingProxyType
from urllib.parse import quote

from minutes_cli.model import Severity
from minutes_cli.output.clean import clean
from minutes_cli.output.json import write
from minutes_cli.output.rule_pages import markdown_page, page
from minutes_cli.output.table import Value
from minutes_cli.register.finding import Checked, Finding
from minutes_cli.register.rules.scene import Rule

_LEVELS = MappingProxyType({Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"})


def render(checked: Checked, *, color: bool) -> str:
    """One log with one run."""
    _ = color
    log: dict[str, Value] = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [_run(checked)],
    }
    return write(log, indent=2) + "\n"


def _run(checked: Checked) -> dict[str, Value]:
    index = {rule.code: at for at, rule in enumerate(checked.rules)}
    driver: dict[str, Value] = {
        "name": "minutes",
        "version": checked.version,
        "rules": [_rule(one) for one in checked.rules],
    }
    return {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": checked.is_complete}],
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder that the paths are relative to."}}},
        "results": [_result(one, index.get(one.diagnostic.code)) for one in checked.findings],
    }


def _rule(rule: Rule) -> dict[str, Value]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "help": {"text": page(rule), "markdown": markdown_page(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, index: int | None) -> dict[str, Value]:
    one = finding.diagnostic
    region: dict[str, Value] = {"startLine": one.line, "startColumn": one.column, "endLine": finding.end_line}
    if finding.end_line > one.line or finding.end_column > one.column:
        region["endColumn"] = finding.end_column
    located: dict[str, Value] = {
        "artifactLocation": {"uri": quote(one.path.encode("utf-8", "replace")), "uriBaseId": "ROOT"},
        "region": region,
    }
    words = clean(one.message) + (f" (hint: {clean(one.hint)})" if one.hint else "")
    result: dict[str, Value] = {
        "ruleId": one.code,
        "level": _LEVELS[one.severity],
        "message": {"text": words},
        "locations": [{"physicalLocation": located}],
        "partialFingerprints": {"minutesFinding/v1": finding.fingerprint},
    }
    return result if index is None else {**result, "ruleIndex": index}
