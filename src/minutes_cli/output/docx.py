"""The action register as a Word document, as committees circulate it.

A title and the day, then a table for each group: landscape, the heading repeated on every page, no row
broken over two pages, what is overdue said in words and in red.
"""

from __future__ import annotations

import io
from datetime import date as Day
from datetime import datetime

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from minutes_cli.output.agenda import day_words
from minutes_cli.output.clean import clean
from minutes_cli.output.table import Column, Table, Value, flat, parts

_RED = RGBColor(0xA4, 0x00, 0x00)
_PAGE = (29.7, 21.0, 1.8)
"""Width, height and margin of A4 on its side, in centimetres."""
_FIXED = 2.4
"""Centimetres of a column that holds an id, a day or a number."""


def render(table: Table, title: str, today: Day) -> bytes:
    """The document; `today` is the day that it stands for."""
    paper = Document()
    _lay_out(paper)
    when = datetime(today.year, today.month, today.day)
    properties = paper.core_properties
    properties.title, properties.author, properties.comments = clean(title), "minutes-register", ""
    properties.created = properties.modified = when
    paper.add_heading(clean(title), level=0)
    number = len(set(table.rows))  # one that has several owners stands under each
    count = f"{number} action{'' if number == 1 else 's'}"
    paper.add_paragraph(f"As of {day_words(today)}: {count}")
    for heading, part in parts(table):
        if heading:
            paper.add_heading(f"{clean(heading)} ({len(part.rows)})", level=1)
        if part.rows:
            _draw(paper, part, today)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _lay_out(paper: Paper) -> None:
    section = paper.sections[0]
    width, height, margin = map(Cm, _PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = width, height
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    style = paper.styles["Normal"]
    style.font.size = Pt(10)
    foot = section.footer.paragraphs[0]
    foot.add_run("Page ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    """A field that the word processor fills in, ECMA-376 part 1, 17.16."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)


def _draw(paper: Paper, table: Table, today: Day) -> None:
    drawn = paper.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    drawn.autofit = False
    widths = _widths(table)
    for drawn_column, width in zip(drawn.columns, widths, strict=True):
        drawn_column.width = Cm(width)
    head = drawn.rows[0]
    _mark(head, "w:tblHeader")
    for cell, column, width in zip(head.cells, table.columns, widths, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(column.title).bold = True
    keys = [column.key for column in table.columns]
    for values in table.rows:
        row = drawn.add_row()
        _mark(row, "w:cantSplit")
        named = dict(zip(keys, values, strict=True))
        for cell, column, value, width in zip(row.cells, table.columns, values, widths, strict=True):
            cell.width = Cm(width)
            _write(cell, column, value, named, today)


def _mark(row: _Row, name: str) -> None:
    """A property of the row: `w:tblHeader` repeats it on every page, `w:cantSplit` keeps it whole."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(name))


def _write(cell: _Cell, column: Column, value: Value, row: dict[str, Value], today: Day) -> None:
    due = row.get("due")
    days = (today - due).days if isinstance(due, Day) and row.get("status") == "open" else 0
    run = cell.paragraphs[0].add_run(_words(column, value, days))
    if days > 0 and column.key in ("status", "due"):
        run.bold, run.font.color.rgb = True, _RED


def _words(column: Column, value: Value, days_late: int) -> str:
    if column.key == "status" and days_late > 0:
        return f"overdue {days_late} day{'' if days_late == 1 else 's'}"
    if isinstance(value, Day):
        return day_words(value)
    return clean(flat(value))


def _widths(table: Table) -> list[float]:
    """Centimetres: columns that wrap share what the others leave, the task twice as much as the rest."""
    room = _PAGE[0] - 2 * _PAGE[2]
    shares = [0 if not one.wraps else 3 if one.key == "text" else 1 for one in table.columns]
    fixed = _FIXED if any(shares) else room / len(table.columns)
    left = max(room - fixed * shares.count(0), 1.0)
    return [left * share / sum(shares) if share else fixed for share in shares]
