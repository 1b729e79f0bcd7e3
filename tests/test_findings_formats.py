"""Each format of `minutes check` against its published schema, or read back by a parser of that format."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date as Day
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema

from minutes_cli.config import Config
from minutes_cli.model import Severity
from minutes_cli.output.findings import FORMATS, render
from minutes_cli.output.findings.full import _excerpt
from minutes_cli.output.rule_pages import manual
from minutes_cli.reading.parse import parse
from minutes_cli.register.build import build
from minutes_cli.register.check import RULES, Question, check, not_checked
from minutes_cli.register.finding import Checked
from minutes_cli.register.selection import Options, select
from minutes_cli.text import Source

ROOT = Path(__file__).parents[1]
SCHEMAS = Path(__file__).parent / "schemas"
NASTY = 'say "no": 50 % <b> & ]]> \x1b[31mred\x1b[0m \u202eback a,b:c `x` | 🎷 \ud800'
FILES = {
    "minutes/2026-03-03-board.md": f"# Board, 3 March 2026\n\n- [ ] Ann to send the budget by 14 March\n- [ ] {NASTY}\n"
    "- [ ] book the room\n- [ ] book the room\n",
    "minutes/ü, 2026-03-10: choir.md": "# Choir\n\n## Agenda\n\n- [ ] sing\n",
    "minutes/2026-03-11-club.md": "# Club\n",
}


def checked(files: dict[str, str] | None = None, *select_: str) -> Checked:
    config = Config()
    documents = [parse(Source(name, text), config) for name, text in (FILES if files is None else files).items()]
    selection = select(RULES, config.check, Options(select=select_))
    return check(build(documents, config), documents, config, Question(Day(2026, 3, 20), selection))


ANSWERS = {
    "findings": checked(FILES, "strict"),
    "nothing found": checked({"minutes/2026-03-11-club.md": "# Club\n"}),
    "no files": checked({}),
    "not checked": not_checked('minutes.toml: "x" & <y>', "mend it", "minutes.toml"),
}
answers = pytest.mark.parametrize("answer", list(ANSWERS.values()), ids=list(ANSWERS))


def test_the_example_has_findings_of_every_weight() -> None:
    assert all(ANSWERS["findings"].count(severity) for severity in Severity)


@answers
def test_sarif_fits_the_schema_of_2_1_0(answer: Checked) -> None:
    log = json.loads(render("sarif", answer))
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    (run,) = log["runs"]
    assert len(answer.findings) == len(run["results"])
    assert [answer.is_complete] == [one["executionSuccessful"] for one in run["invocations"]]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert re.fullmatch(r"[\w/.%-]+", result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])


@answers
def test_junit_fits_the_schema_of_jenkins_and_counts_right(answer: Checked) -> None:
    text = render("junit", answer)
    xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).validate(text)
    suites = ElementTree.fromstring(text.encode("utf-8"))
    assert int(suites.get("tests", "")) == len(list(suites.iter("testcase")))
    assert int(suites.get("failures", "")) == len(list(suites.iter("failure")))
    assert len(answer.findings) - answer.count(Severity.INFO) == len(list(suites.iter("failure")))
    assert {*answer.files, *(one.diagnostic.path for one in answer.findings)} == {
        one.get("name") for one in suites.iter("testsuite")
    }


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string"},
            "check_name": {"type": "string"},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!/|\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


@answers
def test_gitlab_gets_what_its_manual_asks_for_with_unique_fingerprints(answer: Checked) -> None:
    issues = json.loads(render("gitlab", answer))
    jsonschema.validate(issues, GITLAB)
    assert len(answer.findings) == len(issues) == len({one["fingerprint"] for one in issues})


def test_gitlab_knows_a_finding_again_when_its_line_has_moved() -> None:
    moved = {name: text.replace("\n\n", "\n\nWelcome.\n\n", 1) for name, text in FILES.items()}
    before, after = (json.loads(render("gitlab", checked(files, "strict"))) for files in (FILES, moved))
    assert {one["fingerprint"] for one in before} == {one["fingerprint"] for one in after}
    assert [one["location"] for one in before] != [one["location"] for one in after]


COMMAND = re.compile(r"::(error|warning|notice) ([^:\n]*)::([^\n]*)")


@answers
def test_github_reads_back_what_was_meant(answer: Checked) -> None:
    found = [COMMAND.fullmatch(line) for line in render("github", answer).splitlines()]
    assert len(answer.findings) == len(found)
    for match, finding in zip(found, answer.findings, strict=True):
        assert match is not None
        properties = dict(pair.split("=", 1) for pair in match[2].split(","))
        assert finding.diagnostic.path == unescaped(properties["file"])
        assert str(finding.diagnostic.line) == properties["line"]
        assert f"{finding.diagnostic.code} {finding.diagnostic.name}" == unescaped(properties["title"])
        assert unescaped(match[3]).count("\n") == bool(finding.diagnostic.hint)


def unescaped(text: str) -> str:
    """As the runner does it, the percent sign last."""
    for escape, letter in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, letter)
    return text


def test_a_percent_sign_colon_and_comma_in_a_path_and_message_are_escaped() -> None:
    one = ANSWERS["not checked"].findings[0]
    odd = replace(one, diagnostic=replace(one.diagnostic, path="a,b:c%0A.md", message="50%\r\n::error::x"))
    line = render("github", replace(ANSWERS["not checked"], findings=(odd,)))
    assert "file=a%2Cb%3Ac%250A.md," in line
    assert "::50%25  ::error::x%0Ahint: mend it\n" in line
    assert 1 == line.count("\n")


@answers
@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_json_has_every_key_of_every_finding(answer: Checked, name: str) -> None:
    text = render(name, answer)
    rows = json.loads(text) if name == "json" else [json.loads(line) for line in text.splitlines()]
    assert len(answer.findings) == len(rows)
    for row, finding in zip(rows, answer.findings, strict=True):
        assert (finding.diagnostic.code, finding.diagnostic.path) == (row["code"], row["file"])
        assert {"fingerprint", "end_line", "action", "body", "hint", "fixable", "severity", "column"} <= set(row)


@answers
def test_markdown_is_one_table_whose_rows_have_four_cells(answer: Checked) -> None:
    text = render("markdown", answer)
    assert text.startswith("### Minutes check\n\n")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == (len(answer.findings) + 2 if answer.findings else 0)
    assert {5} == {len(re.findall(r"(?<!\\)\|", line)) for line in rows} or not rows
    assert "<b>" not in text


@answers
@pytest.mark.parametrize("name", [one.name for one in FORMATS])
def test_no_format_lets_a_control_code_of_the_minutes_through(answer: Checked, name: str) -> None:
    text = render(name, answer)
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "\ud800" not in text
    assert text.endswith("\n") or not answer.findings


@pytest.mark.parametrize("name", ["full", "concise", "grouped"])
def test_colours_come_only_when_asked_for(name: str) -> None:
    assert "\x1b[1;31merror\x1b[0m" in render(name, ANSWERS["findings"], color=True)
    assert "\x1b" not in render("json", ANSWERS["findings"], color=True)


def test_the_mark_stands_under_wide_letters_and_in_long_lines() -> None:
    files = {
        "2026-03-03.md": f"# 会議\n\n- [ ] アンが予算を送る due:2026-03-14\n- [ ] {'long ' * 40}due:2026-03-14 end\n"
    }
    found = checked(files, "overdue")
    for finding in found.findings:
        _, line, mark = _excerpt(finding, found.line_of(finding) or "", color=False)
        assert "^" * len("due:2026-03-14") in mark
        wide = sum(ord(one) > 0x3000 for one in line)
        assert line.index("due:2026") + wide == mark.index("^")
        assert len(line) < 120


def test_the_manual_in_the_docs_is_that_of_the_rules() -> None:
    kept = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert kept == manual(RULES), "write it anew: minutes rule --format markdown > docs/rules.md"
