"""Reading the mart: a DuckDB file that never changes, opened without any way out of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from qa.warehouse.errors import DamagedMart, NoMart
from qa.warehouse.queries import filled_sql, sorted_sql, sql

CURRENT = "CURRENT"
"""The small text file that names the mart in use."""

_LOCKED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "1GB",
    "lock_configuration": "true",
}


@dataclass(frozen=True, slots=True)
class Sort:
    """The order in which a query's rows are wanted."""

    column: str
    """One that the query's file names in its line `-- Sorts by:`."""
    descending: bool = False


class Mart:
    """One generation of the mart, open for reading. Use it in a `with`; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open the mart at `path`.

        Raises:
            DamagedMart: it is no mart, or another program has it open for writing.
        """
        self.path = path
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=dict(_LOCKED))
        except duckdb.Error as error:
            raise DamagedMart(str(path), reason=error) from error

    def rows(self, name: str, sort: Sort | None = None, **params: object) -> list[dict[str, Any]]:
        """The rows of `sql/<name>.sql`, one dict a row; `params` fill its `$names`.

        Raises:
            ValueError: there is no such query, or it does not sort by that column.
            DamagedMart: the query fails.
        """
        text = sql(name) if sort is None else sorted_sql(name, sort.column, descending=sort.descending)
        text, gone = filled_sql(text, frozenset(key for key, value in params.items() if value is None))
        # A cursor of its own for each call: a DuckDB connection serves one thread at a time.
        with self._connection.cursor() as cursor:
            try:
                answer = cursor.execute(text, {key: value for key, value in params.items() if key not in gone})
                columns = [column[0] for column in answer.description or ()]
                return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
            except duckdb.Error as error:
                raise DamagedMart(str(self.path), reason=error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Mart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def current(marts: Path) -> Path | None:
    """The mart in use, None before the first night."""
    try:
        return marts / (marts / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None


def open_mart(marts: Path) -> Mart:
    """Open the mart in use.

    Raises:
        NoMart: none was built yet.
        DamagedMart: it cannot be opened.
    """
    path = current(marts)
    if path is None or not path.is_file():
        raise NoMart(str(marts))
    return Mart(path)
