"""What is made from the program's own tables is as the program is now: reference pages, man page, completions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_the_reference_is_up_to_date() -> None:
    found = subprocess.run(
        [sys.executable, ROOT / "tools" / "reference.py", "--check"], capture_output=True, text=True, check=False
    )
    assert found.stdout + found.stderr == "", "write it anew: python tools/reference.py"


def test_every_page_is_in_the_site_once() -> None:
    told = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")[2]
    pages = sorted(str(path.relative_to(ROOT / "docs").as_posix()) for path in (ROOT / "docs").rglob("*.md"))
    assert sorted(line.split(": ")[1] for line in told.splitlines() if ".md" in line) == pages


def test_the_site_is_built_without_a_fault(tmp_path: Path) -> None:
    pytest.importorskip("zensical", reason="the extra docs is not installed")
    config = tmp_path / "mkdocs.yml"
    config.write_bytes((ROOT / "mkdocs.yml").read_bytes())
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    words = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(config)]
    built = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    assert (tmp_path / "site" / "tutorial" / "index.html").exists()
