"""The command line where a transcript cannot show it: terminals, pipes, faults, options, start-up."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.main import get_command

from minutes_cli.cli.app import app
from minutes_cli.cli.run import run
from minutes_cli.cli.screen import Cell, Head, Sheet, Terminal, draw, wrap
from minutes_cli.cli.session import PipeClosed, World, has_color, has_links, link_to
from minutes_cli.cli.setup import editor_words
from minutes_cli.cli.words import GLOBAL_FLAGS, GLOBAL_VALUES, arrange
from minutes_cli.config import Config
from minutes_cli.model import MinutesError
from minutes_cli.output.json import write
from minutes_cli.output.parsed import record
from minutes_cli.reading.parse import parse
from minutes_cli.register.fields import FIELDS
from minutes_cli.text import Source
from transcripts import TODAY, Screen, lay_out, minutes

MINUTES = """# Harbour Board, 3 February 2026

## Roof

- [ ] Ann Lee: get [red]three[/red] quotes (due 2026-03-01)
- [ ] Bo Berg: book the scaffold
"""


@pytest.fixture
def board(tmp_path: Path) -> Path:
    lay_out({"minutes/board.md": MINUTES}, tmp_path)
    return tmp_path


# Global options


@pytest.mark.parametrize(
    ("argv", "arranged"),
    [
        ("", "actions"),
        ("--overdue", "actions --overdue"),
        ("-C board", "-C board actions"),
        ("actions -C board --all", "-C board actions --all"),
        ("show 7kx2 --debug --today=2026-03-01", "--debug --today=2026-03-01 show 7kx2"),
        ("owners -Cboard", "-C board owners"),
        ("--color never meetings --strict-read", "--color never --strict-read meetings"),
        ("actions -- -C --debug", "actions -- -C --debug"),
        ("--help", "--help"),
        ("actions --help", "actions --help"),
        ("--install-completion", "--install-completion"),
    ],
)
def test_global_options_may_stand_anywhere(argv: str, arranged: str) -> None:
    assert arrange(argv.split()) == arranged.split()


def test_the_global_options_are_those_that_the_root_command_declares() -> None:
    declared = {name for option in get_command(app).params for name in option.opts}
    alone = {"-V", "--version", "--install-completion", "--show-completion"}
    assert declared - alone == {*GLOBAL_VALUES, *GLOBAL_FLAGS}


def test_no_command_has_an_option_of_the_name_of_a_global_one() -> None:
    root = get_command(app)
    commands = getattr(root, "commands", {})
    assert len(commands) >= 9
    for name, command in commands.items():
        taken = {opt for option in command.params for opt in option.opts}
        assert not taken & {*GLOBAL_VALUES, *GLOBAL_FLAGS}, name


@pytest.mark.parametrize(
    "command", ["actions", "show", "meetings", "decisions", "owners", "parse", "schema", "init", "edit"]
)
def test_every_command_has_examples(command: str, tmp_path: Path) -> None:
    ran = minutes([command, "--help"], tmp_path)
    assert ran.code == 0
    assert "Examples:\n    minutes " in ran.out


# What a terminal shows


def test_a_terminal_gets_a_table_and_a_footer(board: Path) -> None:
    ran = minutes(["--color", "never"], board, terminal=True)
    assert ran.out.splitlines()[0].split()[:5] == ["ID", "ACTION", "OWNER", "DUE", "STATUS"]
    assert ran.err == "1 file, 2 actions\n"


def test_what_looks_like_markup_is_shown_as_it_stands(board: Path) -> None:
    assert "get [red]three[/red] quotes" in minutes([], board, terminal=True).out


def test_the_footer_counts_what_looks_like_an_action(tmp_path: Path) -> None:
    lay_out(
        {"minutes/a.md": "# Board, 3 February 2026\n\nAction point for Ann to send the budget by Friday\n"}, tmp_path
    )
    ran = minutes(["--debug"], tmp_path, terminal=True)
    assert re.search(r"1 file, \d actions?", ran.err)


def test_overdue_is_red_and_said_in_words(board: Path) -> None:
    ran = minutes(["--color", "always", "--overdue"], board, {"COLUMNS": "120"}, terminal=True)
    assert "\x1b[31moverdue 19 days\x1b[0m" in ran.out
    assert "\x1b[31m2026-03-01\x1b[0m" in ran.out


def test_a_terminal_that_knows_links_gets_them(board: Path) -> None:
    ran = minutes(["--limit", "1"], board, {"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, terminal=True)
    assert f"\x1b]8;;{(board / 'minutes' / 'board.md').as_uri()}#5\x1b\\" in ran.out


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("command", ["actions", "meetings", "owners", "decisions"])
def test_a_table_is_no_wider_than_the_terminal(command: str, width: int, tmp_path: Path) -> None:
    long = "Ann Lee, Bo Berg and 東京の友人: find out whether the harbour-side gutters can be cleared " * 4
    lay_out(
        {"minutes/2026-02-03-the-harbour-board-of-trustees.md": f"{MINUTES}- [ ] {long}\nDECISION: {long}\n"}, tmp_path
    )
    ran = minutes([command, "--format", "table"], tmp_path, {"COLUMNS": str(width)})
    assert ran.code == 0
    least = max(width, 76 if command == "meetings" else 56)  # the titles alone need as much
    assert all(len(line) <= least for line in ran.out.splitlines())


def test_control_codes_never_reach_the_terminal(tmp_path: Path) -> None:
    lay_out({"minutes/a.md": "# Board, 3 February 2026\n\n- [ ] Ann: \x1b]0;x\x07send \x9b31mit\n"}, tmp_path)
    for words in (["actions"], ["actions", "--format", "json"], ["parse", "minutes/a.md"], ["meetings"]):
        ran = minutes(words, tmp_path, {"NO_COLOR": "1"}, terminal=True)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", ran.out + ran.err), words


def test_a_query_with_control_codes_is_quoted_harmlessly(board: Path) -> None:
    ran = minutes(["owner:\x1b[31m"], board)
    assert "\x1b" not in ran.err


# The screen


def test_long_words_are_cut_where_the_eye_expects_it() -> None:
    assert wrap("see minutes/2026-02-03-harbour-board.md", 20) == ["see minutes/2026-02-", "03-harbour-board.md"]


def test_a_word_without_a_place_to_cut_is_cut_anywhere() -> None:
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_wide_letters_count_double() -> None:
    assert wrap("東京東京", 4) == ["東京", "東京"]


def test_optional_columns_go_where_the_text_would_be_squeezed() -> None:
    sheet = Sheet(
        (Head("Id"), Head("Text", wraps=True), Head("Place", wraps=True, optional=True)),
        ((Cell("7kx2"), Cell("word " * 20), Cell("minutes/board.md:5")),),
    )
    assert "PLACE" not in draw(sheet, Terminal(50))
    assert "PLACE" in draw(sheet, Terminal(120))


def test_ten_thousand_rows_are_drawn_in_a_breath() -> None:
    known = "rich.console" in sys.modules  # by another test, in the same process
    row = (Cell("7kx2"), Cell("get three quotes for the roof"), Cell("Ann Lee"))
    shown = draw(Sheet((Head("Id"), Head("Action", wraps=True), Head("Owner")), (row,) * 10_000), Terminal(80))
    assert shown.count("\n") == 10_001
    assert known or "rich.console" not in sys.modules


# Colour and links


@pytest.mark.parametrize(
    ("choice", "environ", "terminal", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_who_decides_on_colour(choice: str, environ: Mapping[str, str], terminal: bool, colored: bool) -> None:
    assert has_color(choice, world(environ, terminal)) == colored


@pytest.mark.parametrize(
    ("environ", "terminal", "linked"),
    [
        ({"TERM": "xterm-256color"}, True, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "6800"}, True, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4200"}, True, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True, True),
        ({"TERM": "xterm-kitty"}, True, True),
        ({"TERM": "xterm-kitty"}, False, False),
        ({"TERM": "screen", "TERM_PROGRAM": "WezTerm"}, True, False),
        ({"FORCE_HYPERLINK": "1"}, False, True),
        ({"FORCE_HYPERLINK": "0", "TERM": "xterm-kitty"}, True, False),
    ],
)
def test_who_gets_links(environ: Mapping[str, str], terminal: bool, linked: bool) -> None:
    assert has_links(world(environ, terminal)) == linked


def test_a_link_is_spelled_as_the_terminal_likes_it() -> None:
    path = Path("/board minutes/a.md")
    assert link_to(path, 5, {}) == "file:///board%20minutes/a.md"
    assert link_to(path, 5, {"KITTY_WINDOW_ID": "1"}) == "file:///board%20minutes/a.md#5"
    assert link_to(path, 5, {"TERM_PROGRAM": "vscode"}) == "vscode://file/board%20minutes/a.md:5"


# Editors


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vi", ["vi", "+5", "a.md"]),
        ("/usr/bin/nvim -p", ["/usr/bin/nvim", "-p", "+5", "a.md"]),
        ("nano", ["nano", "+5", "a.md"]),
        ("emacsclient -t", ["emacsclient", "-t", "+5", "a.md"]),
        ("hx", ["hx", "+5", "a.md"]),
        ("code --wait", ["code", "--wait", "-g", "a.md:5"]),
        ("subl -w", ["subl", "-w", "a.md:5"]),
        ("some-editor", ["some-editor", "a.md"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(editor: str, words: list[str]) -> None:
    assert editor_words(editor, "a.md", 5) == words


@pytest.mark.parametrize("editor", ["vi 'x", " "])
def test_an_editor_that_cannot_be_run_is_refused(editor: str) -> None:
    with pytest.raises(MinutesError):
        editor_words(editor, "a.md", 5)


def test_edit_runs_the_editor_on_the_file(board: Path) -> None:
    (wanted, *_) = minutes(["actions", "scaffold", "--columns", "id"], board).out.split()
    script = "import pathlib, sys; path = pathlib.Path(sys.argv[1]); path.write_text(path.name)"
    ran = minutes(["edit", wanted], board, {"VISUAL": f'"{sys.executable}" -c "{script}"', "EDITOR": "false"})
    assert (ran.code, ran.err) == (0, "")
    assert (board / "minutes" / "board.md").read_text(encoding="utf-8") == "board.md"


def test_edit_says_when_the_editor_fails_or_is_not_there(board: Path) -> None:
    (wanted, *_) = minutes(["actions", "scaffold", "--columns", "id"], board).out.split()
    assert minutes(["edit", wanted], board, {"EDITOR": "false"}).code == 1
    assert "no program" in minutes(["edit", wanted], board, {"EDITOR": "no-such-editor-here"}).err


# Faults


class Broken(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, text: str, /) -> int:
        raise BrokenPipeError


class Interrupted(io.StringIO):
    """A stream on which somebody presses Ctrl-C."""

    def write(self, text: str, /) -> int:
        raise KeyboardInterrupt


class Faulty(io.StringIO):
    """A stream that nobody has foreseen."""

    def write(self, text: str, /) -> int:
        raise ZeroDivisionError("by\x1b nought")


def test_a_closed_pipe_is_no_fault(board: Path) -> None:
    with pytest.raises(PipeClosed):
        run(["actions"], World({}, board, Broken(), io.StringIO()))


def test_an_interrupt_ends_with_130(board: Path) -> None:
    assert run(["actions"], World({}, board, Interrupted(), io.StringIO())) == 130


def test_a_fault_of_ours_asks_to_be_reported(board: Path) -> None:
    err = io.StringIO()
    assert run(["actions"], World({}, board, Faulty(), err)) == 70
    assert err.getvalue() == (
        "minutes: this is a fault of minutes itself, please report it: ZeroDivisionError: by\\x1b nought\n"
        "hint: --debug shows where it is\n"
    )


def test_debug_shows_where_a_fault_is(board: Path) -> None:
    err = io.StringIO()
    assert run(["actions", "--debug"], World({}, board, Faulty(), err)) == 70
    assert err.getvalue().startswith("Traceback")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything is readable to root")
def test_a_file_without_permission_is_said_and_the_others_are_read(board: Path) -> None:
    locked = board / "minutes" / "locked.md"
    locked.write_text(MINUTES, encoding="utf-8")
    locked.chmod(0)
    ran = minutes([], board)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 2
    assert "locked.md" in ran.err


def test_broken_yaml_is_said_and_fails_only_a_strict_reading(board: Path) -> None:
    (board / "minutes" / "head.md").write_text("---\ntitle: Board: March\n---\n# Board\n\nACTION: Ann to row\n")
    (board / "minutes" / "whole.yaml").write_text("actions:\n  - text: 'row\n")
    for _ in range(2):  # read, and asked of the index
        ran = minutes([], board)
        assert ran.code == 0
        assert "row" in ran.out
        assert "head.md:2: this is not YAML that can be read" in ran.err
        assert "whole.yaml:" in ran.err
        assert minutes(["--strict-read"], board).code == 1
    (board / "minutes" / "head.md").write_text("---\ntitle: 'Board: March'\n---\n# Board\n\nACTION: Ann to row\n")
    (board / "minutes" / "whole.yaml").unlink()
    assert "YAML" not in minutes([], board).err
    assert minutes(["--strict-read"], board).code == 0


def test_a_binary_file_is_said_and_fails_only_a_strict_reading(board: Path) -> None:
    (board / "minutes" / "binary.md").write_bytes(b"\0\1\2")
    ran = minutes([], board)
    assert (ran.code, len(ran.out.splitlines())) == (0, 2)
    assert "binary.md" in ran.err
    assert minutes(["--strict-read"], board).code == 1


# Who asks


def test_me_is_whom_the_environment_names(board: Path) -> None:
    ran = minutes(["actions", "owner:me", "--columns", "text"], board, {"MINUTES_ME": "Bo Berg"})
    assert ran.out == "book the scaffold\n"


def test_me_is_whom_git_knows(board: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(board)], check=True)
    subprocess.run(["git", "-C", str(board), "config", "user.name", "Bo Berg"], check=True)
    assert minutes(["actions", "--owner", "me", "--columns", "text"], board).out == "book the scaffold\n"


# JSON


def test_json_of_an_empty_answer_is_an_empty_array(board: Path) -> None:
    assert json.loads(minutes(["actions", "ladder", "--format", "json"], board).out) == []


def test_parse_has_the_keys_of_the_register() -> None:
    shown = write(record(parse(Source("a.md", "- [ ] Ann: send it\n"), Config())))
    assert list(json.loads(shown)["actions"][0]) == [field.name for field in FIELDS if field.in_json]


# The process


def test_version_needs_neither_typer_nor_anything_of_ours() -> None:
    code = (
        "import sys; sys.argv = ['minutes', '--version']; from minutes_cli.cli.main import main; main(); "
        "print(sorted(one for one in sys.modules if one.startswith(('typer', 'rich', 'yaml', 'minutes_cli', 're'))))"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[0].startswith("minutes ")
    assert "typer" not in ran.stdout
    assert "minutes_cli.model" not in ran.stdout


def test_help_imports_neither_rich_nor_yaml_nor_the_reading() -> None:
    heavy = ("rich", "yaml", "rapidfuzz", "minutes_cli.folder", "pydantic")
    code = (
        "import sys; from minutes_cli.cli.run import run; from minutes_cli.cli.session import here; "
        f"run(['actions', '--help'], here()); print([one for one in {heavy} if one in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_a_real_pipe_that_closes_ends_quietly(tmp_path: Path) -> None:
    actions = "".join(f"- [ ] Ann: do thing number {number} of very many\n" for number in range(5000))
    lay_out({"minutes/board.md": f"# Board, 3 February 2026\n\n{actions}"}, tmp_path)
    command = [sys.executable, "-m", "minutes_cli.cli.main", "actions"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.readline()
        ran.stdout.close()
        assert ran.stderr.read() == b""
        assert ran.wait() == 0


@pytest.mark.parametrize("module", ["minutes_cli.cli.main", "minutes_cli"])
def test_a_real_process_answers(module: str, board: Path) -> None:
    command = [sys.executable, "-m", module, "actions", "scaffold", "--columns", "text"]
    ran = subprocess.run(
        command, cwd=board, capture_output=True, text=True, check=True, env=os.environ | {"MINUTES_TODAY": TODAY}
    )
    assert (ran.stdout, ran.stderr) == ("book the scaffold\n", "")


@pytest.mark.parametrize(
    ("line", "offer"),
    [
        ("minutes actions --owner Bo", r"Bo\ Berg"),
        ("minutes actions --format mark", "markdown"),
        ("minutes actions --body Harb", r"Harbour\ Board"),
        ("minutes actions --sort du", "due"),
        ("minutes sho", "show"),
    ],
)
def test_the_shell_is_offered_what_fits(line: str, offer: str, board: Path) -> None:
    assert offer in completed(line, board)


def test_completion_is_silent_where_there_are_no_minutes(tmp_path: Path) -> None:
    assert completed("minutes show x", tmp_path).strip() == ""


def test_completion_heeds_the_folder_of_the_line(board: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert r"Bo\ Berg" in completed(f"minutes -C {board} actions --owner Bo", elsewhere)


@pytest.mark.parametrize(
    ("line", "offer"),
    [
        ("minutes actions --body Harb", r"Harbour\ Board"),
        ("minutes\nactions\n--body\nHarb", r"Harbour\ Board"),
        ('minutes\nactions\n--body\n"Harb', "Harbour Board"),
        ("minutes\nactions\n--body\n'Harbour Bo", "Harbour Board"),
        ("minutes\nactions\n--body\nHarbour\\ Bo", r"Harbour\ Board"),
    ],
)
def test_bash_is_offered_words_as_it_reads_them(line: str, offer: str, board: Path) -> None:
    """Where a quote is open, bash closes it; elsewhere a space would end the word."""
    words = line.split("\n") if "\n" in line else line.split()
    assert completed(line, board, len(words) - 1).split("\n")[0] == offer


def test_whom_an_action_is_given_to_is_offered_behind_its_id(board: Path) -> None:
    assert r"Bo\ Berg" in completed("minutes assign A1 B", board)
    assert r"Bo\ Berg" in completed("minutes assign --where is:open B", board)
    assert "Berg" not in completed("minutes assign B", board)


def completed(line: str, cwd: Path, place: int | None = None) -> str:
    environ = os.environ | {
        "_MINUTES_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split()) - 1 if place is None else place),
    }
    command = [sys.executable, "-m", "minutes_cli.cli.main"]
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environ)
    assert ran.stderr == ""
    return ran.stdout


def world(environ: Mapping[str, str], terminal: bool) -> World:
    return World(environ, Path(), Screen() if terminal else io.StringIO(), io.StringIO())
