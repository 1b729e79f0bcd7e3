"""The lake holds the rows of the register, whoever reads it and however it is cut into parts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date as Day
from pathlib import Path

import duckdb
import fsspec
import pyarrow
import pytest
from pyarrow import dataset

from minutes_cli.cluster.export import Export, export
from minutes_cli.cluster.spread import Client as Workers
from minutes_cli.cluster.spread import Dask
from minutes_cli.folder import read_folder
from minutes_cli.model import MinutesError
from minutes_cli.output.lake import TABLES, LakeRows

ROOT = Path(__file__).parents[1]
TODAY = Day(2026, 3, 20)
Rows = Mapping[str, Sequence[str]]
TWINS = {
    "a/2026-01-05.md": "# Harbour Board, 5 January 2026\n\n## Actions\n\n- A1 Ann Lee: mend the gate\n- Bo Ray: ring Di\n",
    "a/2026-02-05.md": "# Harbour Board, 5 February 2026\n\n## Actions from the last meeting\n\n- A1 mend the gate: done\n",
    "b/2026-01-05.md": "# Rowing Club, 5 January 2026\n\n## Actions\n\n- A1 Cy Fox: paint the boat\n- Bo Ray: ring Di\n",
    "c/2026-01-05.md": "# Notes\n\n5 January 2026\n\nACTION: Bo Ray to ring Di\n",
    "c/notes.md": "ACTION: Bo Ray to ring Di\n\nACTION: Bo Ray to ring Di\n",
    "c/other.md": "# Harbour Board, 6 January 2026\n\nACTION: Ann Lee to ring Di\n\n# Rowing Club, 6 January 2026\n\n"
    "ACTION: Ann Lee to ring Di\n",
    "d/secret.md": "# Harbour Board, 7 March 2026\n\n## In camera\n\nACTION: Ann Lee to sack Bo Ray\n\nAGREED: to say nothing\n",
    "d/picture.md": "PNG\0\0",
}


def folder(at: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = at / "minutes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return at


def registered(source: Path, *, private: bool = True) -> Rows:
    """The rows of the register as one machine has it."""
    told = read_folder(str(source), environ={}, cwd=str(source)).register
    rows = LakeRows.of(told.actions, told.decisions, told.meetings, told.diagnostics, TODAY, private=private)
    return {name: shown(table.to_pylist()) for name, table in rows.tables().items()}


def stored(lake: Path) -> Rows:
    """The rows of the lake, whatever their order."""
    keys = pyarrow.schema([("body", pyarrow.string()), ("year", pyarrow.int32())])
    by = dataset.partitioning(keys, flavor="hive")
    return {name: shown(dataset.dataset(lake / name, partitioning=by).to_table().to_pylist()) for name in TABLES}


def shown(rows: Sequence[Mapping[str, object]]) -> list[str]:
    return sorted(json.dumps(dict(sorted(one.items())), default=str) for one in rows)


def generated(at: Path, files: int, *words: str) -> Path:
    command = [sys.executable, str(ROOT / "bench" / "generate.py"), str(at), "--files", str(files), *words]
    subprocess.run(command, check=True, capture_output=True)
    return at


@pytest.mark.parametrize("files_a_job", [1, 3, 400])
def test_rows_are_those_of_the_register(tmp_path: Path, files_a_job: int) -> None:
    source = folder(tmp_path, TWINS)
    lake = tmp_path / "lake"
    written = export(Export(str(source), str(lake), TODAY, private=True, files_a_job=files_a_job))
    assert stored(lake) == registered(source)
    assert written.rows == {name: len(rows) for name, rows in registered(source).items()}


def test_names_are_unique_over_all_parts(tmp_path: Path) -> None:
    source = folder(tmp_path, TWINS)
    export(Export(str(source), str(tmp_path / "lake"), TODAY, files_a_job=1))
    ids = [json.loads(one)["id"] for one in stored(tmp_path / "lake")["actions"]]
    assert len(set(ids)) == len(ids) == len(registered(source, private=False)["actions"])
    assert {one for one in ids if "A1" in one} == {"2026-01-05-harbour-board/A1", "2026-01-05-rowing-club/A1"}


def test_private_sections_stay_out_unless_asked_for(tmp_path: Path) -> None:
    source = folder(tmp_path, TWINS)
    export(Export(str(source), str(tmp_path / "lake"), TODAY))
    assert stored(tmp_path / "lake") == registered(source, private=False)
    every = json.dumps(stored(tmp_path / "lake"))
    assert "sack" not in every
    assert "say nothing" not in every
    assert "sack" in json.dumps(registered(source))


def test_the_sample_folder_and_several_archives_in_one_lake(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    first = export(Export(str(ROOT / "minutes"), str(lake), TODAY, private=True))
    sample = registered(ROOT / "minutes")
    assert stored(lake) == sample
    source = folder(tmp_path, TWINS)
    both = export(Export(str(source), str(lake), TODAY, private=True), after=first)
    assert stored(lake) == {name: sorted([*sample[name], *rows]) for name, rows in registered(source).items()}
    assert both.rows["meetings"] == len(stored(lake)["meetings"])


def test_any_file_system_of_fsspec(tmp_path: Path) -> None:
    source = folder(tmp_path, TWINS)
    memory = fsspec.filesystem("memory")
    memory.put(str(source / "minutes"), "/archive/minutes", recursive=True)
    try:
        what = Export("memory://archive", str(tmp_path / "lake"), TODAY, scratch="memory://scratch", private=True)
        export(what)
        assert memory.find("/scratch") == []
    finally:
        memory.rm("/archive", recursive=True)
    assert stored(tmp_path / "lake") == registered(source)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    source = folder(tmp_path, TWINS)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear Ann", encoding="utf-8")
    with pytest.raises(MinutesError, match="nothing is written over it"):
        export(Export(str(source), str(tmp_path / "full"), TODAY))
    assert [one.name for one in (tmp_path / "full").iterdir()] == ["letter.txt"]


def test_a_lake_is_written_again(tmp_path: Path) -> None:
    source = folder(tmp_path, TWINS)
    lake = tmp_path / "lake"
    for name in ("a/2026-01-05.md", "a/2026-02-05.md"):
        export(Export(str(source), str(lake), TODAY, files_a_job=1))
        (source / "minutes" / name).unlink()
    export(Export(str(source), str(lake), TODAY))
    assert stored(lake) == registered(source, private=False)
    assert json.loads((lake / "minutes-lake.json").read_text(encoding="utf-8"))["whole"] is True


def test_the_command_and_the_example_of_the_manual(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "minutes_cli.cli.main", "-C", str(ROOT), "--today", "2026-03-20"]
    ran = subprocess.run(
        [*command, "export", "-o", "register.parquet"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stderr.startswith("wrote register.parquet: ")
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    sql = page.partition("<!-- test:duckdb -->\n```sql\n")[2].partition("```")[0]
    relation = duckdb.sql(sql.replace("register.parquet", str(tmp_path / "register.parquet")))
    found = relation.fetchall() if relation else []
    told = read_folder(str(ROOT), environ={}, cwd=str(ROOT)).register
    late = [(one.body, name) for one in told.actions if one.status == "open" and one.due and one.due < TODAY
            for name in one.people]  # fmt: skip
    assert found
    assert found == sorted({(*one, late.count(one)) for one in late}, key=lambda row: (-row[2], row[0], row[1]))[:10]


@pytest.fixture(scope="module")
def dask() -> Iterator[Dask]:
    """A cluster of two workers on this machine, each a process."""
    from distributed import Client

    start: Callable[..., AbstractContextManager[Workers]] = Client
    with start(n_workers=2, threads_per_worker=1, dashboard_address=None) as client:
        yield Dask(client)


def test_two_workers_give_the_same_rows(dask: Dask, tmp_path: Path) -> None:
    source = generated(tmp_path / "made", 24, "--bodies", "12")
    export(Export(str(source), str(tmp_path / "lake"), TODAY, files_a_job=4, private=True), dask)
    assert stored(tmp_path / "lake") == registered(source)


def test_a_fault_of_a_worker_is_told(dask: Dask, tmp_path: Path) -> None:
    with pytest.raises(MinutesError, match="does not exist"):
        export(Export(str(tmp_path / "nowhere"), str(tmp_path / "lake"), TODAY), dask)


@pytest.mark.slow
def test_two_workers_on_ten_thousand_files(dask: Dask, tmp_path: Path) -> None:
    source = generated(tmp_path / "made", 10_000)
    export(Export(str(source), str(tmp_path / "lake"), TODAY, private=True), dask)
    assert stored(tmp_path / "lake") == registered(source)
