"""The nightly build: a new mart from the truth, put in use only when it holds what the truth holds."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from qa.errors import DiskFull
from qa.storage import sync_directory, write_atomically
from qa.warehouse.errors import MartMismatch
from qa.warehouse.generation import inputs_hash, sources, write_mart
from qa.warehouse.mart import CURRENT, Mart

GENERATIONS = 3
"""Marts that are kept, the one in use among them."""

_MART = re.compile(r"mart-\d{8}T\d{12}Z-[0-9a-f]{12}\.duckdb")
_UNFINISHED = ".building-"


def build_mart(truth: Path, marts: Path) -> Path:
    """Build a mart from the committed shards of `truth` and put it in use; its path.

    A reader that has an older mart open keeps it. What a killed build left is removed. One build runs at a time, a
    second one waits. Before the swap the new file is closed, opened again for reading, and its counts are compared
    with those of the Parquet files.

    Raises:
        DamagedTruth: a Parquet file cannot be read.
        MartMismatch: the counts differ; the mart before stays in use.
        DiskFull: no room; the mart before stays in use.
    """
    marts.mkdir(parents=True, exist_ok=True)
    with _alone(marts), _room(marts):
        _remove_unfinished(marts)
        with tempfile.TemporaryDirectory(prefix=_UNFINISHED, dir=marts) as folder:
            inputs = sources(truth, Path(folder))
            finished = marts / f"mart-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{inputs_hash(inputs)}.duckdb"
            fresh = Path(folder) / finished.name
            expected = write_mart(fresh, truth, inputs)
            _compare(fresh, expected)
            fresh.replace(finished)
        sync_directory(marts)
        write_atomically(marts / CURRENT, f"{finished.name}\n".encode())
        _forget_old(marts, keep=finished)
    return finished


def _compare(path: Path, expected: Mapping[str, int]) -> None:
    with Mart(path) as mart:
        found = mart.rows("build_found")[0]
    for table, count in expected.items():
        if found[table] != count:
            raise MartMismatch(str(path.parent.parent), table=table, expected=count, found=found[table])


@contextmanager
def _alone(marts: Path) -> Iterator[None]:
    # The kernel lets go of the lock when the process dies, however it dies.
    handle = os.open(marts / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _room(marts: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(str(marts)) from error
        raise


def _remove_unfinished(marts: Path) -> None:
    for folder in marts.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(folder, ignore_errors=True)
    for file in marts.glob(".*.tmp"):
        file.unlink(missing_ok=True)


def _forget_old(marts: Path, keep: Path) -> None:
    # The time stands in the name, so names sort by age. An open file outlives its name for whoever reads it.
    old = sorted((p for p in marts.iterdir() if _MART.fullmatch(p.name) and p != keep), reverse=True)
    for path in old[GENERATIONS - 1 :]:
        path.unlink(missing_ok=True)
