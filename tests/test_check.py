"""What the rules find and what silences them. The cases are text: tests/cases/checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date as Day
from inspect import cleandoc
from pathlib import Path

import pytest

from minutes_cli.config import Config
from minutes_cli.config.parse import parse_config
from minutes_cli.model import Diagnostic, Severity
from minutes_cli.reading.parse import parse
from minutes_cli.register.baseline import known_of, read_baseline, write_baseline
from minutes_cli.register.build import build
from minutes_cli.register.check import NOT_CHECKED, RULES, Question, check, find_rule
from minutes_cli.register.finding import Checked
from minutes_cli.register.rules.scene import PARTS, Rule
from minutes_cli.register.selection import Options, select
from minutes_cli.text import Source

SOURCE = Path(__file__).parents[1] / "src"
CASES = Path(__file__).parent / "cases" / "checks"
TODAY = Day(2026, 3, 20)
FLAG = re.compile(r" ?<==$", re.MULTILINE)
BLOCK = re.compile(r"^``` (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OF_THE_DISK = ("M001", "M002", "M003")
OTHERWISE_TESTED = ("M015", "M112", "M902", "M903")


@dataclass(frozen=True)
class Case:
    """A folder of text, and the lines that one rule is to flag in it."""

    code: str
    title: str
    config: Config
    files: Mapping[str, str]
    flagged: frozenset[tuple[str, int]]


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.md")):
        for section in re.split(r"\n## (?=M\d)", path.read_text(encoding="utf-8"))[1:]:
            head, *rest = section.split("\n### ")
            for one in rest:
                yield case(head.split()[0], one.partition("\n")[0], dict(BLOCK.findall(one)))


def case(code: str, title: str, blocks: dict[str, str]) -> Case:
    config = parse_config(blocks.pop("minutes.toml", ""), "minutes.toml")
    lines = ((name, at, line) for name, text in blocks.items() for at, line in enumerate(text.split("\n"), 1))
    flagged = frozenset((name, at) for name, at, line in lines if FLAG.search(line))
    return Case(code, title, config, {name: FLAG.sub("", text) for name, text in blocks.items()}, flagged)


def checked(
    files: Mapping[str, str],
    settings: str = "",
    options: Options | None = None,
    *,
    config: Config | None = None,
    only: frozenset[str] | None = None,
    baseline: str = "",
    unread: tuple[Diagnostic, ...] = (),
) -> Checked:
    known = config or parse_config(settings, "minutes.toml")
    documents = [parse(Source(name, text), known) for name, text in files.items()]
    selection = select(RULES, known.check, options)
    known_findings = read_baseline(baseline, "minutes-baseline.toml") if baseline else ()
    question = Question(TODAY, selection, known_findings, only=only)
    return check(build(documents, known, unread), documents, known, question)


def codes(found: Checked) -> list[str]:
    return [one.diagnostic.code for one in found.findings]


def lines(found: Checked) -> list[int]:
    return [one.diagnostic.line for one in found.findings]


LATE = "# Board, 3 March 2026\n\n- [ ] Ann to send the budget by 14 March\n- [ ] book the room\n"
LATER = "# Board, 3 March 2026\n\nWelcome.\n\n- [ ] book the room\n\n- [ ] Ann to send the budget by 14 March\n"


@pytest.mark.parametrize("one", list(cases()), ids=lambda one: f"{one.code}: {one.title}")
def test_a_rule_flags_the_lines_that_are_marked(one: Case) -> None:
    asked = Options() if one.code == "M901" else Options(select=(one.code,))
    config = one.config if one.code == "M901" else replace(one.config, check=one.config.check._replace(select=()))
    found = checked(one.files, options=asked, config=config)
    ours = [finding for finding in found.findings if finding.diagnostic.code == one.code]
    assert one.flagged == {(finding.diagnostic.path, finding.diagnostic.line) for finding in ours}
    assert len(one.flagged) == len(ours)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases_that_are_flagged_and_lines_that_are_not(rule: Rule) -> None:
    known = [one for one in cases() if one.code == rule.code]
    if rule.code not in OF_THE_DISK + OTHERWISE_TESTED:
        assert any(one.flagged for one in known)
        assert any(line.startswith(("- ", "|", "#", "ACTION", "We", "d")) for one in known for line in quiet_lines(one))


def quiet_lines(one: Case) -> Iterator[str]:
    for name, text in one.files.items():
        yield from (line for at, line in enumerate(text.split("\n"), 1) if (name, at) not in one.flagged and line)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_a_page_in_four_parts_and_a_name_that_states_the_fault(rule: Rule) -> None:
    page = cleandoc(rule.find.__doc__ or "")
    assert all(f"\n{part}:" in page for part in PARTS)
    assert rule.summary.endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule.name)
    assert not rule.name.startswith(("require-", "disallow-", "no-")) or rule.code == "M303"


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert sorted({one.code for one in RULES}) == [one.code for one in RULES]
    assert len(RULES) == len({one.name for one in RULES})


def test_every_code_in_the_program_is_a_rule_of_that_name() -> None:
    found = {
        (code, name)
        for path in SOURCE.rglob("*.py")
        for code, name in re.findall(r'"(M\d{3})",\s*"([a-z][a-z0-9-]+)"', path.read_text("utf-8"))
    }
    known = {(one.code, one.name) for one in (*RULES, NOT_CHECKED)}
    assert len(found) > 30
    assert found == known


def test_a_line_that_is_read_in_part_is_a_finding() -> None:
    whole, long = (f"# Board\n\n- Ann to send it {'x' * size}\n" for size in (90_000, 100_001))
    assert [] == codes(checked({"a.md": whole}, options=Options(select=("M015",))))
    assert ["M015"] == codes(checked({"a.md": long}, options=Options(select=("M015",))))


def test_the_default_set_lets_a_merely_untidy_folder_pass() -> None:
    untidy = "# Board\n\n- Ann to send the budget\n- ACTION: Ann to send it\n- [ ] Bob: paint, soon\n"
    assert [] == codes(checked({"minutes/2026-03-03.md": untidy}))


def test_what_the_disk_refuses_is_a_finding() -> None:
    unread = Diagnostic("M002", "binary-file", Severity.ERROR, "this is not a text file", "b.md", 1, 1)
    assert ["M002"] == codes(checked({"2026-03-03.md": "# Board\n"}, unread=(unread,)))


def test_a_link_by_words_is_told_until_somebody_confirms_it() -> None:
    files = {
        "2026-02-03-board.md": "# Board, 3 February 2026\n\n- [ ] Ann to collect three quotes for the slate roof\n",
        "2026-03-03-board.md": "# Board, 3 March 2026\n\n## Matters arising\n\n"
        "- Ann to collect three quotes for the slate roof: in progress.\n",
    }
    (guess,) = checked(files, options=Options(select=("M112",))).findings
    assert ("2026-03-03-board.md", 5) == (guess.diagnostic.path, guess.diagnostic.line)
    hint = re.fullmatch(
        r"minutes link (\w+) 2026-03-03-board.md:5 confirms it, minutes unlink .*", guess.diagnostic.hint or ""
    )
    assert hint
    files["2026-03-03-board.md"] = files["2026-03-03-board.md"].replace("- Ann", f"- {_whole_id(files)} Ann")
    assert not checked(files, options=Options(select=("M112",))).findings


def _whole_id(files: dict[str, str]) -> str:
    documents = [parse(Source(path, text), Config()) for path, text in files.items()]
    return build(documents, Config()).actions[0].id[:8]


def test_select_takes_codes_their_beginnings_names_and_sets() -> None:
    config = parse_config("", "minutes.toml").check
    assert ["M103"] == [one.code for one in select(RULES, config, Options(select=("overdue",))).rules]
    assert ["M301", "M302", "M303"] == [one.code for one in select(RULES, config, Options(select=("M3",))).rules]
    assert len(RULES) == len(select(RULES, config, Options(select=("all",))).rules)
    strict = {one.code for one in select(RULES, config, Options(select=("strict",))).rules}
    assert {one.code for one in RULES if "default" in one.sets} < strict


def test_a_table_of_a_rule_selects_it_and_ignore_wins() -> None:
    settings = "[check.rules.missing-due]\nseverity = 'info'\n"
    found = checked({"2026-03-03.md": "# Board\n\n- [ ] Ann to book the room\n"}, settings)
    assert [("M102", Severity.INFO)] == [(one.diagnostic.code, one.diagnostic.severity) for one in found.findings]
    assert [] == codes(checked({"2026-03-03.md": LATE}, f"check.ignore = ['M1']\n{settings}"))


def test_severity_by_rule_body_and_path() -> None:
    settings = """
[check.rules.overdue]
severity = "warning"
[[check.overrides]]
body = "Choir"
[check.overrides.rules.overdue]
severity = "info"
[[check.overrides]]
path = "old"
ignore = ["M1"]
"""
    one = "- [ ] Ann to send the budget by 14 March\n"
    files = {
        "a.md": f"# Board, 3 March 2026\n\n{one}",
        "b/b.md": f"# Choir, 3 March 2026\n\n{one}",
        "old/c.md": f"# Club, 3 March 2026\n\n{one}",
    }
    found = {one.diagnostic.path: one.diagnostic.severity for one in checked(files, settings).findings}
    assert {"a.md": Severity.WARNING, "b/b.md": Severity.INFO} == found


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ("check.select = ['overdew']", "there is no rule 'overdew'"),
        ("[check.rules.overdew]", "there is no rule 'overdew'"),
        ("[check.rules.overdue]\ngrase = 3", "the rule overdue has no setting 'grase'"),
        ("[check.rules.overdue]\ngrace = 'x'", "grace is 'x', and must be a whole number"),
        ("[check.rules.max-open]\nper = 'day'", "per is 'day', and must be one of folder, body, owner"),
        ("check.selekt = ['M1']", "there is no setting 'selekt' in check"),
        ("[[check.overrides]]\nignore = ['M1']", "neither body nor path"),
        ("[[snooze]]\nuntil = 2026-04-01\nreason = 'x'", "a snooze needs until, reason, and an action or a rule"),
        ("check.fail-on = 'always'", "check.fail-on is 'always', and must be one of"),
        ("[check.rules.overdue]\nseverity = 'high'", "severity is 'high', and must be one of"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(settings: str, fault: str) -> None:
    with pytest.raises(Exception, match=re.escape(fault)):
        checked({"2026-03-03.md": LATE}, settings)


def test_a_rule_that_there_is_not_is_answered_with_a_near_one() -> None:
    with pytest.raises(Exception, match="there is no rule 'overdeu'") as caught:
        find_rule("overdeu")
    assert "did you mean overdue?" in str(getattr(caught.value, "hint", ""))


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] Ann to send the budget by 14 March <!-- minutes: ignore M103 -->\n",
        "- [ ] Ann to send the budget by 14 March <!-- minutes: ignore overdue, M102: the bank is slow -->\n",
        "- [ ] Ann to send the budget by 14 March <!-- minutes:ignore -->\n",
        "<!-- minutes: ignore M103 -->\n\n- [ ] Ann to send the budget by 14 March\n",
        "- [ ] Ann to send the budget by 14 March\n\nThe end.\n\n<!-- minutes: ignore-file M103 -->\n",
    ],
)
def test_words_in_the_text_silence_a_rule(text: str) -> None:
    found = checked({"2026-03-03.md": f"# Board\n\n{text}"}, options=Options(select=("M103", "M901")))
    assert ([], 1) == (codes(found), found.suppressed)


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] Ann to send the budget by 14 March <!-- minutes: ignore M101 -->\n",
        "<!-- minutes: ignore M103 -->\n- [x] Bob to read\n- [ ] Ann to send the budget by 14 March\n",
        "- [ ] Ann to send the budget by 14 March\n<!-- minutes: ignored M103 -->\n",
    ],
)
def test_words_for_another_rule_or_line_silence_nothing(text: str) -> None:
    assert ["M103"] == codes(checked({"2026-03-03.md": f"# Board\n\n{text}"}, options=Options(select=("M103",))))


@pytest.mark.parametrize(
    "comment", ["<!-- minutes: ignore M103: slow -->", "# minutes: ignore overdue", "// minutes: ignore"]
)
@pytest.mark.parametrize("line", ["- [ ] Ann to send the budget", "ACTION: Ann to send the budget by 14 March"])
def test_an_action_keeps_its_words_and_id_when_it_is_silenced(line: str, comment: str) -> None:
    plain, silenced = (parse(Source("2026-03-03.md", text), Config()) for text in (f"{line}\n", f"{line} {comment}\n"))
    assert [one.text for one in plain.mentions] == [one.text for one in silenced.mentions]
    ids = [[one.id for one in build([document], Config()).actions] for document in (plain, silenced)]
    assert ids[0] == ids[1]


def test_a_comment_in_yaml_silences_a_record() -> None:
    record = "  - task: send the budget\n    owner: Ann\n    due: 2026-03-14  # minutes: ignore M103\n"
    text = f"body: Board\ndate: 2026-03-03\nactions:\n{record}"
    assert [] == codes(checked({"a.yaml": text}, options=Options(select=("M103",))))


def test_a_comment_beside_any_mention_of_an_action_silences_it() -> None:
    files = {
        "2026-02-03-board.md": "# Board, 3 February 2026\n\n"
        "- **Action A41:** Ann to send the budget by 14 February <!-- minutes: ignore M103 -->\n",
        "2026-03-03-board.md": "# Board, 3 March 2026\n\n## Matters arising\n\n"
        "- A41 Ann to send the budget: ongoing, now due 10 March 2026\n",
    }
    assert [] == codes(checked(files, options=Options(select=("M103",))))


def test_a_snooze_holds_until_its_day_and_then_is_told_of() -> None:
    snooze = '[[snooze]]\naction = "A41"\nrule = "overdue"\nreason = "the bank is slow"\nuntil = {}\n'
    files = {"2026-03-03.md": "# Board\n\n- **Action A41:** Ann to send the budget by 14 March 2026\n"}
    asleep = checked(files, snooze.format("2026-03-20"))
    assert ([], 1) == (codes(asleep), asleep.snoozed)
    assert ["M103", "M902"] == sorted(codes(checked(files, snooze.format("2026-03-19"))))


def test_a_baseline_passes_over_what_was_there_and_tells_of_what_is_new() -> None:
    before = checked({"2026-03-03-board.md": LATE})
    assert ["M103", "M101"] == codes(before)
    kept = write_baseline(known_of(before.findings))
    after = checked({"2026-03-03-board.md": LATER + "- [ ] Bob to buy paint by 15 March\n"}, baseline=kept)
    assert (["M103"], 2) == (codes(after), after.baselined)


def test_a_baseline_reads_back_what_it_wrote_whatever_the_words() -> None:
    found = known_of(checked({"2026-03-03-board.md": '# Board\n\n- [ ] say "no" \\ \x7f\x1b[31m 🎷 \u202e\n'}).findings)
    text = write_baseline(found)
    assert sorted(found) == sorted(read_baseline(text, "b.toml"))
    assert all(one.isprintable() or one == "\n" for one in text)


def test_what_is_no_longer_found_is_stale_in_the_baseline() -> None:
    kept = write_baseline(known_of(checked({"2026-03-03-board.md": LATE}).findings))
    done = LATE.replace("[ ]", "[x]")
    assert ["M903", "M903"] == codes(checked({"2026-03-03-board.md": done}, "check.select=['strict']", baseline=kept))


@pytest.mark.parametrize(
    "text", ["version = 2\n", "finding = 3\n", "[[finding]]\n", "x = [", "version = 1\nfinding=[1]"]
)
def test_a_baseline_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Exception, match=r"b\.toml"):
        read_baseline(text, "b.toml")


def test_fingerprints_do_not_move_with_lines_and_differ_between_twins() -> None:
    twice = "- [ ] book the room\n- [ ] book the room\n"
    first = checked({"2026-03-03-board.md": f"# Board\n\n{LATE}{twice}"})
    moved = checked({"2026-03-03-board.md": f"# Board\n\nWelcome.\n\n{LATE}\n{twice}"})
    assert {one.fingerprint for one in first.findings} == {one.fingerprint for one in moved.findings}
    assert len(first.findings) == len({one.fingerprint for one in first.findings})
    assert lines(first) != lines(moved)


def test_a_renamed_file_keeps_its_fingerprints() -> None:
    one, other = checked({"a/2026-03-03-board.md": LATE}), checked({"b/board-of-march.md": LATE})
    assert [one.fingerprint for one in one.findings] == [one.fingerprint for one in other.findings]


def test_paths_say_what_is_told_and_not_what_is_read() -> None:
    files = {"2026-02-03-board.md": "# Board\n\n- [ ] wash the cups\n", "2026-03-03-board.md": LATE}
    found = checked(files, only=frozenset({"2026-02-03-board.md"}))
    assert {"2026-02-03-board.md"} == {one.diagnostic.path for one in found.findings}
    assert ("2026-02-03-board.md",) == found.files
