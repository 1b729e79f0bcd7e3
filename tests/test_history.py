"""The past of a folder, with real git: `--at`, `diff`, `log`, `show --git`, `merge-driver`.

Each answer of `--at` is held against a checkout of the same commit, read from the disk.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import cast

import pytest

from gitrepo import Repo, environment
from minutes_cli import read_folder, read_folder_at
from minutes_cli.config import Config
from minutes_cli.folder import document_of
from minutes_cli.model import Diagnostic, Document, MinutesError
from minutes_cli.store.files import Loaded, Refused
from minutes_cli.store.git import GitFault
from transcripts import minutes

JANUARY = """# Harbour Board, 7 January 2025

- [ ] Ann Lee: get three quotes for the roof by 2025-02-01
- [ ] Bo Berg: measure the roof
- [ ] Cy Dole: ring the insurer
"""
FEBRUARY = """# Harbour Board, 4 February 2025

ACTION: Di Ek to send the accounts to the auditor
"""
FILE = "minutes/2025-01-07-board.md"


@pytest.fixture(autouse=True)
def _without_settings_of_git(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in environment().items():
        monkeypatch.setenv(key, value)
    monkeypatch.delenv("GIT_DIR", raising=False)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo.make(tmp_path / "work")


@pytest.fixture
def told(repo: Repo) -> Repo:
    """A year of a board: raised, ticked, reworded, reassigned, moved, renamed, withdrawn."""
    repo.commit({FILE: JANUARY}, "Minutes of January", "2025-01-08")
    ticked = JANUARY.replace("- [ ] Bo", "- [x] Bo")
    repo.commit({FILE: ticked}, "Roof is measured", "2025-01-20", "Bo Berg")
    later = ticked.replace("by 2025-02-01", "by 2025-03-01").replace("- [ ] Cy Dole", "- [ ] Di Ek")
    repo.commit({FILE: later, "minutes/2025-02-04-board.md": FEBRUARY}, "Minutes of February", "2025-02-05")
    repo.git("mv", FILE, "minutes/2025-01-07-harbour.md")
    repo.commit({}, "Better names", "2025-03-01", "Bo Berg")
    reworded = later.replace("ring the insurer", "ring the insurer about the storm")
    repo.commit({"minutes/2025-01-07-harbour.md": reworded}, "Say what it is about", "2025-03-02")
    done = reworded.replace("- [ ] Ann", "- [x] Ann")
    repo.commit({"minutes/2025-01-07-harbour.md": done}, "Quotes are in", "2025-04-01", "Cy Dole")
    return repo


def rows(ran_out: str) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", json.loads(ran_out))


def whole_id(repo: Repo, words: str) -> str:
    found = rows(repo.minutes("actions", "--all", words, "--format", "json").out)
    assert len(found) == 1
    return str(found[0]["id"])


def changes(text: str) -> list[tuple[object, object]]:
    return [(one["change"], one["text"]) for one in rows(text)]


@pytest.mark.parametrize("back", range(6))
def test_at_is_what_a_checkout_says(told: Repo, tmp_path: Path, back: int) -> None:
    rev = f"HEAD~{back}"
    told.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "old"), rev)
    was = told.git("log", "-1", "--format=%cs", rev).strip()
    checked_out = Repo(tmp_path / "old").minutes("actions", "--all", "--format", "json", today=was)
    assert checked_out.out.count('"id"') > 2
    assert told.minutes("actions", "--all", "--format", "json", "--at", rev) == checked_out


@pytest.mark.parametrize("command", ["meetings", "decisions", "owners"])
def test_the_other_lists_know_the_past(told: Repo, tmp_path: Path, command: str) -> None:
    told.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "old"), "HEAD~3")
    checked_out = Repo(tmp_path / "old").minutes(command, today="2025-02-05")
    assert told.minutes(command, "--at", "HEAD~3") == checked_out


def test_strict_guesses_nothing_in_the_past_either(repo: Repo) -> None:
    later = "# Harbour Board, 4 February 2025\n\n## Actions from the last meeting\n\n- Bo Berg: measure the roof\n"
    repo.commit({FILE: JANUARY, "minutes/2025-02-04-board.md": later}, "Minutes", "2025-02-05")
    asked = ("actions", "roof", "--at", "HEAD", "--format", "json")
    assert ["get three quotes for the roof", "measure the roof"] == [
        one["text"] for one in rows(repo.minutes(*asked).out)
    ]
    strict = [one["mentions"] for one in rows(repo.minutes(*asked, "--strict").out)]
    assert [1, 1, 1] == [len(cast("list[object]", one)) for one in strict]
    id_ = whole_id(repo, "measure")
    assert "2025-02-04-board.md" in repo.minutes("show", id_, "--at", "HEAD").out
    assert "2025-02-04-board.md" not in repo.minutes("show", id_, "--at", "HEAD", "--strict").out


def test_in_a_worktree_git_is_asked_all_the_same(told: Repo, tmp_path: Path) -> None:
    told.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "old"), "HEAD~3")
    old = Repo(tmp_path / "old")
    assert old.minutes("diff").err == "no action changed between HEAD and the work tree\n"
    assert old.minutes("actions", "--at", "main").out == told.minutes("actions", "--at", "HEAD").out


@pytest.mark.parametrize(
    ("day", "subject"),
    [
        ("2025-01-08", "Minutes of January"),
        ("2025-01-19", "Minutes of January"),
        ("2025-01-20", "Roof is measured"),
        ("2025-01", "Roof is measured"),
        ("2030-01-01", "Quotes are in"),
    ],
)
def test_a_day_is_its_last_commit(told: Repo, day: str, subject: str) -> None:
    rev = told.git("log", "--format=%H", f"--grep={subject}").strip()
    assert told.minutes("actions", "-a", "--at", day).out == told.minutes("actions", "-a", "--at", rev).out


def test_a_day_looks_along_the_first_parents_alone(repo: Repo) -> None:
    repo.commit({FILE: JANUARY}, "one", "2025-01-08")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit({"minutes/2025-02-04-board.md": FEBRUARY}, "side", "2025-02-05")
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side", day="2025-05-01")
    assert "auditor" not in repo.minutes("actions", "--at", "2025-03-01").out
    assert "auditor" in repo.minutes("actions", "--at", "2025-05-01").out


def test_today_is_the_day_of_the_commit_unless_somebody_says_more(told: Repo) -> None:
    assert "quotes" not in told.minutes("actions", "--overdue", "--at", "HEAD~4").out
    assert "quotes" in told.minutes("actions", "--overdue", "--at", "HEAD~4", "--today", "2025-02-02").out
    assert "quotes" in told.minutes("actions", "--overdue", "--at", "HEAD~4", today="2025-02-02").out
    assert "quotes" in told.minutes("actions", "--overdue", "--at", "2025-02-02").out, "a day is said"


def test_the_settings_of_the_commit_hold(repo: Repo) -> None:
    repo.commit({"minutes.toml": 'paths = ["board"]\n', "board/2025-01-07.md": JANUARY}, "one")
    repo.git("mv", "board", "council")
    repo.commit(
        {"minutes.toml": 'paths = ["council"]\nexclude = ["old*"]\n', "council/old-x.md": "ACTION: Bo to nap\n"}, "two"
    )
    assert "board/2025-01-07.md:3" in repo.minutes("actions", "--at", "HEAD~1").out
    assert "council/2025-01-07.md:3" in repo.minutes("actions", "--at", "HEAD").out
    assert "nap" not in repo.minutes("actions", "--at", "HEAD").out


def test_what_is_no_minutes_file_on_the_disk_is_none_in_a_commit(repo: Repo, tmp_path: Path) -> None:
    action = "ACTION: Bo to sweep\n"
    names = ("README.md", ".hidden.md", "template.md", "a.py", "sub/2025-01-01.md", "x.txt", "_template/a.md")
    repo.write({f"minutes/{name}": action for name in names})
    (repo.root / "minutes/link.md").symlink_to("x.txt")
    (repo.root / "minutes/away.md").symlink_to("../../away.md")
    (repo.root / "minutes/loop.md").symlink_to("loop.md")
    (repo.root / "minutes/folder").symlink_to("../other")
    repo.commit({"other/2025-01-02.md": action}, "one")
    repo.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "old"), "HEAD")
    on_disk = read_folder(str(tmp_path / "old"), environ={}, cwd=str(tmp_path))
    then = read_folder_at("HEAD", str(repo.root), environ={}, cwd=str(tmp_path))
    assert [one.source.path for one in then.documents] == [one.source.path for one in on_disk.documents]
    assert len(then.documents) == 3
    assert [one.path for one in then.unread] == [one.path for one in on_disk.unread]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["actions", "--at", "nowhere"], "git knows no commit 'nowhere'"),
        (["actions", "--at=--help"], "git knows no commit '--help'"),
        (["actions", "--at", "HEAD:minutes"], "git knows no commit"),
        (["actions", "--at", "2025-02-30"], "there is no day 2025-02-30"),
        (["actions", "--at", "1999-12-31"], "the history begins on 2025-01-08"),
        (["diff", "nowhere"], "git knows no commit 'nowhere'"),
        (["diff", "HEAD", "HEAD", "HEAD"], "more than two states"),
        (["log", "zzzz"], "no action has or had the id 'zzzz'"),
        (["log", "--since", "soon"], "'soon' is no day"),
    ],
)
def test_what_git_does_not_know_is_said(told: Repo, words: list[str], says: str) -> None:
    ran = told.minutes(*words)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_outside_a_repository_git_is_asked_in_vain(tmp_path: Path) -> None:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes/a.md").write_text(JANUARY, encoding="utf-8")
    ran = Repo(tmp_path).minutes("actions", "--at", "HEAD")
    assert ran.code == 2
    assert "is not in a git repository" in ran.err


def test_before_the_first_commit_there_is_no_past(repo: Repo) -> None:
    repo.write({FILE: JANUARY})
    assert repo.minutes("actions", "--at", "HEAD").code == 2
    assert "nothing was committed yet" in repo.minutes("diff").err
    assert "raised" in repo.minutes("log", whole_id(repo, "roof measure")).out


def test_before_the_folder_there_are_no_actions(repo: Repo) -> None:
    repo.commit({"a.txt": "x"}, "one")
    repo.commit({FILE: JANUARY}, "two")
    ran = repo.minutes("actions", "--at", "HEAD~1")
    assert (ran.code, "no minutes were found" in ran.err) == (2, True)
    assert len(repo.minutes("diff", "HEAD~1").out.splitlines()) == 3


def test_broken_settings_of_the_past_are_said(repo: Repo) -> None:
    repo.commit({FILE: JANUARY, "minutes.toml": "nonsense = 1\n"}, "one")
    repo.commit({"minutes.toml": ""}, "two")
    ran = repo.minutes("actions", "--at", "HEAD~1")
    assert ran.code == 2
    assert "there is no setting 'nonsense'" in ran.err
    log = repo.minutes("log")
    assert log.code == 0
    assert "is not told" in log.err


def test_a_shallow_clone_says_what_it_lacks(told: Repo, tmp_path: Path) -> None:
    told.git("clone", "--quiet", "--depth", "2", told.root.as_uri(), str(tmp_path / "shallow"))
    shallow = Repo(tmp_path / "shallow")
    for words in (["actions", "--at", "HEAD~4"], ["actions", "--at", "2025-01-31"], ["diff", "HEAD~4"]):
        ran = shallow.minutes(*words)
        assert ran.code == 2
        assert "git fetch --unshallow" in ran.err
        assert "of 2025-03-02" in ran.err
    assert shallow.minutes("actions", "--at", "HEAD~1").out == told.minutes("actions", "--at", "HEAD~1").out
    log = shallow.minutes("log", whole_id(shallow, "quotes"), "--format", "json")
    assert [one["change"] for one in rows(log.out)] == ["closed"], "nothing is said to be raised at the boundary"
    assert "git fetch --unshallow" in log.err


def test_a_submodule_does_no_harm(told: Repo, tmp_path: Path) -> None:
    inner = Repo.make(tmp_path / "inner")
    inner.commit({"2025-05-01.md": "# Crew, 1 May 2025\n\nACTION: Ed to paint\n"}, "inner", "2025-05-02")
    told.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "minutes/crew")
    told.commit({}, "a submodule", "2025-05-03")
    ran = told.minutes("actions", "--at", "HEAD")
    assert ran.code == 0
    assert "minutes/crew: the folder is a submodule" in ran.err
    assert told.minutes("diff").err == "no action changed between HEAD and the work tree\n"
    inside = Repo(told.root / "minutes/crew").minutes("actions", "-C", ".", "--at", "HEAD")
    assert "paint" in inside.out


def test_diff_tells_each_kind_of_change(told: Repo) -> None:
    first, last = told.git("rev-list", "HEAD").split()[-1], "HEAD"
    ran = told.minutes("diff", first, last, "--format", "json")
    assert sorted(changes(ran.out)) == [
        ("closed", "get three quotes for the roof"),
        ("closed", "measure the roof"),
        ("due moved", "get three quotes for the roof"),
        ("raised", "send the accounts to the auditor"),
        ("reassigned", "ring the insurer about the storm"),
        ("reworded", "ring the insurer about the storm"),
    ]
    due = next(one for one in rows(ran.out) if one["change"] == "due moved")
    assert (due["was"], due["now"]) == ("2025-02-01", "2025-03-01")
    assert told.minutes("diff", f"{first}..{last}", "--format", "json").out == ran.out


def test_diff_sees_what_is_not_committed(told: Repo) -> None:
    told.write({"minutes/2025-06-01.md": "ACTION: Flo to weed\n"})
    assert changes(told.minutes("diff", "--format", "json").out) == [("raised", "weed")]


def test_diff_as_a_comment_on_a_pull_request(told: Repo) -> None:
    ran = told.minutes("diff", "HEAD~1", "--format", "markdown")
    assert ran.out.startswith("**Actions: 1 closed**\n\n## Closed\n\n| Id | Action |")
    assert told.minutes("diff", "--format", "markdown").out == "No action changed between HEAD and the work tree.\n"


def test_log_of_an_action_tells_its_life_through_renames_and_rewording(told: Repo) -> None:
    one = whole_id(told, "insurer")
    ran = told.minutes("log", one, "--format", "json")
    assert [(row["change"], row["subject"], row["author"], row["date"]) for row in rows(ran.out)] == [
        ("raised", "Minutes of January", "Ann Lee", "2025-01-08"),
        ("reassigned", "Minutes of February", "Ann Lee", "2025-02-05"),
        ("reworded", "Say what it is about", "Ann Lee", "2025-03-02"),
    ]
    assert rows(ran.out)[0]["commit"] == told.git("rev-list", "HEAD").split()[-1]


def test_log_of_an_id_that_there_is_no_more(told: Repo) -> None:
    then = rows(told.minutes("actions", "insurer", "--at", "HEAD~4", "--format", "json").out)[0]["id"]
    ran = told.minutes("log", str(then), "--format", "json")
    assert [row["change"] for row in rows(ran.out)] == ["raised", "reassigned", "reworded"]
    told.commit({"minutes/2025-02-04-board.md": None}, "Away with it", "2025-06-01")
    gone = rows(told.minutes("actions", "auditor", "--at", "HEAD~1", "--format", "json").out)[0]["id"]
    ran = told.minutes("log", str(gone), "--format", "json")
    assert [(row["change"], row["subject"]) for row in rows(ran.out)] == [
        ("raised", "Minutes of February"),
        ("vanished", "Away with it"),
    ]


def test_log_of_an_action_tells_what_is_not_committed(told: Repo) -> None:
    path = told.root / "minutes/2025-02-04-board.md"
    path.write_text(FEBRUARY.replace("Di Ek to", "Flo to"), encoding="utf-8")
    ran = told.minutes("log", whole_id(told, "auditor"), "--format", "json")
    assert [(row["change"], row["commit"] is None) for row in rows(ran.out)] == [
        ("raised", False),
        ("reassigned", True),
    ]


def test_log_tells_what_each_commit_did(told: Repo) -> None:
    ran = told.minutes("log", "--format", "json")
    assert [(row["subject"], row["change"]) for row in rows(ran.out)] == [
        ("Minutes of January", "raised"),
        ("Minutes of January", "raised"),
        ("Minutes of January", "raised"),
        ("Roof is measured", "closed"),
        ("Minutes of February", "due moved"),
        ("Minutes of February", "reassigned"),
        ("Minutes of February", "raised"),
        ("Say what it is about", "reworded"),
        ("Quotes are in", "closed"),
    ]
    assert [row["subject"] for row in rows(told.minutes("log", "-n", "1", "--format", "json").out)] == ["Quotes are in"]
    since = rows(told.minutes("log", "--since", "2025-03", "--format", "json").out)
    assert [row["subject"] for row in since] == ["Say what it is about", "Quotes are in"]


def test_log_follows_a_folder_that_its_settings_moved(repo: Repo) -> None:
    repo.commit({"minutes.toml": 'paths = ["board"]\n', "board/2025-01-07.md": JANUARY}, "one")
    repo.git("mv", "board", "council")
    repo.commit({"minutes.toml": 'paths = ["council"]\n'}, "two")
    assert [row["subject"] for row in rows(repo.minutes("log", "--format", "json").out)] == ["one"] * 3


def test_a_merge_tells_only_what_it_did_itself(repo: Repo) -> None:
    repo.commit({FILE: JANUARY}, "one", "2025-01-08")
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit({FILE: JANUARY.replace("- [ ] Cy", "- [x] Cy")}, "ticked on the side", "2025-01-09", "Cy Dole")
    repo.git("checkout", "--quiet", "main")
    repo.commit({FILE: JANUARY.replace("Board, 7", "Board,  7")}, "white space", "2025-01-10")
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "side", day="2025-01-11")
    told = rows(repo.minutes("log", whole_id(repo, "insurer"), "--format", "json").out)
    assert [(row["change"], row["author"]) for row in told] == [("raised", "Ann Lee"), ("closed", "Cy Dole")]
    assert [row["subject"] for row in rows(repo.minutes("log", "--format", "json").out)][3:] == ["ticked on the side"]


def test_show_git_names_commit_and_author(told: Repo) -> None:
    one = whole_id(told, "measure")
    ran = told.minutes("show", one, "--git")
    assert "2025-01-20  Bo Berg  Roof is measured" in ran.out
    found = cast(
        "list[dict[str, object]]", rows(told.minutes("show", one, "--git", "--format", "json").out)[0]["mentions"]
    )
    assert found[0]["author"] == "Bo Berg"
    assert found[0]["commit"] == told.git("blame", "-s", "-l", "-L4,4", "minutes/2025-01-07-harbour.md").split()[0]


def test_show_git_finds_lines_that_have_moved_since(told: Repo) -> None:
    path = told.root / "minutes/2025-01-07-harbour.md"
    path.write_text("<!-- not committed -->\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    told.write({"minutes/new.md": "ACTION: Flo to weed\n"})
    assert "Bo Berg  Roof is measured" in told.minutes("show", whole_id(told, "measure"), "--git").out
    assert "Berg" not in told.minutes("show", whole_id(told, "weed"), "--git").out


def test_nothing_of_a_strangers_repository_is_run(told: Repo, tmp_path: Path) -> None:
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "filter.x.clean",
        "filter.x.smudge",
        "diff.x.textconv",
        "diff.external",
    ):
        told.git("config", key, str(trap))
    told.write({".git/info/attributes": "*.md filter=x diff=x\n"})
    one = whole_id(told, "measure")
    for words in (["actions", "--at", "HEAD"], ["diff", "HEAD~2"], ["log"], ["log", one], ["show", one, "--git"]):
        assert told.minutes(*words).code == 0
    assert not (tmp_path / "sprung").exists()


def test_names_in_any_script_and_with_any_sign(repo: Repo) -> None:
    names = ("minutes/Sitzung März 2025-03-04.md", "minutes/-x 2025-01-07.md", "minutes/会議 2025-02-04.md")
    repo.commit(dict.fromkeys(names, JANUARY), "one")
    repo.commit({names[2]: JANUARY.replace("- [ ] Bo", "- [x] Bo")}, "two")
    found = rows(repo.minutes("actions", "-a", "--at", "HEAD", "--format", "json").out)
    assert {row["file"] for row in found} <= set(names)
    assert {one.source.path for one in read_folder_at("HEAD", str(repo.root), environ={}).documents} == set(names)
    assert repo.minutes("log", str(found[0]["id"])).code == 0


def test_git_that_is_not_there_is_said(told: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitFault, match="git was not found"):
        read_folder_at("HEAD", str(told.root), environ={})


def test_a_damaged_repository_is_said(told: Repo) -> None:
    (told.root / ".git/HEAD").write_text("nonsense", encoding="utf-8")
    with pytest.raises(MinutesError, match="git cannot read the history"):
        read_folder_at("HEAD", str(told.root), environ={})


# Merging


@pytest.fixture
def merging(repo: Repo) -> Repo:
    """A list of three actions, and git told of the merge driver."""
    command = f"'{sys.executable}' -m minutes_cli.cli.main merge-driver %O %A %B %L %P"
    repo.git("config", "merge.minutes.driver", command)
    repo.commit({FILE: JANUARY, ".gitattributes": "minutes/** merge=minutes\n"}, "one", "2025-01-08")
    return repo


def merge(repo: Repo, ours: str, theirs: str) -> tuple[bool, str]:
    """Whether git merged two versions of the minutes without a conflict, and what it left in the file."""
    repo.git("checkout", "--quiet", "-b", "side")
    repo.commit({FILE: theirs}, "theirs", "2025-01-09")
    repo.git("checkout", "--quiet", "main")
    repo.commit({FILE: ours}, "ours", "2025-01-10")
    repo.git("merge", "--quiet", "-m", "merge", "side", check=False)
    return not repo.git("ls-files", "--unmerged"), (repo.root / FILE).read_text(encoding="utf-8")


def test_two_branches_that_close_neighbouring_actions_merge(merging: Repo) -> None:
    ours, theirs = JANUARY.replace("- [ ] Ann", "- [x] Ann"), JANUARY.replace("- [ ] Bo", "- [x] Bo")
    assert merge(merging, ours, theirs) == (True, ours.replace("- [ ] Bo", "- [x] Bo"))


def test_without_the_driver_git_has_a_conflict_there(merging: Repo) -> None:
    merging.commit({".gitattributes": ""}, "no driver")
    ours, theirs = JANUARY.replace("- [ ] Ann", "- [x] Ann"), JANUARY.replace("- [ ] Bo", "- [x] Bo")
    assert not merge(merging, ours, theirs)[0]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("- [x] Bo Berg: measure the roof", "- [ ] Bo Berg: measure the roof and the wall"),
        ("- [x] Bo Berg: measure the roof", ""),
        ("- [ ] Bo Berg: measure the roof\n- [ ] Flo: weed", "- [ ] Bo Berg: measure the roof\n- [ ] Gus: mow"),
    ],
)
def test_what_is_not_sure_stays_gits_conflict(merging: Repo, ours: str, theirs: str) -> None:
    line = "- [ ] Bo Berg: measure the roof"
    clean, text = merge(merging, JANUARY.replace(line, ours), JANUARY.replace(line, theirs))
    assert not clean
    assert text.count("<<<<<<< ") == text.count(">>>>>>> ") == 1


def test_what_git_merges_itself_is_as_git_has_it(merging: Repo) -> None:
    ours, theirs = JANUARY.replace("7 January 2025", "7 January 2025 (draft)"), JANUARY + "- [ ] Flo: weed\n"
    clean, text = merge(merging, ours, theirs)
    assert (clean, "(draft)" in text, "Flo" in text) == (True, True, True)


def test_broken_settings_leave_the_conflict(merging: Repo) -> None:
    merging.commit({"minutes.toml": "<<<<<<< ours\n"}, "broken")
    ours, theirs = JANUARY.replace("- [ ] Ann", "- [x] Ann"), JANUARY.replace("- [ ] Bo", "- [x] Bo")
    clean, text = merge(merging, ours, theirs)
    assert (clean, "<<<<<<< " in text) == (False, True)


def test_line_ends_and_encoding_come_through_a_merge(merging: Repo) -> None:
    dos = JANUARY.replace("\n", "\r\n").replace("insurer", "assureur à Évian")
    merging.root.joinpath(FILE).write_bytes(dos.encode("cp1252"))
    merging.commit({}, "windows")
    merging.git("checkout", "--quiet", "-b", "side")
    merging.root.joinpath(FILE).write_bytes(dos.replace("- [ ] Bo", "- [x] Bo").encode("cp1252"))
    merging.commit({}, "theirs")
    merging.git("checkout", "--quiet", "main")
    merging.root.joinpath(FILE).write_bytes(dos.replace("- [ ] Ann", "- [x] Ann").encode("cp1252"))
    merging.commit({}, "ours")
    merging.git("merge", "--quiet", "-m", "merge", "side")
    both = dos.replace("- [ ] Ann", "- [x] Ann").replace("- [ ] Bo", "- [x] Bo").encode("cp1252")
    assert merging.root.joinpath(FILE).read_bytes() == both


def test_ids_of_branches_that_add_actions_do_not_clash(repo: Repo) -> None:
    repo.commit({FILE: JANUARY}, "one", "2025-01-08")
    before = {str(row["id"]) for row in rows(repo.minutes("actions", "--format", "json").out)}
    added: set[str] = set()
    for name, text in (
        ("a", "ACTION: Ann to sweep\nACTION: Bo to dust\n"),
        ("b", "ACTION: Cy to sweep\nACTION: Di to mop\n"),
    ):
        repo.git("checkout", "--quiet", "-b", name, "main")
        repo.commit({f"minutes/2025-02-04-{name}.md": f"# {name.upper()} Board, 4 February 2025\n\n{text}"}, name)
        added |= {str(row["id"]) for row in rows(repo.minutes("actions", "--format", "json").out)} - before
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "-m", "merge", "a", "b")
    assert len(added) == 4
    assert {str(row["id"]) for row in rows(repo.minutes("actions", "--format", "json").out)} == before | added


def test_the_same_words_twice_in_one_meeting_stay_two_over_a_merge(merging: Repo) -> None:
    twice = JANUARY.replace("- [ ] Cy Dole: ring the insurer", "- [ ] Bo Berg: measure the roof")
    merging.commit({FILE: twice}, "twice")
    ids = [row["id"] for row in rows(merging.minutes("actions", "--format", "json").out)]
    first = twice.replace("- [ ] Ann", "- [x] Ann")
    second = twice[::-1].replace("- [ ] Bo"[::-1], "- [x] Bo"[::-1], 1)[::-1]
    clean, text = merge(merging, first, second)
    assert (clean, text.count("- [x]")) == (True, 2)
    assert len(set(ids)) == 3
    assert {row["id"] for row in rows(merging.minutes("actions", "-a", "--format", "json").out)} == set(ids)


def test_the_log_of_one_action_reads_no_minutes_that_do_not_tell_of_it(
    told: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = {"XDG_CACHE_HOME": str(told.root.parent / "cache")}
    others = {f"minutes/2024-{n:02}-02-club.md": f"# Club, 2 {n}\n\n- [ ] Flo: job {n} of it\n" for n in range(1, 13)}
    told.commit(others, "A club", "2025-05-01")
    wanted = whole_id(told, "accounts")
    minutes(["actions"], told.root, cached)  # by which the index is made
    paths: list[str] = []

    def counted(text: Loaded | Refused, path: str, config: Config) -> Document | Diagnostic:
        paths.append(path)
        return document_of(text, path, config)

    for module in ("minutes_cli.folder", "minutes_cli.past.then"):
        monkeypatch.setattr(f"{module}.document_of", counted)
    assert "raised" in minutes(["log", wanted], told.root, cached).out
    assert set(paths) == {"minutes/2025-02-04-board.md"}
