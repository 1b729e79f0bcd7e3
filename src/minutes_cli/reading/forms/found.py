"""What a form hands over, and what it is given to look at."""

from __future__ import annotations

from typing import NamedTuple

from minutes_cli.model import Slot, Status
from minutes_cli.reading.marks import task_word
from minutes_cli.reading.names import People
from minutes_cli.reading.sections import Outline
from minutes_cli.reading.status import Said
from minutes_cli.reading.vocabulary import Vocabulary
from minutes_cli.text import Source, Span


class Page(NamedTuple):
    """All that a form may look at."""

    source: Source
    masked: str
    """`blocks.mask` of the text: same length, markup blank."""
    flat: str
    """The same with spaces in place of line ends."""
    outline: Outline
    vocabulary: Vocabulary
    people: People
    titles: frozenset[int] = frozenset()
    """Indices of the blocks that are the headings of meetings."""
    signs: frozenset[str] = frozenset()
    """Drawn signs that mark actions all through the file."""
    bold: tuple[Span, ...] = ()
    """Clauses in bold that give somebody something to do, where a file has several."""
    column: int | None = None
    """Where a column of those who act begins at the right margin."""

    def item(self, index: int) -> str | None:
        """The agenda item that a block stands under."""
        return self.outline.item(index, self.titles)

    def words(self, start: int, end: int) -> str:
        """The masked words of a stretch, line ends as spaces; of the same length as the stretch."""
        return self.flat[start:end]


def box_slot(page: Page, index: int) -> Slot | None:
    """The place in the box of a block; an empty one, "[]", has room and no character.

    Org-mode's TODO is read as a box, and is the place itself.
    """
    at, box = page.outline.blocks[index].box_at, page.outline.blocks[index].box
    if page.source.text[at] != box and page.source.text[at] not in "]\\":
        word = task_word(page.source, page.outline.blocks[index].line)
        return None if word is None else Slot(word, "org")
    return Slot(Span(at, at if page.source.text[at] in "]\\" else at + 1), "box")


class Found(NamedTuple):
    """One action in one place, its words not yet read."""

    form: str
    first: int
    last: int
    """Indices of the first and last block that belong to it."""
    start: int
    end: int
    """Offsets of its words, without mark and box."""
    owners: tuple[str, ...] | None = None
    """Owners given beside the words: a cell, a parent item, a mark; None where the words have to say."""
    owners_span: Span | None = None
    status: Status | None = None
    progress: str | None = None
    label: str | None = None
    earlier: bool = False
    slot: Slot | None = None
    due: Span | None = None
    """Where the due date stands, if not in the words."""
    by_id: bool = False
    """It tells of an action by its id, so that its words are not read for owners and deadlines."""
    told: Said | None = None
    """What it says of the status, where the form has read it; places count from `start`."""
    cut: Span | None = None
    """What inside the words is not of the task, such as a bracket with the mark."""
    same: str | None = None
    """Id of another statement that this line says is of the same action."""
