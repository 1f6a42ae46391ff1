"""Which files were hashed before, so that a night does not read the whole inbox again.

A cache and nothing more: when it is lost, locked or damaged, files are hashed again and the night goes on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

_TABLE = (
    "CREATE TABLE IF NOT EXISTS hashed"
    " (path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID"
)


class Ledger:
    """Path, size and time of change → SHA-256, in a SQLite file (WAL). Use as a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = self._open()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._connection.commit()
        except sqlite3.Error:
            self._start_over()
        self._connection.close()

    def find(self, path: str, size: int, mtime_ns: int) -> str | None:
        """The hash of a file that has not changed since it was written down."""
        query = "SELECT sha256 FROM hashed WHERE path = ? AND size = ? AND mtime_ns = ?"
        try:
            row = self._connection.execute(query, (path, size, mtime_ns)).fetchone()
        except sqlite3.Error:
            self._start_over()
            return None
        return row[0] if row and isinstance(row[0], str) and len(row[0]) == 64 else None

    def write(self, path: str, size: int, mtime_ns: int, sha256: str) -> None:
        """Remember a hash."""
        try:
            self._connection.execute(
                "INSERT OR REPLACE INTO hashed VALUES (?, ?, ?, ?)", (path, size, mtime_ns, sha256)
            )
        except sqlite3.Error:
            self._start_over()

    def keep_only(self, paths: Iterable[str]) -> None:
        """Forget the files that are no longer in the inbox."""
        try:
            self._connection.execute("CREATE TEMP TABLE present (path TEXT PRIMARY KEY)")
            self._connection.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((path,) for path in paths))
            self._connection.execute("DELETE FROM hashed WHERE path NOT IN (SELECT path FROM present)")
            self._connection.execute("DROP TABLE present")
        except sqlite3.Error:
            self._start_over()

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(str(self._path))
        except (sqlite3.OperationalError, OSError):
            # Locked, or the disk is full or read-only: the night does without.
            return _connect(":memory:")
        except sqlite3.DatabaseError:
            _remove(self._path)
            return _connect(str(self._path))

    def _start_over(self) -> None:
        self._connection.close()
        try:
            _remove(self._path)
            self._connection = _connect(str(self._path))
        except (sqlite3.Error, OSError):
            self._connection = _connect(":memory:")


def _connect(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=5)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(_TABLE)
        connection.execute("SELECT path, size, mtime_ns, sha256 FROM hashed LIMIT 1")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)
