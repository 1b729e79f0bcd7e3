"""Words of strangers in every field of minutes, in all that is sent on: pages, mails, documents, workbooks."""

from __future__ import annotations

import email
import io
import re
import zipfile
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from test_security import CONTROL
from transcripts import Ran, lay_out, minutes

SCRIPT = "</script><script>steal()</script><img src=x onerror=steal()>"
LINK = "[go](javascript:steal()) <a href='javascript:steal()'>go</a>"
CODES = "\x1b]8;;https://evil.example\x1b\\x\x1b[2J \u202egnp.exe\u2066 \x9b31m"
MARKUP = "[bold red]x[/] [/] [link=javascript:steal()]y[/link]"
FORMULA = '=HYPERLINK("https://evil.example")'
INJECTED = "Bcc: all@evil.example"
PAYLOADS = {"script": SCRIPT, "link": LINK, "codes": CODES, "markup": MARKUP, "formula": FORMULA, "header": INJECTED}


def fields(evil: str) -> dict[str, str]:
    """A folder that has these words in every field there is."""
    table = evil.replace("|", "")
    return {
        "minutes/2026-02-03.md": (
            f"# Board {evil}, 3 February 2026\n\nChair: Ann {evil}\nPresent: Ann Lee, Bo {evil}\nApologies: Cy {evil}\n\n"
            f"## Roof {evil}\n\n- [ ] ACTION: Ann Lee to buy {evil} by 6 March 2026\n"
            f"- [ ] {evil}: order tea (due {evil})\n- [ ] ACTION: {evil}\n"
            f"- [x] ACTION: Bo to sweep +{evil.split(maxsplit=1)[0]} (closed 2026-02-10: {evil})\nAGREED: {evil}\n"
        ),
        "minutes/2026-03-03.md": (
            f"---\nbody: >-\n  Board {evil.translate(dict.fromkeys(range(32)))}\ntitle: |\n  T\n---\n\n"
            f"| Action | Who | Due | Status |\n|---|---|---|---|\n| {table} | {table} | {table} | {table} |\n"
        ),
        "minutes.toml": '[[people]]\nname = "Ann Lee"\nemail = "ann@board.example"\n',
    }


@pytest.fixture(params=PAYLOADS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    evil: str = PAYLOADS[request.param]
    lay_out(fields(evil), tmp_path)
    return tmp_path


def run(folder: Path, *words: str) -> Ran:
    environ = {"XDG_STATE_HOME": str(folder / ".state"), "XDG_CACHE_HOME": str(folder / ".cache")}
    ran = minutes(words, folder, environ)
    assert 0 == ran.code, ran.err
    assert not CONTROL.search(ran.err)
    return ran


class Page(HTMLParser):
    """Reads a page as a browser does, and notes what it would run or open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.tags: set[str] = set()
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.tags.add(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"srcdoc", "formaction"}:
                self.faults.append(f"{tag} {name}")
            is_address = name in {"href", "src", "action", "xlink:href"}
            if is_address and re.match(r"\s*(?:\w+:|//)", value or "") and not (value or "").startswith("data:image/"):
                self.faults.append(f"{tag} {name}={value}")


def check_page(text: str) -> Page:
    assert not CONTROL.search(text.replace("\t", "").replace("\r", ""))
    page = Page(text)
    assert not page.faults, page.faults
    return page


def test_pages_of_the_report_hold_no_word_of_strangers_that_runs(board: Path) -> None:
    clean = board / "clean"
    lay_out(fields("plain"), clean)
    tags: list[set[str]] = []
    for folder in (board, clean):
        run(folder, "report", "-o", "site")
        pages = [check_page(path.read_text(encoding="utf-8")) for path in (folder / "site").rglob("*.html")]
        assert len(pages) > 8
        assert all(one.scripts <= 2 for one in pages)
        tags.append({tag for one in pages for tag in one.tags})
    assert tags[0] <= tags[1]
    for path in (board / "site").rglob("*.svg"):
        assert not check_page(path.read_text(encoding="utf-8")).scripts
    for folder in (board, clean):
        run(folder, "report", "-o", "one.html", "--single")
    wanted = check_page((clean / "one.html").read_text(encoding="utf-8")).scripts
    assert wanted == check_page((board / "one.html").read_text(encoding="utf-8")).scripts > 0


def test_agendas_and_tables_as_pages_hold_no_word_of_strangers_that_runs(board: Path) -> None:
    for words in (["agenda", "--format", "html", "--date", "2026-04-07"], ["export", "--format", "html", "--all"]):
        assert not check_page(run(board, *words).out).scripts


def test_mails_hold_no_header_and_no_page_of_strangers(board: Path) -> None:
    run(board, "remind", "--format", "eml", "-o", "drafts")
    (path,) = (board / "drafts").iterdir()
    mail = email.message_from_bytes(path.read_bytes(), policy=default)
    known = ["to", "subject", "message-id", "auto-submitted", "mime-version", "content-type", "x-unsent"]
    assert {name.lower() for name in mail} <= set(known), mail.keys()
    for value in mail.values():
        assert not CONTROL.search(str(value).replace("\r\n", "").replace("\n", ""))
    text, page = mail.iter_parts()
    assert not CONTROL.search(text.get_content().replace("\r", ""))
    assert not check_page(page.get_content()).scripts
    link = run(board, "remind", "--format", "mailto").out
    assert re.fullmatch(r"mailto:ann@board\.example\?subject=[^&\s]*&body=[^&\s]*\n", link)


def test_a_word_document_holds_text_alone(board: Path) -> None:
    run(board, "export", "-o", "r.docx", "--all", "--group-by", "owner")
    with zipfile.ZipFile(board / "r.docx") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                inner = archive.read(name).decode()
                assert not CONTROL.search(inner.replace("\t", "").replace("\r", "")), name
                assert "<w:hyperlink " not in inner
                assert "External" not in inner, name
                assert set(re.findall(r'w:instr="(\w+)"', inner)) <= {"PAGE", "NUMPAGES"}
                assert "w:instrText" not in inner


def test_a_workbook_holds_text_alone(board: Path) -> None:
    run(board, "export", "-o", "r.xlsx", "--all")
    raw = (board / "r.xlsx").read_bytes()
    book = load_workbook(io.BytesIO(raw))
    for sheet in book.worksheets:
        assert not CONTROL.search(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert not CONTROL.search(str(cell.value))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]
