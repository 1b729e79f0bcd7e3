"""`export`: an archive of minutes → a lake of Parquet, exactly the rows of its register.

1. Each file is read, and what it says is spilled. A leaf comes back: place, day and body of its meetings.
2. The leaves together say which names mean one body and when it met; then each body is folded by itself.
3. Labels and ids are unique in the whole archive: 24 bytes an action come back, are compared, and the few
   actions that are called like another are numbered in the order of their meetings.
4. The rows are written, a file for each body and year.

The memory of the driver grows with the meetings, that of a worker with the largest body, neither with the text.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import pairwise

from minutes_cli.cluster.spread import Here, Spread
from minutes_cli.cluster.steps import (
    FoldAnswer,
    FoldJob,
    NameJob,
    Order,
    ReadJob,
    WriteJob,
    fold_bodies,
    name_strands,
    read_files,
    write_part,
)
from minutes_cli.folder import unreadable
from minutes_cli.model import Diagnostic
from minutes_cli.output.lake import PARTITION, TABLES, LakeRows
from minutes_cli.register.build import numbered
from minutes_cli.register.parts import Leaf, keys_of, meetings_of, packed, share_of
from minutes_cli.store import lake, spill
from minutes_cli.store.archive import Archive
from minutes_cli.store.find import Place
from minutes_cli.store.spill import Slip

FILES_A_JOB = 400
"""Files that are read in one job, and of which the bodies of one job have no more unless one body alone has."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be exported, and where to."""

    source: str
    """Address of the minutes: a path, or what fsspec takes."""
    target: str
    """Address of the lake."""
    today: Day
    scratch: str | None = None
    """Address of a folder that all workers reach, for what is spilled; None for one of this machine."""
    private: bool = False
    strict: bool = False
    files_a_job: int = FILES_A_JOB
    place: Place | None = None
    """The folder as found; None where `source` is to be searched."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a lake has got."""

    rows: Mapping[str, int]
    """Of each table."""
    parts: int
    """Number of the next part."""


def export(what: Export, spread: Spread | None = None, *, after: Written | None = None) -> Written:
    """Writes the lake; MinutesError where source or target cannot be used.

    What was written `after` stays there, and its rows are counted again: several archives make one lake.
    """
    engine = spread or Here()
    archive = Archive(what.source)
    place = what.place or archive.place()
    if after is None:
        lake.begin(what.target, TABLES)
    counts = Counter[str](dict.fromkeys(TABLES, 0) if after is None else after.rows)
    first = 0 if after is None else after.parts
    scratch = spill.folder(what.scratch)
    try:
        leaves, faults = _read(what, archive, place, scratch, engine)
        folded = list(engine.map(fold_bodies, _fold_jobs(what, place, leaves, scratch)))
        for rows in engine.map(write_part, _write_jobs(what, place, folded, engine, first)):
            counts.update(rows)
    finally:
        spill.remove(scratch)
    told = LakeRows.of((), (), (), faults, what.today).tables()
    lake.write(what.target, first + len(folded), told, PARTITION)
    counts.update({"diagnostics": len(faults)})
    for name in TABLES:
        if not counts[name]:
            lake.write_empty(what.target, name, told[name], PARTITION)
    lake.finish(what.target, TABLES)
    return Written(dict(counts), first + len(folded) + 1)


def _read(
    what: Export, archive: Archive, place: Place, scratch: str, engine: Spread
) -> tuple[list[tuple[Leaf, Slip]], list[Diagnostic]]:
    """The leaves of all files, by path, and what is wrong with files and folders as a whole."""
    listing = archive.listing(place)
    faults = [unreadable(*one) for one in listing.faults]
    most = what.files_a_job
    jobs = [
        ReadJob(archive, place, listing.files[at : at + most], f"{scratch}/read-{at}")
        for at in range(0, len(listing.files), most)
    ]
    leaves: list[tuple[Leaf, Slip]] = []
    for answer in engine.map(read_files, jobs):
        leaves += answer.leaves
        faults += answer.faults
    return leaves, faults


def _fold_jobs(what: Export, place: Place, leaves: Sequence[tuple[Leaf, Slip]], scratch: str) -> list[FoldJob]:
    """Jobs of some bodies each, with the files that speak of them."""
    meetings = meetings_of([leaf for leaf, _ in leaves], place.config)
    files: defaultdict[str, list[int]] = defaultdict(list)
    for at, (leaf, _) in enumerate(leaves):
        for key in keys_of(leaf, meetings):
            files[key].append(at)
    jobs: list[FoldJob] = []
    for keys in packed({key: len(some) for key, some in files.items()}, what.files_a_job):
        here = sorted({at for key in keys for at in files[key]})
        place_of = {at: number for number, at in enumerate(here)}
        jobs.append(
            FoldJob(
                place=place,
                keys=keys,
                meetings=share_of(meetings, [leaves[at][0] for at in here], keys),
                slips=tuple(leaves[at][1] for at in here),
                files=tuple(tuple(place_of[at] for at in files[key]) for key in keys),
                strict=what.strict,
                spill=f"{scratch}/fold-{len(jobs)}",
            )
        )
    return jobs


def _write_jobs(what: Export, place: Place, folded: Sequence[FoldAnswer], engine: Spread, first: int) -> list[WriteJob]:
    """A job a part, with what only all parts together say: whose label is its alone, and who is called like another."""
    counted = Counter(label for one in folded for label in one.hashes.labels if label)
    is_only = [bytes(counted[label] == 1 for label in one.hashes.labels) for one in folded]
    renamed = _renamed(folded, is_only, engine)
    return [
        WriteJob(place, one.slip, only, tuple(renamed[at]), what.today, what.private, what.target, first + at)
        for at, (one, only) in enumerate(zip(folded, is_only, strict=True))
    ]


def _renamed(
    folded: Sequence[FoldAnswer], is_only: Sequence[bytes], engine: Spread
) -> defaultdict[int, list[tuple[int, str]]]:
    """Part → its strands that have to be called otherwise than they would be, and how."""
    called = [
        array("Q", (plain if only or not label else full
                    for label, plain, full, only in zip(h.labels, h.plain, h.qualified, own, strict=True)))
        for h, own in zip((one.hashes for one in folded), is_only, strict=True)
    ]  # fmt: skip
    often = _repeated(called)
    jobs: list[NameJob] = []
    parts: list[int] = []
    for at, names in enumerate(called):
        doubtful = tuple(number for number, one in enumerate(names) if one in often)
        if doubtful:
            jobs.append(NameJob(folded[at].slip, doubtful, is_only[at]))
            parts.append(at)
    told: list[tuple[Order, int, int, str]] = []
    for part, answer in zip(parts, engine.map(name_strands, jobs), strict=True):
        told += [(order, part, number, name) for order, number, name in answer]
    taken: set[str] = set()
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for _, part, number, name in sorted(told):
        unique = next(one for one in numbered(name) if one.casefold() not in taken)
        taken.add(unique.casefold())
        if unique != name:
            found[part].append((number, unique))
    return found


def _repeated(called: Sequence[array[int]]) -> frozenset[int]:
    """The hashes that occur more than once in all of them."""
    every = array("Q")
    for one in called:
        every.extend(one)
    return frozenset(one for one, other in pairwise(sorted(every)) if one == other)
