"""A mart of a size that no test has: real calls with millions of simulated ones beside them, to measure readers on."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from qa.storage import write_atomically
from qa.warehouse.generation import fill_mart, sources
from qa.warehouse.mart import CURRENT


def build_simulated_mart(truth: Path, marts: Path, *, calls: int, agents: int) -> Path:
    """Write a mart with the calls of `truth` and `calls` simulated ones of `agents` agents, and put it in use.

    Its tables are made by the same statements as a night's.
    """
    marts.mkdir(parents=True, exist_ok=True)
    path = marts / f"mart-20261101T000000000000Z-{'0' * 12}.duckdb"
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(dir=marts) as folder:
        options = {
            "memory_limit": "4GB",
            "temp_directory": folder,
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        with duckdb.connect(str(path), config=dict(options)) as connection:
            connection.execute(f"SET VARIABLE calls = {int(calls)}")
            connection.execute(f"SET VARIABLE agents = {int(agents)}")
            fill_mart(connection, sources(truth, Path(folder)), beside="simulated_sources")
            connection.execute("CHECKPOINT")
    write_atomically(marts / CURRENT, f"{path.name}\n".encode())
    return path
