"""JUnit XML as Jenkins reads it: a suite a file, a failing test case a finding, a passing one for a file without.

Source: the schema of the xUnit plug-in for Jenkins, junit-10.xsd, which the tests hold this against.
"""

from __future__ import annotations

import re
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from minutes_cli.model import Severity
from minutes_cli.output.clean import clean
from minutes_cli.output.findings.shared import place
from minutes_cli.register.finding import Checked, Finding

# What XML 1.0 cannot hold, even escaped; control characters are gone after `clean`.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(checked: Checked, *, color: bool) -> str:
    """One document; notes are passing cases, for they fail nothing."""
    _ = color
    found = {path: list(group) for path, group in groupby(checked.findings, key=lambda one: one.diagnostic.path)}
    suites = [_suite(path, found.get(path, [])) for path in sorted({*checked.files, *found})]
    failures = sum(map(_fails, checked.findings))
    tests = sum(max(1, len(found.get(path, []))) for path in {*checked.files, *found})
    head = f'<testsuites name="minutes check" tests="{tests}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *suites, "</testsuites>"]) + "\n"


def _suite(path: str, findings: list[Finding]) -> str:
    failures = sum(map(_fails, findings))
    name = _attribute(path)
    cases = [_case(one) for one in findings] or [f'    <testcase classname={name} name="minutes check"/>']
    head = f'  <testsuite name={name} tests="{len(cases)}" failures="{failures}" errors="0" skipped="0">'
    return "\n".join([head, *cases, "  </testsuite>"])


def _fails(finding: Finding) -> bool:
    return finding.diagnostic.severity is not Severity.INFO


def _case(finding: Finding) -> str:
    one = finding.diagnostic
    head = f"<testcase classname={_attribute(one.path)} name={_attribute(f'{one.code} {one.name} line {one.line}')}>"
    words = f"{place(finding)}: {one.message}" + (f"\nhint: {clean(one.hint)}" if one.hint else "")
    text = escape(_NOT_XML.sub("?", "\n".join(map(clean, words.split("\n")))))
    if _fails(finding):
        inner = f"<failure type={_attribute(one.severity.value)} message={_attribute(one.message)}>{text}</failure>"
    else:
        inner = f"<system-out>{text}</system-out>"
    return f"    {head}\n      {inner}\n    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("?", clean(text)))
