"""`minutes query`: what can be asked, what cannot, and that nothing is changed by asking."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest

from minutes_cli.model import MinutesError
from minutes_cli.output.views import VIEWS
from minutes_cli.store.sql import View, ask
from transcripts import lay_out, minutes

FILES = {
    "minutes/02.md": "# Harbour Board, 3 February 2026\n\n- [ ] Ann Lee and Bo Berg: get three quotes (due 2026-03-01)\n"
    "- [x] Ann Lee: ring the mast maker\n\nAGREED: to keep the crane\n\n## In camera\n\n- [ ] Cy Dole: settle the claim\n",
    "minutes/03.md": "# Harbour Board, 3 March 2026\n\n- [ ] Ann Lee and Bo Berg: get three quotes\n",
}


@pytest.fixture
def board(tmp_path: Path) -> Path:
    lay_out(FILES, tmp_path)
    return tmp_path


def rows(board: Path, statement: str, *more: str) -> list[dict[str, object]]:
    ran = minutes(["query", statement, "--format", "json", *more], board)
    assert ran.code == 0, ran.err
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


def test_the_register_is_asked(board: Path) -> None:
    assert rows(board, "SELECT status, count(*) AS n FROM actions GROUP BY status") == [
        {"status": "done", "n": 1},
        {"status": "open", "n": 1},
    ]
    joined = "SELECT owner FROM actions JOIN owners ON action = id WHERE overdue ORDER BY owner"
    assert rows(board, joined) == [{"owner": "Ann Lee"}, {"owner": "Bo Berg"}]
    told = "SELECT number, mentions.file FROM mentions JOIN actions ON id = action WHERE actions.status = 'open'"
    assert rows(board, told) == [{"number": 1, "file": "02.md"}, {"number": 2, "file": "03.md"}]
    assert rows(board, "SELECT text FROM decisions") == [{"text": "to keep the crane"}]
    assert rows(board, "SELECT count(*) AS n FROM meetings") == [{"n": 2}]


def test_what_is_private_stays_out(board: Path) -> None:
    asked = "SELECT count(*) AS n FROM actions WHERE text LIKE '%claim%'"
    assert rows(board, asked) == [{"n": 0}]
    assert rows(board, asked, "--private") == [{"n": 1}]


@pytest.mark.parametrize("view", VIEWS, ids=lambda one: one.name)
def test_every_table_has_its_columns(view: object, board: Path) -> None:
    name, columns = getattr(view, "name", ""), getattr(view, "columns", ())
    for row in rows(board, f"SELECT * FROM {name}"):
        assert tuple(row) == columns


def test_columns_of_one_name_are_all_shown(board: Path) -> None:
    assert rows(board, "SELECT 1 AS a, 2 AS a") == [{"a": 1, "a_2": 2}]


@pytest.mark.parametrize("name", ["plain", "csv", "markdown", "yaml", "jsonl", "table"])
def test_all_formats(board: Path, name: str) -> None:
    ran = minutes(["query", "SELECT 'Ann' AS who, NULL AS day", "--format", name], board)
    assert ran.code == 0
    assert "Ann" in ran.out


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM actions", "more than ask"),
        ("UPDATE actions SET text = ''", "more than ask"),
        ("DROP TABLE actions", "more than ask"),
        ("CREATE TABLE a (b)", "more than ask"),
        ("ATTACH 'other.sqlite' AS other", "more than ask"),
        ("PRAGMA writable_schema = 1", "more than ask"),
        ("VACUUM INTO 'other.sqlite'", "cannot be answered"),
        ("SELECT load_extension('x')", "more than ask"),
        ("SELECT 1; SELECT 2", "more than one statement"),
        ("SELECT colour FROM actions", "no such column"),
        ("SELECT text FROM action", "no such table"),
        ("SELEKT", "syntax error"),
        ("", "needs a statement"),
        ("/* nothing */", "asks nothing"),
        ("SELECT '\0'", "cannot be answered"),
        ("SELECT abs(-9223372036854775808)", "overflow"),
    ],
)
def test_the_rest_is_refused(board: Path, statement: str, said: str) -> None:
    ran = minutes(["query", statement], board)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not list(board.rglob("*.sqlite"))


def test_rows_are_asked_without_a_folder() -> None:
    view = View(("a", "b"), [(1, "x"), (2, None)])
    assert ask("SELECT b, a FROM t ORDER BY a DESC", {"t": view}).rows == ((None, 2), ("x", 1))
    with pytest.raises(MinutesError, match="no such table"):
        ask("SELECT * FROM u", {"t": view})


def test_the_manual_has_every_table_and_column() -> None:
    text = (Path(__file__).parents[1] / "docs" / "query.md").read_text(encoding="utf-8")
    for view in VIEWS:
        row = next(line for line in text.splitlines() if line.startswith(f"| `{view.name}` |"))
        assert re.findall(r"`(\w+)`", row)[1:] == list(view.columns)


def test_what_sqlite_has_no_end_for_ends(board: Path) -> None:
    with pytest.raises(MinutesError, match="too big"):
        ask("SELECT zeroblob(900000000)", {})
    assert ((" Inf", "-Inf", "Inf"),) == ask("SELECT ' Inf', -1e999, 1e999", {}).rows
    assert [{"much": "Inf"}] == json.loads(minutes(["query", "SELECT 1e999 AS much", "--format", "json"], board).out)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="a signal that comes by itself")
def test_a_statement_that_never_ends_can_be_interrupted() -> None:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            ask("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c", {})
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
