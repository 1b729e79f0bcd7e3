"""A lake on a file system: a folder of Parquet files for each table, partitioned in Hive's way.

    PATH/minutes-lake.json                                   says that the lake is ours, and whether it is whole
    PATH/actions/body=Harbour%20Board/year=2025/0-0.parquet

Nothing here knows what the tables say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from minutes_cli.model import MinutesError
from minutes_cli.store.archive import filesystem

if TYPE_CHECKING:
    import pyarrow

_MARK = "minutes-lake.json"
_VERSION = 1
_MOST_PARTITIONS = 1_000_000


def begin(address: str, tables: Sequence[str]) -> None:
    """Makes the folder of a lake, or empties one that was ours; MinutesError for a folder with something else in it."""
    files, path = filesystem(address)
    mark = f"{path}/{_MARK}"
    if files.exists(path) and not files.exists(mark) and (not files.isdir(path) or files.ls(path)):
        raise MinutesError(
            f"{address} is there and is not a lake of minutes: nothing is written over it",
            hint="name a folder that is new or empty",
        )
    try:
        files.makedirs(path, exist_ok=True)
        _mark(address, tables, whole=False)
        for name in tables:
            if files.exists(f"{path}/{name}"):
                files.rm(f"{path}/{name}", recursive=True)
    except OSError as fault:
        raise MinutesError(f"{address} cannot be written: {fault}", hint="name another folder") from fault


def write(address: str, part: int, tables: Mapping[str, pyarrow.Table], by: Sequence[str]) -> None:
    """Writes one part of each table below the address; no two parts may have the same number."""
    from pyarrow import dataset
    from pyarrow.fs import FSSpecHandler, PyFileSystem

    files, path = filesystem(address)
    for name, table in tables.items():
        if table.num_rows == 0:
            continue
        dataset.write_dataset(
            table,
            f"{path}/{name}",
            format="parquet",
            filesystem=PyFileSystem(FSSpecHandler(files)),
            partitioning=dataset.partitioning(table.select(list(by)).schema, flavor="hive"),
            basename_template=f"{part}-{{i}}.parquet",
            existing_data_behavior="overwrite_or_ignore",
            max_partitions=_MOST_PARTITIONS,
        )


def write_empty(address: str, name: str, table: pyarrow.Table, by: Sequence[str]) -> None:
    """A table without rows, so that whoever reads the lake finds its columns."""
    from pyarrow import parquet

    files, path = filesystem(address)
    folder = "/".join([path, name, *(f"{one}=__HIVE_DEFAULT_PARTITION__" for one in by)])
    files.makedirs(folder, exist_ok=True)
    with files.open(f"{folder}/none.parquet", "wb") as stream:
        parquet.write_table(table.drop_columns(list(by)), stream)


def finish(address: str, tables: Sequence[str]) -> None:
    """Says that the lake is whole."""
    _mark(address, tables, whole=True)


def _mark(address: str, tables: Sequence[str], *, whole: bool) -> None:
    files, path = filesystem(address)
    said = {"version": _VERSION, "tables": list(tables), "whole": whole}
    files.pipe_file(f"{path}/{_MARK}", json.dumps(said).encode() + b"\n")
