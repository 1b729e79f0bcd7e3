"""Documents of other programs as minutes. Those in tests/documents were made by the programs they are named for."""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from minutes_cli.importing import chat
from minutes_cli.importing.markdown import markdown
from minutes_cli.importing.naming import headed, path_of
from transcripts import Ran, minutes

DOCUMENTS = Path(__file__).parent / "documents"
CLUB = [
    ("call the roofer", ["Ann Lee"], "2026-06-01"),
    ("buy buckets", ["Bo Marsh"], None),
    ("Mend the slipway", ["Cy Field"], "2026-06-15"),
    ("Write to the council", ["Ann Lee"], "2026-06-20"),
]


def imported(top: Path, *words: str | Path, code: int = 0) -> Ran:
    ran = minutes(["import", *map(str, words), "--to", "minutes"], top)
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    return ran


def actions(top: Path) -> list[tuple[str, list[str], str | None]]:
    found = json.loads(minutes(["actions", "--format", "json", "--sort", "line"], top).out)
    return [(one["text"].replace("\\| ", "").replace("| ", ""), one["owners"], one["due"]) for one in found]


@pytest.mark.parametrize("name", ["writer.docx", "writer.odt", "writer.pdf", "writer.html"])
def test_a_document_of_libreoffice_is_read(name: str, tmp_path: Path) -> None:
    ran = imported(tmp_path, DOCUMENTS / name)
    assert "wrote minutes/2026-05-12-writer.md" in ran.err
    assert "4 actions" in ran.err
    assert "2026-05-12, Rowing Club Committee" in ran.err
    assert "call the roofer\tAnn Lee\t2026-06-01\topen" in ran.out
    assert actions(tmp_path) == CLUB
    text = (tmp_path / "minutes" / "2026-05-12-writer.md").read_text(encoding="utf-8")
    assert text.startswith("# Rowing Club Committee\n\nMinutes of the meeting held on 12 May 2026\n")
    assert "| No | Action | Owner | Due |\n| --- | --- | --- | --- |\n| 1 | Mend the \\| slipway |" in text


def test_a_page_printed_by_chromium_is_read(tmp_path: Path) -> None:
    imported(tmp_path, DOCUMENTS / "chromium.pdf")
    assert actions(tmp_path) == [
        ("ask for the date in writing", ["Dee Parks"], "2026-04-30"),
        ("count the days", ["Eli Stone"], None),
        ("Hang up the notice about the stairs", ["Eli Stone"], "2026-04-20"),
        ("Book the hall", ["Dee Parks"], "2026-05-02"),
    ]


def test_a_page_of_google_docs_is_read(tmp_path: Path) -> None:
    imported(tmp_path, DOCUMENTS / "google.html")
    text = (tmp_path / "minutes" / "2026-05-12-google.md").read_text(encoding="utf-8")
    assert text == (
        "# Rowing Club Committee\n\n12 May 2026\n\n## Boat house\n\n"
        "- ACTION: Ann Lee to call [the roofer](https://roof.example/x) by 1 June 2026\n  - before the rain\n\n"
        "- ACTION: Bo Marsh to buy buckets\n\n"
        "| Action | Owner | Due |\n| --- | --- | --- |\n| Mend the slipway | Cy Field<br>Bo Marsh | 15 June 2026 |\n"
    )
    packed = tmp_path / "google.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(DOCUMENTS / "google.html", "google.html")
        archive.writestr("images/image1.png", b"\x89PNG")
    assert minutes(["import", "google.zip", "--to", "minutes", "--print"], tmp_path).out == text


def test_a_table_goes_on_over_pages(tmp_path: Path) -> None:
    styles = getSampleStyleSheet()
    rows = [["Action", "Owner", "Due"], *([f"Inspect stile {n}", "Bo Marsh", "2026-04-02"] for n in range(90))]
    table = Table(rows, repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    long = "The clerk told of the path at a length that fills more than a line of the page, and more than two of them. "
    story = [Paragraph("Parish Council", styles["Title"]), Paragraph("3 March 2026", styles["Normal"]),
             Paragraph(long * 3, styles["Normal"]), table]  # fmt: skip
    SimpleDocTemplate(str(tmp_path / "parish.pdf")).build(
        story, onFirstPage=lambda paper, _: paper.drawString(72, 30, "Page 1 of 3"),
        onLaterPages=lambda paper, page: paper.drawString(72, 30, f"Page {page.page} of 3"),
    )  # fmt: skip
    imported(tmp_path, "parish.pdf")
    assert len(actions(tmp_path)) == 90
    text = (tmp_path / "minutes" / "2026-03-03-parish.md").read_text(encoding="utf-8")
    assert (text.count("| Action |"), text.count("Page "), text.count("\nThe clerk")) == (1, 0, 1)


def test_a_docx_with_lists_in_lists_and_cells_of_several_lines(tmp_path: Path) -> None:
    paper = Document()
    paper.add_heading("Board", 1)
    paper.add_paragraph("ACTION: Ann Lee to order", style="List Bullet")
    paper.add_paragraph("the boards", style="List Bullet 2")
    table = paper.add_table(rows=2, cols=2)
    for cell, words in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ["Action", "Owner", "Paint", "Cy"], strict=True
    ):
        cell.text = words
    table.rows[1].cells[1].add_paragraph("Dee")
    paper.save(str(tmp_path / "Board 2026-05-12.docx"))
    ran = imported(tmp_path, "Board 2026-05-12.docx")
    assert "wrote minutes/2026-05-12-board.md" in ran.err
    assert ("Paint", ["Cy", "Dee"], None) in actions(tmp_path)


def test_a_mail_is_read(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Notes of the board", "a@b.example", "Tue, 12 May 2026 20:00:00 +0000"
    mail.set_content("see the other part")
    mail.add_alternative("<p>12 May 2026</p><ul><li>ACTION: Ann Lee to write</li></ul>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="plan.pdf")
    (tmp_path / "notes.eml").write_bytes(mail.as_bytes())
    imported(tmp_path, "notes.eml")
    text = (tmp_path / "minutes" / "2026-05-12-notes.md").read_text(encoding="utf-8")
    assert text.startswith("# Notes of the board\n")
    assert "Attached, and not read: plan.pdf" in text
    assert actions(tmp_path) == [("write", ["Ann Lee"], None)]


IRC = """\
[19:00] <ann> #startmeeting Tool Library
[19:01] <@ann> #chair ann, bo
[19:01] -!- cy [~cy@host.example] has joined #tools
[19:02] <ann> #topic Ladders
[19:03] <bo> we have two, I think
[19:04] <ann> #agreed buy a third
[19:05] <ann> #action bo to ask three shops
[19:06] * cy waves
[19:07] <meetbot> ACTION: bo to ask three shops (ann, 19:05)
[19:09] <ann> #endmeeting
"""
ZOOM = """\
19:01:02\t From  Ann Lee : Hello all
19:02:10\t From  Bo Marsh to Everyone : ACTION: Cy to book the hall
19:03:00\t From  Cy Field : Topic: Money
19:04:00\t From  Ann Lee : RESOLVED: The fee stays.
19:05:00\t From  Ann Lee : ACTION: Ann Lee to tell the bank by 1 June 2026
"""


@pytest.mark.parametrize(
    ("log", "found", "decided"),
    [
        (IRC, [("ask three shops", ["bo"], None)], "buy a third"),
        (ZOOM, [("book the hall", ["Cy"], None), ("tell the bank", ["Ann Lee"], "2026-06-01")], "The fee stays"),
    ],
)
def test_a_log_becomes_minutes(
    log: str, found: list[tuple[str, list[str], str | None]], decided: str, tmp_path: Path
) -> None:
    (tmp_path / "chat.log").write_text(log, encoding="utf-8")
    ran = imported(tmp_path, "chat.log", "--date", "2026-05-12", "--body", "Tool Library")
    assert "2026-05-12, Tool Library" in ran.err
    assert actions(tmp_path) == found
    assert [
        one["text"].rstrip(".") for one in json.loads(minutes(["decisions", "--format", "json"], tmp_path).out)
    ] == [decided]
    assert log.strip() in (tmp_path / "minutes" / "2026-05-12-chat.md").read_text(encoding="utf-8")


def test_prose_is_no_log() -> None:
    assert not chat.is_log("At 19:00 Ann opened the meeting.\nBo: we have two ladders.\n19:30 break\n")


def test_plain_text_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_bytes(b"Board, 12 May 2026  \r\n\r\nACTION: Ann Lee to sing\r\n")
    imported(tmp_path, "notes.txt")
    path = tmp_path / "minutes" / "2026-05-12-notes.md"
    assert path.read_bytes() == b"Board, 12 May 2026\n\nACTION: Ann Lee to sing\n"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    imported(tmp_path, DOCUMENTS / "writer.odt")
    path = tmp_path / "minutes" / "2026-05-12-writer.md"
    path.write_text("mine", encoding="utf-8")
    assert "exists already" in imported(tmp_path, DOCUMENTS / "writer.docx", code=2).err
    assert path.read_text(encoding="utf-8") == "mine"


def test_without_a_folder_it_asks_where(tmp_path: Path) -> None:
    ran = minutes(["import", str(DOCUMENTS / "writer.odt")], tmp_path)
    assert (ran.code, "--to minutes/" in ran.err) == (2, True)
    (tmp_path / "minutes").mkdir()
    assert minutes(["import", str(DOCUMENTS / "writer.odt")], tmp_path).code == 0
    assert (tmp_path / "minutes" / "2026-05-12-writer.md").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("https://x.example/minutes.html", None, "nothing is fetched"),
        ("gone.docx", None, "is not there"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("photo.jpeg", b"\xff\xd8", "cannot be imported"),
        ("empty.pdf", b"", "is empty"),
        ("broken.docx", b"PK\x03\x04 broken", "cannot be unpacked"),
        ("other.docx", b"no zip", "is called .docx, but is none"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj <<", "broken, or no PDF"),
        ("broken.odt", b"PK\x05\x06" + b"\0" * 18, "no such document is in it"),
        ("binary.txt", b"a\0b\0c", "is not text"),
        ("no.eml", b"\n\n", "is empty"),
    ],
)
def test_what_cannot_be_imported_is_said(name: str, content: bytes | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = minutes(["import", name, "--to", "minutes"], tmp_path)
    assert ran.code in (1, 2)
    assert message in ran.err + ran.out
    assert not (tmp_path / "minutes").exists()


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bomb.docx", packed(word__document=b"<w/>", **{"word/document.xml": b" " * 60_000_000}), "a zip bomb"),
        ("bomb.zip", packed(**{"a.html": b"<p>" + b" " * 60_000_000}), "a zip bomb"),
        (
            "laughs.odt",
            packed(**{"content.xml": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'}),
            "defines entities",
        ),
        ("xml.docx", packed(**{"word/document.xml": b"<not closed"}), "is broken"),
        ("two.zip", packed(**{"a.html": b"<p>a", "b.html": b"<p>b"}), "2 web pages"),
    ],
    ids=["a bomb in Word", "a bomb", "entities", "broken", "two pages"],
)
def test_hostile_documents_end_in_a_sentence(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    ran = imported(tmp_path, name, code=1)
    assert message in ran.err


@pytest.mark.parametrize("deep", [20_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_a_page_nested_without_end_is_survived(deep: int, tmp_path: Path) -> None:
    (tmp_path / "deep.html").write_text("<div>" * deep + "ACTION: Ann to climb", encoding="utf-8")
    ran = minutes(["import", "deep.html", "--to", "minutes"], tmp_path)
    assert ran.code in (0, 1)


def test_a_page_leaves_behind_what_runs_fetches_or_hides() -> None:
    text = markdown(
        "<h1>A</h1><script>alert(1)</script><style>p{}</style><img src=http://x.example/t.gif><!-- c -->"
        "<p>B <a href='javascript:alert(1)'>c</a> <a href='mailto:d@e.example'>d@e.example</a></p>"
        "<iframe src=//x.example></iframe><ul><li><input type=checkbox checked>done<li><input type=checkbox>not</ul>"
    )
    assert text == "# A\n\nB c d@e.example\n\n- [x] done\n- [ ] not\n"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("a/Board (final).docx", "board-final.md"),
        ("2026-05-12 Board.pdf", "2026-05-12-board.md"),
        ("Board_20260512.odt", "2026-05-12-board.md"),
        ("2026-13-45.odt", "2026-13-45.md"),
        ("..", "minutes.md"),
        ("Protokoll März.docx", "protokoll-märz.md"),
    ],
)
def test_minutes_are_called_by_their_day(name: str, path: str) -> None:
    assert path_of(name, None) == path


def test_a_body_cannot_break_out_of_the_front_matter() -> None:
    assert headed("x", None, "a'\n---\nb") == "---\nbody: 'a'' --- b'\n---\n\nx"
