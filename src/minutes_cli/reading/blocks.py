"""Source → blocks: the shape of a text, and the only place that knows Markdown's marks.

A block is a heading, a list item, a paragraph or a table row, with its continuation lines. AsciiDoc,
reStructuredText, org-mode, pasted text and chat logs differ only in their marks, so one scanner reads
them all. Fences, quotations, HTML comments and front matter make no blocks. Nothing is decided here
about what a block means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from minutes_cli.reading.breaks import broken_off, is_title, stands_alone, width_of
from minutes_cli.reading.fences import COMMENT, LONGEST_BLOCK, SPACE, begun, is_cut, left_open
from minutes_cli.reading.marks import CUT
from minutes_cli.reading.wikis import ROW_BELOW
from minutes_cli.text import Source, Span

HEADING, ITEM, PARA, ROW = "heading", "item", "para", "row"


class Block(NamedTuple):
    """One heading, item, paragraph or row. Lines count from 1, offsets are in the source's text."""

    kind: str
    line: int
    end_line: int
    start: int
    """Of the words: behind the list mark and the box."""
    end: int
    """Behind the last word, before the line end."""
    indent: int
    """Columns before the list mark; a deeper mark (`**`, `--`) counts as more."""
    level: int
    """Of a heading, 1 is the highest; 7 one in bold, 8 a label or a title without any mark. Else 0."""
    box: str | None
    """What stands in the box before the words."""
    box_at: int
    """Offset of that character, -1 without a box."""
    blank_before: bool
    speaker: str | None
    """Who says it, in a chat log."""
    parent: int
    """Index of the item that this one hangs under, -1 for none."""


_LINK = re.compile(
    r"!?\[((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,400})\]"
    r"(\([^()\s]{0,500}(?:\([^()\s]{0,100}\)[^()\s]{0,300}){0,3}(?:[ \t]+\"[^\"\n]{0,200}\")?\))"
)
_SPAN = re.compile(r"\[([^\[\]\n]{0,200})\](\{[.#][^{}\n]{0,80}\})")
# Each way begins with its sign, so that the stretches without one are passed over at once.
_EMPHASIS = re.compile(
    r"\*\*?\*?|_(?<![\w/]_)_?(?=\S)|_(?<=\S_)_?(?![\w/])|``?`?|\\(?=[\[\]().!#*_\-\\])|</?[a-zA-Z][a-zA-Z0-9]{0,12}(?:\s[^<>\n]{0,300})?/?>|\\$",
    re.MULTILINE,
)

_CELL = re.compile(r"</t[dh]>|<tr\b[^<>\n]{0,200}>", re.IGNORECASE)

_COMMENT = re.compile(r"<!--[^\n]{0,2000}?-->")
_SILENCING = re.compile(
    r"(?<=\S)[ \t]+(?:<!--[ \t]*minutes:[ \t]*ignore[^\n]*?-->|(?:#|//)[ \t]*minutes:[ \t]*ignore[^\n]*)"
)
"""Words beside an action that are for `minutes check`, not of the action."""


def mask(text: str) -> str:
    """`text` with its inline markup blanked out, character for character, so that offsets stay true.

    The address of a link goes, its words stay; emphasis, code marks, escapes and HTML tags become spaces.
    So does whatever is beyond the longest line that is read.
    """
    return by_heads(text, _mask)


def _mask(text: str) -> str:
    def link(found: re.Match[str]) -> str:
        words = found.group(1)
        lead = len(found.group(0)) - len(words) - len(found.group(2)) - 1
        return " " * lead + words + " " * (len(found.group(2)) + 1)

    masked = _LINK.sub(link, text) if "](" in text else text
    if "]{" in masked:
        masked = _SPAN.sub(lambda found: f" {found.group(1)}" + " " * (len(found.group(2)) + 1), masked)
    if "minutes:" in masked:
        masked = _SILENCING.sub(lambda found: " " * len(found.group(0)), masked)
    if "<!--" in masked:
        masked = _COMMENT.sub(lambda found: " " * len(found.group(0)), masked)
    if "<t" in masked:
        masked = _CELL.sub(lambda found: "|" + " " * (len(found.group(0)) - 1), masked)
    return _EMPHASIS.sub(lambda found: " " * len(found.group(0)), masked)


_DEEPEST = 30
LONGEST_LINE = 100_000
"""Characters of one line that are read; minutes pasted without line ends are shorter."""


def by_heads(text: str, change: Callable[[str], str]) -> str:
    """`text` changed, at the same length; of lines longer than are read the beginnings, with blanks behind them."""
    if len(text) <= LONGEST_LINE:
        return change(text)
    lines = text.split("\n")
    if max(map(len, lines)) <= LONGEST_LINE:
        return change(text)
    return "\n".join(change(line[:LONGEST_LINE]) + " " * (len(line) - LONGEST_LINE) for line in lines)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """A line that holds several blocks, or is too long for one statement: cut behind a sentence or a word."""
    start, last = span.start, min(span.end, span.start + LONGEST_LINE)
    while start < last:
        begins = text.find(CUT, start, min(last, start + LONGEST_BLOCK))
        if begins >= 0:
            yield Span(start, begins)
            start = begins + 1
            continue
        end = min(last, start + LONGEST_BLOCK)
        if end < last:
            cut = max(text.rfind(". ", start + 1, end), text.rfind("; ", start + 1, end))
            cut = cut if cut > start else text.rfind(" ", start + 1, end)
            end = cut + 1 if cut > start else end
        yield Span(start, end)
        start = end


def _cut(text: str, number: int, span: Span, blank: bool) -> Iterator[_Line]:
    """The blocks and statements of one long line; a block of HTML stands alone."""
    html = CUT in span.of(text)
    for piece in _pieces(text, span):
        raw = piece.of(text)
        words = raw.strip(SPACE)
        # How far a tag is from its words says nothing; a list mark has been put right behind it.
        start = piece.end - len(raw.lstrip(SPACE)) if html and words[:1] != "-" else piece.start
        if words:
            yield _line(number, Span(start, piece.end), text[start : piece.end], words, blank or html)


_ATX = re.compile(r"(#{1,6})(?:[ \t]+|(?=[A-Z\[*])(?<=##))(\S.*?)[ \t]*#*[ \t]*$")
_EQUALS = re.compile(r"(={1,6})[ \t]+(\S.*?)[ \t]*=*[ \t]*$")
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)(?:</h[1-6]>)?[ \t]*$", re.IGNORECASE)
_HTML_ITEM = re.compile(r"<li\b[^>]*>[ \t]*", re.IGNORECASE)
_SIGNS = "■〇◆▼◎●□▶"
_DECORATED = re.compile(rf"(?:[{_SIGNS}]|【(?=[^【】]*】\s*$))[ \t\u3000]*(\S.{{0,60}}?)[ \t\u3000】]*$")
_MARK = re.compile(
    r"(?P<mark>\\?[*+](?=[ \t\u3000]|\[[ xX]?\][ \t])|\*{2,5}(?=[ \t])(?!.*\*\*$)|"
    r"\\?-{1,5}(?=[ \t\u3000]|\[[ xX]?\][ \t]|[☐☑☒])|[•·‣◦∙●○▪▫–—\uf0b7\uf0a7⁃➢➤►▸・※⇒→✓](?!\S{0,3}$)|"
    r"(?:\(?\d{1,3}\\?[.)]|[a-zA-Z][.)]|\(?[ivx]{1,4}[.)])(?=[ \t\u3000]|\[[ xX]?\][ \t]))[ \t\u3000]*"
)
_BOX = re.compile(r"\\?\[([ xX~/\-_✓✔✗✘oO]?)\\?\][ \t]*(?!\()|\(([ xX])\)[ \t]+(?=\S)|([☐☑☒✅❌⬜🔲✔])️?[ \t]*")
# A tick or cross may stand before any words; these are drawn for a box.
_DRAWN = frozenset("☐☑☒⬜🔲")
_SETEXT = re.compile(r"(=+|-+|~+|\^+)[ \t]*$")
_CHAT = re.compile(
    r"(?:\[?(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?Z?\]?[ \t]+)?"
    r"<[@+% ]?([^\s<>]{1,60})>[ \t]+(?=\S)"
)
_RULE = re.compile(r"[ \t]*(?:-[ \t]*){3,}$|[ \t]*(?:\*[ \t]*){3,}$|[ \t]*(?:_[ \t]*){3,}$")
_BOLD_LINE = re.compile(
    r"(?:\*\*\*?|__)([^*\n]{2,90}?)(?:\*\*\*?|__)[ \t]*[:.]?[ \t]*\\?$|"
    r"<(?:b|strong|em|u)>([^<\n]{2,90})</(?:b|strong|em|u)>[ \t]*:?(?:<br ?/?>)?$"
)


class _Line(NamedTuple):
    number: int
    start: int
    end: int
    kind: str
    indent: int
    words: int
    """Offset of the words."""
    level: int
    box: str | None
    box_at: int
    blank_before: bool
    speaker: str | None


def scan(source: Source, masked: str, first_line: int = 1, rows: frozenset[int] = frozenset()) -> list[Block]:
    """The blocks of a text, in order, from `first_line` on. `masked` is its mask; `rows` are lines of tables."""
    every = _lines(source, masked, first_line)
    lines = [one._replace(kind=ROW, box=None, level=0) if one.number in rows else one for one in every]
    return _with_parents(_joined(source, masked, _bare_tables(source, lines)))


def _lines(source: Source, masked: str, first_line: int) -> Iterator[_Line]:
    """The lines that have words, each with its mark; fences, quotations and comments are passed over."""
    inside, blank, adoc = "", True, ".adoc" in source.path or ".asciidoc" in source.path
    for number in range(first_line, len(source.starts) + 1):
        span = source.line_span(number)
        raw = span.of(source.text)
        stripped = raw.strip(SPACE)
        if inside:
            inside = left_open(inside, stripped)
            continue
        if is_cut(raw):
            yield from _cut(source.text, number, span, blank)
            blank = CUT in raw
            continue
        if stripped[:1] == "<" and not masked[span.start : span.end].strip() and "</tr" not in raw:
            continue  # nothing but tags, such as <ul> or <details>
        sign = begun(stripped) if stripped[:1] in ("`", "~", "<") else ""
        if sign:
            inside, blank = left_open(sign, stripped, first=True), blank or sign != COMMENT
            continue
        if stripped[:1] == ">" and len(raw) - len(raw.lstrip()) >= 2:
            raw = raw.replace(">", " ", 1)
            stripped = raw.strip()
        if not stripped or stripped[0] == ">" or (stripped[0] in "-*_" and _RULE.match(stripped)):
            setext = stripped[:1] in ("-", "=")
            if setext:
                yield _Line(number, span.start, span.end, "rule", 0, span.start, 0, None, -1, blank, None)
            blank = True
            continue
        # AsciiDoc's tables have an empty line behind their head.
        line = _line(number, span, raw, stripped, blank and not (adoc and stripped[0] == "|"))
        yield line._replace(kind=ITEM) if adoc and line.kind == PARA and _TERM.match(stripped) else line
        blank = False


_TERM = re.compile(r"[^\s:][^:\n]{0,60}::[ \t]+(?=\S)")  # AsciiDoc: "Ann Lee:: ring the port"
_BARE_RULE = re.compile(r"[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*){1,40}\|?[ \t]*$")


def _bare_tables(source: Source, lines: list[_Line]) -> list[_Line]:
    """The lines with tables that have no bars at their edges made rows (GitHub Flavored Markdown, section 4.10)."""

    def text(line: _Line) -> str:
        return source.text[line.start : line.end]

    if "--" not in source.text or "|" not in source.text:
        return lines
    rules = [at for at, line in enumerate(lines) if at and line.kind in (ITEM, PARA) and _BARE_RULE.match(text(line))]
    for rule in rules:
        at = rule - 1
        while at < len(lines) and "|" in text(lines[at]) and lines[at].number == lines[rule].number + at - rule:
            raw = text(lines[at])
            words = lines[at].start + len(raw) - len(raw.lstrip())
            lines[at] = lines[at]._replace(kind=ROW, words=words, box=None, box_at=-1, level=0)
            at += 1
    return lines


def _line(number: int, span: Span, raw: str, stripped: str, blank: bool) -> _Line:
    at = span.start + raw.index(stripped[0])
    end = span.start + len(raw.rstrip(" \t\u3000\u00a0\x0c"))
    lead = raw[: at - span.start].removeprefix("\ufeff")
    indent = len(lead.expandtabs(4)) + lead.count("\u3000") if lead else 0
    speaker = None
    if "<" in stripped[:40]:
        chat = _CHAT.match(stripped)
        if chat:
            speaker, at, indent = chat.group(1), at + chat.end(), 0
            return _Line(number, span.start, end, PARA, 0, at, 0, None, -1, blank, speaker)
    for pattern in (_ATX, _EQUALS, _HTML_HEADING) if stripped[0] in "#=<" else ():
        head = pattern.match(stripped)
        if head:
            level = int(head.group(1)) if pattern is _HTML_HEADING else len(head.group(1))
            return _Line(
                number, span.start, at + head.end(2), HEADING, 0, at + head.start(2), level, None, -1, blank, None
            )
    if stripped[0] == "|" or stripped[:4].casefold() in ("<tr>", "<tr "):
        return _Line(number, span.start, end, ROW, indent, at, 0, None, -1, blank, None)
    return _marked(number, span, stripped, blank, at, end, indent)


def _marked(number: int, span: Span, stripped: str, blank: bool, at: int, end: int, indent: int) -> _Line:
    """A line with a list mark, a box or neither."""
    mark = _MARK.match(stripped) or (_HTML_ITEM.match(stripped) if stripped[0] == "<" else None)
    kind, skip = PARA, 0
    if mark:
        kind, skip = ITEM, mark.end()
        sign = mark.group(0).strip()
        indent += 2 * (len(sign) - 1) if len(sign) > 1 and set(sign) <= {"-", "*"} else 0
    while kind == ITEM and stripped[skip : skip + 2] in ("- ", "* ", "> ", ">"):
        indent, skip = indent + 2, skip + 2
    line = _Line(number, span.start, end, kind, indent, at + skip, 0, None, -1, blank, None)
    box = _BOX.match(stripped, skip) if skip < len(stripped) and stripped[skip] in "\\[(☐☑☒✅❌⬜🔲✔" else None
    if box is not None and (mark or box.group(1) is not None or box.group(3) in _DRAWN):
        group = next(one for one in (1, 2, 3) if box.group(one) is not None)
        return line._replace(kind=ITEM, words=at + box.end(), box=box.group(group) or " ", box_at=at + box.start(group))
    return line if mark else _titled(line, stripped, at)


def _titled(line: _Line, stripped: str, at: int) -> _Line:
    """The line as a heading where all of it is bold or stands behind a sign such as ■."""
    bold = _BOLD_LINE.match(stripped) if stripped[0] in "*_<" else None
    if bold:
        inner = 1 if bold.group(1) else 2
        return line._replace(kind=HEADING, end=at + bold.end(inner), words=at + bold.start(inner), level=7)
    decorated = _DECORATED.match(stripped) if stripped[0] in _SIGNS + "【" else None
    if decorated:
        return line._replace(kind=HEADING, words=at + decorated.start(1), level=6 if stripped[0] == "■" else 7)
    return line


def _joined(source: Source, masked: str, lines: list[_Line]) -> list[Block]:
    """Lines put together: continuation lines to their item or paragraph, underlines to their title."""
    blocks: list[Block] = []
    at = 0
    width = width_of(
        (one.end - one.start for one in lines if one.kind in (ITEM, PARA)),
        (one.end - one.start for one, below in pairwise(lines) if _over_text(one, below)),
    )
    while at < len(lines):
        line = lines[at]
        follow = lines[at + 1] if at + 1 < len(lines) else None
        if line.kind == "rule":
            at += 1
            continue
        if _underlined(source, line, follow):
            below = source.text[lines[at + 1].start : lines[at + 1].end].strip()
            blocks.append(_block(line, line, HEADING, 1 + "=-~^".index(below[0])))
            at += 2
            continue
        last = at
        if line.kind == ROW and source.text.startswith(ROW_BELOW, line.words):
            while last + 1 < len(lines) and _cell_below(source, lines[last + 1]):
                last += 1
            if last > at:
                blocks.append(_block(lines[at + 1]._replace(blank_before=line.blank_before), lines[last], ROW, 0))
            at = last + 1
            continue
        if line.kind == ROW and source.text[line.words] == "<":
            while last + 1 < len(lines) and "</tr>" not in source.text[lines[last].start : lines[last].end]:
                last += 1
        if blocks and blocks[-1].kind == ROW and line.kind == PARA and _goes_on(source, blocks[-1], line):
            line = line._replace(kind=ROW)
        if follow is not None and line.kind == PARA and follow.kind == ROW and _head_row(source, line, follow):
            line = line._replace(kind=ROW)
        if line.kind in (ITEM, PARA) and line.speaker is None:
            while last + 1 < len(lines) and _continues(source, masked, lines, at, last + 1, width):
                last += 1
        blocks.append(_block(line, lines[last], line.kind, line.level))
        at = last + 1
    return blocks


def _cell_below(source: Source, line: _Line) -> bool:
    return line.kind == ROW and not source.text.startswith(ROW_BELOW, line.words)


def _over_text(line: _Line, below: _Line) -> bool:
    return line.kind in (ITEM, PARA) and below.kind == PARA and below.number == line.number + 1


def _goes_on(source: Source, row: Block, line: _Line) -> bool:
    """A row of a table without a bar before its first cell."""
    return line.number == row.end_line + 1 and " | " in source.text[line.start : line.end]


def _head_row(source: Source, line: _Line, follow: _Line) -> bool:
    """A table's head without a bar before its first cell, right above the rule."""
    below = source.text[follow.start : follow.end]
    return (
        "|" in source.text[line.start : line.end]
        and set(below.strip()) <= set("|-: ")
        and follow.number == line.number + 1
    )


def _underlined(source: Source, line: _Line, follow: _Line | None) -> bool:
    """A title with a line of `=`, `-`, `~` or `^` right below it."""
    if follow is None or line.kind != PARA or follow.number != line.number + 1:
        return False
    below = source.text[follow.start : follow.end].strip()
    return len(below) >= 3 and _SETEXT.match(below) is not None and line.end - line.words <= 120


_LEAD = re.compile(
    r"[^\s:：(（][^:：\n]{0,40}(?:::?|：)(?:\s|$)|\[?[A-Z][A-Z/ -]{1,20}[:\]]|#\w"
    r"|[\[(][A-Z][A-Za-z ]{1,20}:\s|\d{1,2}\.\d{1,2}[.)]?\s+[A-Z]|[A-Z]\w{2,14}\s[–—-]\s[A-Z]"
)
_PERSON = re.compile(r"(?:[A-Z][\w.'’-]+\s){2,4}\([A-Z][A-Za-z]{1,3}\)")


def _continues(source: Source, masked: str, lines: list[_Line], first: int, at: int, width: int) -> bool:
    """Whether the line goes on with the item or paragraph that began at `first`."""
    line, before, head = lines[at], lines[at - 1], lines[first]
    if line.end - head.words > LONGEST_BLOCK:
        return False
    if line.kind != PARA or line.speaker is not None or (line.blank_before and line.number == before.number + 1):
        return False
    words = masked[line.words : line.end].strip()
    if line.number != before.number + 1:
        near = head.kind == ITEM and line.indent > head.indent and line.indent >= 2 and line.number == before.number + 2
        return near and not is_title(masked[head.start : head.words], masked[head.words : head.end], words)
    if head.kind == ITEM and line.indent > head.indent:
        short = line.start - head.words < 45 and words[:1].isupper() and at == first + 1
        if short and is_title(masked[head.start : head.words], masked[head.words : head.end], words):
            return False
        return not (words.endswith((":", "：")) and len(words.split()) <= 4) and not _SHOUT.match(words)
    above, plain = source.text[before.start : before.end], head.kind == PARA
    open_end = above.rstrip().endswith(",")
    if _LEAD.match(words) or (_PERSON.match(words) and not open_end):
        return False
    if plain and source.text[before.end : before.end + 2] == "  ":
        return False
    return open_end or not ((plain and broken_off(above, words, width)) or stands_alone(above, 45 if plain else 60))


_SHOUT = re.compile(r"\[?(?:[^\s:]{1,12}\s){0,3}[A-Z][A-Z ]{1,18}[:\]]\s")


def _block(first: _Line, last: _Line, kind: str, level: int) -> Block:
    return Block(
        kind,
        first.number,
        last.number,
        first.words,
        last.end,
        first.indent,
        level,
        first.box,
        first.box_at,
        first.blank_before,
        first.speaker,
        -1,
    )


def _with_parents(blocks: list[Block]) -> list[Block]:
    """Each item with the index of the item it hangs under, by indent."""
    stack: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind == HEADING or (block.kind == PARA and block.indent == 0):
            stack.clear()
        while stack and blocks[stack[-1]].indent >= block.indent:
            stack.pop()
        if stack:
            blocks[index] = block._replace(parent=stack[-1])
        if block.kind == ITEM and len(stack) < _DEEPEST:
            stack.append(index)
    return blocks
