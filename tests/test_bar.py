"""The bar of a long reading."""

from __future__ import annotations

import sys
from io import StringIO

import pytest

from minutes_cli.cli.bar import bar_for, watched

HIDDEN, SEEN = "\x1b[?25l", "\x1b[?25h"


class Terminal(StringIO):
    """Standard error with somebody before it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def term(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_what_is_soon_read_shows_no_bar() -> None:
    err = Terminal()
    with bar_for(err, patience=60) as bar:
        assert bar is not None
        bar(1, 2)
        bar(2, 2)
    assert err.getvalue() == ""


def test_a_long_reading_shows_how_far_it_is_and_takes_the_bar_away() -> None:
    err = Terminal()
    with bar_for(err, patience=0) as bar:
        assert bar is not None
        bar(1, 3)
        assert "1/3" in err.getvalue()
        bar(3, 3)
        assert err.getvalue().endswith(("\x1b[2K", "\x1b[1A\x1b[2K", "\r"))


def test_there_is_no_bar_where_nobody_looks() -> None:
    with bar_for(StringIO()) as bar:
        assert bar is None


def test_steps_are_taken_with_and_without_a_bar() -> None:
    err = Terminal()
    with bar_for(err, "writing [b]out[/b]", patience=0) as bar:
        assert [*watched("abc", bar)] == ["a", "b", "c"]
    assert "writing [b]out[/b]" in err.getvalue()
    assert [*watched("abc", None)] == ["a", "b", "c"]


def stumbling(err: Terminal) -> None:
    with bar_for(err, patience=0) as bar:
        for step in watched("abc", bar):
            if step == "c":
                raise KeyboardInterrupt


def test_what_ends_before_its_time_leaves_neither_bar_nor_hidden_cursor() -> None:
    err, out = Terminal(), sys.stdout
    with pytest.raises(KeyboardInterrupt):
        stumbling(err)
    assert err.getvalue().count(HIDDEN) == err.getvalue().count(SEEN) == 1
    assert sys.stdout is out


@pytest.mark.parametrize("in_color", [True, False])
def test_a_bar_has_colours_where_they_are_wanted(in_color: bool) -> None:
    err = Terminal()
    with bar_for(err, in_color=in_color, patience=0) as bar:
        assert bar is not None
        bar(1, 3)
    assert ("\x1b[3" in err.getvalue() or "\x1b[38" in err.getvalue()) is in_color
