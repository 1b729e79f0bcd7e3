"""PDF, by pdfplumber, which finds tables by their lines, as well as words with their places.

A PDF knows neither paragraphs nor headings. Lines that are set larger are headings; a line that reaches the
right edge goes on in the next one; what stands at the top or foot of every page is left out.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import pdfplumber
from pdfplumber.page import Page

from minutes_cli.importing.archive import Unreadable
from minutes_cli.importing.markdown import pipe_table, tidy

_LARGER = 1.15
"""How much larger than most of the text a heading is set."""
_MOST_PAGES = 300
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?[-–]?\s*\d+\s*(?:(?:of|/)\s*\d+)?\s*[-–]?$", re.IGNORECASE)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_LONGEST_HEADING = 80
_NO_LETTER = re.compile(r"^\(cid:\d+\)\s*")
"""A sign that the font has no letter for: the bullet of a list."""
_STARTS = re.compile(r"^(?:[•·▪◦‣●○■\uf0b7\uf0a7*–-]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|[☐☑☒✓]|\[[ xX]\])")
_MARK = re.compile(r"^(?:[A-Z][A-Z ]{2,20}|Action|Present|Apologies|Date|Chair|Next meeting)\s*\d*\s*:")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page, or a table of it in place of one."""

    text: str
    top: float
    bottom: float
    left: float
    right: float
    size: float
    is_bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def convert(content: bytes) -> str:
    """The document as Markdown. Raises Unreadable for one that is broken, locked, too long or only pictures."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as paper:
            if len(paper.pages) > _MOST_PAGES:
                raise Unreadable(f"it has {len(paper.pages)} pages, and minutes have fewer than {_MOST_PAGES}")
            pages = [_lines(page) for page in paper.pages]
    except Unreadable:
        raise
    except Exception as fault:  # pdfminer has no common class for what is wrong with a file
        locked = "Password" in type(fault).__name__ or "Password" in repr(fault)
        raise Unreadable("it is protected by a password" if locked else "it is broken, or no PDF") from fault
    if not any(pages):
        raise Unreadable("it holds no text, only pictures of pages; a program for OCR makes text of them")
    kept = _without_margins(pages)
    return tidy("".join(_blocks([line for page in kept for line in page])))


def _lines(page: Page) -> list[_Line]:
    """The lines and tables of a page, from its top."""
    tables = [one for one in page.find_tables() if len(one.rows) > 1 or len(one.rows[0].cells) > 1]
    boxes = [one.bbox for one in tables]
    found = [_table_line(one.bbox, one.extract()) for one in tables]
    rest = page.filter(
        lambda one: (
            not any(
                left <= (one["x0"] + one["x1"]) / 2 <= right and top <= (one["top"] + one["bottom"]) / 2 <= bottom
                for left, top, right, bottom in boxes
            )
        )
    )
    for one in rest.extract_text_lines(return_chars=True):
        text = _NO_LETTER.sub("• ", " ".join(str(one["text"]).replace("\x00", "").split()))
        sizes = [float(letter["size"]) for letter in one["chars"] if not str(letter["text"]).isspace()]
        if text and sizes:
            place = (float(one["top"]), float(one["bottom"]), float(one["x0"]), float(one["x1"]))
            fonts = [str(letter["fontname"]) for letter in one["chars"] if not str(letter["text"]).isspace()]
            found.append(_Line(text, *place, round(median(sizes), 1), all(map(_BOLD.search, fonts))))
    return sorted(found, key=lambda one: one.top)


def _table_line(box: tuple[float, float, float, float], cells: Sequence[Sequence[str | None]]) -> _Line:
    left, top, right, bottom = box
    rows = tuple(tuple(" ".join((cell or "").split()) for cell in row) for row in cells)
    return _Line("", top, bottom, left, right, 0, rows=tuple(row for row in rows if any(row)))


def _without_margins(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without their numbers, and without what the first or last line of most of them repeats."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({re.sub(r"\d+", "#", line.text) for line in (*page[:1], *page[-1:]) if line.text})
    often = {text for text, count in edges.items() if count > 2 and count * 2 > len(pages)}

    def is_margin(line: _Line, at: int, page: Sequence[_Line]) -> bool:
        if at not in (0, len(page) - 1) or not line.text:
            return False
        return bool(_PAGE_NUMBER.match(line.text)) or re.sub(r"\d+", "#", line.text) in often

    return [[line for at, line in enumerate(page) if not is_margin(line, at, page)] for page in pages]


def _blocks(lines: Sequence[_Line]) -> Iterator[str]:
    """Headings, paragraphs, items and tables as Markdown."""
    depths = _depths(lines)
    edge = max((line.right for line in lines if line.text), default=0.0)
    before: _Line | None = None
    table: tuple[tuple[str, ...], ...] = ()
    for at, line in enumerate(lines):
        if line.rows:
            # A table that goes on over the page says its heading again, or not.
            goes_on = bool(table) and len(line.rows[0]) == len(table[0])
            rows = line.rows[1:] if goes_on and line.rows[0] == table[0] else line.rows
            drawn = pipe_table([list(row) for row in ((table[0], *rows) if goes_on else rows)])
            yield "".join(drawn.splitlines(keepends=True)[2:]) if goes_on else f"\n\n{drawn}"
            table, before = table or line.rows, line
            continue
        depth = depths.get(at, 0)
        if depth and before is not None and depths.get(at - 1) == depth and _is_near(before, line):
            yield f" {line.text}"
        else:
            yield f"\n\n{'#' * depth} {line.text}" if depth else f"{_between(before, line, edge)}{line.text}"
        table, before = (), line


def _depths(lines: Sequence[_Line]) -> dict[int, int]:
    """How deep each heading is, by the number of its line: larger than most of the text, or short and all bold."""
    letters = Counter[float]()
    for line in lines:
        letters[line.size] += len(line.text)
    letters.pop(0, None)
    body = letters.most_common(1)[0][0] if letters else 0.0
    looks = {
        at: (line.size, line.is_bold)
        for at, line in enumerate(lines)
        if line.text and (line.size > body * _LARGER or (line.is_bold and line.size >= body and _is_short(line)))
    }
    kinds = sorted(set(looks.values()), reverse=True)
    # One heading at the very top is the title; where others are set like it, they are below it all the same.
    lower = sum(one == kinds[0] for one in looks.values()) > 1 and looks.get(0) == kinds[0] if kinds else False
    return {at: min(kinds.index(look) + 1 + (lower and at > 0), 6) for at, look in looks.items()}


def _is_short(line: _Line) -> bool:
    return len(line.text) <= _LONGEST_HEADING and not line.text.endswith((".", ";", ",")) and not _MARK.match(line.text)


def _is_near(before: _Line, line: _Line) -> bool:
    return 0 <= line.top - before.bottom < line.size * 0.6


def _between(before: _Line | None, line: _Line, edge: float) -> str:
    """A space where a line goes on, a line end between items, an empty line between paragraphs."""
    if before is None or not before.text or before.size != line.size:
        return "\n\n"
    is_near = -1 < line.top - before.bottom < line.size * 0.75 or line.top < before.top  # the next page
    if _STARTS.match(line.text) or _MARK.match(line.text):
        return "\n" if is_near and _STARTS.match(line.text) and _STARTS.match(before.text) else "\n\n"
    # The line before would have had room for another word, so that its end is meant.
    room = edge - before.right
    first = line.text.split(" ", 1)[0]
    is_full = room < (len(first) + 1) * line.size * 0.55
    if is_near and is_full:
        return " "
    return "  \n" if is_near and not _STARTS.match(before.text) else "\n\n"
