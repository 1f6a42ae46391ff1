"""The roster: who works here. Calls of others are scored but stay out of the ranking."""

from __future__ import annotations

from pathlib import Path

from qa.intake.row_faults import ColumnMissing
from qa.intake.table import read_table
from qa.settings import InboxSettings


def read_roster(path: Path, inbox: InboxSettings) -> frozenset[str]:
    """The agents of a roster (CSV or Parquet with the column that `inbox.columns` names for `agent`, or `agent`).

    Raises:
        ManifestError: no such file, no table, or no such column.
    """
    table = read_table(path)
    wanted = inbox.columns.get("agent", "agent")
    column = next((name for name in (wanted, "agent") if name in table.columns), None)
    if column is None:
        raise ColumnMissing(str(path), column=wanted, field="agent", found=", ".join(filter(None, table.columns)))
    return frozenset(row.cells[column].strip() for row in table.rows) - {""}
