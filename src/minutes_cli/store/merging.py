"""What a merge driver does to files: git's own merge of three of them, and a better one written over it."""

from __future__ import annotations

import subprocess

from minutes_cli.model import MinutesError
from minutes_cli.store.git import git_at

_CONFLICTS = range(1, 128)
"""Exit codes of git merge-file that count conflicts; what is above is a failure."""


def merge_files(ours: str, base: str, theirs: str, marker_size: int) -> bool:
    """Merges into `ours` as git does, with its marks where that fails; whether there was no conflict."""
    words = ("merge-file", f"--marker-size={marker_size}", "-L", "ours", "-L", "base", "-L", "theirs")
    try:
        answer = subprocess.run(
            [git_at(".").program, *words, ours, base, theirs],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise MinutesError(f"git merge-file cannot be run: {fault}") from fault
    if answer.returncode and answer.returncode not in _CONFLICTS:
        raise MinutesError(f"git merge-file failed: {answer.stderr.decode('utf-8', 'replace').strip()}")
    return answer.returncode == 0


def write_over(path: str, text: str, encoding: str) -> None:
    """Another text in a file that git made for the merge."""
    try:
        with open(path, "wb") as file:
            file.write(text.encode(encoding))
    except OSError as fault:
        raise MinutesError(f"{path} cannot be written: {(fault.strerror or str(fault)).lower()}") from fault
