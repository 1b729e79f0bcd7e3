"""AsciiDoc, reStructuredText, org-mode, Typst and HTML with the marks of Markdown, character for character.

Lists and headings of these differ from Markdown's only in their marks, so the marks are put in the others' place
and one scanner reads them all. Every text keeps its length and its line ends, so that a place found in it is a
place in the file. What a format keeps from its readers (comments, drawers, attributes) becomes blank.

Sources, read 2026-11-22: the AsciiDoc Language documentation (docs.asciidoctor.org), the reStructuredText
specification (docutils.sourceforge.io), the Org manual (orgmode.org/manual), the reference of Typst (typst.app/docs).

>>> translated("board.org", "** DONE Paint the door")
'-   [x] Paint the door'
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from types import MappingProxyType

from minutes_cli.reading.wikis import without_wiki
from minutes_cli.text import Source, Span

CUT = "\x1e"
"""Stands where a block of HTML begins within a line."""
Rules = tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...]
"""What the beginning of a line is, and what is to stand in its room."""


def translated(path: str, text: str) -> str:
    """`text` with the marks of Markdown, by the ending of its file; of the same length, with the same lines."""
    translate = _FORMATS.get("." + path.rsplit(".", 1)[-1].casefold())
    if translate is None:
        return without_wiki(_rows_in_lines(text))
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return without_wiki(mark + translate(text[len(mark) :]))


def _by_lines(lines: Callable[[list[str]], Iterator[str]]) -> Callable[[str], str]:
    """A translation of whole texts from one of lines; a line that comes out shorter is filled up."""

    def translate(text: str) -> str:
        cut = text.split("\n")
        bare = [line.removesuffix("\r") for line in cut]
        new = (line[: len(old)].ljust(len(old)) for line, old in zip(lines(bare), bare, strict=True))
        return "\n".join(line + ("\r" if old.endswith("\r") else "") for line, old in zip(new, cut, strict=True))

    return translate


def _first(line: str, rules: Rules) -> str:
    """The line by the first rule that fits its beginning."""
    for pattern, put in rules:
        found = pattern.match(line)
        if found is not None:
            new = put(found) if callable(put) else found.expand(put)
            return new[: found.end()].ljust(found.end()) + line[found.end() :]
    return line


_ASCIIDOC: Rules = (
    (re.compile(r"//(?!//).*|\[[^\[\]]*\]\s*$|[+]\s*$|(?:include|image|toc)::.*"), ""),
    (re.compile(r":!?([\w-]+):(?=\s|$)"), r" \1:"),
    (re.compile(r"\.(?=[^\s.])"), "◆"),
    (re.compile(r"(\.{1,5})(?=\s)"), lambda found: "-" * len(found[1])),
    (re.compile(r"([^\s:|][^:|]{0,60})::(?=\s|$)"), r"\1: "),
)
_ASCIIDOC_FENCE = re.compile(r"(?:/{4,}|-{4,}|\.{4,}|\+{4,}|`{3,})\s*$")
_ASCIIDOC_FRAME = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--|\|===+|!===+)\s*$")


def _asciidoc(lines: list[str]) -> Iterator[str]:
    """Listings and comment blocks blank, and the frames of tables, examples and sidebars."""
    fence = ""
    for line in lines:
        before, fence = fence, _fence_after(fence, line)
        yield "" if before or fence or _ASCIIDOC_FRAME.match(line) else _first(line, _ASCIIDOC)


def _fence_after(fence: str, line: str) -> str:
    """What ends the listing or comment block that is open behind a line; empty where none is."""
    if _ASCIIDOC_FENCE.match(line) and (not fence or fence == line.strip()):
        return "" if fence else line.strip()
    return fence


_RST: Rules = (
    (re.compile(r"(\s*):([^\s:][^:]{0,40}):(?=\s|$)"), r"\1 \2:"),
    (re.compile(r"(\s*)#\.(?=\s)"), r"\1- "),
)
_RST_UNDERLINE = re.compile(r"([\"'*+#.:_`<>])\1{2,}\s*$")
_RST_GRID = re.compile(r"\s*\+[-=+]+\+\s*$")
_RST_COLUMNS = re.compile(r"=+(?: +=+)+\s*$")


def _rst(lines: list[str]) -> Iterator[str]:
    """Comments and directives blank, with what is indented below a comment; simple tables with bars."""
    comment, borders, columns = False, 0, ""
    for at, line in enumerate(lines):
        if comment and (not line.strip() or line[:1] in " \t"):
            yield ""
            continue
        comment = re.match(r"\.\.(?:\s|$)", line) is not None and "::" not in line
        if line.startswith(".. ") or comment:
            yield ""
        elif _RST_COLUMNS.match(line):
            borders = borders % 3 + 1
            columns = line if borders < 3 else ""
            yield line.replace(" =", "|=").replace("=", "-") if borders == 2 else ""
        elif columns and line.strip():
            yield _with_bars(line, columns)
        elif _RST_GRID.match(line):
            yield line.replace("+", "|").replace("=", "-") if at and lines[at - 1].strip() else ""
        elif _RST_UNDERLINE.match(line) and at and lines[at - 1].strip():
            yield "^" * len(line.rstrip())
        else:
            yield _first(line, _RST)


def _with_bars(line: str, columns: str) -> str:
    """A row of a simple table with a bar in the last blank before each column."""
    signs = list(line)
    for gap in re.finditer(r" =", columns):
        if gap.start() < len(signs) and signs[gap.start()] == " ":
            signs[gap.start()] = "|"
    return "".join(signs)


_ORG_BOX = MappingProxyType({"DONE": "x", "CANCELLED": "-", "CANCELED": "-", "WONTFIX": "-", "DROPPED": "-"})
_ORG_TASK = re.compile(
    r"(\*{1,8})[ \t]+(TODO|NEXT|WAITING|WAIT|STARTED|DOING|HOLD|DONE|CANCELLED|CANCELED|WONTFIX|DROPPED)(?=\s)"
    r"(?:[ \t]+\[#\w\])?"
)


def task_word(source: Source, line: int) -> Span | None:
    """The word of an org-mode headline that says how its task stands: TODO, DONE."""
    span = source.line_span(line)
    found = _ORG_TASK.match(source.text, span.start, span.end)
    return None if found is None else Span(*found.span(2))


_ORG: Rules = (
    (_ORG_TASK, lambda found: "-".ljust(found.end() - 3) + f"[{_ORG_BOX.get(found[2], ' ')}]"),
    (re.compile(r"(\*{1,12})(?=[ \t])"), lambda found: "#" * min(6, len(found[1]))),
    (re.compile(r"#\+title:", re.IGNORECASE), "#"),
    (re.compile(r"#\+date:", re.IGNORECASE), "Date:"),
    (re.compile(r"#.*"), ""),
    (re.compile(r"\s*deadline:", re.IGNORECASE), lambda found: "  -".ljust(len(found[0]) - 4) + "due:"),
    (re.compile(r"\s*(?:scheduled|closed):.*", re.IGNORECASE), ""),
    (re.compile(r"(\s*[-+][ \t]+)\[-\]"), r"\1[ ]"),
)
_ORG_DRAWER = re.compile(r"\s*:(?!end:)[\w-]+:\s*$", re.IGNORECASE)
_ORG_TAGS = re.compile(r"(?<!\S):((?:[\w@]+:)+)\s*$")
_ORG_PLANNING = re.compile(r"\s*(?:deadline|scheduled|closed):", re.IGNORECASE)
_ORG_PLANNED = re.compile(r"(?:scheduled|closed):[ \t]*[<\[][^<>\[\]\n]{0,60}[>\]]", re.IGNORECASE)
_ORG_STAMP = re.compile(r"[<\[](\d{4}-\d\d-\d\d)[^<>\[\]\n]{0,30}[>\]]")


def _org(lines: list[str]) -> Iterator[str]:
    """Drawers and blocks of code blank; tags with a `#`; time stamps without their brackets and weekday."""
    until = ""
    for line in lines:
        before, until = until, _until_after(until, line)
        if before or until:
            yield ""
        else:
            planned = _ORG_PLANNED.sub(_blank, line) if _ORG_PLANNING.match(line) else line
            yield _ORG_STAMP.sub(_stamp, _ORG_TAGS.sub(_tags, _first(planned, _ORG)))


def _until_after(until: str, line: str) -> str:
    """What ends the drawer or block that is open behind a line; empty where none is."""
    low = line.strip().casefold()
    if until:
        return "" if low.startswith(until) else until
    if _ORG_DRAWER.match(line) or low.startswith("#+begin_"):
        return ":end:" if low[0] == ":" else low.split()[0].replace("begin", "end", 1)
    return ""


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _stamp(found: re.Match[str]) -> str:
    return f" {found[1]}".ljust(len(found[0]))


def _tags(found: re.Match[str]) -> str:
    return " ".join(f"#{word}" for word in found[1].rstrip(":").split(":")).ljust(len(found[0]))[: len(found[0])]


_HTML_HIDDEN = re.compile(
    r"<!--(?:(?!-->).)*(?:-->|\Z)|<(script|style|head|template|noscript)\b(?:(?!</\1).)*(?:</\1\s{0,9}>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(
    r"<(/?)(h[1-6]|li|p|tr|t[dh]|d[tdl]|div|[uo]l|br|table|section|article|hr|body)\b[^<>\n]{0,1000}>", re.IGNORECASE
)
_HTML_SPACE = re.compile(r"&(?:nbsp|#160|ensp|emsp);", re.IGNORECASE)
_HTML_MARKS = MappingProxyType({"li": " -", "dt": "◆"} | {f"h{level}": "#" * level for level in range(1, 7)})


def _html(text: str) -> str:
    """Blocks begin at their tags wherever these stand in a line; scripts, styles and comments are blank."""
    shown = _HTML_HIDDEN.sub(lambda found: re.sub(r"[^\r\n]", " ", found[0]), text)
    shown = _HTML_SPACE.sub(lambda found: " " * len(found[0]), shown)
    return _HTML_TAG.sub(_tag, shown.replace("&amp;", "&    "))


_ROW_TAG = re.compile(r"<(/?)(tr|t[dh]|table|thead|tbody|tfoot)\b[^<>\n]{0,1000}>", re.IGNORECASE)


def _rows_in_lines(text: str) -> str:
    """Tables of HTML whose rows stand behind one another in a line, in any text."""
    if "<tr" not in text and "<TR" not in text:
        return text
    return "\n".join(
        _ROW_TAG.sub(_tag, line) if line.casefold().count("<tr") > 1 else line for line in text.split("\n")
    )


def _tag(found: re.Match[str]) -> str:
    """What stands for a tag: a cut, and behind it the mark of what begins there."""
    closing, name, room = found[1], found[2].casefold(), len(found[0])
    if name in ("td", "th"):
        return ("" if closing else "|").ljust(room)
    mark = CUT if closing else CUT + _HTML_MARKS.get(name, "")
    return mark[:room].ljust(room)


_TYPST: Rules = (
    (re.compile(r"\s*//.*|#(?:let|set|show|import|include|pagebreak|outline|v|h)\b.*"), ""),
    (re.compile(r"(\s*)\+(?=\s)"), r"\1-"),
)
_TYPST_TABLE = re.compile(r"\s*(?:#|\b)(?:table|grid)(?:\.header)?\(")
_TYPST_ROW = re.compile(
    r"\s*(?:table\.header\()?\s*(?:\[[^\[\]]{0,400}\]\s*,\s*){1,12}(?:\[[^\[\]]{0,400}\]\s*\)?,?\s*)?$"
)


def _typst(lines: list[str]) -> Iterator[str]:
    """Settings and comments blank; the lines of a table that hold a row of cells with bars."""
    table = False
    for line in lines:
        if _TYPST_TABLE.match(line):
            table = True
        if table and _TYPST_ROW.match(line) and line.count("[") > 1:
            yield _cells(line)
        elif table:
            table = line.strip() != ")"
            yield ""
        else:
            yield _first(line, _TYPST)


def _cells(line: str) -> str:
    """A row of cells "[a], [b]," with a bar before each, the first at the margin; what is before it becomes blank."""
    at = line.index("[")
    cells = re.sub(r"\]\s*\)?,?", lambda found: " " * len(found[0]), line[at + 1 :]).replace("[", "|")
    return ("|" + " " * at + cells)[: len(line)]


_ADOC = (".adoc", ".asciidoc", ".asc")
_FORMATS: MappingProxyType[str, Callable[[str], str]] = MappingProxyType(
    {
        **dict.fromkeys(_ADOC, _by_lines(_asciidoc)),
        **dict.fromkeys((".rst", ".rest"), _by_lines(_rst)),
        ".org": _by_lines(_org),
        ".typ": _by_lines(_typst),
        **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    }
)
_AFTER: MappingProxyType[str, Callable[[str, str], str]] = MappingProxyType(
    {**dict.fromkeys(_ADOC, _fence_after), ".org": _until_after}
)


def open_block(source: Source) -> tuple[Span, str] | None:
    """What opens the block that hides all to the end of a text, by the marks of its format; and what would close it."""
    ending = "." + source.path.rsplit(".", 1)[-1].casefold()
    if _FORMATS.get(ending) is _html:
        return _open_html(source.text)
    after = _AFTER.get(ending)
    if after is None:
        return None
    until, begun = "", 0
    for number in range(1, len(source.starts) + 1):
        before, until = until, after(until, source.line_span(number).of(source.text))
        begun = number if until and not before else begun
    return (source.line_span(begun), until) if until else None


def _open_html(text: str) -> tuple[Span, str] | None:
    last = next(iter(deque(_HTML_HIDDEN.finditer(text), maxlen=1)), None)
    if last is None or last.end() < len(text):
        return None
    closing = f"</{last[1].casefold()}>" if last[1] else "-->"
    if re.sub(r"\s", "", last[0][-40:]).casefold().endswith(closing):
        return None
    sign = last.start() + 4 if not last[1] else text.find(">", last.start()) + 1
    return Span(last.start(), max(sign, last.start() + 1)), closing
