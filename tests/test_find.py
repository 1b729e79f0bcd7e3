from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from minutes_cli.model import MinutesError
from minutes_cli.store.find import Place, find
from minutes_cli.store.listing import list_files, without_return

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def make(folder: Path, *paths: str, **texts: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("")
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text)


def git(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)


def found(folder: Path, start: str | None = None, **environ: str) -> Place:
    return find(start, environ, str(folder))


def listed(folder: Path, start: str | None = None, **environ: str) -> tuple[str, ...]:
    place = found(folder, start, **environ)
    return list_files(place, place.config).files


def test_a_folder_minutes_above_the_working_directory_is_found(tmp_path: Path) -> None:
    make(tmp_path, "minutes/a.md", "src/deep/x.py")
    assert found(tmp_path / "src" / "deep").paths == (str(tmp_path / "minutes"),)


def test_minutes_toml_names_the_paths_relative_to_itself(tmp_path: Path) -> None:
    make(tmp_path, "board/a.md", "team/b.md", "c.md", minutes='paths = ["board", "team"]')
    assert listed(tmp_path / "team") == ("board/a.md", "team/b.md")


def test_settings_without_paths_take_the_folder_minutes_beside_them_else_their_own_folder(tmp_path: Path) -> None:
    make(tmp_path, "one/a.md", "two/minutes/a.md", "two/b.md")
    make(tmp_path / "one", minutes="")
    make(tmp_path / "two", minutes="")
    assert listed(tmp_path / "one") == ("a.md",)
    assert listed(tmp_path / "two") == ("minutes/a.md",)


def test_a_pyproject_counts_only_with_a_table_of_ours(tmp_path: Path) -> None:
    make(tmp_path, "records/a.md", "inner/x.py", pyproject='[tool.minutes]\npaths = ["records"]\n')
    make(tmp_path / "inner", pyproject='[project]\nname = "minutes-tool"\n')
    place = found(tmp_path / "inner")
    assert (place.root, place.config_path) == (str(tmp_path), str(tmp_path / "pyproject.toml"))
    assert listed(tmp_path / "inner") == ("records/a.md",)


def test_a_broken_pyproject_of_somebody_else_is_passed_over_and_ours_is_named(tmp_path: Path) -> None:
    make(tmp_path, "minutes/a.md", pyproject="[tool.other\nminutes = tool")
    assert listed(tmp_path) == ("a.md",)
    make(tmp_path, pyproject="[tool.minutes]\npaths = [")
    with pytest.raises(MinutesError, match=r"^pyproject\.toml: this is not TOML"):
        found(tmp_path)


def test_settings_inside_the_minutes_folder_win(tmp_path: Path) -> None:
    make(tmp_path, "minutes/a.md", minutes='body = "Outer"')
    make(tmp_path / "minutes", minutes='body = "Inner"')
    place = found(tmp_path)
    assert (place.config.body, place.config_path) == ("Inner", str(tmp_path / "minutes" / "minutes.toml"))
    assert (place.root, place.config.origin) == (str(tmp_path), "minutes/minutes.toml")


def test_c_is_the_folder_itself_where_nothing_in_it_says_otherwise(tmp_path: Path) -> None:
    make(tmp_path, "minutes/a.md", "elsewhere/b.md", minutes='body = "Never a parent"')
    place = found(tmp_path, "elsewhere")
    assert (place.paths, place.config_path) == ((str(tmp_path / "elsewhere"),), None)
    assert listed(tmp_path, "elsewhere") == ("b.md",)


def test_c_on_a_project_is_the_start_of_the_search(tmp_path: Path) -> None:
    make(tmp_path, "project/minutes/a.md", "project/b.md")
    assert listed(tmp_path, "project") == ("a.md",)


def test_minutes_dir_stands_for_c_and_c_goes_before_it(tmp_path: Path) -> None:
    make(tmp_path, "one/a.md", "two/b.md")
    assert listed(tmp_path, MINUTES_DIR="one") == ("a.md",)
    assert listed(tmp_path, "two", MINUTES_DIR="one") == ("b.md",)


def test_nothing_found_says_what_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(MinutesError, match=r"minutes\.toml.*pyproject\.toml with \[tool\.minutes\].*minutes/") as fault:
        found(tmp_path)
    assert "-C PATH" in fault.value.hint


def test_a_folder_that_is_not_there_and_a_file_are_named_with_where_they_came_from(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    with pytest.raises(MinutesError, match=r"gone \(from -C\) does not exist"):
        found(tmp_path, "gone")
    with pytest.raises(MinutesError, match=r"a\.md \(from \$MINUTES_DIR\) is a file, not a folder"):
        found(tmp_path, MINUTES_DIR="a.md")


def test_a_path_in_the_settings_that_is_not_there_is_named(tmp_path: Path) -> None:
    make(tmp_path, minutes='paths = ["gone"]')
    with pytest.raises(MinutesError, match=r"^minutes\.toml: paths names gone"):
        found(tmp_path)


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "minutes.toml").mkdir()
    with pytest.raises(MinutesError, match=r"^minutes\.toml: the settings cannot be read: a folder, not a file"):
        found(tmp_path)


def test_an_empty_folder_is_fine(tmp_path: Path) -> None:
    assert listed(tmp_path, ".") == ()


@needs_git
def test_paths_are_relative_to_the_git_root_from_wherever_one_asks(tmp_path: Path) -> None:
    make(tmp_path, "minutes/a.md")
    make(tmp_path / "minutes", minutes="")
    git(tmp_path)
    assert listed(tmp_path) == listed(tmp_path / "minutes") == listed(tmp_path, "minutes") == ("minutes/a.md",)


def test_readme_hidden_files_templates_and_other_endings_are_not_minutes(tmp_path: Path) -> None:
    make(tmp_path, "README.md", "readme.txt", ".hidden.md", ".git2/a.md", "template.md", "meeting-template.md")
    make(tmp_path, "_template_board.md", "templates/a.md", "a.py", "b.MD", "2026-03-01-email-template.md", "c.org")
    assert listed(tmp_path, ".") == ("2026-03-01-email-template.md", "b.MD", "c.org")


def test_include_adds_endings_and_patterns_and_exclude_goes_before_them(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "irc.log", "x/README.md", "drafts/b.md", "drafts/irc.log", "old/c.md", "old/keep.md")
    make(tmp_path, minutes='include = [".log", "x/README.md"]\nexclude = ["drafts/", "old/*", "!old/keep.md"]')
    assert listed(tmp_path) == ("a.md", "irc.log", "old/keep.md", "x/README.md")


@given(
    st.lists(
        st.sampled_from(["a", "b", "*", "*", "?", "/", "**/", "/**", "[ab]", "[]a]", "[*]", "!", "."]), min_size=1
    ),
    st.lists(st.text("ab.", min_size=1, max_size=5), min_size=1, max_size=3),
    st.sampled_from(["", "/"]),
)
def test_patterns_mean_what_they_mean_in_git(parts: list[str], names: list[str], end: str) -> None:
    pattern, name = "".join(parts), "/".join(names) + end
    try:
        plain = GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return
    changed = [
        one if one.regex is None else type(one)(re.compile(without_return(one.regex.pattern)), one.include)
        for one in plain.patterns
    ]
    assert plain.match_file(name) == GitIgnoreSpec(changed).match_file(name)


def test_a_pattern_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    make(tmp_path, minutes='exclude = ["!"]')
    with pytest.raises(MinutesError, match=r"^minutes\.toml: exclude has a pattern"):
        listed(tmp_path)


def test_a_file_named_in_the_settings_is_always_read(tmp_path: Path) -> None:
    make(tmp_path, "README.md", "b.md", minutes='paths = ["README.md"]')
    assert listed(tmp_path) == ("README.md",)


@needs_git
def test_what_git_ignores_is_left_out_and_what_it_tracks_is_not(tmp_path: Path) -> None:
    make(tmp_path, "minutes/a.md", "minutes/ignored.md", "minutes/build/b.md", "minutes/é.md", "minutes/tracked.md")
    (tmp_path / ".gitignore").write_text("ignored.md\nbuild/\né.md\ntracked.md\n")
    git(tmp_path)
    subprocess.run(["git", "-C", str(tmp_path), "add", "-f", "minutes/tracked.md"], check=True)
    assert listed(tmp_path) == ("minutes/a.md", "minutes/tracked.md")


@needs_git
def test_a_folder_that_is_itself_ignored_is_read_when_named(tmp_path: Path) -> None:
    make(tmp_path, "private/a.md", "private/sub/b.md")
    (tmp_path / ".gitignore").write_text("private/\n")
    git(tmp_path)
    assert listed(tmp_path, "private") == ("private/a.md", "private/sub/b.md")
    assert listed(tmp_path, "private/sub") == ("private/sub/b.md",)


@needs_git
def test_a_program_that_the_repository_configures_is_not_run(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    git(tmp_path)
    trap = tmp_path / ".git" / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/.git/sprung'\n")
    trap.chmod(0o755)
    with (tmp_path / ".git" / "config").open("a") as stream:
        stream.write(f'[core]\n\tfsmonitor = "{trap}"\n\thooksPath = "{tmp_path}/.git"\n')
    assert listed(tmp_path, ".") == ("a.md",)
    assert not (tmp_path / ".git" / "sprung").exists()


def test_a_broken_git_folder_is_no_hindrance(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    (tmp_path / ".git").write_text("gitdir: nowhere\n")
    assert listed(tmp_path, ".") == ("a.md",)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_run_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    make(tmp_path, "b/a.md")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "a_link").symlink_to(tmp_path / "b")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert listed(tmp_path, ".") == ("b/a.md",)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_to_a_folder_or_file_elsewhere_are_followed_and_to_one_that_is_listed_are_not(tmp_path: Path) -> None:
    make(tmp_path, "in/a.md", "out/b.md", "out/c.md")
    (tmp_path / "in" / "more").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "latest.md").symlink_to(tmp_path / "in" / "a.md")
    (tmp_path / "in" / "gone.md").symlink_to(tmp_path / "nowhere.md")
    assert listed(tmp_path, "in") == ("a.md", "gone.md", "more/b.md", "more/c.md")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may search everything")
def test_a_folder_that_may_not_be_searched_is_told(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "shut/b.md")
    (tmp_path / "shut").chmod(0)
    place = found(tmp_path, ".")
    assert list_files(place, place.config).faults == (("shut", "the folder cannot be searched: permission denied"),)
    (tmp_path / "shut").chmod(0o700)
