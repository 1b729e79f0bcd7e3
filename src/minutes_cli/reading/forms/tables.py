"""Actions in tables: a row is an action when the table's head names a column of actions.

Rests on: the head says "Action", "Task", "What" (or the like in the file's language) for the words, "Who",
"Owner" for the owners, "By when", "Due" for the day, "Status" for what became of it; under a heading that
says "actions" a vaguer head ("Item", "Description") will do.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from minutes_cli.model import Slot, Status
from minutes_cli.reading.blocks import ROW
from minutes_cli.reading.forms.found import Found, Page
from minutes_cli.reading.forms.none import is_none
from minutes_cli.reading.names import owners_in, split_names, tidy
from minutes_cli.reading.status import word_of
from minutes_cli.reading.vocabulary import Vocabulary, normal_title
from minutes_cli.text import Span

_RULE = re.compile(r"[\s|:+=-]+$")
ROLES = ("action", "owner", "due", "status", "label", "note", "raised", "decision")


class Columns(NamedTuple):
    """Which column of a table holds what, by index; -1 for none."""

    action: int
    owner: int
    due: int
    status: int
    label: int
    note: int
    strong: bool
    """The head says in so many words that these are actions."""


def table_rows(page: Page, index: int) -> tuple[Found, ...]:
    """The action in a row of a table whose head has a column for it."""
    block = page.outline.blocks[index]
    if block.kind != ROW:
        return ()
    head = page.outline.heads[index]
    if head == index:
        return ()
    scope = page.outline.inside(index)
    listed = scope is not None and scope.kind == "actions"
    columns = columns_of(page.outline.words[head], page.vocabulary)
    if columns is None and listed:
        columns = _listed_columns(page.outline.words[head], page.vocabulary)
    if (
        columns is None
        or not (columns.strong or listed)
        or (scope is not None and scope.kind in ("attendees", "agenda", "template"))
    ):
        return ()
    cells = cells_of(page.masked, block.start, block.end)
    if columns.action >= len(cells) or _RULE.match(page.outline.words[index]):
        return ()
    return _row(page, index, columns, cells, earlier=listed and scope is not None and scope.earlier)


def columns_of(words: str, vocabulary: Vocabulary) -> Columns | None:
    """The columns that a head row names; None where none holds actions."""
    found = dict.fromkeys(ROLES, -1)
    titles = [normal_title(cell) or cell.strip() for cell in words.strip().strip("|").split("|")]
    # A head "Item | Action | Owner" has its actions in the column that says so, whatever the others are called.
    for role, key in (("action", "strong"), *((role, role) for role in ROLES)):
        for at, title in enumerate(titles):
            if found[role] < 0 and at not in found.values() and title in vocabulary.words(f"columns.{key}"):
                found[role] = at
    task = found["action"]
    if task < 0 or not vocabulary.words("columns.history").isdisjoint(titles):
        return None
    dated = found["raised"]
    if found["due"] < 0 and dated > task and titles[dated] in vocabulary.words("labels.date"):
        found["due"] = dated  # a bare "Date" behind the task is its deadline; before it, when it was raised
    if found["due"] < 0 and found["status"] < 0 and not vocabulary.words("columns.role").isdisjoint(titles):
        return None  # who has which office, and what belongs to it
    strong = titles[task] in vocabulary.words("columns.strong")
    # "What, who, by when" says it as well as "Action" does; "Topic, speaker, status" does not.
    what = titles[task] in vocabulary.words("columns.what") and found["owner"] >= 0
    topics = titles[task] in vocabulary.words("columns.vague")
    return Columns(
        task, found["owner"], found["due"], found["status"], found["label"], found["note"],
        strong or (what and (found["due"] >= 0 or (found["status"] >= 0 and not topics))),
    )  # fmt: skip


def _listed_columns(words: str, vocabulary: Vocabulary) -> Columns | None:
    """The columns of a table under a heading that says actions, whatever its head calls them: the first one beside
    those of owner, day, status and number has the words. None for a head without an owner or a day."""
    titles = [normal_title(cell) for cell in words.strip().strip("|").split("|")]
    at = {role: _first(titles, vocabulary.words(f"columns.{role}")) for role in ("owner", "due", "status", "label")}
    task = next((place for place, title in enumerate(titles) if title and place not in at.values()), -1)
    if task < 0 or max(at["owner"], at["due"]) < 0 or not vocabulary.words("columns.history").isdisjoint(titles):
        return None
    return Columns(task, at["owner"], at["due"], at["status"], at["label"], -1, strong=False)


def _first(titles: list[str], words: frozenset[str]) -> int:
    return next((at for at, title in enumerate(titles) if title in words), -1)


def cells_of(masked: str, start: int, end: int) -> list[Span]:
    """The spans of the cells of a row, trimmed; an empty cell has an empty span where its words would stand."""
    text = masked[start:end]
    lead = len(text) - len(text.lstrip())
    at = lead + 1 if text[lead : lead + 1] == "|" else lead
    cells: list[Span] = []
    for part in re.split(r"(?<!\\)\|", text[at:].rstrip().removesuffix("|")):
        left = len(part) - len(part.lstrip())
        inner = part.strip()
        begin = start + at + (left if inner else min(1, len(part)))
        cells.append(Span(begin, begin + len(inner)))
        at += len(part) + 1
    return cells


def _row(page: Page, index: int, columns: Columns, cells: list[Span], *, earlier: bool) -> tuple[Found, ...]:
    def cell(at: int) -> Span | None:
        return cells[at] if 0 <= at < len(cells) else None

    task = cells[columns.action]
    words = page.masked[task.start : task.end]
    if is_none(words, page.vocabulary):
        return ()
    owner, status, label = cell(columns.owner), cell(columns.status), cell(columns.label)
    names = _owners(page, owner) if owner is not None else None
    said = next(
        (
            told
            for at in (status, cell(columns.due), cell(columns.note))
            if at is not None and (told := _said(page, at))
        ),
        None,
    )
    finer = page.masked[status.start : status.end].strip() if status is not None else ""
    return (
        Found(
            "record",
            index,
            index,
            task.start,
            task.end,
            owners=names,
            owners_span=owner if names else None,
            status=said[0] if said else None,
            progress=(said[1] if said else finer.casefold() or None),
            label=page.masked[label.start : label.end].strip() or None if label is not None else None,
            earlier=earlier,
            slot=Slot(status, "cell") if status is not None else Slot(Span(task.end, task.end), "words"),
            due=cell(columns.due),
        ),
    )


_CLAUSE_END = re.compile(r"\s*[,;:.(（]|\s[–—-]|\s+(?=\d)")


def _said(page: Page, cell: Span) -> tuple[Status, str | None] | None:
    """The status that a cell says, alone or before a remark: "Done", "Closed (3 March)"."""
    words = page.masked[cell.start : cell.end]
    if words.strip().casefold() in page.vocabulary.words("status.yes"):
        return Status.DONE, None
    return word_of(words, page.vocabulary) or word_of(_CLAUSE_END.split(words, maxsplit=1)[0], page.vocabulary)


def _owners(page: Page, cell: Span) -> tuple[str, ...]:
    """The owners in a cell: everything that stands there, since nothing else belongs in it."""
    words = _with_breaks(page.masked[cell.start : cell.end], page.source.text[cell.start : cell.end])
    names = owners_in(words, page.vocabulary, page.people, sure=True)
    if names or is_none(words, page.vocabulary):
        return names
    parts = (tidy(part) for part in split_names(words, page.vocabulary))
    return tuple(part for part in parts if part and part.casefold() not in page.vocabulary.words("marks.unassigned"))


def _with_breaks(words: str, raw: str) -> str:
    """The masked words of a cell, with a comma where the file breaks the line: "Ann<br>Bo"."""
    for found in re.finditer(r"<br\s?/?>", raw, re.IGNORECASE):
        words = f"{words[: found.start()]},{words[found.start() + 1 :]}"
    return words
