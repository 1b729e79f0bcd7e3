"""The bar of a long reading."""

from __future__ import annotations

from io import StringIO

import pytest

from minutes_cli.cli.bar import Bar, bar_for, watched


class Terminal(StringIO):
    """Standard error with somebody before it."""

    def isatty(self) -> bool:
        return True


def test_what_is_soon_read_shows_no_bar() -> None:
    err = Terminal()
    bar = Bar(err, "reading", patience=60)
    bar(1, 2)
    bar(2, 2)
    assert err.getvalue() == ""


def test_a_long_reading_shows_how_far_it_is_and_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    err = Terminal()
    bar = Bar(err, "reading", patience=0)
    bar(1, 3)
    assert "1/3" in err.getvalue()
    bar(3, 3)
    assert err.getvalue().endswith(("\x1b[2K", "\x1b[1A\x1b[2K", "\r"))


def test_there_is_no_bar_where_nobody_looks() -> None:
    assert bar_for(StringIO()) is None
    assert bar_for(Terminal()) is not None


def test_steps_are_taken_with_and_without_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("minutes_cli.cli.bar.bar_for", lambda err, what: Bar(err, what, patience=0))
    err = Terminal()
    assert [*watched(err, "abc", "writing [b]out[/b]")] == ["a", "b", "c"]
    assert "writing [b]out[/b]" in err.getvalue()
    quiet = StringIO()
    monkeypatch.undo()
    assert [*watched(quiet, "abc", "writing")] == ["a", "b", "c"]
    assert quiet.getvalue() == ""
