"""A workbook for Excel, LibreOffice and Numbers: real days, a filter on every column, the heading kept in sight.

Text is stored as text: a cell that begins with `=` is no formula, and stays text when somebody edits it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date as Day
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from minutes_cli.output.clean import clean
from minutes_cli.output.table import Column, Table, Value, flat

_LONGEST = 32_767
"""Characters that a cell of Excel holds."""
_WIDTHS = (8, 60)
_OVERDUE = PatternFill("solid", fgColor="F8D7DA")


def render(table: Table, title: str, today: Day) -> bytes:
    """One sheet; the rows of actions that are overdue on `today` are tinted."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # a new workbook has one
    sheet.title = "Actions"
    book.properties.title = clean(title)
    book.properties.creator = "minutes-register"
    book.properties.created = book.properties.modified = datetime(today.year, today.month, today.day)
    _heading(sheet, table.columns)
    for at, row in enumerate(table.rows, 2):
        is_late = _is_late(dict(zip((one.key for one in table.columns), row, strict=True)), today)
        for across, (value, column) in enumerate(zip(row, table.columns, strict=True), 1):
            cell = sheet.cell(at, across)
            assert isinstance(cell, Cell)  # none of them is merged
            _fill(cell, value, column)
            if is_late:
                cell.fill = _OVERDUE
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    _measure(sheet, table)
    _set_up_print(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _heading(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for across, column in enumerate(columns, 1):
        cell = sheet.cell(1, across, column.title)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top")


def _fill(cell: Cell, value: Value, column: Column) -> None:
    cell.alignment = Alignment(vertical="top", wrap_text=column.wraps)
    if isinstance(value, Day):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
        return
    if isinstance(value, bool | int | float):
        cell.value = value
        return
    text = clean(flat(value))
    if text:
        cell.value = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        cell.data_type = "s"
        cell.quotePrefix = True


def _is_late(row: dict[str, Value], today: Day) -> bool:
    due = row.get("due")
    return isinstance(due, Day) and due < today and row.get("status") == "open"


def _measure(sheet: Worksheet, table: Table) -> None:
    narrowest, widest = _WIDTHS
    for across, column in enumerate(table.columns):
        longest = max([len(column.title) + 3, *(len(flat(row[across])) for row in table.rows)])
        sheet.column_dimensions[get_column_letter(across + 1)].width = min(max(longest + 1, narrowest), widest)


def _set_up_print(sheet: Worksheet) -> None:
    """Landscape, as wide as the page, with the heading on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.page_setup.fitToWidth = 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
