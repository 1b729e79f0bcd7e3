"""The full-screen register, driven by keys as Textual's own tests drive it."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from minutes_cli.cli.session import Session, World
from minutes_cli.config import Config
from minutes_cli.reading import parse
from minutes_cli.text import Source
from minutes_cli.tui.browser import Browser
from minutes_cli.tui.desk import Desk
from transcripts import Screen, lay_out, minutes

BOARD = """\
# Allotment Board, 3 February 2026

## Water
- [ ] ACTION: Ann Lee to book the [red]plumber[/red] by 6 March 2026
- [ ] ACTION: Bo to read the meter by 24 March 2026
- [ ] ACTION: Cy to paint the tank

## In camera
The tenant of plot 9 owes two years.
- [ ] ACTION: Bo to write to plot 9 by 1 March 2026
"""
Play = Callable[[Browser, "Pilot[None]"], Awaitable[None]]


@pytest.fixture
def board(tmp_path: Path) -> Path:
    lay_out({"minutes/board.md": BOARD, "minutes.toml": ""}, tmp_path)
    return tmp_path


def text_of(top: Path) -> str:
    return (top / "minutes" / "board.md").read_text(encoding="utf-8")


def play(top: Path, play_: Play, *, size: tuple[int, int] = (80, 24), words: str = "", private: bool = False) -> None:
    """Opens the browser on a folder and plays with it."""
    environ = {"XDG_STATE_HOME": str(top / "state"), "XDG_CACHE_HOME": str(top / "cache")}
    world = World(environ, top, io.StringIO(), io.StringIO())
    session = Session(world, str(top), date(2026, 3, 20), "never", False, False)

    async def run() -> None:
        app = Browser(Desk.laid(session, private=private), words)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await play_(app, pilot)

    asyncio.run(run())


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    await pilot.press(*pressed)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def rows(app: Browser) -> list[str]:
    return [one.text for one in app.shown]


def told(app: Browser) -> str:
    return str(app.query_one("#told", Static).render())


def shown_minutes(app: Browser) -> str:
    return str(app.query_one("#text", Static).render())


def test_open_actions_are_listed_the_most_urgent_first(board: Path) -> None:
    async def look(app: Browser, _pilot: Pilot[None]) -> None:
        assert rows(app) == ["book the [red]plumber[/red]", "read the meter", "paint the tank"]
        assert app.table.row_count == 3
        assert told(app) == "3 open actions"
        assert "book the [red]plumber[/red] by 6 March 2026" in shown_minutes(app)

    play(board, look)


def test_the_filter_works_while_typing(board: Path) -> None:
    async def look(app: Browser, pilot: Pilot[None]) -> None:
        await keys(pilot, "slash", *"meter")
        assert rows(app) == ["read the meter"]
        await keys(pilot, "enter")
        assert app.focused is app.table
        await keys(pilot, "escape")
        assert len(rows(app)) == 3
        await keys(pilot, "slash", *"is:nonsense")
        assert "nonsense" in told(app)
        assert len(rows(app)) == 0  # as the last filter that could be read left it

    play(board, look)


def test_a_key_closes_and_another_takes_it_back(board: Path) -> None:
    async def close(app: Browser, pilot: Pilot[None]) -> None:
        await keys(pilot, "j", "c")
        assert "closed" in told(app)
        assert rows(app) == ["book the [red]plumber[/red]", "paint the tank"]
        assert "- [x] ACTION: Bo to read the meter" in text_of(board)
        await keys(pilot, "t")
        assert len(rows(app)) == 3
        await keys(pilot, "u")
        assert "undone: close" in told(app)
        assert text_of(board) == BOARD

    play(board, close)


def test_the_cursor_is_on_the_action_that_undo_has_brought_back(board: Path) -> None:
    async def undo(app: Browser, pilot: Pilot[None]) -> None:
        await keys(pilot, "j", "c", "j", "u")
        assert app.chosen is not None
        assert app.chosen.text == "read the meter"

    play(board, undo)


def test_a_question_mark_shows_the_keys(board: Path) -> None:
    async def look(app: Browser, pilot: Pilot[None]) -> None:
        await keys(pilot, "question_mark")
        told = str(app.screen.query_one("#keys", Static).render())
        assert all(f"\n{key}" in f"\n{told}" for key in ("/", "c, n", "Space", "r ", "u ", "q "))
        await keys(pilot, "escape")
        assert not app.screen.query("#keys")

    play(board, look)


def test_the_foot_names_the_keys_that_change_something_and_more(board: Path) -> None:
    async def look(app: Browser, _pilot: Pilot[None]) -> None:
        shown = [one.binding.key for one in app.screen.active_bindings.values() if one.binding.show]
        assert {"c", "n", "x", "a", "d", "o", "u", "r", "question_mark", "q"} <= {*shown}

    play(board, look)


def test_it_writes_what_the_commands_write(board: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    async def change(_app: Browser, pilot: Pilot[None]) -> None:
        await keys(pilot, "a", *"Dee Parks", "enter")
        await keys(pilot, "d", *"2026-05-01", "enter")
        await keys(pilot, "k", "k", "n", *"-4711", "enter")
        await keys(pilot, "j", "x", *"too dear", "enter")

    play(board, change)
    other = tmp_path_factory.mktemp("other")
    lay_out({"minutes/board.md": BOARD, "minutes.toml": ""}, other)
    environ = {"XDG_STATE_HOME": str(other / "state")}
    ids = {one.split("\t")[1]: one.split("\t")[0] for one in minutes(["actions"], other).out.splitlines()}
    assert text_of(board) != BOARD
    for words in (
        ["assign", ids["book the [red]plumber[/red]"], "Dee Parks"],
        ["due", ids["book the [red]plumber[/red]"], "2026-05-01"],
    ):
        assert minutes(words, other, environ).code == 0
    changed = text_of(board).splitlines()
    assert changed[3] == text_of(other).splitlines()[3]
    assert sum(one.startswith("- [ ]") for one in changed) == 2
    assert re.search(r"-4711", text_of(board))
    assert re.search(r"too dear", text_of(board))


def test_escape_changes_nothing(board: Path) -> None:
    async def leave(app: Browser, pilot: Pilot[None]) -> None:
        for key in ("x", "a", "d", "n"):
            await keys(pilot, key, *"words", "escape")
        await keys(pilot, "x", "enter")
        assert len(rows(app)) == 3

    play(board, leave)
    assert text_of(board) == BOARD


def test_what_cannot_be_done_is_said(board: Path) -> None:
    async def fail(app: Browser, pilot: Pilot[None]) -> None:
        await keys(pilot, "d", *"someday", "enter")
        assert "'someday' is no day" in told(app)
        await keys(pilot, "u")
        assert "no change is remembered" in told(app)
        await keys(pilot, "slash", *"nothinglikethis", "enter", "c")
        assert "no action to change" in told(app)

    play(board, fail)
    assert text_of(board) == BOARD


def test_a_change_from_elsewhere_is_seen(board: Path) -> None:
    async def edit(app: Browser, pilot: Pilot[None]) -> None:
        path = board / "minutes" / "board.md"
        path.write_text(
            BOARD.replace("Cy to paint the tank", "Cy to paint the tank\n- [ ] ACTION: Dee to dig"), encoding="utf-8"
        )
        await keys(pilot, "r")
        assert "dig" in rows(app)
        await keys(pilot, "c")
        assert "- [x] ACTION: Ann Lee" in text_of(board)

    play(board, edit)


@pytest.mark.parametrize("private", [False, True])
def test_private_sections_are_shown_when_asked_for(private: bool, board: Path) -> None:
    async def look(app: Browser, _pilot: Pilot[None]) -> None:
        assert ("write to plot 9" in rows(app)) is private
        assert ("owes two years" in shown_minutes(app)) is private

    play(board, look, private=private)


@pytest.mark.parametrize(("size", "side_by_side"), [((80, 24), False), ((140, 40), True), ((40, 12), False)])
def test_it_fits_the_terminal(size: tuple[int, int], side_by_side: bool, board: Path) -> None:
    async def look(app: Browser, _pilot: Pilot[None]) -> None:
        pane = app.query_one("#minutes")
        assert (pane.region.x > app.table.region.x) is side_by_side
        assert app.table.size.height >= 3
        assert pane.size.height >= 2
        assert app.table.virtual_size.width <= max(app.table.size.width, 66)
        assert app.query_one("#filter", Input).size.width > 30

    play(board, look, size=size)


def test_it_begins_with_the_query_of_the_command_line(board: Path) -> None:
    async def look(app: Browser, _pilot: Pilot[None]) -> None:
        assert rows(app) == ["book the [red]plumber[/red]"]

    play(board, look, words="is:overdue")


def test_thousands_of_actions_do_not_hold_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f"- [ ] ACTION: Ann to count brick {n}\n" for n in range(3000))
    lay_out({"minutes/2026-02-03.md": f"# Board\n\n{lines}"}, tmp_path)

    async def look(app: Browser, pilot: Pilot[None]) -> None:
        assert app.table.row_count == 500
        assert told(app) == "3000 open actions, the first 500 shown"
        await keys(pilot, "slash", *"2999")
        assert rows(app) == ["count brick 2999"]
        assert looked == ["2026-02-03.md"]  # for every row it would take as long as to read the file

    looked: list[str] = []
    real = parse.private_lines

    def noting(source: Source, config: Config) -> frozenset[int]:
        looked.append(source.path)
        return real(source, config)

    monkeypatch.setattr(parse, "private_lines", noting)
    play(tmp_path, look)


def test_control_codes_do_not_reach_the_screen(tmp_path: Path) -> None:
    lay_out({"minutes/2026-02-03.md": "# Board\n\n- [ ] ACTION: Ann to \x1b[31m wave \u202e\n"}, tmp_path)

    async def look(app: Browser, _pilot: Pilot[None]) -> None:
        assert "\x1b" not in shown_minutes(app)
        assert "\\x1b[31m" in shown_minutes(app)

    play(tmp_path, look)


def test_without_a_terminal_or_textual_it_says_so(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "browse needs a terminal" in minutes(["browse"], board).err
    for name in [one for one in sys.modules if one == "textual" or one.startswith(("textual.", "minutes_cli.tui."))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "textual", None)
    from minutes_cli.cli.run import run

    out, err = Screen(), Screen()
    assert run(["browse"], World({}, board, out, err, Screen())) == 2
    assert 'pip install "minutes-register[tui]"' in err.getvalue()


def test_the_foot_and_the_list_of_keys_fit_into_eighty_columns(board: Path) -> None:
    async def by_keys(app: Browser, pilot: Pilot[None]) -> None:
        await pilot.pause()
        shown = [one.region for one in app.query("FooterKey")]
        assert len(shown) == 12
        assert [place for place in shown if place.right > 80 or place.width == 0] == []
        await keys(pilot, "?")
        lines = str(app.screen.query_one("#keys", Static).render()).split("\n")
        assert [one for one in lines if len(one) > 78] == []

    play(board, by_keys)
