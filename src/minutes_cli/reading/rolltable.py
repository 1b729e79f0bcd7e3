"""Tables of attendance: a row is somebody, and a cell may say whether they came.

Rests on: the head names the column of names ("Name", "Participant") or its cells read as names; in another column
each cell says yes or no, by a word or a mark; or the columns themselves are "Present" and "Apologies", with
names in their cells. A table with a column of names and one that says "Present" needs no heading above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from minutes_cli.reading.blocks import ROW
from minutes_cli.reading.roll import Line, Person, one_person, people_of_line
from minutes_cli.reading.sections import Outline
from minutes_cli.reading.vocabulary import Vocabulary, normal_title

_SAID = ("attendees", "apologies")
_OTHER = ("actions", "matters", "mixed", "decisions", "agenda", "next_meeting", "template")
_LONGEST = 300


class RollTable(NamedTuple):
    """A table of people, its head among the rows."""

    rows: tuple[tuple[str, ...], ...]
    first: int
    """The first row of people."""
    kind: str
    name: int
    """The column of names, and that of family names where there is one; -1 for none."""
    family: int
    states: tuple[tuple[int, str], ...]
    """The columns that say whether somebody came, each with what a mark in it means."""
    lists: tuple[tuple[int, str], ...]
    """The columns that hold the names of those present or absent."""
    vocabulary: Vocabulary

    def people(self, at: int) -> Iterator[tuple[str, Line]]:
        """The people of a row, with the kind of list that they belong to."""
        if at < self.first or at >= len(self.rows):
            return
        cells = self.rows[at]
        for column, kind in self.lists:
            if column < len(cells) and cells[column]:
                yield kind, people_of_line(cells[column], self.vocabulary, alone=False)
        if self.lists or not 0 <= self.name < len(cells):
            return
        whole = cells[self.name]
        if 0 <= self.family < len(cells):
            whole = f"{whole} {cells[self.family]}"
        name = one_person(whole, self.vocabulary)
        if name is not None:
            line = people_of_line(whole, self.vocabulary, alone=True, one=True)
            yield (
                "apologies" if self.is_absent(cells) else self.kind,
                Line((Person(name, False, any(one.is_chair for one in line.people)),), line.initials),
            )

    def is_absent(self, cells: tuple[str, ...]) -> bool:
        """Whether the cells of a row say that somebody was not there."""
        absent, present = self.vocabulary.words("labels.absent_mark"), self.vocabulary.words("labels.present_mark")
        for column, kind in self.states:
            state = cells[column].casefold().strip(" .") if column < len(cells) else ""
            if kind == "apologies":
                return bool(state) and (state in present or (state in absent and not state.startswith("n")))
            return state in absent or not state
        others = (cell.casefold().strip(".") for at, cell in enumerate(cells) if at not in (self.name, self.family))
        return any(cell in absent for cell in others)


def roll_table(outline: Outline, first: int, kind: str, vocabulary: Vocabulary) -> RollTable | None:
    """The table that begins with a row, read as one of people; None where it is none. `kind` is that of its section."""
    head_cells = _row(outline.words[first])
    head = tuple(normal_title(cell.split("/")[0]) for cell in head_cells)
    if kind not in _SAID and (kind in _OTHER or not any(_kind(one, vocabulary) in _SAID for one in head)):
        return None
    rows: list[tuple[str, ...]] = []
    at = first
    while at < len(outline.blocks) and at < first + _LONGEST and outline.heads[at] == first:
        rows.append(_row(outline.words[at]) if outline.blocks[at].kind == ROW else ())
        at += 1
    ruled = len(rows) > 1 and _is_rule(rows[1])
    raw = tuple(cell.casefold().split("/")[0].strip() for cell in head_cells)
    titles = tuple(zip(head, raw, strict=True))
    given, family = (_column(titles, vocabulary, f"labels.{one}_columns") for one in ("given", "family"))
    headed = ruled or given >= 0 or _column(titles, vocabulary, "labels.name_columns") >= 0
    body = [row for row in rows[1 if headed else 0 :] if not _is_rule(row)]
    kinds = tuple(_kind(one, vocabulary) for one in head) if headed else ()
    inside = kind in _SAID
    lists = tuple((at, one) for at, one in enumerate(kinds) if one in _SAID and _holds_lists(body, at, vocabulary))
    name = given if given >= 0 else _named(titles, body, vocabulary)
    told = kinds if headed else ("attendees",) * max((len(row) for row in body), default=0)
    states = tuple(
        (at, one) for at, one in enumerate(told) if one in _SAID and at != name and _marks(body, at, vocabulary)
    )
    is_lists = len(lists) >= 2 or (len(lists) == 1 and (name < 0 if inside else len(head) == 1))
    if not inside and not is_lists and not (states and name >= 0):
        return None
    skip = (2 if ruled else 1) if headed else 0
    return RollTable(
        tuple(rows), skip, kind if inside else "attendees", name, family if given >= 0 else -1, states,
        lists if is_lists else (), vocabulary,
    )  # fmt: skip


def _row(words: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in words.strip().strip("|").split("|"))


def _kind(title: str, vocabulary: Vocabulary) -> str:
    label = vocabulary.label(title)
    return label.kind if label is not None else ""


def _is_rule(row: tuple[str, ...]) -> bool:
    return set("".join(row)) <= set("-: ")


def _column(titles: tuple[tuple[str, str], ...], vocabulary: Vocabulary, key: str) -> int:
    known = vocabulary.words(key)
    return next((at for at, (plain, raw) in enumerate(titles) if plain in known or raw in known), -1)


def _cells(body: list[tuple[str, ...]], column: int) -> list[str]:
    return [row[column] for row in body if column < len(row)]


def _marks(body: list[tuple[str, ...]], column: int, vocabulary: Vocabulary) -> bool:
    """Whether a column has words and marks that say whether somebody came, and nothing else."""
    known = vocabulary.words("labels.absent_mark") | vocabulary.words("labels.present_mark")
    cells = [cell.casefold().strip(" .") for cell in _cells(body, column)]
    return any(cells) and all(not cell or cell in known for cell in cells)


def _named(titles: tuple[tuple[str, str], ...], body: list[tuple[str, ...]], vocabulary: Vocabulary) -> int:
    """The column of names: by its head where its cells are no marks, else the first whose cells read as names."""
    known = vocabulary.words("labels.name_columns")
    for at, (plain, raw) in enumerate(titles):
        if (plain in known or raw in known) and not _marks(body, at, vocabulary):
            return at
    for at in range(len(titles)):
        cells = [cell for cell in _cells(body, at) if cell]
        named = sum(one_person(cell, vocabulary) is not None for cell in cells)
        if named and named * 2 >= len(cells) and not _marks(body, at, vocabulary):
            return at
    return -1


def _holds_lists(body: list[tuple[str, ...]], column: int, vocabulary: Vocabulary) -> bool:
    """Whether the cells of a column hold names rather than marks."""
    cells = [cell for cell in _cells(body, column) if cell]
    named = sum(bool(people_of_line(cell, vocabulary, alone=False).people) for cell in cells)
    return bool(cells) and not _marks(body, column, vocabulary) and named * 2 >= len(cells)
