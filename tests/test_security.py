"""The attacks of docs/security.md: each line of its tables names a test, and most of those are here."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gitrepo import Repo
from minutes_cli.config import Config
from minutes_cli.model import Document
from minutes_cli.reading.parse import parse
from minutes_cli.register.build import told_apart
from minutes_cli.store import git
from minutes_cli.text import Source
from transcripts import Ran, minutes

ROOT = Path(__file__).parents[1]
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What moves a terminal's cursor, ends a line or turns the direction of writing."""
SECONDS = 20.0
"""Of the process; each of these takes well under one on a machine that has nothing else to do."""
EVIL = (
    "# Board \x1b]0;title\x07, 3 March 2026\n\n"
    "- [ ] A\x1b[31mnn\x1b]8;;https://example.org\x1b\\: buy \u202egnp.exe [bold red]tea[/bold red] [/] \x9b31m\x7f\n"
    '- [ ] =HYPERLINK("https://example.org"): <script>alert(1)</script> by \x1b[2J3 April 2026\n'
)


def run(folder: Path, *words: str) -> Ran:
    if not (folder / "minutes.toml").exists():
        (folder / "minutes.toml").write_text("")
    return minutes(words, folder, {"XDG_STATE_HOME": str(folder / ".state"), "XDG_CACHE_HOME": str(folder / ".cache")})


def read(text: str, name: str = "a.md") -> tuple[Document, float]:
    begun = time.process_time()
    found = parse(Source(name, text), Config())
    return found, time.process_time() - begun


def lines_of_the_page() -> list[tuple[str, str]]:
    """Module and name of every test that docs/security.md names."""
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not re.match(r"\| (?:-|attack )", line)]
    named = [re.findall(r"`(test_\w+)::(test_\w+)`", row) for row in rows]
    assert rows
    assert all(named), [row for row, tests in zip(rows, named, strict=True) if not tests]
    return [one for tests in named for one in tests]


@pytest.mark.parametrize(("module", "name"), lines_of_the_page())
def test_each_line_of_the_threat_model_names_a_test_that_exists(module: str, name: str) -> None:
    tree = ast.parse((ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8"))
    assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}


BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"k{at}: &{chr(98 + at)} [{','.join(['*' + chr(97 + at)] * 9)}]\n" for at in range(12)),
    "brackets": "[" * 10_000,
    "braces": "a: " + "{a: " * 5_000,
    "indents": "".join(" " * at + "a:\n" for at in range(3_000)),
    "dashes": "- " * 20_000 + "x\n",
    "questions": "? " * 20_000 + "x\n",
}


@pytest.mark.parametrize("name", BOMBS)
def test_yaml_that_explodes_is_a_finding(name: str) -> None:
    found, seconds = read(BOMBS[name], "a.yaml")
    assert ["M011"] == [one.code for one in found.diagnostics]
    assert seconds < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        'date: 2026-03-03\nbody: "' + "x" * 2_000_000 + '"\n',
        "".join(f"k{at}name: &a{at} x\n" for at in range(20_000)),
        "a: |\n" + " x\n" * 100_000,
        "#" * 1_000_000,
        "!" * 100_000,
        'a: "' + "\\x41" * 100_000 + '"\n',
    ],
    ids=["scalar", "anchors", "block", "comment", "tags", "escapes"],
)
def test_yaml_that_is_huge_is_read_in_time(text: str) -> None:
    assert read(text, "a.yaml")[1] < SECONDS


def test_a_tag_in_yaml_builds_nothing(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    call = f'!!python/object/apply:os.system ["touch {trace}"]'
    (tmp_path / "a.yaml").write_text(f"date: 2026-03-03\nx: {call}\nactions:\n  - text: {call}\n  - {call}\n")
    (tmp_path / "b.md").write_text(f"---\nbody: {call}\n---\n# Board\n")
    assert 0 == run(tmp_path, "actions").code
    assert not trace.exists()


def test_a_deep_list_takes_linear_time() -> None:
    found, seconds = read("".join(" " * min(at, 200) + f"- [ ] Ann: job {at}\n" for at in range(1_000)))
    assert 1_000 == len(found.mentions)
    assert seconds < SECONDS
    assert read(">" * 10_000 + " - [ ] Ann: buy tea\n")[1] < SECONDS


def test_ten_thousand_levels_in_one_line_are_one_action() -> None:
    found, seconds = read("- " * 10_000 + "[ ] Ann: buy tea\n")
    assert ["buy tea"] == [one.text for one in found.mentions]
    assert seconds < SECONDS


@pytest.mark.slow
def test_a_list_that_goes_deeper_with_every_line_is_read() -> None:
    found, seconds = read("".join("\t" * at + f"- [ ] Ann: job {at}\n" for at in range(3_000)))
    assert 3_000 == len(found.mentions)
    assert seconds < 10 * SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("line", ["- tea\n", "* \n", "- [ ] tea\n", "> - tea\n", "1. tea\n"])
def test_a_million_bullets_are_read(line: str) -> None:
    found, seconds = read(line * 1_000_000)
    print(f"{line!r}: {seconds:.0f} s, {len(found.mentions)} actions")  # noqa: T201  # told by -s
    assert len(found.mentions) in {0, 1_000_000}
    assert seconds < 60 * SECONDS


@pytest.mark.parametrize("name", BOMBS)
def test_front_matter_that_explodes_is_a_finding_and_the_rest_is_read(name: str) -> None:
    found, seconds = read(f"---\n{BOMBS[name].rstrip()}\n---\n# Board\n\n- [ ] Ann: buy tea\n")
    assert ["buy tea"] == [one.text for one in found.mentions]
    assert seconds < SECONDS


@pytest.mark.parametrize(
    "inner",
    ["<div>", "<ul><li>", "<b><i>", "<blockquote>", pytest.param("<table><tr><td>", marks=pytest.mark.slow)],
)
def test_a_page_nested_without_end_is_converted_or_refused(inner: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(inner * 10_000 + "<p>ACTION: Ann to buy tea</p>")
    ran = run(tmp_path, "import", "a.html", "--print")
    assert ran.code in {0, 1}
    assert ("Ann to buy tea" in ran.out) == (ran.code == 0)
    assert ran.code == 0 or re.match("minutes: a.html (?:cannot be converted: |takes more than 120 seconds)", ran.err)


def test_settings_nested_without_end_are_refused(tmp_path: Path) -> None:
    for text in ("a = " + "[" * 10_000, "a = " + "[" * 10_000 + "]" * 10_000, "a = " + "{b = " * 10_000):
        (tmp_path / "minutes.toml").write_text(text)
        ran = run(tmp_path, "actions")
        assert (2, "") == (ran.code, ran.out)
        assert ran.err.startswith("minutes: minutes.toml: this is not TOML that can be read: ")


def test_files_that_are_no_text_are_told_of_and_others_read(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Board\n\n- [ ] Ann: buy tea\n")
    (tmp_path / "nul.md").write_bytes(b"- [ ] Ann: a \x00 b\n")
    (tmp_path / "surrogate.md").write_bytes(b"# Board\n\n- [ ] Bo: a \xed\xa0\x80 b\n")
    (tmp_path / "mixed.md").write_bytes("- [ ] Cy: tée\n".encode() + "- [ ] Cy: käse\n".encode("cp1252"))
    (tmp_path / "utf16.md").write_bytes("\ufeff- [ ] Di: buy milk\n".encode("utf-16-le"))
    (tmp_path / "big.md").write_bytes("\ufeff- [ ] Ed: buy sugar\n".encode("utf-16-be"))
    (tmp_path / "odd.md").write_bytes(b"\xff\xfe#")
    ran = run(tmp_path, "actions", "--format", "json")
    assert 0 == ran.code
    assert {"good.md", "surrogate.md", "mixed.md", "utf16.md", "big.md"} == {one["file"] for one in json.loads(ran.out)}
    assert "nul.md" in ran.err


def test_a_file_beyond_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.md").open("wb") as stream:
        stream.truncate(100_000_001)
    (tmp_path / "b.md").write_text("- [ ] Ann: buy tea\n")
    ran = run(tmp_path, "actions", "--columns", "text")
    assert (0, "buy tea\n") == (ran.code, ran.out)
    assert "a.md: the file cannot be read: larger than 100 MB" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="pipes, devices and such names")
def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text("- [ ] Ann: buy tea\n")
    os.mkfifo(folder / "pipe.md")
    (folder / "zero.md").symlink_to("/dev/zero")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "self").symlink_to(".")
    (folder / "up").symlink_to("..")
    ran = run(folder, "actions", "--columns", "text")
    assert (0, "buy tea\n") == (ran.code, ran.out)


@pytest.mark.skipif(os.name != "posix", reason="such names")
def test_names_of_files_do_nothing_in_a_terminal(tmp_path: Path) -> None:
    for name in ("new\nline.md", "\x1b[31mred.md", "\u202egnp.md"):
        (tmp_path / name).write_text("- [ ] Ann: buy tea\n")
    (tmp_path / os.fsdecode(b"\xff\xfe.md")).write_text("- [ ] Ann: buy tea\n")
    for words in (["actions"], ["check"], ["doctor"], ["actions", "--format", "table"]):
        ran = run(tmp_path, *words)
        assert ran.code in {0, 1}
        assert not CONTROL.search(ran.out.replace("\t", "")), words
        assert not CONTROL.search(ran.err), words


@pytest.mark.parametrize(
    "words",
    [
        *(["actions", "--format", one] for one in ("table", "plain", "json", "jsonl", "csv", "markdown", "yaml")),
        *(["actions", "--format", one] for one in ("todotxt", "taskwarrior", "html")),
        *(["check", "--exit-zero", "--format", one] for one in ("full", "concise", "grouped", "github", "gitlab", "junit")),
        *(["check", "--exit-zero", "--format", one] for one in ("json", "jsonl", "sarif", "markdown")),
        *([one] for one in ("meetings", "owners", "decisions", "doctor")),
        ["parse", "a.md"],
        ["close", "--where", "tea", "--yes"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_codes_for_the_terminal_reach_no_output(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "minutes.toml").write_text("")
    (tmp_path / "a.md").write_text(EVIL, newline="")
    ran = run(tmp_path, *words)
    assert 0 == ran.code, ran.err
    assert not CONTROL.search(ran.out.replace("\t", "").replace("\r\n", "\n")), ran.out
    assert not CONTROL.search(ran.err)


def test_a_diff_is_clean_on_a_terminal_and_whole_in_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "minutes.toml").write_text("")
    (tmp_path / "a.md").write_text(EVIL, newline="")
    words, state = ("close", "--where", "tea", "--dry-run"), {"XDG_STATE_HOME": str(tmp_path / ".state")}
    shown = minutes(words, tmp_path, state, terminal=True)
    assert 0 == shown.code
    assert "+- [x] A\\x1b[31mnn" in shown.out
    assert not CONTROL.search(shown.out)
    assert "+- [x] A\x1b[31mnn" in minutes(words, tmp_path, state).out


def test_markup_of_pages_and_of_the_table_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(EVIL, newline="")
    assert "[bold red]tea[/bold red]" in run(tmp_path, "actions", "--format", "plain").out
    page = run(tmp_path, "actions", "--format", "html").out
    assert "<script>alert" not in page
    state = {"XDG_STATE_HOME": str(tmp_path / ".state"), "COLUMNS": "200"}
    drawn = minutes(["actions", "--format", "table"], tmp_path, state, terminal=True)
    assert "[bold red]tea[/bold red] [/]" in drawn.out


def test_a_formula_in_csv_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- [ ] =1+2: =HYPERLINK(1)\n- [ ] Ann: +1\n- [ ] Ann: -1\n- [ ] Ann: @SUM(1)\n")
    rows = run(tmp_path, "actions", "--format", "csv", "--columns", "text,owner").out.splitlines()[1:]
    cells = [cell.strip('"') for row in rows for cell in row.split(",")]
    assert rows
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t"}]


def test_settings_of_a_stranger_run_nothing(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    (tmp_path / "minutes.toml").write_text(f'[[template]]\npath = "t.j2"\n[people]\nx = "$(touch {trace})"\n')
    assert 2 == run(tmp_path, "actions").code
    (tmp_path / "minutes.toml").write_text('[[template]]\npath = "t.j2"\n')
    (tmp_path / "a.md").write_text("# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n")
    escape = "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    (tmp_path / "t.j2").write_text(escape)
    ran = run(tmp_path, "new", "--date", "2026-04-03")
    assert 2 == ran.code
    assert "template" in ran.err
    assert not trace.exists()


@pytest.mark.parametrize("name", ["..", "../secret", "../secret/s.md", "/", "a/../../secret", "ABSOLUTE"])
@pytest.mark.parametrize("place", ["minutes.toml", "project/pyproject.toml", "project/minutes/minutes.toml"])
def test_paths_of_a_stranger_lead_to_nothing_outside(name: str, place: str, tmp_path: Path) -> None:
    top = tmp_path / "in"
    (top / "project" / "minutes").mkdir(parents=True)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.md").write_text("- [ ] Ann: hide the key\n")
    out = {"ABSOLUTE": str(tmp_path / "secret"), "/": "/"}.get(name, "../" * place.count("/") + name)
    table = "[tool.minutes]\n" if place.endswith("pyproject.toml") else ""
    (top / place).write_text(f"{table}paths = [{json.dumps(out)}]\n")
    start = (top / place).parent
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for words in (["actions"], ["check"], ["report", "-o", "site"], ["close", "--where", "hide", "--yes"]):
        ran = minutes(words, start, state)
        if "minutes/minutes" in place and name == "..":  # the project itself, which is around the folder
            continue
        assert (2, "") == (ran.code, ran.out), words
        assert "which lies outside" in ran.err
        assert "hide" not in ran.err


def test_paths_may_lead_through_the_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "board").mkdir()
    (tmp_path / "conf").mkdir()
    (tmp_path / "board" / "a.md").write_text("- [ ] Ann: buy tea\n")
    (tmp_path / "conf" / "minutes.toml").write_text('paths = ["../board"]\n')
    ran = minutes(["actions", "--columns", "text"], tmp_path / "conf", {"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert (0, "buy tea\n") == (ran.code, ran.out)


def test_patterns_of_a_stranger_take_nothing_from_outside(tmp_path: Path) -> None:
    top = tmp_path / "in"
    top.mkdir()
    (tmp_path / "s.md").write_text("- [ ] Ann: hide the key\n")
    (top / "a.md").write_text("- [ ] Ann: buy tea\n")
    for pattern in ("../*", "../s.md", "/*", str(tmp_path / "*"), "**", "!x", "../../**"):
        (top / "minutes.toml").write_text(f'include = [{json.dumps(pattern)}]\nexclude = ["../**", "!../s.md"]\n')
        ran = run(top, "actions", "--columns", "text", "status:all")
        assert (0, "buy tea\n") == (ran.code, ran.out), pattern


@pytest.mark.parametrize(
    "pattern", ["*a" * 25 + "b", "*[ab]" * 25 + "c", "*[!c]" * 25 + "c", "?*" * 25 + "b", "**/*a*a*a*a*a*a*a*a*b"]
)
def test_patterns_of_a_stranger_are_answered_in_time(pattern: str, tmp_path: Path) -> None:
    name = f"{'a' * 200}.md"
    (tmp_path / name).write_text("- [ ] Ann: buy tea\n")
    (tmp_path / "minutes.toml").write_text(f"exclude = [{json.dumps(pattern)}]\n")
    begun = time.process_time()
    ran = run(tmp_path, "actions", "--columns", "text")
    assert (0, "buy tea\n") == (ran.code, ran.out)
    assert time.process_time() - begun < SECONDS


def test_a_pattern_of_a_stranger_that_goes_through_all_folders_time_and_again_is_refused(tmp_path: Path) -> None:
    (tmp_path / "minutes.toml").write_text(f'exclude = ["{"**/a/" * 30}x"]\n')
    ran = run(tmp_path, "actions")
    assert 2 == ran.code
    assert "exclude has a pattern with more than 4 times **" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_templates_of_a_stranger_read_and_write_nothing_outside(tmp_path: Path) -> None:
    top = tmp_path / "in"
    top.mkdir()
    (tmp_path / "s.j2").write_text("the key is under the mat")
    (top / "a.md").write_text("# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n")
    (top / "t.j2").write_text("new\n")
    (top / "link.j2").symlink_to("../s.j2")
    (top / "away").symlink_to("..")
    for path in ("../s.j2", str(tmp_path / "s.j2"), "link.j2", "away/s.j2"):
        (top / "minutes.toml").write_text(f"[[template]]\npath = {json.dumps(path)}\n")
        ran = run(top, "new", "--date", "2026-04-03", "--print")
        assert (2, "") == (ran.code, ran.out), path
        assert f"the template {path} lies outside this project" in ran.err
    for name in ("../new.md", str(tmp_path / "new.md"), "away/new.md"):
        (top / "minutes.toml").write_text(f'[[template]]\npath = "t.j2"\nname = {json.dumps(name)}\n')
        ran = run(top, "new", "--date", "2026-04-03")
        assert 2 == ran.code, name
        assert "lies outside this project" in ran.err
    assert not (tmp_path / "new.md").exists()


def test_hooks_and_programs_of_a_stranger_are_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    git = ["git", "-C", str(tmp_path)]
    for words in (["init", "-q"], ["config", "user.name", "Ann"], ["config", "user.email", "ann@example.org"]):
        subprocess.run([*git, *words], check=True)
    (tmp_path / "minutes.toml").write_text("")
    (tmp_path / "a.md").write_text("# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n")
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "begin"], check=True)
    hook = tmp_path / ".git" / "hooks" / "post-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {trace}\n")
    hook.chmod(0o755)
    subprocess.run([*git, "config", "core.fsmonitor", f"touch {trace};"], check=True)
    for words in (["actions"], ["log"], ["diff", "HEAD"], ["close", "--where", "tea", "--yes", "--commit"]):
        ran = run(tmp_path, *words)
        assert 0 == ran.code, (words, ran.err)
    assert not trace.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"n = {'9' * 5_000}", "a number has more digits than can be read"),
        (f"n = 0x{'f' * 20_000}", "a number has more digits than can be read"),
        ("a." * 20_000 + "b = 1", "a key has more than 60 parts (at line 1)"),
        ("body = 'Board'\n[" + '"a" . ' * 20_000 + "b]", "a key has more than 60 parts (at line 2)"),
        ("{" * 10_000, ""),
        (f"action-marks = ['{'*' * 2_000}']", "action-marks has a word of more than 100 characters"),
    ],
    ids=["digits", "hex", "dotted", "table", "braces", "mark"],
)
def test_settings_that_explode_are_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- [ ] Ann: buy tea\n")
    for name, table in (("minutes.toml", ""), ("pyproject.toml", "[tool.minutes]\n")):
        (tmp_path / name).write_text(table + text)
        ran = minutes(["actions"], tmp_path, {"XDG_CACHE_HOME": str(tmp_path / ".cache")})
        assert (2, "") == (ran.code, ran.out)
        assert ran.err.startswith(f"minutes: {name}: ")
        assert (
            said.replace("line 2", f"line {2 + (table != '')}").replace("line 1", f"line {1 + (table != '')}")
            in ran.err
        )
        (tmp_path / name).unlink()


@pytest.mark.parametrize("value", ["n = " + "9" * 5_000, "n = 0x" + "f" * 20_000, "a." * 20_000 + "b = 1", "date ="])
def test_toml_at_the_head_of_minutes_that_explodes_is_a_finding_and_the_rest_is_read(value: str) -> None:
    found, seconds = read(f"+++\nbody = 'Board'\n{value}\n+++\n# Board\n\n- [ ] Ann: buy tea\n")
    assert ["buy tea"] == [one.text for one in found.mentions]
    (fault,) = (one for one in found.diagnostics if one.code == "M011")
    assert fault.message.startswith("this is not TOML that can be read: ")
    assert seconds < SECONDS


def test_baselines_and_addresses_that_explode_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("- [ ] Ann: buy tea\n")
    for name, words in (("minutes-baseline.toml", ["check"]), ("remind.toml", ["remind"])):
        for text in ("n = " + "9" * 5_000, "a." * 20_000 + "b = 1", "finding = 3\nversion = 1\nfrom = 3\n"):
            (tmp_path / name).write_text(text)
            ran = run(tmp_path, *words)
            assert (2, "") == (ran.code, ran.out), (name, ran.err)
            assert name in ran.err
        (tmp_path / name).unlink()


@pytest.mark.parametrize(
    ("words", "environ"),
    [
        (["actions", "--limit", "9" * 5_000], {}),
        (["meetings", "--limit", "9" * 5_000], {}),
        (["parse", "--explain", f"a.md:{'9' * 5_000}"], {}),
        (["parse", "--explain", f"{'a' * 300}.md:3"], {}),
        (["actions"], {"MINUTES_JOBS": "9" * 5_000}),
        (["actions", "--format", "table"], {"COLUMNS": "9" * 5_000}),
        (["actions", "--format", "table"], {"VTE_VERSION": "9" * 5_000}),
    ],
    ids=lambda one: " ".join(one)[:30],
)
def test_numbers_and_names_without_end_are_no_fault_of_ours(
    words: list[str], environ: dict[str, str], tmp_path: Path
) -> None:
    lay = {"XDG_STATE_HOME": str(tmp_path / ".state"), "XDG_CACHE_HOME": str(tmp_path / ".cache")}
    (tmp_path / "minutes.toml").write_text("")
    (tmp_path / "a.md").write_text("# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n")
    ran = minutes(words, tmp_path, lay | environ, terminal=bool(environ))
    assert ran.code == (0 if environ else 2), ran.err
    assert "Traceback" not in ran.err
    assert ("tea" in ran.out) == bool(environ)


def test_no_program_of_a_repository_is_run_by_reading_it(tmp_path: Path) -> None:
    trace, top = tmp_path / "trace", tmp_path / "in"
    top.mkdir()
    git = ["git", "-C", str(top)]
    (top / "minutes.toml").write_text("")
    (top / ".gitattributes").write_text("*.md filter=evil diff=evil merge=evil\n")
    (top / "a.md").write_text("# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n")
    for words in (["init", "-q"], ["config", "user.name", "Ann"], ["config", "user.email", "ann@example.org"]):
        subprocess.run([*git, *words], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-qm", "begin"], check=True)
    (tmp_path / "outside").write_text("the key is under the mat\n")
    evil = f"touch {trace}; cat"
    programs = (
        *("core.sshCommand", "core.pager", "core.editor", "core.askPass", "core.alternateRefsCommand"),
        *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "filter.e=v il\u00e9.clean"),
        *("diff.external", "diff.evil.command", "diff.evil.textconv", "merge.evil.driver", "gpg.program"),
    )
    for key in programs:
        subprocess.run([*git, "config", key, evil], check=True)
    others = {
        "filter.evil.required": "true",
        "log.showSignature": "true",
        "alias.log": f"!{evil}",
        "alias.blame": f"!{evil}",
    }
    others |= {"i18n.logOutputEncoding": "UTF-16", "blame.ignoreRevsFile": str(tmp_path / "outside")}
    for key, value in others.items():
        subprocess.run([*git, "config", key, value], check=True)
    (top / "a.md").write_text("# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n- [ ] Bo: sing\n")
    (action,) = json.loads(run(top, "actions", "--format", "json", "tea").out)
    for words in (
        *(
            ["actions"],
            ["log"],
            ["diff"],
            ["diff", "HEAD"],
            ["actions", "--at", "HEAD"],
            ["actions", "--at", "9999-01-01"],
        ),
        *(["check", "--since", "HEAD", "--exit-zero"], ["show", action["id"], "--git"], ["log", action["id"]]),
        *(["stats"], ["report", "-o", "site"], ["close", "--where", "tea", "--dry-run"]),
    ):
        ran = run(top, *words)
        assert 0 == ran.code, (words, ran.err)
        assert "the key" not in ran.out + ran.err
        assert not trace.exists(), words


def test_one_number_for_thousands_of_actions_takes_linear_time() -> None:
    begun = time.process_time()
    assert "ACTION-1.50000" == told_apart(["ACTION-1"] * 50_000)[-1]
    assert time.process_time() - begun < SECONDS
    assert ["A", "a.2", "A.2.2", "a.3", "A.4", "Straße", "STRASSE.2"] == told_apart(
        ["A", "a", "A.2", "a", "A", "Straße", "STRASSE"]
    )


def test_hundreds_of_actions_of_one_file_are_closed_in_linear_time(tmp_path: Path) -> None:
    """Each alone would be proved by reading the file again; together they are proved once."""
    lines = "".join(f"- [ ] Ann: job number {at}\n" for at in range(600))
    odd = "- [ ] Bo: tea, to be bought by the next meeting and no later\n| Action | Owner |\n|---|---|\n| sing | Cy |\n"
    (tmp_path / "a.md").write_text(f"# Board, 3 March 2026\n\n{lines}\n{odd}")
    begun = sum(os.times()[2:4])
    ran = run(tmp_path, "close", "--where", "is:open", "--yes")
    assert 0 == ran.code, ran.err
    assert sum(os.times()[2:4]) - begun < SECONDS
    assert "[ ]" not in (tmp_path / "a.md").read_text()
    assert "" == run(tmp_path, "actions").out


@pytest.mark.skipif(os.name != "posix", reason="pipes")
@pytest.mark.parametrize("kind", ["pipe", "pattern"])
def test_what_git_ignores_by_endless_trying_is_told_of(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(git, "_AT_ONCE", 0.5)
    subprocess.run(["git", "-C", str(tmp_path), "init", "-q"], check=True)
    (tmp_path / f"{'a' * 200}.md").write_text("- [ ] Ann: buy tea\n")
    if kind == "pipe":
        os.mkfifo(tmp_path / ".gitignore")
    else:
        (tmp_path / ".gitignore").write_text("*a" * 30 + "b\n")
    ran = run(tmp_path, "actions", "--columns", "text")
    assert (0, "buy tea\n") == (ran.code, ran.out)
    assert "git does not say what it ignores, so that counts as minutes: git took more than" in ran.err
    assert "cannot be searched" not in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes that have names")
@pytest.mark.parametrize("where", ["config", "HEAD", "index", "packed-refs", "info/exclude", "included"])
def test_a_pipe_in_the_git_folder_keeps_nobody_waiting(
    where: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(git, "_AT_ONCE", 0.5)
    top = tmp_path / "top"
    Repo.make(top).commit({"minutes/board.md": "# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n"}, "minutes")
    pipe = top / ".git" / where
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    if where == "included":
        with (top / ".git" / "config").open("a", encoding="utf-8") as file:
            file.write(f'[include]\n\tpath = "{pipe}"\n')
    told = "git took more than" if where == "included" else f"{pipe} is no file"
    read = run(top, "actions", "--columns", "text")
    assert (0, "buy tea\n") == (read.code, read.out)
    assert f"git does not say what it ignores, so that counts as minutes: {told}" in read.err
    for words in (["log"], ["diff"], ["check", "--since", "HEAD"]):
        ran = run(top, *words)
        assert 2 == ran.code, ran.err
        assert f"minutes: {told}" in ran.err, words
    close = run(top, "close", "--where", "text:tea", "--commit", "--yes")
    assert 1 == close.code, close.err
    assert told in close.err
    assert "- [ ] Ann: buy tea" in (top / "minutes" / "board.md").read_text()


@pytest.mark.parametrize(
    "template",
    [
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{% if 1 %}" * 3_000 + "{% endif %}" * 3_000,
        "{% for a in [1] %}" * 30 + "{% endfor %}" * 30,
        "{% for a in range(99999) %}{% for b in range(99999) %}many words{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% set c = b %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) if false %}{% endfor %}" * 20,
        "{% for a in [range(9)] * 9 recursive %}{{ loop([range(9)] * 9) if loop.depth < 20 }}{% endfor %}",
        "{% macro a(n) %}{{ a(n - 1) or a(n - 1) if n }}{% endmacro %}{{ a(40) }}",
        "{{ {}['a']['b'] }}",
    ],
    ids=[
        *("calls itself", "brackets", "nested", "loops", "endless", "silent loops", "loops that keep nothing"),
        *("loops that call loops", "calls without end", "nothing there"),
    ],
)
def test_templates_that_are_nested_or_go_on_without_end_are_refused(template: str, tmp_path: Path) -> None:
    (tmp_path / "minutes.toml").write_text('[[template]]\npath = "t.j2"\n')
    (tmp_path / "a.md").write_text("# Board, 3 March 2026\n\n- [ ] Ann: buy tea\n")
    (tmp_path / "t.j2").write_text(template)
    ran = run(tmp_path, "new", "--date", "2026-04-03", "--print")
    assert (2, "") == (ran.code, ran.out)
    assert "t.j2: the template cannot be used: " in ran.err


def test_a_word_for_nobody_said_a_thousand_times_is_read() -> None:
    found, _ = read("- ACTION: " + "owner: " * 5_000 + "\n- ACTION: TBC: owner: someone to mend the gate\n")
    assert "someone to mend the gate" in [one.text for one in found.mentions][-1]


def test_a_title_said_a_thousand_times_is_nobodys() -> None:
    found, _ = read("# Board, 3 March 2026\n\n## Present\n\n- " + "Dr " * 2_000 + "Ann Lee\n- Prof. Dr. Bo Berg\n")
    assert ("Prof. Dr. Bo Berg",) == found.meetings[0].attendees
