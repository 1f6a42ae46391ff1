"""Files for a spreadsheet: texts stay texts, whatever they begin with."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.report.export import csv_bytes, xlsx_bytes

FORMULAS = [
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "  =1",
    "\n=1",
    "\x00=1",
    "\ufeff=1",
]


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_cell_is_no_formula(text: str) -> None:
    header, row = read(csv_bytes([text], [[text]]))
    assert header[0].startswith("'")
    assert row[0].startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
def test_an_xlsx_cell_is_no_formula_and_no_link(text: str) -> None:
    content = xlsx_bytes(["a"], [[text], ["https://evil.example"]], sheet="通话")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


@given(st.text(max_size=30))
def test_a_csv_cell_never_begins_like_a_formula(text: str) -> None:
    rows = read(csv_bytes(["x"], [[text]]))
    cell = rows[1][0] if len(rows) > 1 and rows[1] else ""
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_and_times_keep_their_value() -> None:
    rows = read(csv_bytes(["a", "b", "c"], [[-1.5, datetime(2026, 11, 2, 9, 30), None]]))
    assert rows[1] == ["-1.5", "2026-11-02 09:30:00", ""]
    assert rows[0] == ["a", "b", "c"]
