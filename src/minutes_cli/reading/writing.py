"""What a change needs to know of reading: the words to write in a file's language, and how they look once written.

The other side of `status`: what is written with these words is read by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes_cli.config import Config
from minutes_cli.model import Document
from minutes_cli.reading.vocabulary import vocabulary_for, written

CLOSING = re.compile(
    r"[ \t]*\([^\W\d_][\w' -]{1,24}?[ \t]+\d{4}-\d{2}-\d{2}(?:[^()\n]|\([^()\n]*\)){0,500}\)"
    r"|[ \t]*[✅❌][ \t]*\d{4}-\d{2}-\d{2}|[ \t]*(?<!\S)(?:done|dropped):\d{4}-\d{2}-\d{2}(?!\S)"
)
"""A closing as `minutes` writes it in words, as Obsidian's emoji or for todo.txt, with the space before it."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one language, as they are written into minutes."""

    closed: str
    done: str
    """In a cell of its own; `closed` everywhere else."""
    dropped: str
    open: str
    reopened: str
    by: str
    """Before the name of who closed it."""
    since: str
    """Before the day of the meeting that raised it."""
    assigned: str
    due: str
    and_: str
    matters: str
    """The heading of matters arising."""
    actions: str
    """The heading of the actions."""


def words_of(document: Document, config: Config) -> Words:
    """The words for the language that a file is written in."""
    code = vocabulary_for(document.source.text, config.languages).languages[0]
    table = written(code)
    return Words(
        closed=table["closed"],
        done="done" if code == "en" else table["closed"],
        dropped=table["dropped"],
        open=table["open"],
        reopened=table["reopened"],
        by=table["by"],
        since=table["from"],
        assigned=table["assigned"],
        due=table["due"],
        and_=table["and"],
        matters=table["matters"],
        actions=table["actions"],
    )
