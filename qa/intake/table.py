"""A table as text cells, from CSV in the encodings that Chinese offices use, or from Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from qa.intake.row_faults import ColumnTwice, ManifestMissing, ManifestUnreadable

_PARQUET_MAGIC = b"PAR1"
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row. `cells` maps column names to text; a missing cell is empty text."""

    line: int
    """Line of the CSV where it begins (the header is line 1), or row of the Parquet table, from 1."""
    cells: Mapping[str, str]
    too_long: bool = False
    """It had more cells than the header has columns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table with the names of its columns as they stand in the file."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(path: Path) -> Table:
    """Read a CSV (UTF-8 with or without BOM, UTF-16 with BOM, GB18030; `,` `;` or tab) or a Parquet file.

    Raises:
        ManifestMissing: no such file.
        ManifestUnreadable: it is neither.
        ColumnTwice: two columns have one name.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ManifestMissing(str(path)) from error
    except OSError as error:
        raise ManifestUnreadable(str(path), reason=error.strerror or "") from error
    return table_from(path, content)


def table_from(path: Path, content: bytes) -> Table:
    """The table of a file that was read; `path` is its name for messages.

    Raises:
        ManifestUnreadable, ColumnTwice: as `read_table`.
    """
    if content.startswith(_PARQUET_MAGIC):
        return _from_parquet(path, content)
    return _from_text(path, _decoded(path, content))


def _decoded(path: Path, content: bytes) -> str:
    encodings = ["utf-8-sig", "gb18030"]
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings.insert(0, "utf-16")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ManifestUnreadable(str(path), reason="UTF-8? GBK?")


def _from_text(path: Path, text: str) -> Table:
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        raise ManifestUnreadable(str(path), reason=str(error)) from error
    if not lines:
        raise ManifestUnreadable(str(path), reason="0 rows")
    columns = tuple(cell.strip() for cell in lines[0][1])
    _check_columns(path, columns)
    rows = tuple(
        TableRow(
            line,
            {name: cell for name, cell in zip(columns, [*cells, *[""] * len(columns)], strict=False) if name},
            too_long=any(cell.strip() for cell in cells[len(columns) :]),
        )
        for line, cells in lines[1:]
    )
    return Table(path.name, columns, rows)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line where it begins (a quoted cell may span several)."""
    head = next(iter(text.splitlines()), "")
    delimiter = max(_DELIMITERS, key=lambda mark: len(next(csv.reader([head], delimiter=mark), [])))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begin = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begin, cells
        begin = reader.line_num + 1


def _from_parquet(path: Path, content: bytes) -> Table:
    try:
        table = pq.read_table(pa.BufferReader(content))
        _check_columns(path, tuple(table.column_names))
        values = [_plain(table.column(name)) for name in table.column_names]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise ManifestUnreadable(str(path), reason=str(error).splitlines()[0]) from error
    columns = tuple(name.strip() for name in table.column_names)
    rows = tuple(
        TableRow(number, {name: _text(cell) for name, cell in zip(columns, cells, strict=True)})
        for number, cells in enumerate(zip(*values, strict=True), start=1)
    )
    return Table(path.name, columns, rows)


def _plain(column: pa.ChunkedArray[Any]) -> list[object]:
    if pa.types.is_timestamp(column.type):
        # Nanoseconds have no Python counterpart without pandas, and no telephone system needs them.
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    return list(column.to_pylist())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):  # datetime is a date too
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a number of a customer or call that pandas turned into a float
    return str(value)


def _check_columns(path: Path, columns: tuple[str, ...]) -> None:
    named = [name for name in columns if name]
    for name in named:
        if named.count(name) > 1:
            raise ColumnTwice(str(path), column=name)
