"""What is published: built twice with the same bytes, installed into a bare environment, and tried there."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.package


def run(*words: str | Path, cwd: Path = ROOT) -> str:
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "MINUTES_TODAY")}
    environ |= {"SOURCE_DATE_EPOCH": "1767225600"}
    done = subprocess.run(list(map(str, words)), cwd=cwd, capture_output=True, text=True, check=False, env=environ)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--outdir", folder / "one")
    return folder / "one"


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def test_building_again_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--outdir", tmp_path)
    for pattern in ("*.whl", "*.tar.gz"):
        assert only(built, pattern).read_bytes() == only(tmp_path, pattern).read_bytes()


def test_the_wheel_holds_the_program_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(only(built, "*.whl")) as wheel:
        names = wheel.namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.startswith("minutes_register-")} == {"minutes_cli"}
    assert any(name.endswith("share/man/man1/minutes.1") for name in names)
    assert any(name.endswith("reading/languages/en.toml") for name in names)


def test_the_source_archive_has_what_the_tests_need(built: Path) -> None:
    with tarfile.open(only(built, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "tests/test_readme.py", "minutes/minutes.toml"} <= names


@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"])
def test_it_runs_in_a_bare_environment(built: Path, tmp_path: Path, pattern: str) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "bare")
    programs = tmp_path / "bare" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", only(built, pattern))
    assert "OCS officials" in run(programs / "minutes", "-C", ROOT / "minutes", "actions", "--owner", "OCS officials")
    assert run(programs / "minutes", "--version").startswith("minutes ")
    assert (tmp_path / "bare" / "share" / "man" / "man1" / "minutes.1").exists()
