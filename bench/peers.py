"""Measures `minutes` side by side with tools that do a part of its work, and says which gates hold.

    python bench/peers.py                                   # 100, 1,000 and 10,000 files
    python bench/peers.py --files 1000 --sections warm close --pairs 5
    python bench/peers.py --files 1000 10000 100000 --write ../performance-table.md
    python bench/peers.py --render                          # what was measured before, nothing new

A wheel of this checkout is built and installed in an environment of its own. The peers need Debian's packages
(`apt-get install --no-install-recommends taskwarrior todotxt-cli ledger hledger ripgrep git`); those of PyPI are
installed in another environment. Both, and the generated folders, stay in the scratch folder, so that a second run
begins at once; each section is saved when it is done, and a later run of it takes the place of the earlier one.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measuring.figures import Section, load, save
from measuring.scratch import Scratch, checkout, missing
from measuring.sections import SECTIONS, WITHOUT_FOLDER, Asked
from measuring.tables import render
from measuring.timing import Failed


def main() -> None:
    """Measure what is asked for, save it, print the table."""
    given = arguments().parse_args()
    scratch = Scratch(given.scratch, given.seed)
    results = scratch.folder / "results.json"
    sections = load(results)
    if not given.render:
        if lacking := missing():
            sys.exit(
                f"Not installed: {', '.join(lacking)}. Try: apt-get install --no-install-recommends {' '.join(lacking)}"
            )
        for section in measured(given, scratch):
            sections = [one for one in sections if kind(one) != kind(section)] + [section]
            sections.sort(key=lambda one: (one.files, one.name))
            save(sections, results)
    text = render(sections, machine(sections))
    print(text)
    if given.write:
        given.write.write_text(text, encoding="utf-8")


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--files", type=int, nargs="+", default=[100, 1_000, 10_000], help="sizes of generated folders")
    asked.add_argument("--pairs", type=int, default=7, help="rounds of each section (default 7)")
    asked.add_argument("--budget", type=float, default=300, help="seconds for a section; it has 3 rounds at least")
    asked.add_argument("--sections", nargs="+", choices=list(SECTIONS), default=list(SECTIONS))
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--corpus", type=Path, help="a folder of minutes that people wrote, to be read for speed")
    asked.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "minutes-bench")
    asked.add_argument("--write", type=Path, help="write the table to this file, too")
    asked.add_argument("--render", action="store_true", help="measure nothing; print what was measured before")
    return asked


def measured(given: argparse.Namespace, scratch: Scratch) -> Iterator[Section]:
    """The sections one by one; one that fails is told and left out."""
    for files in given.files:
        for name in given.sections:
            if name in WITHOUT_FOLDER and files != given.files[0]:
                continue
            began = time.monotonic()
            try:
                section = SECTIONS[name](Asked(scratch, files, given.pairs, given.budget, given.corpus))
            except Failed as fault:
                print(f"{name}, {files} files: {fault}", file=sys.stderr)
                continue
            section.commit, section.date = checkout(), datetime.now(UTC).date().isoformat()
            print(f"{name}, {files} files: {time.monotonic() - began:.0f} s", file=sys.stderr)
            yield section


def kind(section: Section) -> tuple[str, int]:
    """What a later run of the same section has in common with an earlier one."""
    return section.name.partition(",")[0], section.files


def machine(sections: list[Section]) -> str:
    """Where, when and what was measured."""
    commits = sorted({f"{one.commit} ({one.date})" for one in sections})
    return (
        f"Commit {', '.join(commits)}; Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors."
    )


if __name__ == "__main__":
    main()
