"""Writing: nothing is lost, whatever fails; nothing is written over; git gets just the lines that changed."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

import pytest

from minutes_cli.config import Config
from minutes_cli.folder import read_document
from minutes_cli.model import Change, Document, Status
from minutes_cli.register.book import Book
from minutes_cli.register.build import build
from minutes_cli.register.change import Closing, close
from minutes_cli.store.state import CannotWrite
from minutes_cli.store.swap import Disk
from minutes_cli.store.write import write_changes
from transcripts import Ran, minutes

TEXT = "# Board 2026-03-03\n\n- [ ] Ann: book the room\n- [ ] Bo: order the tea\n"
DONE = TEXT.replace("- [ ] Ann: book the room", "- [x] Ann: book the room (closed 2026-03-20)")


def change_of(path: Path, number: int = 0) -> Change:
    """The change that closes the action of that number in a file."""
    document = read_document(str(path), path.name, Config())
    assert isinstance(document, Document)
    book = Book.of(build([document], Config()), [document], Config())
    (change,) = close(book, [book.register.actions[number]], Closing(Status.DONE, Day(2026, 3, 20)))
    return change


@dataclass
class Failing:
    """A disk whose n-th call, from 0, fails as if it were full; calls are counted over all kinds."""

    nth: int
    calls: int = 0

    def _count(self) -> None:
        self.calls += 1
        if self.calls == self.nth + 1:
            raise OSError(28, "No space left on device")

    def write(self, descriptor: int, content: bytes) -> int:
        self._count()
        return os.write(descriptor, content[:7])

    def fsync(self, descriptor: int) -> None:
        self._count()
        os.fsync(descriptor)

    def replace(self, old: str, new: str) -> None:
        self._count()
        os.replace(old, new)

    def disk(self) -> Disk:
        return Disk(self.write, self.fsync, self.replace)


def test_each_call_that_fails_leaves_the_old_files_whole(tmp_path: Path) -> None:
    names = ("a.md", "b.md")
    for nth in range(1000):
        for name in names:
            (tmp_path / name).write_text(TEXT)
        disk = Failing(nth)
        changes = [change_of(tmp_path / name) for name in names]
        try:
            write_changes(str(tmp_path), changes, disk=disk.disk())
        except CannotWrite as fault:
            assert "no space left" in str(fault)
            assert [TEXT, TEXT] == [(tmp_path / name).read_text() for name in names]
            assert list(names) == sorted(os.listdir(tmp_path))
            continue
        assert [DONE, DONE] == [(tmp_path / name).read_text() for name in names]
        assert nth > 10
        return


def test_a_file_saved_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT)
    change = change_of(path)
    path.write_text(TEXT + "- [ ] Cy: sing\n")
    with pytest.raises(CannotWrite, match="was changed since") as fault:
        write_changes(str(tmp_path), [change])
    assert "run the command again" == fault.value.hint
    assert TEXT + "- [ ] Cy: sing\n" == path.read_text()


def test_a_read_only_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT)
    path.chmod(0o444)
    with pytest.raises(CannotWrite, match="read-only"):
        write_changes(str(tmp_path), [change_of(path)])
    assert TEXT == path.read_text()


def test_the_mode_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT)
    path.chmod(0o664)
    write_changes(str(tmp_path), [change_of(path)])
    assert 0o664 == stat.S_IMODE(path.stat().st_mode)
    assert DONE == path.read_text()


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.replace("tea", "thé"), "cp1252"),
        ("\ufeff" + TEXT, "utf-16-le"),
        ("\ufeff" + TEXT.replace("\n", "\r\n"), "utf-8"),
    ],
)
def test_the_encoding_stays(tmp_path: Path, content: str, encoding: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(content.encode(encoding))
    write_changes(str(tmp_path), [change_of(path)])
    wanted = content.replace("[ ] Ann: book the room", "[x] Ann: book the room (closed 2026-03-20)")
    assert wanted.encode(encoding) == path.read_bytes()


def test_what_the_encoding_has_not_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(TEXT.replace("tea", "thé").encode("cp1252"))
    change = change_of(path)
    odd = Change(change.path, change.before, change.after.replace("closed", "終"), change.edits, change.effects)
    with pytest.raises(CannotWrite, match="cp1252"):
        write_changes(str(tmp_path), [odd])


def test_a_link_inside_the_folder_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text(TEXT)
    link = tmp_path / "a.md"
    link.symlink_to("real/a.md")
    write_changes(str(tmp_path), [change_of(link)])
    assert link.is_symlink()
    assert DONE == (tmp_path / "real" / "a.md").read_text()


def test_a_link_that_leads_out_is_not_followed_unasked(tmp_path: Path) -> None:
    (tmp_path / "out.md").write_text(TEXT)
    folder = tmp_path / "minutes"
    folder.mkdir()
    (folder / "a.md").symlink_to("../out.md")
    change = change_of(folder / "a.md")
    with pytest.raises(CannotWrite, match="leads out"):
        write_changes(str(folder), [change])
    write_changes(str(folder), [change], follow=True)
    assert DONE == (tmp_path / "out.md").read_text()


def test_what_a_killed_command_left_behind_is_cleared_away(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT)
    (tmp_path / ".a.md.x1.minutes-tmp").write_text("half")
    write_changes(str(tmp_path), [change_of(path)])
    assert ["a.md"] == os.listdir(tmp_path)


def crowd(folder: Path, count: int, kills: int, seed: int) -> tuple[list[int], str]:
    """Starts `count` commands that each close one action of one file, and kills some; exit codes and the text."""
    (folder / "minutes.toml").write_text("")
    path = folder / "2026-03-03.md"
    lines = "".join(f"- [ ] Ann: job number {number} of the long list\n" for number in range(count))
    path.write_text(f"# Board 2026-03-03\n\n{lines}")
    environ = {**os.environ, "XDG_STATE_HOME": str(folder / ".state"), "MINUTES_TODAY": "2026-03-20"}
    command = [sys.executable, "-m", "minutes_cli.cli.main"]
    chance = random.Random(seed)
    running = [
        subprocess.Popen(
            [*command, "close", "--where", f'text:"job number {number} of"', "--yes"],
            cwd=folder,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number in range(count)
    ]
    victims = chance.sample(running, kills)
    for one in victims:
        time.sleep(chance.random() * 0.08)
        if one.poll() is None:
            os.kill(one.pid, signal.SIGKILL)
    return [one.wait() for one in running], path.read_text()


def check_crowd(codes: list[int], text: str) -> None:
    """Every command that said so has closed its action, and nothing else has become of the file."""
    lines = text.splitlines()[2:]
    assert len(codes) == len(lines)
    for number, (code, line) in enumerate(zip(codes, lines, strict=True)):
        closed = f"- [x] Ann: job number {number} of the long list (closed 2026-03-20)"
        opened = f"- [ ] Ann: job number {number} of the long list"
        assert line == closed if code == 0 else line in {closed, opened}
    assert set(codes) <= {0, -signal.SIGKILL}


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_commands_on_one_file_wait_for_each_other_and_survive_being_killed(tmp_path: Path) -> None:
    codes, text = crowd(tmp_path, 24, 8, 1)
    check_crowd(codes, text)


@pytest.mark.skipif(not os.environ.get("MINUTES_SLOW"), reason="a minute; MINUTES_SLOW=1 runs it")
def test_two_hundred_commands_on_one_file_lose_nothing(tmp_path: Path) -> None:
    codes, text = crowd(tmp_path, 200, 70, 2)
    check_crowd(codes, text)


Run = Callable[..., Ran]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with minutes that are committed."""
    for words in (["init", "-q"], ["config", "user.name", "Ann"], ["config", "user.email", "ann@example.org"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "2026-03-03.md").write_text(TEXT)
    (tmp_path / "other.txt").write_text("one\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "begin")
    return tmp_path


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def run(folder: Path, *words: str) -> Ran:
    return minutes(words, folder, {"XDG_STATE_HOME": str(folder.parent / "state")})


def test_a_commit_has_just_the_lines_that_changed(repository: Path) -> None:
    path = repository / "minutes" / "2026-03-03.md"
    (repository / "other.txt").write_text("two\n")
    git(repository, "add", "other.txt")
    path.write_text(TEXT + "\nSome words of mine.\n")
    ran = run(repository, "close", "--where", "owner:ann", "--yes", "--commit")
    assert 0 == ran.code, ran.err
    assert DONE == git(repository, "show", "HEAD:minutes/2026-03-03.md")
    assert ["minutes/2026-03-03.md"] == git(repository, "show", "--name-only", "--format=", "HEAD").split()
    assert DONE + "\nSome words of mine.\n" == path.read_text()
    assert "M  other.txt\n M minutes/2026-03-03.md\n" == "".join(
        sorted(git(repository, "status", "--short").splitlines(keepends=True), reverse=True)
    )
    subject = git(repository, "log", "-1", "--format=%s").strip()
    assert subject.startswith("close ")
    assert subject.endswith(": Ann")


def test_what_is_staged_stays_staged(repository: Path) -> None:
    path = repository / "minutes" / "2026-03-03.md"
    path.write_text(TEXT + "\nStaged.\n")
    git(repository, "add", "-A")
    ran = run(repository, "close", "--where", "owner:ann", "--yes", "--commit")
    assert 0 == ran.code, ran.err
    assert DONE == git(repository, "show", "HEAD:minutes/2026-03-03.md")
    assert DONE + "\nStaged.\n" == git(repository, "show", ":minutes/2026-03-03.md")


def test_lines_that_hold_other_work_are_not_committed_and_nothing_is_written(repository: Path) -> None:
    path = repository / "minutes" / "2026-03-03.md"
    mine = TEXT.replace("book the room", "book the big room")
    path.write_text(mine)
    ran = run(repository, "close", "--where", "owner:ann", "--yes", "--commit")
    assert 1 == ran.code
    assert "other changes in these lines" in ran.err
    assert mine == path.read_text()


def test_undo_takes_back_what_was_committed_by_a_commit(repository: Path) -> None:
    path = repository / "minutes" / "2026-03-03.md"
    run(repository, "close", "--where", "owner:ann", "--yes", "--commit")
    ran = run(repository, "undo")
    assert 0 == ran.code, ran.err
    assert TEXT == path.read_text() == git(repository, "show", "HEAD:minutes/2026-03-03.md")
    assert git(repository, "log", "-1", "--format=%s").startswith("undo close ")


def test_undo_finds_its_lines_where_they_went(repository: Path) -> None:
    path = repository / "minutes" / "2026-03-03.md"
    run(repository, "close", "--where", "owner:ann", "--yes")
    path.write_text("New words above.\n\n" + DONE)
    assert 0 == run(repository, "undo").code
    assert "New words above.\n\n" + TEXT == path.read_text()


def test_undo_refuses_where_the_lines_changed_since(repository: Path) -> None:
    path = repository / "minutes" / "2026-03-03.md"
    run(repository, "close", "--where", "owner:ann", "--yes")
    changed = DONE.replace("2026-03-20)", "2026-03-20, said Bo)")
    path.write_text(changed)
    ran = run(repository, "undo")
    assert 1 == ran.code
    assert "were changed since" in ran.err
    assert changed == path.read_text()


def test_a_change_beside_the_repository_says_where_it_is_made(repository: Path) -> None:
    """A clone that is called `minutes` is what the way upward from a folder beside it leads to."""
    clone = repository.rename(repository.parent / "minutes")
    beside = clone.parent / "letters"
    beside.mkdir()
    assert f"of another repository: {clone}" in run(beside, "close", "--where", "owner:ann", "--yes").err
    assert "another" not in run(beside, "-C", str(clone), "undo").err
    assert "another" not in run(clone, "close", "--where", "owner:ann", "--yes").err


def test_undo_takes_back_what_stands_in_the_settings(repository: Path) -> None:
    settings = repository / "minutes.toml"
    before = settings.read_text() if settings.exists() else None
    (chosen,) = json.loads(run(repository, "actions", "owner:ann", "--format", "json").out)
    assert 0 == run(repository, "defer", chosen["id"], "2027-05-01").code
    once = settings.read_text()
    assert 0 == run(repository, "defer", chosen["id"], "2027-06-01").code
    assert "2027-06-01" in settings.read_text()
    assert 0 == run(repository, "undo").code
    assert once == settings.read_text()
    assert 0 == run(repository, "undo").code
    assert before == (settings.read_text() if settings.exists() else None)


def test_settings_behind_a_link_that_leads_out_are_left_to_whoever_asks(repository: Path) -> None:
    """`defer` and `check --fix` have no --follow that could be named as the way."""
    elsewhere = repository.parent / "elsewhere.toml"
    elsewhere.write_text("")
    (repository / "minutes.toml").symlink_to(elsewhere)
    (chosen,) = json.loads(run(repository, "actions", "owner:ann", "--format", "json").out)
    ran = run(repository, "defer", chosen["id"], "2027-05-01")
    assert (1, "") == (ran.code, elsewhere.read_text())
    assert "edit that file" in ran.err


def test_undo_removes_no_minutes_in_which_somebody_wrote(repository: Path) -> None:
    assert 0 == run(repository, "new", "--date", "2026-06-01").code
    (made,) = set((repository / "minutes").iterdir()) - {repository / "minutes" / "2026-03-03.md"}
    made.write_text(made.read_text() + "Nobody came.\n")
    ran = run(repository, "undo")
    assert (1, True) == (ran.code, made.exists())
    assert "remove it by hand" in ran.err


@pytest.mark.parametrize("words", [["undo", "--dry-run"], ["undo"]])
def test_undo_names_no_file_as_a_terminal_would_obey_it(repository: Path, words: list[str]) -> None:
    (repository / "minutes.toml").write_text('[[template]]\npath = "t.md"\nname = "minutes/{date}\\u001b[2J.md"\n')
    (repository / "t.md").write_text("# Board\n")
    made = run(repository, "new", "--date", "2026-06-01")
    assert 0 == made.code, made.err
    ran = run(repository, *words)
    assert (0, False) == (ran.code, "\x1b" in f"{ran.out}{ran.err}")
    assert "2026-06-01" in ran.out


def test_reopening_brings_back_the_word_that_closing_wrote_over(repository: Path) -> None:
    path = repository / "minutes" / "2026-03-03.md"
    table = "# Board 2026-03-03\n\n| Action | Who | Status |\n|---|---|---|\n| book the room | Ann | in hand |\n"
    path.write_text(table)
    run(repository, "close", "--where", "owner:ann", "--yes")
    assert "| Ann | done |" in path.read_text()
    assert 0 == run(repository, "reopen", "--where", "owner:ann", "--yes").code
    assert table == path.read_text()
