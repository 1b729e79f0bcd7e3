"""Of the labelled actions that reading does not find, how many does it point out as look-alikes?

    python tests/lookalikes.py ../shared/corpus                  figures, and the organisations with something left
    python tests/lookalikes.py ../shared/corpus --floor 0.80     exit 1 below
    python tests/lookalikes.py ../shared/corpus --missed         the missed ones that are not pointed out

PATH holds `raw/` with minutes and `gold/` with `NAME.gold.json`; an action is found where its lines overlap
those of one that was read, one to one. What is pointed out and is no missed action is counted beside it, for a
reader who is shown everything is shown nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple, TypedDict

from minutes_cli.config import Config
from minutes_cli.model import Document
from minutes_cli.reading.parse import parse
from minutes_cli.store.files import Loaded, read
from minutes_cli.text import Source

LOOK_ALIKE = "M010"


class Labelled(TypedDict, total=False):
    """One action of a gold file, as far as it is looked at here."""

    line: int
    end_line: int
    repeat: bool


class Tally(NamedTuple):
    """What one file gives."""

    labelled: int
    missed: tuple[int, ...]
    """Lines of labelled actions that were not found."""
    shown: tuple[int, ...]
    """Those of them that are pointed out."""
    lines: int
    """Lines pointed out, right or wrong."""


def tally(document: Document, labels: list[Labelled]) -> Tally:
    """The labelled actions of a file, held against what was read and what was pointed out."""
    spans = [(one["line"], one.get("end_line") or one["line"]) for one in labels]
    taken = paired(spans, [(one.line, one.end_line) for one in document.mentions])
    pointed = {one.line for one in document.diagnostics if one.code == LOOK_ALIKE}
    counted = [at for at, one in enumerate(labels) if not one.get("repeat")]
    missed = [spans[at] for at in counted if at not in taken]
    shown = [start for start, end in missed if pointed & set(range(start, end + 1))]
    return Tally(len(counted), tuple(start for start, _ in missed), tuple(shown), len(pointed))


def paired(labels: list[tuple[int, int]], found: list[tuple[int, int]]) -> set[int]:
    """Labels that overlap something found, one to one: the same first line first, then the longest overlap."""
    pairs = sorted(
        (label[0] != one[0], -(min(label[1], one[1]) - max(label[0], one[0])), at, of)
        for at, label in enumerate(labels)
        for of, one in enumerate(found)
        if min(label[1], one[1]) >= max(label[0], one[0])
    )
    labels_taken, found_taken = set[int](), set[int]()
    for _, _, at, of in pairs:
        if at not in labels_taken and of not in found_taken:
            labels_taken.add(at)
            found_taken.add(of)
    return labels_taken


def tallies(folder: Path) -> dict[str, Tally]:
    """Each labelled file of a corpus, by its name."""
    result = {}
    for path in sorted(folder.glob("gold/*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        loaded = read(str(folder / "raw" / gold["file"]))
        if isinstance(loaded, Loaded):
            result[gold["file"]] = tally(parse(Source(gold["file"], loaded.text), Config()), gold["actions"])
    return result


def report(found: dict[str, Tally]) -> float:
    """Print the figures; the share of missed actions that are pointed out."""
    by_name: Counter[str] = Counter()
    for name, one in found.items():
        by_name["__".join(name.split("__")[:2])] += len(one.missed) - len(one.shown)
    for name, count in by_name.most_common():
        if count:
            print(f"{count:4} not pointed out  {name}")
    labelled = sum(one.labelled for one in found.values())
    missed, shown = sum(len(one.missed) for one in found.values()), sum(len(one.shown) for one in found.values())
    lines, most = sum(one.lines for one in found.values()), max(one.lines for one in found.values())
    share = shown / missed if missed else 1.0
    print(f"{labelled} labelled actions, {missed} not found, {shown} of these pointed out: {share:.2f}")
    print(f"{lines} lines pointed out in {len(found)} files, {lines / len(found):.2f} a file and at most {most}")
    return share


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--floor", type=float, default=0.0)
    arguments.add_argument("--missed", action="store_true", help="print what is not pointed out")
    options = arguments.parse_args()
    found = tallies(options.folder)
    if not found:
        sys.exit(f"{options.folder} has no labels")
    for name, one in found.items() if options.missed else ():
        lines = (options.folder / "raw" / name).read_text(encoding="utf-8", errors="replace").split("\n")
        for line in sorted(set(one.missed) - set(one.shown)):
            print(f"{name}:{line}: {lines[line - 1].strip()[:150]}")
    return int(report(found) < options.floor)


if __name__ == "__main__":
    sys.exit(main())
