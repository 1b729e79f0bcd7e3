"""The four steps of a large reading, each a function of one job: read files, fold bodies, name actions, write rows.

Between two steps the driver puts together what no part knows alone (`cluster.export`). What a job needs is in it;
what it makes and others need later, it spills.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from typing import cast

from minutes_cli.folder import document_of
from minutes_cli.model import Diagnostic, Document
from minutes_cli.output.lake import PARTITION, LakeRows
from minutes_cli.register.meetings import Meetings
from minutes_cli.register.parts import (
    Leaf,
    NameHashes,
    Part,
    fold_part,
    joined,
    leaf_of,
    name_hashes,
    name_of,
    named,
    order_of,
    without_text,
)
from minutes_cli.store import lake, spill
from minutes_cli.store.archive import Archive
from minutes_cli.store.find import Place
from minutes_cli.store.spill import Slip

Order = tuple[bool, Day, str, int]


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Files to be read."""

    archive: Archive
    place: Place
    paths: tuple[str, ...]
    spill: str
    """Address of the file for what they say."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """What the others must know of them, and where the rest lies."""

    leaves: tuple[tuple[Leaf, Slip], ...]
    faults: tuple[Diagnostic, ...]
    """Of files that could not be read at all."""


@dataclass(frozen=True, slots=True)
class FoldJob:
    """Bodies to be folded."""

    place: Place
    keys: tuple[str, ...]
    meetings: Meetings
    slips: tuple[Slip, ...]
    """Of all documents that speak of one of them."""
    files: tuple[tuple[int, ...], ...]
    """For each key, which of the slips."""
    strict: bool
    spill: str


@dataclass(frozen=True, slots=True)
class FoldAnswer:
    """By what the actions could be called, and where the part lies."""

    hashes: NameHashes
    slip: Slip


@dataclass(frozen=True, slots=True)
class NameJob:
    """Strands of a part that others are called like."""

    slip: Slip
    strands: tuple[int, ...]
    is_only: bytes
    """For each strand of the part, whether no other has its label."""


@dataclass(frozen=True, slots=True)
class WriteJob:
    """A part to be written."""

    place: Place
    slip: Slip
    is_only: bytes
    renamed: tuple[tuple[int, str], ...]
    """Strands that have another name than the one that follows from themselves."""
    today: Day
    private: bool
    target: str
    number: int


def read_files(job: ReadJob) -> ReadAnswer:
    """Reads the files of a job and spills what they say."""
    faults: list[Diagnostic] = []
    leaves: list[Leaf] = []

    def documents() -> Iterator[Document]:
        for path in job.paths:
            found = document_of(job.archive.load(job.place, path), path, job.place.config)
            if isinstance(found, Diagnostic):
                faults.append(found)
            else:
                leaves.append(leaf_of(found))
                yield without_text(found)

    slips = spill.put(job.spill, documents())
    return ReadAnswer(tuple(zip(leaves, slips, strict=True)), tuple(faults))


def fold_bodies(job: FoldJob) -> FoldAnswer:
    """Folds the bodies of a job and spills the part that they make."""
    at = {slip: number for number, slip in enumerate(job.slips)}
    ordered = sorted(job.slips, key=lambda one: (one.file, one.start))
    documents = {at[slip]: cast(Document, one) for slip, one in zip(ordered, spill.get(ordered), strict=True)}
    parts = [
        fold_part(key, [documents[one] for one in files], job.meetings, job.place.config, strict=job.strict)
        for key, files in zip(job.keys, job.files, strict=True)
    ]
    part = joined(parts)
    (slip,) = spill.put(job.spill, [part])
    return FoldAnswer(name_hashes(part.strands), slip)


def name_strands(job: NameJob) -> list[tuple[Order, int, str]]:
    """Place in the order of all, number and name of these strands."""
    part = _part(job.slip)
    return [
        (order_of(part.strands[at]), at, name_of(part.strands[at], is_only=bool(job.is_only[at]))) for at in job.strands
    ]


def write_part(job: WriteJob) -> dict[str, int]:
    """Writes the rows of a part; how many there are of each table."""
    part = _part(job.slip)
    names = [name_of(one, is_only=bool(job.is_only[at])) for at, one in enumerate(part.strands)]
    for at, name in job.renamed:
        names[at] = name
    actions = named(part, names, job.place.config)
    rows = LakeRows.of(actions, part.decisions, part.meetings, part.diagnostics, job.today, private=job.private)
    lake.write(job.target, job.number, rows.tables(), PARTITION)
    return {name: len(some) for name, some in rows.rows.items()}


def _part(slip: Slip) -> Part:
    return cast(Part, next(spill.get([slip])))
