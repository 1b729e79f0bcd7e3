"""How fast two states of the reader read the same files, in turns, in one run.

    python bench/reading.py OLD/src NEW/src FILE...

OLD and NEW are the `src` folders of two checkouts (`git worktree add ../old REV` makes one); each run is a
process of its own that reads all files, and its CPU seconds are compared pair by pair. Prints the median of
the ratios NEW/OLD, and what NEW reads in a second.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

PAIRS = 7
RUN = """
import sys, time
from minutes_cli.config import Config
from minutes_cli.reading.parse import parse
from minutes_cli.text import Source
texts = [(name, open(name, encoding="utf-8", errors="replace", newline="").read()) for name in sys.argv[1:]]
parse(Source("warm-up.md", "# Board\\n\\nACTION: Ann to book the room by Friday\\n"), Config())
began = time.process_time()
found = sum(len(parse(Source(name, text), Config()).mentions) for name, text in texts)
print(time.process_time() - began, found, sum(len(text) for _, text in texts))
"""


def run(source: str, files: list[str]) -> tuple[float, int, int]:
    """CPU seconds, actions found and characters read by the reader in `source`."""
    environ = {**os.environ, "PYTHONPATH": source}
    printed = subprocess.run(
        [sys.executable, "-c", RUN, *files], env=environ, stdout=subprocess.PIPE, text=True, check=True
    ).stdout.split()
    return float(printed[0]), int(printed[1]), int(printed[2])


def main() -> None:
    """Measure and print."""
    old, new, *files = sys.argv[1:]
    pairs = [(run(old, files), run(new, files)) for _ in range(PAIRS)]
    ratios = [after[0] / before[0] for before, after in pairs]
    seconds = statistics.median(after[0] for _, after in pairs)
    print(f"new/old: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}), {PAIRS} pairs")
    print(f"new: {len(files)} files, {pairs[0][1][1]} actions, {pairs[0][1][2] / seconds / 1e6:.2f} MB/s")
    print(f"old: {pairs[0][0][1]} actions")


if __name__ == "__main__":
    main()
