"""Tables and headings of wikis with the marks of Markdown, character for character, whatever a file is called.

Minutes are copied out of wikis as they stand. Their tables differ in the bars alone: MoinMoin's and Confluence's
`||cell ||cell ||`, MediaWiki's `{|` with a cell a line or several with `||`, DokuWiki's `^ head ^`, Textile's
`|_. head |`; and their headings in the signs: `h2. Title`, `==Title==`, DokuWiki's with the most signs for the
highest. Every text keeps its length and its line ends (see `marks`).

Sources, read 2026-11-29: MoinMoin's HelpOnMoinWikiSyntax, MediaWiki's Help:Tables and Help:Formatting, Confluence's
wiki markup, DokuWiki's syntax page, the Textile language reference.

>>> without_wiki("||Task ||Who ||\\n||Mend the gate ||Ann ||")
'| Task | Who | \\n| Mend the gate | Ann | '
"""

from __future__ import annotations

import re

ROW_BELOW = "|\x1f"
"""Stands on a line of its own where the lines of a row with a cell a line begin."""
_BARS = re.compile(r"^[ \t]*\|\|.*$", re.MULTILINE)
_CELL_STYLE = re.compile(r"(?<=\|\|)<[^<>\n]{1,80}>")
_CARETS = re.compile(r"^[ \t]*\^[ \t]*[^\s^|][^\n^|]*[\^|].*[\^|][ \t]*$", re.MULTILINE)
_TEXTILE_HEAD = re.compile(r"(?<=\|)_\.(?=[ \t])")
_TEXTILE_TITLE = re.compile(r"^h([1-6])\.(?=[ \t]+\S)", re.MULTILINE)
_NUMBERED = re.compile(r"^#(?=[ \t]+\S)", re.MULTILINE)
_TIGHT = re.compile(r"^(={1,6})(?=[^=\s])([^=\n]{1,120})(?<![=\s])\1(?=[ \t]*$)", re.MULTILINE)
_EQUALS = re.compile(r"^(={2,6})([ \t]+[^=\n]{1,120}?[ \t]+)\1[ \t]*$", re.MULTILINE)
_PAGE_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})\|([^\[\]|\n]{1,100})\]\]")
_QUOTES = re.compile(r"(?<!')'''(?=([^\s'])|[^'])")
_TABLE = re.compile(r"^[ \t]*(?:\{\||\|\}|\|-|\|\+|[|!])[^\n]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"(?<=[|!])[ \t]*(?:[\w-]+[ \t]*=[ \t]*(?:\"[^\"\n]*\"|[\w%#]+)[ \t]*){1,8}\|(?!\|)")


def without_wiki(text: str) -> str:
    """`text` with the marks of wikis in those of Markdown, of the same length; most texts have none and stay."""
    if "\nh" in text or text[:1] == "h":
        text = _textile(text)
    if "{|" in text:
        text = _mediawiki_tables(text)
    if "||" in text:
        text = _BARS.sub(_double_bars, text)
    if "^" in text:
        text = _CARETS.sub(lambda found: found[0].replace("^", "|"), text)
    if "|_." in text:
        text = _TEXTILE_HEAD.sub("  ", text)
    if "=\n" in text or "=\r" in text or text.endswith("="):
        text = _titles(text)
    if "[[" in text:
        text = _PAGE_LINK.sub(lambda found: " " * (len(found[1]) + 3) + found[2] + "  ", text)
    if "'''" in text:
        text = _QUOTES.sub(lambda found: " **" if found[1] else "** ", text)
    return text


def _double_bars(found: re.Match[str]) -> str:
    """A row with double bars; one of nothing but bars parts the rows of a table without ending it."""
    row = _CELL_STYLE.sub(lambda style: " " * len(style[0]), found[0])
    return row.replace("||", "| ")


def _textile(text: str) -> str:
    """Titles `h2. Title`; in a text that has them a `#` at the margin numbers an item."""
    if _TEXTILE_TITLE.search(text) is None:
        return text
    text = _NUMBERED.sub("-", text)
    return _TEXTILE_TITLE.sub(lambda found: ("#" * int(found[1]))[:2].ljust(3), text)


def _titles(text: str) -> str:
    """MediaWiki's titles without spaces inside the signs, and DokuWiki's, whose highest has the most signs."""
    text = _TIGHT.sub(lambda found: _tight(found[1], found[2]), text)
    first = _EQUALS.search(text)
    levels = [len(one[1]) for one in _EQUALS.finditer(text)] if first is not None and len(first[1]) >= 5 else []
    if levels and levels[0] == max(levels) and len(levels) > 1:
        return _EQUALS.sub(_deep, text)
    return text


def _deep(found: re.Match[str]) -> str:
    """A title of DokuWiki's with Markdown's signs."""
    return f"{'#' * (7 - len(found[1]))} {found[2].strip()}".ljust(len(found[0]))


def _tight(signs: str, title: str) -> str:
    """`==Title==` with a blank in the place of the last sign on each side; a title with one sign is no title."""
    if len(signs) == 1:
        return signs + title + signs
    mark = "#" * (len(signs) - 1)
    return f"{mark} {title}".ljust(len(title) + 2 * len(signs))


def _mediawiki_tables(text: str) -> str:
    """MediaWiki's tables with the cells of a row behind one another, or on lines that are joined to a row."""
    inside = False

    def line(found: re.Match[str]) -> str:
        nonlocal inside
        raw = found[0]
        bare = raw.lstrip(" \t")
        lead = raw[: len(raw) - len(bare)]
        if bare[:2] == "{|":
            inside = True
            return lead + ROW_BELOW.ljust(len(bare))
        if not inside:
            return raw
        if bare[:2] == "|}":
            inside = False
            return lead + " " * len(bare)
        if bare[:2] == "|-":
            return lead + ROW_BELOW.ljust(len(bare))
        if bare[:2] == "|+":
            return lead + " " * len(bare)
        bare = _ATTRIBUTES.sub(lambda one: " " * len(one[0]), bare)
        if bare[0] == "!":
            bare = "|" + bare[1:].replace("!!", "| ")
        return lead + bare.replace("||", "| ")

    return _TABLE.sub(line, text)
