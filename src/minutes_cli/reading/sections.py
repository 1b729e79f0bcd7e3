"""Blocks → outline: which section each block stands in, by headings with and without markup.

Conventions of minute-taking that this rests on: a heading holds until one of its own or a higher level;
a short line that names a section ("ACTION:", "Apologies") opens it without any markup; in pasted text a
short line of its own between blank lines is the title of an agenda item; a list item that is nothing
but a label opens a section for the items below it; and after a label without markup the section lasts
as long as the run of its items.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from minutes_cli.reading.blocks import HEADING, ITEM, PARA, ROW, Block
from minutes_cli.reading.vocabulary import SHORTCODE, Label, Vocabulary, normal_title

TITLE_LEVEL, LABEL_LEVEL, ITEM_LEVEL = 8, 9, 10
# What a block directly in a section of these kinds can never be is an action.
NEVER = frozenset({"attendees", "apologies", "template", "chair", "scribe", "date"})


_EMPTY = frozenset("☐⬜🔲")


class Scope(NamedTuple):
    """A section as seen by the blocks in it."""

    kind: str
    """A kind of label, or `topic`."""
    earlier: bool
    """Its actions come from an earlier meeting."""
    title: str
    level: int
    opened: int
    """Index of the block that opened it."""
    private: bool


class Outline(NamedTuple):
    """What each block stands in; the tuples run parallel to the blocks."""

    blocks: tuple[Block, ...]
    words: tuple[str, ...]
    """The masked words of each block, line ends as spaces."""
    scopes: tuple[tuple[Scope, ...], ...]
    """The open sections of each block, the innermost last; a block that opens one is not in it."""
    told: tuple[Scope | None, ...]
    """Of these the innermost that says what its blocks are, passing over mere topics below a heading."""
    opens: tuple[Label | None, ...]
    """What the block opens, where it is a heading or a label."""

    ends: tuple[int, ...]
    """Behind the last block of the section that a block opens; 0 for a block that opens none."""
    counts: Mapping[str, tuple[int, ...]]
    """How many items and rows there are before each block, by kind; one more entry than blocks."""
    boxed: bool
    """Some section of actions has boxes."""
    drawn: bool
    """Some box in it is drawn and empty, so that a tick in its place is one that is done."""
    heads: tuple[int, ...]
    """The first row of the table that a row stands in; for other blocks the block itself."""

    def members(self, scope: Scope) -> range:
        """The blocks that stand in a section, at any depth."""
        return range(scope.opened + 1, max(scope.opened + 1, self.ends[scope.opened]))

    def holds(self, scope: Scope, kind: str) -> bool:
        """Whether a section holds an item or a row."""
        inside, before = self.members(scope), self.counts[kind]
        return before[inside.stop] > before[inside.start]

    def inside(self, index: int) -> Scope | None:
        """The innermost section that says what its blocks are, passing over mere topics below a heading."""
        return self.told[index]

    def item(self, index: int, titles: frozenset[int] = frozenset()) -> str | None:
        """The agenda item: the nearest heading that is no label; `titles` are the headings of meetings themselves."""
        for scope in reversed(self.scopes[index]):
            if scope.kind in ("topic", "matters") and scope.title and scope.opened not in titles:
                return scope.title
        return None

    def children(self, index: int) -> range:
        """The indices of the blocks that hang under an item, at any depth."""
        end = index + 1
        while end < len(self.blocks) and self.blocks[end].parent >= index:
            end += 1
        return range(index + 1, end)


def row_label(words: str, vocabulary: Vocabulary) -> str | None:
    """The kind of label that a row of a table begins with, as in "| Date | 3 March 2026 |"."""
    label = vocabulary.label(words.strip(" |").partition("|")[0])
    return label.kind if label is not None else None


def outline(blocks: list[Block], masked: str, vocabulary: Vocabulary) -> Outline:
    """The sections of a run of blocks."""
    words = tuple(" ".join(masked[block.start : block.end].split()) for block in blocks)
    numbered = frozenset(
        at
        for at, block in enumerate(blocks)
        if block.kind == ITEM and masked[max(0, block.start - 3) : block.start].rstrip()[-1:] in (".", ")")
    )
    plain = not any(block.kind == HEADING and block.level < TITLE_LEVEL for block in blocks)
    return _Outliner(blocks, words, vocabulary, plain, numbered).run()


_SENTENCE_END = re.compile(r"[.;,!?]$")
# How scribes and bots of chats name the item at hand: W3C's "Topic: …" and MeetBot's "#topic …".
_TOPIC = re.compile(r"(?:#topic|topic:)\s+(\S.*)$", re.IGNORECASE)
_SENTENCE_WORDS = 6
_LAST_CLAUSE = re.compile(r"(?:^|[.,;][–—-]?\s+)([^.,;:]{4,70}):$")
_WIDE_GAP, _BOLD_LEVEL = 3, 7
_IN_BRACKETS = re.compile(r"\w\s?\(([^()]{6,60})\):?$")
_ALONE = re.compile(r"^[^:：]{1,80}[:：]\s*$")


_OF_ONE_LINE = frozenset({"chair", "scribe", "date"})
"""Labels of a line, which say nothing of the topics below it even where it is a heading."""


def _told(scopes: tuple[Scope, ...]) -> Scope | None:
    """The innermost of the open sections that says what its blocks are."""
    kinds = (scope for scope in reversed(scopes) if scope.kind != "topic")
    return next((scope for scope in kinds if scope is scopes[-1] or scope.kind not in _OF_ONE_LINE), None)


def _ends(scopes: list[tuple[Scope, ...]]) -> tuple[int, ...]:
    ends = [0] * len(scopes)
    for index, around in enumerate(scopes):
        for scope in around:
            ends[scope.opened] = index + 1
    return tuple(ends)


def _counts(blocks: list[Block]) -> Mapping[str, tuple[int, ...]]:
    return MappingProxyType(
        {kind: tuple(accumulate((one.kind == kind for one in blocks), initial=0)) for kind in (ITEM, ROW)}
    )


def _table_heads(blocks: list[Block]) -> tuple[int, ...]:
    """A table goes on over a blank line where its next row is near, and not over two."""
    heads: list[int] = []
    for at, block in enumerate(blocks):
        before = blocks[at - 1] if at else block
        near = block.line <= before.end_line + (1 if block.blank_before else 3)
        heads.append(heads[-1] if at and before.kind == block.kind == ROW and near else at)
    return tuple(heads)


class _Outliner:
    """Walks the blocks once with the stack of open sections."""

    def __init__(
        self,
        blocks: list[Block],
        words: tuple[str, ...],
        vocabulary: Vocabulary,
        plain: bool,
        numbered: frozenset[int],
    ) -> None:
        self.blocks = blocks
        self.words = words
        self.vocabulary = vocabulary
        self.plain = plain
        self.numbered = numbered
        """Items with a number or letter for their mark."""
        self.stack: list[Scope] = []
        self.items = 0
        """Items seen in the innermost label section."""

    def run(self) -> Outline:
        scopes: list[tuple[Scope, ...]] = []
        opens: list[Label | None] = []
        for index, block in enumerate(self.blocks):
            opened = self.opened(index, block)
            if opened is None:
                self.leave_run(index, block)
                scopes.append(tuple(self.stack))
                opens.append(None)
                continue
            scope, label = opened
            while self.stack and self.closes(self.stack[-1], scope, block):
                self.stack.pop()
            scopes.append(tuple(self.stack))
            opens.append(label)
            self.stack.append(scope)
            self.items = 0
        told = tuple(_told(one) for one in scopes)
        boxed = any(
            (block.box is not None or block.kind == ROW) and scope is not None and scope.kind == "actions"
            for block, scope in zip(self.blocks, told, strict=True)
        )
        return Outline(
            tuple(self.blocks), self.words, tuple(scopes), told, tuple(opens), _ends(scopes), _counts(self.blocks),
            boxed, any(block.box in _EMPTY for block in self.blocks), _table_heads(self.blocks),
        )  # fmt: skip

    def closes(self, open_scope: Scope, new: Scope, block: Block) -> bool:
        """Whether a new section ends an open one."""
        if open_scope.level == ITEM_LEVEL:
            return not (new.level == ITEM_LEVEL and self.hangs_under(block, open_scope.opened))
        return open_scope.level >= new.level

    def hangs_under(self, block: Block, index: int) -> bool:
        parent = block.parent
        while parent > index:
            parent = self.blocks[parent].parent
        return parent == index

    def leave_run(self, index: int, block: Block) -> None:
        """Close label sections whose run of items has ended before this block."""
        while self.stack and self.stack[-1].level == ITEM_LEVEL:
            scope = self.stack[-1]
            if self.hangs_under(block, scope.opened) or self.beside(scope, index, block):
                return
            self.stack.pop()
        if self.stack and self.stack[-1].kind in ("attendees", "apologies") and self.leads_on(index, block):
            self.stack.pop()
        if self.stack and self.stack[-1].kind == "actions" and self.far_off(index, block):
            self.stack.pop()
        if not self.stack or self.stack[-1].level != LABEL_LEVEL:
            return
        if block.kind == ITEM:
            self.items += 1
        dedented = block.indent + 1 < self.blocks[self.stack[-1].opened].indent
        if dedented or (block.kind == PARA and block.parent < 0 and self.items and block.blank_before):
            self.stack.pop()
            self.items = 0

    def far_off(self, index: int, block: Block) -> bool:
        """Whether a gap of three empty lines parts a block at the margin from a list under a bold line or a label.

        The list itself begins right below its title: where that stands far off, gaps part nothing.
        """
        opened, before = self.stack[-1].opened, self.blocks[index - 1]
        wide = block.line - before.end_line > _WIDE_GAP and block.parent < 0 and not block.indent
        if not wide or self.stack[-1].level < _BOLD_LEVEL or index - opened < 2:
            return False
        return self.blocks[opened + 1].line - self.blocks[opened].end_line <= _WIDE_GAP

    def leads_on(self, index: int, block: Block) -> bool:
        """A sentence behind the list of those present that opens what follows: "Several points were discussed, …:"."""
        sentence = block.kind == PARA and block.parent < 0 and block.blank_before and index > 0
        if not sentence or self.blocks[index - 1].kind != ITEM or not self.words[index].endswith((":", "：")):
            return False
        return len(self.words[index].split()) >= _SENTENCE_WORDS

    def beside(self, scope: Scope, index: int, block: Block) -> bool:
        """An item label without items below it holds for the items that follow it at its own depth."""
        label = self.blocks[scope.opened]
        bare = self.blocks[scope.opened + 1].parent != scope.opened
        return (
            bare
            and scope.kind == "actions"
            and block.kind == ITEM
            and not {scope.opened, index} <= self.numbered
            and block.indent == label.indent
            and not block.blank_before
            and self.items_between(scope.opened, index, label)
        )

    def items_between(self, first: int, index: int, label: Block) -> bool:
        return all(
            one.kind == ITEM and one.indent >= label.indent for one in self.blocks[max(first + 1, index - 20) : index]
        )

    def opened(self, index: int, block: Block) -> tuple[Scope, Label | None] | None:
        """The section that a block opens, with what its title says; None for one that opens none."""
        words = self.words[index]
        if block.kind == HEADING:
            label = self.vocabulary.label(words) or self.head_behind(words)
            if block.level == 7 and label is None and _SENTENCE_END.search(words):
                return None
            return self.scope(label, words, block.level, index), label
        if block.kind == ITEM:
            return self.opened_by_item(index, block, words)
        topic = _TOPIC.match(words) if block.kind == PARA and len(words) <= 160 else None
        if topic is not None:
            named = self.vocabulary.label(topic.group(1))
            return self.scope(named, topic.group(1), TITLE_LEVEL, index), named
        if block.kind != PARA or block.speaker or len(words) > 300:
            return None
        if block.end_line != block.line or len(words) > 90:
            return self.opened_by_sentence(index, words)
        return self.opened_by_line(index, block, words)

    def opened_by_item(self, index: int, block: Block, words: str) -> tuple[Scope, Label | None] | None:
        numbered = self.numbered_title(index, block, words)
        below = index + 1 < len(self.blocks) and self.blocks[index + 1].parent == index
        said = self.clause_label(words) if below and block.box is None and words.endswith(":") else None
        if said is not None:
            return self.scope(said, words, ITEM_LEVEL, index), said
        if block.box is not None or len(words) > 90 or block.end_line != block.line:
            return None
        label = self.vocabulary.label(words) or (self.in_brackets(words) if below else None)
        if label is not None and label.kind == "next_meeting" and self.is_task(words):
            return None
        if numbered:
            return self.scope(label, words, TITLE_LEVEL, index), label
        follow = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        over_text = (
            follow is not None
            and follow.kind == PARA
            and label is not None
            and label.kind in ("attendees", "apologies")
        )
        if label is not None and over_text and not below:
            return self.scope(label, words, LABEL_LEVEL, index), label
        over_boxes = follow is not None and follow.box is not None and follow.indent == block.indent
        if label is None or not (below or _ALONE.match(words) or over_boxes or self.over_bullets(index)):
            return None
        return self.scope(label, words, ITEM_LEVEL, index), label

    def is_task(self, words: str) -> bool:
        """Whether an item that speaks of the next meeting is a task: "Bo: coffee next meeting", any in a list of tasks.

        "Next meeting: 3 May" and a title that says nothing else open a section there as well.
        """
        head, colon, rest = words.replace("：", ":").partition(":")
        if colon and rest.strip():
            return self.vocabulary.label(head) is None
        listed = bool(self.stack) and self.stack[-1].kind == "actions"
        return listed and not colon and normal_title(words) not in self.vocabulary.titles

    def in_brackets(self, words: str) -> Label | None:
        """What a topic with items below says of them in brackets: "Moving the shed (follow-up from last meeting)"."""
        found = _IN_BRACKETS.search(words) if words.endswith((")", "):")) else None
        label = self.vocabulary.label(found[1]) if found is not None else None
        return label if label is not None and label.kind in ("actions", "matters") and label.earlier else None

    def numbered_title(self, index: int, block: Block, words: str) -> bool:
        """ "4. Finance" in pasted text: a short numbered line at the margin with running text below it."""
        if (
            not self.plain
            or block.indent
            or block.end_line != block.line
            or len(words.split()) > 8
            or not words[:1].isupper()
        ):
            return False
        follow = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if _SENTENCE_END.search(words) or not block.blank_before:
            return False
        if follow is None:
            return True
        around = self.stack[-1:]
        beside = any(one.level == TITLE_LEVEL and self.blocks[one.opened].kind == ITEM for one in around)
        listed = not beside and any(one.kind in ("actions", "decisions", "mixed") for one in around)
        if follow.kind == ITEM:
            deeper = follow.indent > block.indent or self.over_bullets(index)
            return (deeper or self.vocabulary.label(words) is not None) and not listed
        bullet = listed and index not in self.numbered  # the last of a list, and no title of what is said behind it
        return not bullet and (follow.blank_before or (follow.indent == 0 and follow.parent < 0) or not listed)

    def over_bullets(self, index: int) -> bool:
        """A numbered item right over one with a bullet at the same depth, which belongs to it."""
        after = index + 1
        if index not in self.numbered or after >= len(self.blocks) or after in self.numbered:
            return False
        block, follow = self.blocks[index], self.blocks[after]
        return follow.kind == ITEM and follow.indent == block.indent and not follow.blank_before

    def opened_by_sentence(self, index: int, words: str) -> tuple[Scope, Label | None] | None:
        """A paragraph that ends in "…, the next steps are the following:" opens a section for the items behind it."""
        said = self.clause_label(words) if words.endswith(":") else None
        follow = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if said is None or follow is None or follow.kind != ITEM:
            return None
        return self.scope(said, words, LABEL_LEVEL, index), said

    def clause_label(self, words: str) -> Label | None:
        """The label of actions that a statement of several clauses ends in, with a colon: "…, the next steps are:"."""
        clause = _LAST_CLAUSE.search(words[-200:])
        said = (self.vocabulary.label(clause.group(1)) if clause else None) or self.ends_in_head(words[-80:])
        return said if said is not None and said.kind in ("actions", "mixed") else None

    def head_behind(self, words: str) -> Label | None:
        """Actions of a topic, by the head of two words behind it: "Website next steps", "Summer fair to do"."""
        plain = normal_title(words).split() if len(words) <= 60 else []
        heads = self.vocabulary.heads
        if not 2 < len(plain) <= 6 or not (" ".join(plain[-2:]) in heads or (plain[-1] == "todo" and "todo" in heads)):
            return None
        return Label("actions", not self.vocabulary.earlier.isdisjoint(plain))

    def ends_in_head(self, words: str) -> Label | None:
        """Actions where the last words before the colon are a head of them: "… we agreed on these action items:"."""
        last = normal_title(words).split()[-3:]
        tails = (" ".join(last[at:]) for at in range(len(last)))
        return Label("actions") if any(tail in self.vocabulary.heads for tail in tails) else None

    def opened_by_line(self, index: int, block: Block, words: str) -> tuple[Scope, Label | None] | None:
        follow = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        label = self.vocabulary.label(words) if len(words.split()) <= 12 else None
        if label is None and follow is not None and follow.kind == ITEM:
            label = self.head_behind(words)
        if (
            label is not None
            and (_ALONE.match(words) or self.stands_alone(block, follow))
            and not _SENTENCE_END.search(words)
        ):
            of_its_own = self.plain and not _ALONE.match(words) and len(words.split()) > 1
            return self.scope(label, words, TITLE_LEVEL if of_its_own else LABEL_LEVEL, index), label
        by_sentence = self.opened_by_sentence(index, words)
        if by_sentence is not None:
            return by_sentence
        if self.title_line(block, follow, words) and not self.names_here(words):
            shouted = label if words.isupper() else None
            return self.scope(shouted, words.rstrip(":： "), TITLE_LEVEL, index), shouted
        return None

    def stands_alone(self, block: Block, follow: Block | None) -> bool:
        """A line between blank ones, over items, or over lines that are set in deeper than itself."""
        return block.blank_before and (
            follow is None or follow.blank_before or follow.kind == ITEM or follow.indent > block.indent + 1
        )

    def title_line(self, block: Block, follow: Block | None, words: str) -> bool:
        """A short line of its own between blank lines, or all in capitals, in a text whose headings have no markup."""
        if not self.plain or block.indent or follow is None or not block.blank_before:
            return False
        if not follow.blank_before and not (words.isupper() and len(words) >= 5):
            return False
        few = len(words.split()) <= (4 if words.endswith((":", "：")) else 8) and len(words) <= 70
        # A sign as chats write it, ":memo: notes", begins a title whatever stands behind it.
        begins = words[:1].isupper() or words[:1].isdigit() or SHORTCODE.match(words) is not None
        return few and begins and not _SENTENCE_END.search(words)

    def names_here(self, words: str) -> bool:
        """Under attendance a line of capitalised words is people, unless one of them is a topic's."""
        if not self.stack or self.stack[-1].kind not in ("attendees", "apologies"):
            return False
        parts = [part for part in normal_title(words).split() if part]
        topics = self.vocabulary.words("labels.topics")
        return all(part[:1].isupper() for part in words.split()) and not any(part in topics for part in parts)

    def scope(self, label: Label | None, title: str, level: int, index: int) -> Scope:
        private = any(one.private for one in self.stack if one.level < level) or (
            label is not None and label.kind == "private"
        )
        if label is None or label.kind == "private":
            return Scope("topic", False, title.strip(" :："), level, index, private)
        return Scope(label.kind, label.earlier, title, level, index, private)
