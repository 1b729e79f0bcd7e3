"""What is ready-made for CI: the action's own shell, the hooks, the report of what a commit changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from minutes_cli.store.changed import changed_files
from transcripts import lay_out, minutes

ROOT = Path(__file__).parents[1]
LATE = "# Board, 3 March 2026\n\n- [ ] Ann to send the budget by 14 March\n"
FILES = {"minutes.toml": 'date-order = "dmy"\n', "minutes/2026-03-03-board.md": LATE}
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def git(folder: Path, *words: str) -> str:
    settings = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    ran = subprocess.run(["git", "-C", str(folder), *settings, *words], check=True, capture_output=True, text=True)
    return ran.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    lay_out(FILES, tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    return tmp_path


def steps() -> list[dict[str, str]]:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    found: list[dict[str, str]] = action["runs"]["steps"]
    return [one for one in found if "run" in one]


def run_step(name: str, folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    (step,) = [one for one in steps() if one["name"] == name]
    known = {"MINUTES_DIRECTORY": ".", "MINUTES_ARGUMENTS": "", "MINUTES_SINCE": "", "MINUTES_SARIF": ""}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {"PATH": path, "MINUTES_TODAY": "2026-03-20", "HOME": str(folder), **known, **inputs}
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(words, cwd=folder, env=environ, capture_output=True, text=True, check=False)


@needs_bash
def test_the_action_annotates_fails_and_writes_the_summary(tmp_path: Path) -> None:
    lay_out(FILES, tmp_path)
    ran = run_step("Check", tmp_path, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert 1 == ran.returncode
    assert ran.stdout.startswith("::error file=minutes/2026-03-03-board.md,line=3,")
    assert "| **error** |" in (tmp_path / "summary.md").read_text(encoding="utf-8")


@needs_bash
def test_the_action_passes_its_inputs_on_and_runs_none_of_them(tmp_path: Path) -> None:
    lay_out(FILES, tmp_path)
    sarif, summary = tmp_path / "minutes.sarif", tmp_path / "summary.md"
    inputs = {"MINUTES_ARGUMENTS": "--ignore overdue", "MINUTES_SARIF": str(sarif), "GITHUB_STEP_SUMMARY": str(summary)}
    assert 0 == run_step("Check", tmp_path, **inputs).returncode
    assert "2.1.0" == json.loads(sarif.read_text(encoding="utf-8"))["version"]
    assert 1 == summary.read_text(encoding="utf-8").count("### Minutes check")
    assert 2 == run_step("Check", tmp_path, MINUTES_ARGUMENTS="$(touch pwned) ; touch pwned").returncode
    assert not (tmp_path / "pwned").exists()


@needs_bash
@needs_git
def test_the_action_tells_only_of_what_changed_since_a_commit(repository: Path) -> None:
    lay_out({"minutes/2026-03-10-choir.md": "# Choir\n\n- [ ] sing\n"}, repository)
    ran = run_step("Check", repository, MINUTES_SINCE="main")
    assert ["minutes/2026-03-10-choir.md"] == [line.split("=")[1].split(",")[0] for line in ran.stdout.splitlines()]


@needs_bash
@pytest.mark.parametrize("step", steps(), ids=lambda step: step["name"])
def test_the_shell_of_the_action_can_be_read(step: dict[str, str]) -> None:
    assert 0 == subprocess.run(["bash", "-n", "-c", step["run"]], check=False).returncode
    assert "${{" not in step["run"], "an input in the script itself could be a command"


def test_the_hooks_call_commands_that_there_are(tmp_path: Path) -> None:
    lay_out(FILES, tmp_path)
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert ["minutes-check", "minutes-check-changed"] == [one["id"] for one in hooks]
    for one in hooks:
        assert 0 == minutes([*one["entry"].split()[1:], "--help"], tmp_path).code
        assert not one["pass_filenames"]


def test_the_workflow_of_this_project_uses_options_that_there_are(tmp_path: Path) -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    arguments = workflow["jobs"]["minutes"]["steps"][-1]["with"]["arguments"].split()
    assert 0 == minutes(["check", *arguments, "--help"], tmp_path).code
    assert (ROOT / arguments[arguments.index("--baseline") + 1]).exists()


def test_the_options_in_the_docs_are_those_of_the_command() -> None:
    known = {name for name in help_of_check().split() if name.startswith("--")}
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    asked = {word.strip("`,.") for line in text.splitlines() if "minutes check" in line for word in line.split()}
    assert not {word for word in asked if word.startswith("--") and word not in {"--spec", *known}}


def help_of_check() -> str:
    return minutes(["check", "--help"], ROOT).out


@needs_git
def test_changed_files_are_edited_staged_and_new_ones(repository: Path) -> None:
    assert frozenset() == changed_files(str(repository))
    lay_out(
        {"minutes/2026-03-03-board.md": f"{LATE}\n", "minutes/ü b.md": "# B\n", "minutes/c.md": "# C\n"}, repository
    )
    git(repository, "add", "minutes/c.md")
    expected = frozenset({"minutes/2026-03-03-board.md", "minutes/ü b.md", "minutes/c.md"})
    assert expected == changed_files(str(repository))
    assert expected == changed_files(str(repository), "HEAD")


@needs_git
def test_since_counts_from_where_the_branch_began(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "mine")
    lay_out({"minutes/2026-03-10-choir.md": "# Choir\n\n- [ ] sing\n"}, repository)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "mine")
    git(repository, "checkout", "--quiet", "main")
    lay_out({"minutes/2026-03-03-board.md": f"{LATE}\nMore.\n"}, repository)
    git(repository, "commit", "--quiet", "-am", "theirs")
    git(repository, "checkout", "--quiet", "mine")
    assert {"minutes/2026-03-10-choir.md"} == changed_files(str(repository), "main")


@needs_git
def test_a_repository_without_a_commit_has_only_new_files(tmp_path: Path) -> None:
    lay_out(FILES, tmp_path)
    git(tmp_path, "init", "--quiet")
    assert {"minutes.toml", "minutes/2026-03-03-board.md"} == changed_files(str(tmp_path))


@needs_git
def test_a_commit_that_there_is_not_and_an_option_in_its_place_are_refused(repository: Path) -> None:
    for name in ("nowhere", "--output=x"):
        ran = minutes(["check", f"--since={name}", "--format", "sarif"], repository)
        assert (2, f"minutes: there is no commit {name!r} here") == (ran.code, ran.err.splitlines()[0])
        assert not json.loads(ran.out)["runs"][0]["invocations"][0]["executionSuccessful"]
    assert not (repository / "x").exists()


@needs_git
def test_a_folder_outside_git_has_no_past(tmp_path: Path) -> None:
    lay_out(FILES, tmp_path)
    ran = minutes(["check", "--changed-only"], tmp_path, {"GIT_CEILING_DIRECTORIES": str(tmp_path)})
    assert 2 == ran.code
    assert "git" in ran.err


def test_fixes_keep_every_other_byte_and_leave_approved_minutes_alone(tmp_path: Path) -> None:
    text = "---\r\nbody: B\u00fcro\r\ndate: 2026-03-03\r\natendees: [Ann]\r\n---\r\n"
    (tmp_path / "minutes").mkdir()
    draft, record = tmp_path / "minutes" / "2026-03-03.md", tmp_path / "minutes" / "2026-03-04.md"
    draft.write_bytes(text.encode("cp1252"))
    record.write_bytes(text.replace("body", "status: approved\r\nbody").encode("cp1252"))
    before = record.read_bytes()
    ran = minutes(["check", "--fix", "--select", "unknown-key"], tmp_path)
    assert text.replace("atendees", "attendees").encode("cp1252") == draft.read_bytes()
    assert before == record.read_bytes()
    assert "approved minutes are a record" in ran.err
    assert 1 == ran.code


def test_a_baseline_elsewhere_and_a_summary_that_cannot_be_written(tmp_path: Path) -> None:
    lay_out(FILES, tmp_path)
    assert 0 == minutes(["check", "--baseline", "known.toml", "--add-baseline"], tmp_path).code
    assert 0 == minutes(["check", "--baseline", "known.toml"], tmp_path).code
    assert 1 == minutes(["check", "--baseline", "known.toml", "--no-baseline"], tmp_path).code
    ran = minutes(["check"], tmp_path, {"GITHUB_STEP_SUMMARY": str(tmp_path / "no" / "where.md")})
    assert (1, True) == (ran.code, "cannot be written" in ran.err)
    (tmp_path / "known.toml").write_text("version = 2\n", encoding="utf-8")
    ran = minutes(["check", "--baseline", "known.toml", "--format", "json"], tmp_path)
    assert (2, "M000") == (ran.code, json.loads(ran.out)[0]["code"])
