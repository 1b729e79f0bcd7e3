"""HTML → tidy Markdown: what people wrote, in headings, lists and tables; nothing that runs, fetches or decorates.

Every kind of document that has a library to make HTML of it goes through here. Lines are not wrapped: a
paragraph, an item and a row of a table are a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString
from markdownify import MarkdownConverter

_NOT_TEXT = ("script", "style", "template", "noscript", "iframe", "object", "embed", "svg", "math", "img", "title",
             "meta", "link", "button", "select", "textarea", "colgroup")  # fmt: skip
_LISTS = ("ul", "ol")
_GOOGLE_LIST = re.compile(r"lst-kix_\w+-(\d+)")
_BULLET = re.compile(r"^(\s*)(?:[-*+] )?[•·▪◦‣●○■\uf0b7\uf0a7][ \t]+", re.MULTILINE)
_BOX = re.compile(r"^(\s*)(?:[-*+] )?(?:([☐□\uf0a8])|[☑☒✓✔\uf0fe])[ \t]*", re.MULTILINE)
_LONGEST_TITLE = 90
_MARK = re.compile(r"[ \t]*\ue000(\d{1,6})\ue001[ \t]*")
"""Stands for a table, in letters that no document has, until the text around it is Markdown."""


def markdown(html: str | bytes) -> str:
    """The page as Markdown; it ends with one newline."""
    page = BeautifulSoup(html, "lxml")
    for one in page.find_all(_NOT_TEXT):
        one.decompose()
    for comment in page.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for note in page.find_all("a", id=re.compile("^cmnt")):  # comments beside a Google document
        around = note.find_parent("div" if "_ref" not in str(note["id"]) else "sup")
        (around or note).decompose()
    for box in page.find_all("input"):
        mark = "[x] " if box.has_attr("checked") else "[ ] "
        box.replace_with(mark if box.get("type") == "checkbox" else "")
    _nest_google_lists(page)
    for link in page.find_all("a"):
        _simplify_link(link)
    _collapse_space(page)
    drawn: list[str] = []
    for table in [one for one in page.find_all("table") if one.find_parent("table") is None]:
        _simplify_table(page, table, drawn)
    _name(page)
    converter = MarkdownConverter(
        heading_style="ATX", bullets="-", escape_asterisks=False, escape_underscores=False, escape_misc=False
    )
    text: str = converter.convert_soup(page)
    return tidy(_MARK.sub(lambda found: f"\n\n{drawn[int(found[1])]}\n" if int(found[1]) < len(drawn) else "", text))


def tidy(text: str) -> str:
    """Bullets of word processors as Markdown's, no space at the ends of lines, one empty line at most."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    text = _BOX.sub(lambda found: f"{found[1]}- [{' ' if found[2] else 'x'}] ", text)
    text = _BULLET.sub(r"\1- ", text)
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def pipe_table(rows: list[list[str]]) -> str:
    """Rows as a pipe table, the first being its heading; short ones are filled up."""
    width = max(map(len, rows), default=0)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    cells = [[" ".join(one.split()).replace("|", "\\|") for one in row] for row in full]
    lines = [cells[0], ["---"] * width, *cells[1:]] if cells else []
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _nest_google_lists(page: BeautifulSoup) -> None:
    """Puts the lists of Google Docs into each other, which stand side by side with their depth in a class."""
    open_: dict[int, Tag] = {}
    for one in page.find_all(_LISTS):
        names = [str(name) for name in one.get_attribute_list("class")]
        found = next(filter(None, map(_GOOGLE_LIST.fullmatch, names)), None)
        if found is None:
            continue
        depth = int(found[1])
        before = one.find_previous_sibling()
        if not isinstance(before, Tag) or before.name not in _LISTS:
            open_.clear()
        items = open_[depth - 1].find_all("li", recursive=False) if depth - 1 in open_ else []
        if items:
            items[-1].append(one.extract())
        open_[depth] = one


def _simplify_link(link: Tag) -> None:
    """Keeps the address of a link where it is one that people follow, and says more than its words."""
    address = str(link.get("href") or "").strip()
    parts = urlsplit(address) if "[" not in address else urlsplit("")
    if parts.netloc == "www.google.com" and parts.path == "/url":
        address = parse_qs(parts.query).get("q", [""])[0]
    words = " ".join(link.get_text().split())
    is_followed = re.match(r"(?:https?://|mailto:)[^\s<>()]+$", address)
    if not words or not is_followed or words in (address, address.removeprefix("mailto:")):
        link.unwrap()
        return
    link.attrs = {"href": address}


def _collapse_space(page: BeautifulSoup) -> None:
    for text in list(page.find_all(string=True)):
        if not text.find_parent("pre") and type(text) is NavigableString:
            text.replace_with(re.sub(r"[ \t\r\n\f\xa0\ue000\ue001]+", " ", text))


def _simplify_table(page: BeautifulSoup, table: Tag, drawn: list[str]) -> None:
    """A table of rows → a mark in the page, and the pipe table that it stands for behind `drawn`.

    One that only lays out a page becomes what stands in it.
    """
    rows = [[_words(cell) for cell in _cells(row)] for row in table.find_all("tr") if row.find_parent("table") is table]
    rows = [row for row in rows if any(row)]
    if max(map(len, rows), default=0) < 2:
        for part in table.find_all(["table", "tbody", "thead", "tr"]):
            part.unwrap()
        for cell in table.find_all(["td", "th"]):
            cell.name = "div"
        table.name = "div"
        return
    mark = page.new_tag("p")
    mark.string = f"\ue000{len(drawn)}\ue001"
    title = "" if len(list(filter(None, rows[0]))) > 1 else "".join(rows.pop(0))
    drawn.append((f"{title}\n\n" if title else "") + pipe_table(rows))
    around = table.find_parents(_LISTS)
    if around:  # a table of several lines cannot stand inside an item
        around[-1].insert_after(mark)
        table.decompose()
    else:
        table.replace_with(mark)


def _cells(row: Tag) -> Iterator[Tag]:
    for cell in row.find_all(["td", "th"]):
        if cell.find_parent("tr") is row:
            yield cell


def _words(cell: Tag) -> str:
    """What a cell says, on one line, with `<br>` between its paragraphs."""
    for mark in cell.find_all("br"):
        mark.replace_with("\n")
    blocks = [one for one in cell.find_all(["p", "li", "div"]) if not one.find(["p", "li", "div"])]
    texts = [one.get_text() for one in blocks] if blocks else cell.get_text().split("\n")
    return "<br>".join(filter(None, (" ".join(one.split()) for one in texts)))


def _name(page: BeautifulSoup) -> None:
    """The first words of a document are its title: a heading above all others, which go one deeper."""
    first = next(
        (one for one in page.find_all(["h1", "h2", "h3", "p", "li", "pre", "div"]) if one.get_text().strip()), None
    )
    while first is not None and first.name == "div":
        first = next(
            (one for one in first.find_all(["h1", "h2", "h3", "p", "li", "pre"]) if one.get_text().strip()), None
        )
    headings = page.find_all(re.compile(r"h[1-6]"))
    if first is None or first.name != "p" or not headings:
        return
    words = first.get_text().strip()
    if len(words) > _LONGEST_TITLE or words.endswith((".", ":", "?")):
        return
    if any(one.name == "h1" for one in headings):
        for one in headings:
            one.name = f"h{min(int(one.name[1]) + 1, 6)}"
    first.name = "h1"
