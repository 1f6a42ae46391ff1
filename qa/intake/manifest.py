"""The manifest: one row a call, with what the telephone system knows about it (随录参数)."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from zoneinfo import ZoneInfo

from qa.errors import UnusableRecording
from qa.intake.cells import read_direction, read_number, read_start
from qa.intake.row_faults import (
    CallIdTwice,
    CellEmpty,
    ColumnMissing,
    DirectionUnknown,
    FileOutsideInbox,
    FileTwice,
    NotANumber,
    RowTooLong,
    StartUnreadable,
)
from qa.intake.table import Table, TableRow, read_table
from qa.recording import CallMetadata
from qa.settings import InboxSettings

REQUIRED = ("file", "call_id", "agent", "start")
OPTIONAL = ("direction", "team", "site", "queue", "customer_number", "satisfaction", "seconds")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known about each recording, by its path below the inbox in Unicode form NFC."""

    name: str
    metadata: Mapping[str, CallMetadata]
    lines: Mapping[str, int]
    """Where each file of `metadata` and `faults` stands."""
    faults: Mapping[str, UnusableRecording]
    """Files whose rows cannot be used, with the first reason."""
    refused: tuple[UnusableRecording, ...]
    """Rows that name no file in the inbox at all: empty, absolute, or climbing out of it."""


def read_manifest(path: Path, inbox: InboxSettings) -> Manifest:
    """Read a CSV or Parquet manifest; a faulty row sets its own recording aside and nothing else.

    Rows that are equal in every cell count once. Columns are found by `inbox.columns` (our name → their column);
    columns that are not ours go to `CallMetadata.extra`.

    Raises:
        ManifestError: no such file, no table, or a column that is required or mapped is missing.
    """
    table = read_table(path)
    columns = _our_columns(path, table, inbox.columns)
    seen: set[tuple[tuple[str, str], ...]] = set()
    rows: list[tuple[TableRow, str]] = []
    refused: list[UnusableRecording] = []
    for row in table.rows:
        content = tuple(row.cells.items())
        if content in seen:
            continue
        seen.add(content)
        file = _file_of(row, columns["file"], table.name)
        if isinstance(file, UnusableRecording):
            refused.append(file)
        else:
            rows.append((row, file))
    zone = ZoneInfo(inbox.time_zone)
    faults = _clashes(rows, columns["call_id"])
    metadata: dict[str, CallMetadata] = {}
    for row, file in rows:
        outcome = _metadata(row, file, columns, zone)
        if isinstance(outcome, UnusableRecording):
            faults.setdefault(file, outcome)
        else:
            metadata[file] = outcome
    usable = {file: known for file, known in metadata.items() if file not in faults}
    return Manifest(table.name, usable, {file: row.line for row, file in rows}, faults, tuple(refused))


def inbox_key(file: str) -> str:
    """One spelling for a path below the inbox: macOS writes é as two characters, manifests as one."""
    return unicodedata.normalize("NFC", file)


def metadata_from(
    fields: Mapping[str, str], extra: Mapping[str, str], zone: ZoneInfo, fault: Callable[[str], UnusableRecording]
) -> CallMetadata | UnusableRecording:
    """Call metadata from text fields by our names; `fault(field)` is the answer for the first that is wrong."""
    for name in ("call_id", "agent"):
        if not fields[name]:
            return fault(name)
    start = read_start(fields["start"], zone)
    direction = read_direction(fields.get("direction", ""))
    if start is None:
        return fault("start")
    if direction is None:
        return fault("direction")
    numbers: dict[str, float | None] = {}
    for name in ("satisfaction", "seconds"):
        text = fields.get(name, "")
        numbers[name] = read_number(text) if text else None
        if text and numbers[name] is None:
            return fault(name)
    return CallMetadata(
        call_id=fields["call_id"],
        agent=fields["agent"],
        start=start,
        direction=direction,
        team=fields.get("team", ""),
        site=fields.get("site", ""),
        queue=fields.get("queue", ""),
        customer_number=fields.get("customer_number", ""),
        satisfaction=numbers["satisfaction"],
        seconds=numbers["seconds"],
        extra=dict(extra),
    )


def _our_columns(path: Path, table: Table, mapped: Mapping[str, str]) -> dict[str, str]:
    """Our name → their column, for every column of ours that the table has."""
    columns = {}
    for name in dict.fromkeys([*REQUIRED, *OPTIONAL, *mapped]):
        theirs = mapped.get(name, name)
        if theirs in table.columns:
            columns[name] = theirs
        elif name in REQUIRED or name in mapped:
            raise ColumnMissing(str(path), column=theirs, field=name, found=", ".join(filter(None, table.columns)))
    return columns


def _file_of(row: TableRow, column: str, manifest: str) -> str | UnusableRecording:
    # Only blanks are cut off: a file name may begin or end with other white space.
    cell = row.cells[column].strip(" \t\u3000")
    if not cell:
        return CellEmpty(manifest, row=row.line, column=column)
    windows = PureWindowsPath(cell)  # also splits at `/`
    if windows.anchor or ".." in windows.parts:
        return FileOutsideInbox(cell, row=row.line)
    return inbox_key(str(PurePosixPath(*windows.parts)))


def _clashes(rows: list[tuple[TableRow, str]], call_id_column: str) -> dict[str, UnusableRecording]:
    by_call: defaultdict[str, list[tuple[TableRow, str]]] = defaultdict(list)
    by_file: defaultdict[str, list[TableRow]] = defaultdict(list)
    for row, file in rows:
        by_call[row.cells[call_id_column].strip()].append((row, file))
        by_file[file].append(row)
    faults: dict[str, UnusableRecording] = {}
    for call_id, group in by_call.items():
        for row, file in group if call_id and len(group) > 1 else ():
            others = ", ".join(str(other.line) for other, _ in group if other is not row)
            faults.setdefault(file, CallIdTwice(file, row=row.line, call_id=call_id, others=others))
    for file, same in by_file.items():
        if len(same) > 1:
            others = ", ".join(str(other.line) for other in same[1:])
            faults.setdefault(file, FileTwice(file, row=same[0].line, others=others))
    return faults


def _metadata(row: TableRow, file: str, columns: Mapping[str, str], zone: ZoneInfo) -> CallMetadata | UnusableRecording:
    if row.too_long:
        return RowTooLong(file, row=row.line)
    fields = {name: row.cells[theirs].strip() for name, theirs in columns.items()}
    ours = {columns[name] for name in columns if name in (*REQUIRED, *OPTIONAL)}
    extra = {name: cell.strip() for name, cell in row.cells.items() if name not in ours}
    extra |= {name: fields[name] for name in columns if name not in (*REQUIRED, *OPTIONAL)}

    def fault(name: str) -> UnusableRecording:
        column, value = columns[name], fields[name]
        if not value:
            return CellEmpty(file, row=row.line, column=column)
        if name == "start":
            return StartUnreadable(file, row=row.line, value=value)
        if name == "direction":
            return DirectionUnknown(file, row=row.line, value=value)
        return NotANumber(file, row=row.line, column=column, value=value)

    return metadata_from(fields, extra, zone, fault)
