"""Writing a mart file from the truth, with the counts that it must have."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Mapping
from glob import escape
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow.parquet as pq

from qa.errors import DiskFull
from qa.scoring.totals import FOR_REVIEW
from qa.warehouse.errors import DamagedTruth
from qa.warehouse.layout import visible
from qa.warehouse.queries import sql
from qa.warehouse.tables import SCHEMAS

Sources: TypeAlias = Mapping[str, list[Path]]
"""The Parquet files of each table; the first of each holds its columns and no rows."""

_INDEXED = 20_000_000
"""Calls up to which they are indexed by their ids: an index is made in memory, and beyond this it would not fit."""
_TABLES = ("recordings", "measures", "evaluations", "findings")


def sources(truth: Path, folder: Path) -> Sources:
    """The committed files that a mart is made from; the empty ones are written to `folder`."""
    found = {}
    for table in _TABLES:
        columns = folder / f"{table}.parquet"
        pq.write_table(SCHEMAS[table].empty_table(), columns)
        found[table] = [columns, *visible(truth, table)]
    return found


def inputs_hash(inputs: Sources) -> str:
    """Twelve hex digits that tell one state of the truth from another.

    Raises:
        DamagedTruth: a file that ought to exist is gone.
    """
    # Files of the truth never change, so names and sizes tell one state of it from another.
    lines = []
    for table, paths in inputs.items():
        for path in paths[1:]:
            try:
                lines.append(f"{table}/{path.parent.name}/{path.name} {path.stat().st_size}")
            except FileNotFoundError as error:
                raise DamagedTruth(str(path), reason=error.strerror) from error
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def write_mart(path: Path, truth: Path, inputs: Sources) -> dict[str, int]:
    """Write a mart at `path`; how many rows each of its tables must have, counted in the Parquet files.

    Raises:
        DamagedTruth: a Parquet file cannot be read.
        DiskFull: no room.
    """
    try:
        return _filled(path, inputs)
    except duckdb.Error as error:
        # DuckDB has no class of its own for a full disk.
        if os.strerror(errno.ENOSPC) in str(error) or "max_temp_directory_size" in str(error):
            raise DiskFull(str(path.parent)) from error
        raise DamagedTruth(str(truth), reason=error) from error


def _filled(path: Path, inputs: Sources) -> dict[str, int]:
    options = {
        "memory_limit": "1500MB",
        "temp_directory": str(path.parent / "spill"),
        "preserve_insertion_order": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    with duckdb.connect(str(path), config=dict(options)) as connection:
        fill_mart(connection, inputs)
        answer = connection.execute(sql("build_expected"))
        counts = dict(zip((c[0] for c in answer.description or ()), answer.fetchone() or (), strict=True))
        connection.execute("CHECKPOINT")
    return counts


def fill_mart(connection: duckdb.DuckDBPyConnection, inputs: Sources, *, beside: str | None = None) -> None:
    """Make a mart's tables in an empty database. `beside`: a query to run between the sources and the tables."""
    for table, paths in inputs.items():
        # A folder's name may hold the characters of a glob.
        connection.execute(f"SET VARIABLE {table} = $files", {"files": [escape(str(p)) for p in paths]})
    connection.execute("SET VARIABLE suspected = $band", {"band": FOR_REVIEW})
    for part in ("build_sources", *([beside] if beside else []), "build_tables"):
        connection.execute(sql(part))
    (calls,) = connection.execute("SELECT count(*) FROM calls").fetchone() or (0,)
    if calls <= _INDEXED:
        connection.execute(sql("build_index"))
