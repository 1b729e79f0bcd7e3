"""What `minutes export` writes, read by the programs that it is for."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from icalendar import Calendar
from openpyxl import load_workbook

from minutes_cli.output.exports import EXPORTS, find_export
from minutes_cli.output.table import Column, Table, render
from transcripts import Ran, minutes

BOARD = """\
# Allotment Board, 3 February 2026

## Water
- [ ] ACTION: Ann Lee to book the plumber, "quickly" & <b well by 6 March 2026
- [x] ACTION: Bo to read the meter (closed 2026-02-10: 4711)
- [ ] ACTION: Cy and Ann Lee to paint the tank

## In camera
- [ ] ACTION: Bo to write to the tenant of plot 9 by 1 March 2026
"""
HOSTILE = """\
# Allotment Board, 3 February 2026

- [ ] ACTION: Ann to =HYPERLINK("http://x.example","y"); $(touch stolen) '; touch stolen; ' @octocat #1
- [ ] ACTION: =1+1
- [ ] ACTION: Bo to <script src=//x.example> 1 < 2 \x1b[31m the \u202eshed
"""


@pytest.fixture
def board(tmp_path: Path) -> Path:
    return folder(tmp_path, BOARD)


def folder(top: Path, text: str) -> Path:
    (top / "minutes").mkdir()
    (top / "minutes" / "2026-02-03.md").write_text(text, encoding="utf-8")
    return top


def exported(top: Path, *words: str) -> Ran:
    ran = minutes(["export", *words], top)
    assert ran.code == 0, ran.err
    return ran


def test_ics_is_read_by_icalendar(board: Path) -> None:
    calendar = exported(board, "--format", "ics", "--all").out
    plumber, tank, meter = sorted(Calendar.from_ical(calendar).walk("VTODO"), key=lambda one: str(one["SUMMARY"]))
    assert plumber["SUMMARY"] == 'book the plumber, "quickly" & <b well'
    assert plumber.decoded("DUE") == date(2026, 3, 6)
    assert "\r\nDUE;VALUE=DATE:20260306\r\n" in calendar
    assert [one["STATUS"] for one in (plumber, tank, meter)] == ["NEEDS-ACTION", "NEEDS-ACTION", "COMPLETED"]
    assert meter.decoded("COMPLETED") == datetime(2026, 2, 10, tzinfo=UTC)
    assert tank.decoded("DTSTAMP") == datetime(2026, 2, 3, tzinfo=UTC)
    assert re.findall("CONTACT:(.*)\r", calendar) == ["Ann Lee", "Bo", "Cy", "Ann Lee"]


def test_the_same_register_gives_the_same_calendar(board: Path) -> None:
    first = exported(board, "--format", "ics").out
    (board / "minutes" / "2026-02-03.md").write_text("Present: Ann Lee, Bo\n\n" + BOARD, encoding="utf-8")
    uids = re.findall("UID:.*", first)
    assert re.findall("UID:.*", exported(board, "--format", "ics").out) == uids
    assert len(set(uids)) == 2


def test_todoman_lists_the_calendar(board: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("todoman")
    calendar = Calendar.from_ical(exported(board, "--format", "ics", "--all").out)
    (home / "board").mkdir()
    for number, one in enumerate(calendar.walk("VTODO")):  # todoman reads a file a task
        alone = Calendar({"VERSION": "2.0", "PRODID": "test"})
        alone.add_component(one)
        (home / "board" / f"{number}.ics").write_bytes(alone.to_ical())
    (home / "config.py").write_text(
        f'path = "{home}/*"\ndate_format = "%Y-%m-%d"\ntime_format = ""\ncache_path = "{home}/db"\n'
    )
    ran = subprocess.run(
        [sys.executable, "-m", "todoman", "--config", home / "config.py", "--porcelain", "list", "--status", "ANY"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    found = {one["summary"]: one for one in json.loads(ran.stdout)}
    assert len(found) == 3
    assert not found["paint the tank"]["completed"]
    assert found["read the meter"]["completed"]
    due = found['book the plumber, "quickly" & <b well']["due"]
    assert datetime.fromtimestamp(due).date() == date(2026, 3, 6)


def test_todotxt_is_a_line_an_action(board: Path) -> None:
    lines = [re.sub(r" id:\w+$", "", line) for line in exported(board, "-f", "todotxt", "--all").out.splitlines()]
    assert lines == [
        '2026-02-03 book the plumber, "quickly" & <b well +Allotment-Board @Ann-Lee due:2026-03-06',
        "x 2026-02-10 2026-02-03 read the meter +Allotment-Board @Bo",
        "2026-02-03 paint the tank +Allotment-Board @Cy @Ann-Lee",
    ]


@pytest.mark.parametrize("text", ["x the unknown", "(A) grade", "2026-01-01 accounts"])
def test_todotxt_reads_no_mark_into_an_action(text: str) -> None:
    columns = tuple(Column(key, key) for key in ("id", "text", "owners", "status"))
    assert render("todotxt", Table(columns, (("7kx2", text, (), "open"),))) == f"- {text} id:7kx2\n"


needs_task = pytest.mark.skipif(
    shutil.which("task") is None and not os.environ.get("CI"), reason="Taskwarrior is not installed"
)


@needs_task
def test_task_imports_and_updates(board: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("task")
    environ = {**os.environ, "TASKDATA": str(home), "TASKRC": "/dev/null", "TZ": "America/New_York"}

    def task(*words: str, given: str = "") -> str:
        options = ["rc.confirmation=off", "rc.verbose=nothing", "rc.gc=off", "rc.uda.owner.type=string"]
        return subprocess.run(
            ["task", *options, *words], input=given, env=environ, capture_output=True, text=True, check=True, timeout=60
        ).stdout

    given = exported(board, "--format", "taskwarrior", "--all").out
    for _ in range(2):
        task("import", "-", given=given)
    found = {one["description"]: one for one in json.loads(task("export"))}
    assert {words: one["status"] for words, one in found.items()} == {
        'book the plumber, "quickly" & <b well': "pending",
        "read the meter": "completed",
        "paint the tank": "pending",
    }
    plumber = found['book the plumber, "quickly" & <b well']
    assert plumber["due"] == "20260306T050000Z"  # midnight in New York
    assert plumber["owner"] == "Ann Lee"
    assert task("project:Allotment Board", "+Ann_Lee", "count").strip() == "2"


def test_html_escapes_and_fetches_nothing(tmp_path: Path) -> None:
    text = "<script src=//x.example>alert(1)</script><img src=x onerror=alert(1)>"
    page = render("html", Table((Column("text", "Task <b>"),), ((text,),), (("<i>Ann</i> \"'", 1),)))
    assert "&lt;script src=//x.example&gt;alert(1)&lt;/script&gt;&lt;img" in page
    page += exported(folder(tmp_path, HOSTILE), "--format", "html").out
    assert not re.search(r"<script|<img|<i>|<b>|<[^>]+(src|href)=|url\(|\x1b|\u202e", page)
    assert page.count("<table>") == 2


def test_xlsx_has_days_filters_and_a_heading_that_stays(board: Path) -> None:
    exported(board, "-o", "register.xlsx", "--all", "--columns", "id,text,owner,due,status")
    book = load_workbook(board / "register.xlsx")
    sheet = book.active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Id", "Action", "Owner", "Due", "Status")
    assert rows[1][1:] == ('book the plumber, "quickly" & <b well', "Ann Lee", datetime(2026, 3, 6), "open")
    assert sheet["D2"].is_date
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E4")
    assert sheet.column_dimensions["B"].width > 30
    assert sheet["A2"].fill.fgColor.rgb == "00F8D7DA"  # overdue on 20 March
    assert sheet["A3"].fill.fill_type is None


def test_xlsx_holds_no_formula(tmp_path: Path) -> None:
    exported(folder(tmp_path, HOSTILE), "-o", "r.xlsx", "--columns", "text")
    sheet = load_workbook(tmp_path / "r.xlsx").active
    assert sheet is not None
    cells = [cell for (cell,) in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells if str(cell.value).startswith("=")]
    assert all((cell.data_type, cell.quotePrefix) == ("s", True) for cell in cells)


def test_docx_is_a_register_as_committees_send_it_round(board: Path) -> None:
    exported(board, "-o", "register.docx", "--group-by", "owner", "--columns", "id,text,due,status")
    paper = Document(str(board / "register.docx"))
    words = [one.text for one in paper.paragraphs]
    assert words == ["Action register: Allotment Board", "As of 20 March 2026: 2 actions", "Ann Lee (2)", "Cy (1)"]
    first, second = paper.tables
    assert [cell.text for cell in first.rows[0].cells] == ["Id", "Action", "Due", "Status"]
    assert [cell.text for cell in first.rows[1].cells][1:] == [
        'book the plumber, "quickly" & <b well',
        "6 March 2026",
        "overdue 14 days",
    ]
    assert len(second.rows) == 2
    assert first.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    section = paper.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_gh_commands_send_the_words_and_run_nothing(tmp_path: Path) -> None:
    folder(tmp_path, HOSTILE)
    script = exported(tmp_path, "--format", "gh").out
    # A stand-in for gh, which writes down what it is given and knows of no issue.
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "gh").write_text(
        '#!/bin/sh\n[ "$2" = list ] && exit 0\nprintf "%s\\0" "$@" >>"$CALLS"\n', encoding="utf-8"
    )
    (tools / "gh").chmod(0o755)
    environ = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "CALLS": str(tmp_path / "calls")}
    subprocess.run(["sh"], input=script.encode(), env=environ, cwd=tmp_path, check=True, timeout=60)
    calls = (tmp_path / "calls").read_text(encoding="utf-8").split("issue\0create\0")[1:]
    assert len(calls) == 3
    title, body = calls[0].split("\0")[1], calls[0].split("\0")[3]
    assert title.endswith("""$(touch stolen) '; touch stolen; ' @octocat #1""")
    assert "@octocat" not in body
    assert not (tmp_path / "stolen").exists()


@pytest.mark.parametrize("name", [one.name for one in EXPORTS if not one.is_binary])
def test_private_sections_are_left_out_unless_asked_for(name: str, board: Path) -> None:
    ran = exported(board, "--format", name)
    assert "plot 9" not in ran.out
    assert "1 private action left out" in ran.err
    assert "plot 9" in exported(board, "--format", name, "--private").out


@pytest.mark.parametrize("name", [one.name for one in EXPORTS])
def test_a_file_is_written_and_written_again(name: str, board: Path) -> None:
    kind = find_export(name, None)
    path = board / f"out{kind.endings[0] if kind.endings else '.txt'}"
    for _ in range(2):
        exported(board, "--format", name, "--output", path.name)
    assert path.stat().st_size > 100
    assert [one.name for one in board.iterdir() if one.name.startswith(".out")] == []


@pytest.mark.parametrize("name", [one.name for one in EXPORTS])
def test_nothing_to_export_is_no_fault(name: str, board: Path) -> None:
    assert exported(board, "--format", name, "-o", "out", "nothing-like-this").err


def test_the_ending_says_the_format(board: Path) -> None:
    exported(board, "-o", "todo.txt")
    assert (board / "todo.txt").read_text(encoding="utf-8").startswith("2026-02-03 book")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "pdf"], "there is no format 'pdf'"),
        ([], "needs --format"),
        (["-o", "register.pdf"], "names no format"),
        (["--format", "xlsx"], "say where it goes: -o register.xlsx"),
        (["--format", "markdown", "-o", "minutes/2026-02-03.md"], "is minutes, and is not written over"),
        (["--format", "csv", "-o", "nowhere/x.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], message: str, board: Path) -> None:
    ran = minutes(["export", *words], board)
    assert ran.code in (1, 2)
    assert message in ran.err
    assert (board / "minutes" / "2026-02-03.md").read_text(encoding="utf-8") == BOARD


def test_a_missing_library_says_how_to_get_it(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.delitem(sys.modules, "minutes_cli.output.xlsx", raising=False)
    ran = minutes(["export", "-o", "r.xlsx"], board)
    assert ran.code == 2
    assert "xlsx needs openpyxl, which is not installed" in ran.err
    assert 'pip install "minutes-register[export]"' in ran.err


@pytest.mark.parametrize(
    ("name", "module", "package", "extra"),
    [("docx", "docx", "python-docx", "export"), ("parquet", "fsspec", "fsspec", "lake")],
)
def test_a_missing_library_is_named_by_its_package(
    name: str, module: str, package: str, extra: str, board: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in [one for one in sys.modules if one == module or one.startswith(f"{module}.")]:
        monkeypatch.delitem(sys.modules, one)
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "minutes_cli.output.docx", raising=False)
    ran = minutes(["export", "-o", f"r.{name}"], board)
    assert f"{name} needs {package}, which is not installed" in ran.err
    assert f'pip install "minutes-register[{extra}]"' in ran.err


@pytest.mark.parametrize("name", ["ics", "todotxt", "taskwarrior"])
def test_only_actions_are_tasks(name: str, board: Path) -> None:
    ran = minutes(["meetings", "--format", name], board)
    assert (ran.code, "is for actions" in ran.err) == (2, True)
    assert minutes(["actions", "--format", name], board).out == exported(board, "--private", "--format", name).out


def test_a_workbook_of_two_thousand_is_quick_to_write() -> None:
    from minutes_cli.output.xlsx import render as workbook

    table = Table((Column("text", "Action"),), (("x",),) * 2000)
    assert load_workbook(io.BytesIO(workbook(table, "t", date(2026, 3, 20)))).active.max_row == 2001  # type: ignore[union-attr]
