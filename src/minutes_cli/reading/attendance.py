"""Who was there: names out of lists, comma lists, sentences, tables, ticked boxes and pasted text.

Rests on: a section or label says who the people below or behind it are; in a list of organisations the people
hang below them; a group of people more ("Guests:") may follow the first; sentences such as "apologies were
received from" lead to names; an unticked box is absence; prose behind the names ends them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from minutes_cli.model import Status
from minutes_cli.reading.blocks import HEADING, ITEM, PARA, ROW, Block
from minutes_cli.reading.names import tidy
from minutes_cli.reading.roll import LABELLED, Line, people_of_line
from minutes_cli.reading.rolltable import RollTable, roll_table
from minutes_cli.reading.sections import Outline, row_label
from minutes_cli.reading.status import of_box
from minutes_cli.reading.vocabulary import Label, Vocabulary
from minutes_cli.reading.wording import one_of

_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]{0,120}[)）\]]")
_DASH_LABEL = re.compile(r"([^\W\d_][^\n:–—-]{2,40}?)\s+[–—-]\s+(?=[^\W\d_])")
_STOP = re.compile(r"(?:(?<=[^\W\d_A-Z])|(?<=[)）]))[.;]\s+")
_NEXT_LABEL = re.compile(r"(?<=[^\W_A-Z][.;])\s+(?=[^\W\d_][^:：.;]{2,40}:\s)")
_NEAR_TOP = 40
"""Blocks of a meeting among which a sentence may tell who was there."""
_KINDS = ("attendees", "apologies", "chair")


class Attendance(NamedTuple):
    """The people of one meeting, each once, in order."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    initials: tuple[str, ...]
    chair: str | None


def attendance(outline: Outline, vocabulary: Vocabulary, blocks: range) -> Attendance:
    """Who was present and who sent apologies, by the sections, labelled lines and tables among these blocks."""
    return _Reader(outline, vocabulary, blocks).run()


class _Reader:
    def __init__(self, outline: Outline, vocabulary: Vocabulary, blocks: range) -> None:
        self.outline = outline
        self.vocabulary = vocabulary
        self.blocks = blocks
        self.present: list[str] = []
        self.absent: list[str] = []
        self.initials: list[str] = []
        self.chairs: list[str] = []
        self.named: dict[int, str] = {}
        """The sections that named somebody so far, by the block that opened them, and in what kind of block."""
        self.ended: set[int] = set()
        """Of these the ones that prose has ended."""
        self.group = -1
        """The block behind the last group of people that a section without markup was followed by."""
        self.tables: dict[int, RollTable | None] = {}
        self.open_end: tuple[int, str] = (-1, "")
        """The block behind a labelled line that goes on there, and of what kind that line was."""

    def run(self) -> Attendance:
        for index in self.blocks:
            self.read(index)
        present = tuple(dict.fromkeys(self.present))
        return Attendance(
            present,
            tuple(name for name in dict.fromkeys(self.absent) if name not in present),
            tuple(self.initials),
            next(iter(self.chairs), None),
        )

    def read(self, index: int) -> None:
        block, words = self.outline.blocks[index], self.outline.words[index]
        signed = _signed(block, words)
        if signed is not None:
            (self.present if signed[0] == "present" else self.absent).extend(signed[1])
        elif block.kind == ROW:
            self.read_row(index, words)
        else:
            self.read_words(index, block, words)

    def read_words(self, index: int, block: Block, words: str) -> None:
        words = self.first_of(words)
        kind, rest, labelled = self.kind_and_words(index, words)
        scope = self.outline.inside(index)
        self.leave(index)
        if not labelled and block.kind != HEADING and (kind is not None or index - self.blocks.start < _NEAR_TOP):
            told = list(_told(words, self.vocabulary))
            for about, names in told:
                self.add(about, people_of_line(names, self.vocabulary, alone=False))
            if told:
                return
        if kind not in _KINDS or not rest:
            return
        if kind in ("attendees", "apologies") and (rest.rstrip().endswith(",") or self.goes_on(index, labelled)):
            self.open_end = (index + 1, kind)
        if not labelled and self.names_others(index):
            return
        line = self.people(index, rest, labelled=labelled)
        below_table = scope is not None and not labelled and self.named.get(scope.opened) == ROW
        if below_table and block.kind == PARA and len(line.people) < 2:
            return  # what a table's caption or author is
        if scope is not None and line.people:
            self.named.setdefault(scope.opened, block.kind)
        elif scope is not None and scope.opened in self.named and block.kind == PARA and _is_prose(rest):
            self.ended.add(scope.opened)
        if kind == "chair":
            self.chairs += [one.name for one in line.people[:1]]
            if scope is None or scope.kind != "attendees":
                return
            kind = "attendees"
        self.add("apologies" if _unticked(block) else kind, line)

    def goes_on(self, index: int, labelled: bool) -> bool:
        """Whether names stand right below a labelled line, set in deeper than its label: "Present:   Ann Lee"."""
        block = self.outline.blocks[index]
        below = self.outline.blocks[index + 1] if index + 1 < self.blocks.stop else None
        if below is None or not labelled or {block.kind, below.kind} != {PARA} or below.blank_before:
            return False
        is_below = index == self.open_end[0] and block.indent > 0
        deeper = below.indent == block.indent if is_below else below.indent > block.indent
        return deeper and self.label_of(self.outline.words[index + 1])[0] is None

    def first_of(self, words: str) -> str:
        """The words up to the next label, whose people are kept: "Present: Ann, Bo. Members absent: Cy"."""
        parts = _NEXT_LABEL.split(words) if words.count(":") > 1 else [words]
        for at in range(len(parts) - 1, 0, -1):
            label, rest = self.label_of(parts[at])
            if label is None or label.kind not in ("attendees", "apologies"):
                return words
            self.add(label.kind, people_of_line(rest, self.vocabulary, alone=False))
            words = words[: len(words) - len(parts[at])].rstrip(" .;")
        return words

    def leave(self, index: int) -> None:
        """A deeper heading of another section ends the list of those present, whatever headings follow it."""
        label = self.outline.opens[index]
        if label is not None and label.kind not in (*_KINDS, "scribe", "date"):
            self.ended.update(one.opened for one in self.outline.scopes[index] if one.kind in _KINDS)

    def add(self, kind: str, line: Line) -> None:
        self.initials += line.initials
        for one in line.people:
            (self.absent if kind == "apologies" or one.is_absent else self.present).append(one.name)
            if one.is_chair:
                self.chairs.append(one.name)

    def read_row(self, index: int, words: str) -> None:
        """A row of two cells with a label in the first, or a row of a table of people."""
        cells = [cell.strip() for cell in words.strip().strip("|").split("|")]
        known = row_label(words, self.vocabulary) if len(cells) == 2 else None
        first = self.outline.heads[index]
        if known in _KINDS and (index != first or not self.is_head(first)):
            line = people_of_line(cells[1], self.vocabulary, alone=False)
            if known == "chair":
                self.chairs += [one.name for one in line.people[:1]]
            else:
                self.add(known, line)
            return
        if first not in self.tables:
            scope = self.outline.inside(index)
            kind = scope.kind if scope is not None and scope.opened not in self.ended else ""
            self.tables[first] = roll_table(self.outline, first, kind, self.vocabulary)
        table, around = self.tables[first], self.outline.inside(index)
        if table is not None and around is not None:
            self.named.setdefault(around.opened, ROW)
        for kind, line in table.people(index - first) if table is not None else ():
            self.add(kind, line)

    def is_head(self, first: int) -> bool:
        """Whether a row is the head of its table: a rule stands below it."""
        below = self.outline.words[first + 1] if first + 1 < len(self.outline.words) else ""
        return bool(below) and set(below) <= set("|-: ")

    def people(self, index: int, words: str, *, labelled: bool) -> Line:
        """The people of a block: an item of a longer list is one of them, lines of a paragraph may be one each."""
        block, scope = self.outline.blocks[index], self.outline.inside(index)
        if labelled or block.kind != ITEM:
            return people_of_line(words, self.vocabulary, alone=False)
        if scope is None:
            return people_of_line(words, self.vocabulary, alone=True, one=True)
        last = min(len(self.outline.blocks), scope.opened + 60)
        crowd = sum(1 for at in range(scope.opened + 1, last) if self.outline.inside(at) is scope)
        return people_of_line(words, self.vocabulary, alone=True, one=crowd >= 3)

    def names_others(self, index: int) -> bool:
        """Whether an item names the organisation or group of the people who hang below it, two of them at least
        below one item of its list."""
        block = self.outline.blocks[index]
        if block.kind != ITEM or not self.people_below(index):
            return False
        at = index
        while at > self.blocks.start and self.outline.blocks[at - 1].kind == ITEM:
            at -= 1
        most = 0
        while at < self.blocks.stop and self.outline.blocks[at].kind == ITEM:
            if self.outline.blocks[at].indent == block.indent:
                most = max(most, self.people_below(at))
            at += 1
        return most >= 2

    def people_below(self, index: int) -> int:
        below = [at for at in self.outline.children(index) if self.outline.blocks[at].parent == index]
        if len(below) > 40:
            return 0
        named = sum(
            bool(people_of_line(self.outline.words[at], self.vocabulary, alone=True, one=True).people) for at in below
        )
        return named if named * 2 > len(below) else 0

    def kind_and_words(self, index: int, words: str) -> tuple[str | None, str, bool]:
        """What a block is about, its words without the label, and whether they stood behind one:
        "Present: Ann, Bob", or an item under a heading."""
        block = self.outline.blocks[index]
        label, rest = self.label_of(words)
        if label is not None and label.kind in _KINDS:
            return label.kind, rest, True
        scope = self.outline.inside(index)
        if label is not None and label.kind != "private":
            beside = scope is not None and scope.kind == "attendees" and label.kind == "scribe"
            beside = beside and scope is not None and scope.opened in self.named
            return ("attendees", rest, True) if beside else (None, "", False)
        if block.kind == HEADING or self.outline.opens[index] is not None:
            return None, "", False
        if index == self.open_end[0] and block.kind == PARA and block.parent < 0:
            return self.open_end[1], words, True
        if scope is not None and scope.kind in ("attendees", "apologies"):
            is_over = scope.opened in self.ended
            return (None, "", False) if is_over else (scope.kind, words, False)
        if scope is None and self.in_group(index, block, words):
            return ("attendees", words, False) if block.kind == ITEM else (None, "", False)
        return None, "", False

    def label_of(self, words: str) -> tuple[Label | None, str]:
        labelled = LABELLED.match(words) if ":" in words or "：" in words else None
        if labelled:
            title = _BRACKETS.sub(" ", labelled.group(1)) if labelled.group(1).count(" ") < 12 else ""
            return self.vocabulary.label(title), labelled.group(2)
        dashed = _DASH_LABEL.match(words) if " - " in words[:45] or " – " in words[:45] else None
        label = self.vocabulary.label(dashed[1]) if dashed and len(dashed[1].split()) <= 3 else None
        if dashed and label is not None and label.kind in ("attendees", "apologies"):
            return label, words[dashed.end() :]
        return None, ""

    def in_group(self, index: int, block: Block, words: str) -> bool:
        """Whether a block is a group's name ("Guests:") right behind the people of a section without markup, or one
        of the items below it."""
        if block.kind == PARA and words.endswith((":", "：")) and len(words.split()) <= 5 and index > self.blocks.start:
            above = self.outline.inside(index - 1)
            behind = above is not None and self.named.get(above.opened) == ITEM and above.kind == "attendees"
            follow = self.outline.blocks[index + 1] if index + 1 < len(self.outline.blocks) else None
            if (behind or self.group == index) and follow is not None and follow.kind == ITEM:
                self.group = index + 1
                return True
        if block.kind == ITEM and self.group == index:
            self.group = index + 1
            return True
        return False


_SIGNED = re.compile(r"\s*(?P<kind>present|regrets)\+:?\s*(?P<names>[^+]*)$", re.IGNORECASE)


def _signed(block: Block, words: str) -> tuple[str, list[str]] | None:
    """Whoever signs in to a chat, or signs others in, as the W3C's Zakim counts them: "present+", "regrets+ Ann"."""
    found = _SIGNED.match(words) if "+" in words[:12] else None
    if found is None:
        return None
    names = [tidy(_BRACKETS.sub(" ", part)) for part in found["names"].split(",")]
    named = [name for name in names if name and len(name.split()) <= 4 and name.casefold() not in ("me", "i")]
    alone = [tidy(re.sub(r"_?[(（].*$", "", block.speaker))] if block.speaker else []
    return found["kind"].casefold(), named or alone


def _unticked(block: Block) -> bool:
    return block.box is not None and of_box(block.box) is not Status.DONE


def _is_prose(words: str) -> bool:
    return len(words.split()) >= 4 and words.rstrip().endswith(".")


def _told(words: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What sentences tell of who was there, with their names: "Apologies were received from Ann Lee and Bob Ray"."""
    for kind in ("apologies", "attendees"):
        lead = f"labels.{kind}_lead"
        if not vocabulary.may_hold(words, lead):
            continue
        for found in _leads(vocabulary, lead).finditer(words):
            yield kind, _STOP.split(words[found.end() : found.end() + 600], maxsplit=1)[0].rstrip(". ")


@cache
def _leads(vocabulary: Vocabulary, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=[.;]\s))(?:{one_of(vocabulary.words(name))})\s*[:：]?\s+(?=\S)", re.IGNORECASE)
