"""Runs one command and says what it used: a process of its own, because a child's peak memory is never told to be less
than that of the process that started it.

Reads from standard input an object with `words`, `cwd`, `environ`, `out` and `err` (paths of files to be written), and
prints one with `wall`, `processor` (seconds), `peak` (KiB) and `code`.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> None:
    """Run it."""
    asked = json.load(sys.stdin)
    os.chdir(asked["cwd"])
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, asked["out"], flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, asked["err"], flags, 0o600),
    ]
    began = time.perf_counter()
    pid = os.posix_spawnp(asked["words"][0], asked["words"], asked["environ"], file_actions=files)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - began
    json.dump(
        {
            "wall": wall,
            "processor": used.ru_utime + used.ru_stime,
            "peak": used.ru_maxrss,
            "code": os.waitstatus_to_exitcode(status),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
