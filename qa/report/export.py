"""Tables as files for a spreadsheet, in which no cell is ever a formula or a link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

Cell: TypeAlias = str | float | datetime | None

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BOM = "\ufeff"
"""Without it, spreadsheets on Windows read UTF-8 as GBK."""
_LONGEST_CELL = 32_767
_WIDTH = 14


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file in UTF-8; a text that a spreadsheet would run as a formula has `'` in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow([_defused(cell) for cell in header])
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return (_BOM + out.getvalue()).encode("utf-8", "replace")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str) -> bytes:
    """An XLSX file with one sheet; texts stay texts, numbers and times keep their type."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(sheet[:31])
        head, time = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, name in enumerate(header):
            page.write_string(0, column, _clean(name), head)
        height = 0
        for height, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                match cell:
                    case None:
                        continue
                    case datetime():
                        page.write_datetime(height, column, cell.replace(tzinfo=None), time)
                    case str():
                        page.write_string(height, column, _clean(cell))
                    case _:
                        page.write_number(height, column, cell)
        page.set_column(0, max(0, len(header) - 1), _WIDTH)
        page.freeze_panes(1, 0)
        if height:
            page.autofilter(0, 0, height, len(header) - 1)
    return out.getvalue()


def _plain(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case str():
            return _defused(cell)
    return f"{cell:.10g}"


def _defused(text: str) -> str:
    # What counts is the first character that a spreadsheet sees, so clean first.
    begins = text.startswith(("\t", "\r"))
    text = _clean(text)
    return f"'{text}" if begins or text.lstrip().startswith(_BEGINS_A_FORMULA) else text


def _clean(text: str) -> str:
    """Without control characters and half surrogate pairs, which neither format takes."""
    kept = "".join(c if c.isprintable() or c in "\n " else " " for c in text)
    return kept.encode("utf-8", "replace").decode()[:_LONGEST_CELL]
