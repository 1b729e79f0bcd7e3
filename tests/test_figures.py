"""The figures that the report and `minutes stats` show, from minutes of a few lines."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from minutes_cli import read_folder
from minutes_cli.cli.run import run
from minutes_cli.cli.session import World
from minutes_cli.register.figures import Figures, Month, figures, recent

MARCH = """# Roof Board, 3 March 2026

- [ ] Ann: buy slates (due 2026-03-10)
- [x] Ben: ring the mason (due 2026-03-20) (closed 2026-03-13)
- [ ] find a ladder
"""
APRIL = """# Roof Board, 7 April 2026

## Actions

- [ ] Ann and Ben: sweep the loft
- [x] Ann: pay the mason (due 2026-04-08) (closed 2026-04-17)

## In camera

- [ ] Cleo: dismiss the gutter
"""
TODAY = date(2026, 4, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "2026-03-03.md").write_text(MARCH, encoding="utf-8")
    (tmp_path / "minutes" / "2026-04-07.md").write_text(APRIL, encoding="utf-8")
    return tmp_path


def counted(folder: Path, today: date = TODAY) -> Figures:
    return figures(read_folder(str(folder)).register.actions, today)


def printed(folder: Path, *words: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    code = run([*words, "--today", TODAY.isoformat()], World({"NO_COLOR": "1", "COLUMNS": "90"}, folder, out, err))
    return code, out.getvalue(), err.getvalue()


def test_what_is_counted(folder: Path) -> None:
    found = counted(folder)
    assert (found.all.actions, found.all.open, found.all.overdue, found.all.done) == (6, 4, 1, 2)
    assert (found.ownerless, found.undated, found.due_soon, found.closed_lately) == (1, 3, 0, 1)
    assert (found.done_in_time, found.done_with_day) == (1, 2)


def test_days_to_close_go_from_the_meeting_to_the_written_day(folder: Path) -> None:
    found = counted(folder)
    assert (found.all.median_days, found.slow_days) == (10, 10)


def test_months_count_what_was_open_at_their_end(folder: Path) -> None:
    assert counted(folder).months == (
        Month(date(2026, 3, 1), raised=3, closed=1, open=2, median_days=10),
        Month(date(2026, 4, 1), raised=3, closed=1, open=4, median_days=10),
    )


def test_a_month_without_a_meeting_is_not_left_out(folder: Path) -> None:
    assert [one.open for one in counted(folder, date(2026, 6, 2)).months] == [2, 4, 4, 4]


def test_ages_are_counted_in_days_from_the_meeting(folder: Path) -> None:
    ages = [(one.name, one.open, one.overdue) for one in counted(folder).ages if one.open]
    assert ages == [("up to 30 days", 2, 0), ("31 to 90", 2, 1)]


def test_joint_owners_count_each(folder: Path) -> None:
    assert [(one.name, one.open, one.done) for one in counted(folder).owners] == [
        ("Ann", 2, 1),
        ("Ben", 1, 1),
        ("Cleo", 1, 0),
        ("(nobody)", 1, 0),
    ]


def test_no_actions_have_figures_too() -> None:
    found = figures((), TODAY)
    assert (found.all.open, found.all.median_days, found.months, recent(found.months)) == (0, None, (), ())


def test_pictures_show_the_last_years_in_which_anything_was_done() -> None:
    quiet = [Month(date(year, month, 1), 0, 0, 1, None) for year in range(2015, 2026) for month in range(1, 13)]
    busy = Month(date(2014, 12, 1), 1, 0, 1, None)
    assert recent([busy, *quiet]) == (busy,)
    assert recent([*quiet, busy])[-1] == busy


def test_stats_as_json_has_all_of_them(folder: Path) -> None:
    code, out, _ = printed(folder, "stats", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["all"]["open"] == 4
    assert found["months"][0] == {"month": "2026-03", "raised": 3, "closed": 1, "open": 2, "median_days": 10}
    assert [one["owner"] for one in found["owners"]] == ["Ann", "Ben", "Cleo", "(nobody)"]


def test_stats_by_owner_as_csv(folder: Path) -> None:
    _, out, _ = printed(folder, "stats", "--by", "owner", "--format", "csv")
    assert out.splitlines()[:2] == ["owner,actions,open,overdue,done,dropped,median_days", "Ann,3,2,1,1,0,10"]


def test_stats_take_the_terms_of_actions(folder: Path) -> None:
    _, out, _ = printed(folder, "stats", "owner:ben", "is:open", "--format", "plain")
    assert out.startswith("actions\t1\nopen\t1\n")


def test_stats_on_a_terminal_has_bars_and_lines(folder: Path) -> None:
    code, out, _ = printed(folder, "stats", "--format", "table")
    assert code == 0
    assert "4 open   1 overdue   2 done" in out
    assert "31 to 90" in out
    assert "██████████▒▒▒▒▒▒▒▒▒▒" in out
    assert "open       ▅█" in out
    assert max(map(len, out.splitlines())) <= 90


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["stats", "--by", "moon"], "--by is 'moon', and must be one of owner, body, month"),
        (["stats", "due:someday"], "someday"),
        (["stats", "--owner", "Zacharias"], "Zacharias"),
    ],
)
def test_what_cannot_be_counted_is_said(folder: Path, words: list[str], told: str) -> None:
    code, out, err = printed(folder, *words)
    assert (code, out) == (2, "")
    assert told in err


def test_stats_of_nothing_is_no_fault(folder: Path) -> None:
    code, out, err = printed(folder, "stats", "owner:ann", "is:dropped", "--format", "table")
    assert (code, out) == (0, "")
    assert "no action is like that" in err
