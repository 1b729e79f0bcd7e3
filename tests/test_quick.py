"""The quick door says what the other one says, or leaves it to it; and it loads next to nothing."""

from __future__ import annotations

import contextlib
import inspect
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

from minutes_cli.cli.app import app, root
from minutes_cli.cli.commands import COMMANDS
from minutes_cli.cli.offering import offer_quickly
from minutes_cli.cli.quick import _compared, answer_quickly, read_again
from minutes_cli.cli.reading import actions
from minutes_cli.cli.run import run
from minutes_cli.cli.session import World
from minutes_cli.cli.words import ACTIONS, COLORS, ROOT, UnreadWords, Word, read_words
from minutes_cli.register.names import key
from minutes_cli.store import cache
from minutes_cli.store.hot import Hot
from transcripts import lay_out

FILES = {
    "minutes/02.md": "# Harbour Board, 3 February 2026\n\n- [ ] Ann Lee: get three quotes (due 2026-03-01)\n"
    "- [ ] Bo Berg: book the scaffold\n- [x] Ann Lee: ring the mast maker\n- [ ] O'Neill, Cy: a\ttab \x1b[31m red\n",
    "minutes/03.md": "# Harbour Board, 3 March 2026\n\n- [ ] Jürgen: lüften (due 2026-03-15)\n- [ ] The Chair: sign\n",
    "minutes.toml": '[[people]]\nname = "Cy O\'Neill"\naliases = ["CO"]\nroles = ["Chair"]\n',
}
HEAVY = """re json dataclasses typing pathlib enum inspect subprocess shutil tempfile yaml rich typer click pydantic dateutil
rapidfuzz jinja2 platformdirs filelock pathspec importlib.metadata tomllib difflib unicodedata hashlib logging pickle"""


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "_TICK", -(10**12))
    lay_out(FILES, tmp_path / "board")
    return tmp_path / "board"


def environ_of(board: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": str(board.parent / "cache"), "HOME": str(board.parent), "MINUTES_TODAY": "2026-03-20"}


def slowly(argv: Sequence[str], board: Path) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    code = run(argv, World(environ_of(board), board, out, err))
    return out.getvalue(), err.getvalue(), code


def quickly(argv: Sequence[str], board: Path) -> str | None:
    return answer_quickly(argv, environ_of(board), str(board), in_pipe=True)


TAKEN = (
    "",
    "actions",
    "--owner ann",
    "--owner=ann",
    "-oann",
    "-o ann --overdue",
    "actions -o bo -o ann",
    "--overdue",
    "--open",
    "-n3 --overdue",
    "--limit 10",
    "-f plain",
    "-fplain --today 2026-03-02 --overdue",
    "--color never --strict-read actions",
    "actions --today=2026-04-01 --overdue",
)


@pytest.mark.parametrize("line", TAKEN)
def test_both_doors_say_the_same(line: str, board: Path) -> None:
    slowly(["actions"], board)
    expected = slowly(line.split(), board)
    assert (quickly(line.split(), board), "", 0) == expected


LEFT = (
    "--help",
    "actions --all",
    "actions ann",
    "actions --owner nobody",
    "actions --owner CO",
    "actions --owner chair",
    "actions --owner Jürgen",
    "actions --owner me",
    "actions --owner",
    "actions --owner /a/",
    "actions --limit 1",
    "actions --limit -1",
    "actions --limit x",
    "actions --overdue=1",
    "actions --ownr ann",
    "actions -x",
    "actions -f json",
    "actions --color blue",
    "actions --today tomorrow",
    "--no-cache",
    "-C",
    "show 7kx2",
    "actions -- --owner",
)


@pytest.mark.parametrize("line", LEFT)
def test_the_rest_is_left_to_the_other_door(line: str, board: Path) -> None:
    slowly(["actions"], board)
    assert quickly(line.split(), board) is None


WORDS = [
    *(spelling for one in (*ACTIONS, *ROOT) for spelling in one.spellings),
    "-on",
    "--owner=ann",
    "ann",
    "3",
    "--",
    "-",
]


@pytest.mark.slow
@settings(deadline=None)
@given(line=st.lists(st.sampled_from(WORDS), max_size=5))
def test_both_doors_say_the_same_for_every_spelling(line: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    board = tmp_path_factory.getbasetemp() / "every" / "board"
    if not board.exists():
        lay_out(FILES, board)
    slowly(["actions"], board)
    found = quickly(line, board)
    if found is not None:
        assert (found, "", 0) == slowly(line, board)


def test_a_change_closes_the_quick_door(board: Path) -> None:
    slowly(["actions"], board)
    assert quickly([], board)
    (board / "minutes/02.md").write_text(FILES["minutes/02.md"] + "- [ ] Di: more\n")
    assert quickly([], board) is None
    slowly(["actions"], board)
    assert "more" in (quickly([], board) or "")
    (board / "minutes.toml").write_text('exclude = ["02.md"]\n')
    assert quickly([], board) is None


def test_what_has_changed_is_read_without_the_other_door(board: Path) -> None:
    path = board / "minutes/02.md"
    for text in (FILES["minutes/02.md"], FILES["minutes/02.md"] + "- [ ] Di: more\n", "# Quay Board, 4 May 2026\n"):
        path.write_text(text)
        found = answer_quickly([], environ_of(board), str(board), in_pipe=True, refresh=read_again)
        again = quickly([], board)
        assert found
        assert found == again
        assert (found, "", 0) == slowly([], board)


@pytest.mark.parametrize("how", ["no folder", "no cache", "wrong settings", "unreadable"])
def test_what_there_is_to_be_said_beside_it_is_left_to_the_other_door(how: str, board: Path) -> None:
    environ = environ_of(board)
    match how:
        case "no folder":
            shutil.rmtree(board / "minutes")
            (board / "minutes.toml").unlink()
        case "no cache":
            environ["MINUTES_NO_CACHE"] = "1"
        case "wrong settings":
            (board / "minutes.toml").write_text("approval = 7\n")
        case _:
            (board / "minutes/05.md").write_bytes(b"\0")
    assert answer_quickly([], environ, str(board), in_pipe=True, refresh=read_again) is None


@pytest.mark.parametrize("line", ["actions --color never", "--color=never"])
def test_a_bar_without_colours_is_drawn_by_the_other_door(line: str, board: Path) -> None:
    read: list[str] = []

    def reading(_: str | None, environ: Mapping[str, str], cwd: str) -> Hot | None:
        read.append(cwd)
        return read_again(None, environ, cwd)

    assert answer_quickly(line.split(), environ_of(board), str(board), in_pipe=True, refresh=reading) is None
    assert read == []


def test_a_folder_may_be_spelled_in_many_ways(board: Path) -> None:
    for spelled in ("board", "./board/", "board/.", str(board), f"{board}//"):
        line, top = ["-C", spelled], board.parent
        run(line, World(environ_of(board), top, io.StringIO(), io.StringIO()))
        assert answer_quickly(line, environ_of(board), str(top), in_pipe=True)


@given(words=st.text(st.characters(max_codepoint=127), max_size=12))
def test_names_are_compared_as_everywhere(words: str) -> None:
    found = _compared(words)
    assert found is None or found == key(words)


@pytest.mark.parametrize(("table", "name"), [(ACTIONS, "actions"), (ROOT, None)])
def test_the_rows_are_what_the_other_door_takes(table: Sequence[Word], name: str | None) -> None:
    command = get_command(app)
    if name is not None:
        command = command.commands[name]  # type: ignore[attr-defined]
    alone = {"_version", "install_completion", "show_completion", "help"}
    options = {one.name: one for one in command.params if one.param_type_name == "option" and one.name not in alone}
    assert {one.name for one in table} == set(options)
    for one in table:
        option = options[one.name]
        kind = "flag" if getattr(option, "is_flag", False) else "texts" if option.multiple else "text"
        assert set(option.opts) == set(one.spellings)
        assert kind == ("text" if one.kind == "number" else one.kind)
        assert option.nargs == 1
        assert not option.secondary_opts


def test_the_functions_have_what_the_rows_name() -> None:
    assert {one.name for one in ACTIONS} <= set(inspect.signature(actions).parameters)
    assert {one.name for one in ROOT} <= set(inspect.signature(root).parameters)
    assert COLORS == ("auto", "always", "never")


def test_options_are_read_as_click_reads_them() -> None:
    given, words = read_words(ACTIONS, ["-an3", "-oann", "--owner", "--all", "x", "--", "-a"])
    assert given == {"everything": True, "limit": 3, "owner": ["ann", "--all"]}
    assert words == ["x", "-a"]
    for wrong in (["--nothing"], ["-z"], ["--all=1"], ["--owner"], ["-n", "x"]):
        with pytest.raises(UnreadWords):
            read_words(ACTIONS, wrong)


def typed(line: str, shell: str, board: Path) -> dict[str, str]:
    """The variables by which a shell asks what may stand at the end of a line."""
    parted = line.replace(" ", "\n")  # as the script that bash is given parts the words
    words = {"COMP_WORDS": parted, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    words = words if shell == "bash" else {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    return {**environ_of(board), "_MINUTES_COMPLETE": f"complete_{shell}", **words}


def offered(line: str, shell: str, board: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What Typer's door offers."""
    out = io.StringIO()
    with monkeypatch.context() as world, contextlib.redirect_stdout(out):
        for name, value in {**typed(line, shell, board), "COLUMNS": "80", "MINUTES_NO_CACHE": "1"}.items():
            world.setenv(name, value)
        world.chdir(board)
        with pytest.raises(SystemExit):
            app(args=[], prog_name="minutes")
    return out.getvalue()


OFFERED = (
    *("show ", "close ", "show x y ", "-C . show ", "--no-cache log ", "due 2"),
    *("actions --owner ", "actions --owner A", "actions ann --overdue -o ", "actions -b H", "agenda ", "new H"),
)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("line", OFFERED)
def test_both_doors_offer_the_shell_the_same(
    line: str, shell: str, board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowly([*line.split()[: 2 * line.startswith("-C")], "actions"], board)
    if line == "due 2":  # the beginning of an id that is there
        line = f"due {json.loads(slowly(['actions', '-f', 'json'], board)[0])[0]['id'][:2]}"
    expected = offered(f"minutes {line}", shell, board, monkeypatch)
    assert expected.strip()
    assert offer_quickly(typed(f"minutes {line}", shell, board), str(board), "minutes") == expected


@pytest.mark.parametrize("name", [one.name for one in COMMANDS])
def test_what_a_command_takes_is_what_its_row_says(name: str, board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(["actions"], board)
    row = next(one for one in COMMANDS if one.name == name)
    for line in (f"minutes {name} ", f"minutes {name} x "):
        expected = offered(line, "bash", board, monkeypatch)
        found = offer_quickly(typed(line, "bash", board), str(board), "minutes")
        assert found == expected if found is not None else "Harbour Board" not in expected
        if line.endswith(f"{name} "):
            assert (found is not None) == bool(row.takes)
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert row.summary == " ".join(command.help.split("\n\n")[0].split())


LEFT_TO_TYPER = (
    *(
        "minutes show --",
        "minutes show --git ",
        "minutes actions --owner=A",
        "minutes actions --format ",
        "minutes nothing ",
    ),
    *("minutes actions --owner 'A", "minutes show zzzz", "minutes -C /nowhere show ", "minutes actions -- --owner "),
)


@pytest.mark.parametrize("line", LEFT_TO_TYPER)
def test_what_is_in_doubt_is_offered_by_the_other_door(line: str, board: Path) -> None:
    slowly(["actions"], board)
    assert offer_quickly(typed(line, "bash", board), str(board), "minutes") is None


def test_commands_are_offered_by_name(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = offer_quickly(typed("minutes s", "bash", board), str(board), "minutes")
    assert found == offered("minutes s", "bash", board, monkeypatch)
    assert "show" in (found or "").split()


def test_fish_asks_whether_there_is_anything(board: Path) -> None:
    slowly(["actions"], board)
    environ = typed("minutes show ", "fish", board) | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert offer_quickly(environ, str(board), "minutes") == ""


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_hint_is_one_short_line(shell: str, board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "hang [/red] the [bold]banner " + "over and over again " * 9
    (board / "minutes/04.md").write_text(f"# Harbour Board, 7 April 2026\n\n- [ ] Di: {words}\n")
    slowly(["actions"], board)
    expected = offered("minutes show ", shell, board, monkeypatch)
    assert len(expected.splitlines()) == len(slowly(["actions", "--all"], board)[0].splitlines())
    assert offer_quickly(typed("minutes show ", shell, board), str(board), "minutes") == expected


def loaded(argv: Sequence[str], board: Path, environ: Mapping[str, str] = MappingProxyType({})) -> set[str]:
    """The modules that a command line loads."""
    code = (
        "import sys\nbefore = set(sys.modules)\nfrom minutes_cli.cli.main import main\n"
        f"sys.argv = ['minutes', *{list(argv)!r}]\n"
        "try:\n    main()\nfinally:\n    print('LOADED', *sorted(set(sys.modules) - before))\n"
    )
    environ = {**os.environ, **environ_of(board), **environ}
    command = [sys.executable, "-I", "-c", code]
    ran = subprocess.run(command, cwd=board, capture_output=True, text=True, env=environ, check=False)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("line", ["--version", "actions --owner bo", "actions --owner ann --overdue"])
def test_nothing_heavy_is_loaded_for_what_is_asked_most(line: str, board: Path) -> None:
    slowly(["actions"], board)
    found = loaded(line.split(), board)
    assert not found & set(HEAVY.split())
    assert len({one for one in found if one.startswith("minutes_cli")}) <= 12


@pytest.mark.parametrize("line", ["minutes show ", "minutes actions --owner A", "minutes agenda ", "minutes s"])
def test_nothing_heavy_is_loaded_for_the_shell(line: str, board: Path) -> None:
    slowly(["actions"], board)
    for shell in ("bash", "zsh"):
        if shell == "zsh" and line in ("minutes s", "minutes show "):  # what commands do is told by Typer; an escape
            continue  # that stands in a hint has to be made harmless
        found = loaded([], board, typed(line, shell, board))
        assert not found & set(HEAVY.split())
        assert len({one for one in found if one.startswith("minutes_cli")}) <= 13


def test_the_help_loads_no_command(board: Path) -> None:
    found = loaded(["--help"], board)
    rooms = {f"minutes_cli.cli.{one.module}" for one in COMMANDS}
    assert not found & {*rooms, "minutes_cli.folder", "minutes_cli.config", "minutes_cli.register", "yaml", "rich"}


def test_what_has_changed_is_read_with_patterns_that_were_kept(board: Path, tmp_path: Path) -> None:
    """The reader's patterns are compiled by the first question and looked up by the next one that has to read."""
    code = (
        "import os, re, sys\nfrom minutes_cli.cli.quick import read_again\nparse = re._parser.parse\ncount = []\n"
        "re._parser.parse = lambda *given, **named: (count.append(1), parse(*given, **named))[1]\n"
        "found = read_again(None, os.environ, os.getcwd())\nprint(len(count), len(found.lines))\n"
    )
    environ = {**os.environ, **environ_of(board)}
    first, second = (
        subprocess.run([sys.executable, "-c", code], cwd=board, env=environ, capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert int(first.stdout.split()[0]) > 100
    assert int(second.stdout.split()[0]) < 20
    assert first.stdout.split()[1] == second.stdout.split()[1] != "0"
