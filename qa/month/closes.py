"""Closed months on disk: `<months>/2026-10/close-<revision>.json`, never changed once written.

The files are canonical: keys sorted, floats with six decimals, nothing that depends on the clock or the machine.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qa.errors import Text, UsageError
from qa.month.errors import DamagedClose, NoClose
from qa.month.shape import MonthClose
from qa.storage import write_atomically

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NO_MONTH = Text("不是月份。", "not a month.")
_MONTH_FORM = Text("请写年和月，例如 2026-10。", "Write year and month, such as 2026-10.")
_FILE = re.compile(r"close-([1-9]\d*)\.json")
_CLOSE = TypeAdapter(MonthClose)
_DECIMALS = 6


def list_closes(months: Path) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Every closed month with its revisions, oldest first."""
    names = sorted(folder.name for folder in months.glob("*") if _MONTH.fullmatch(folder.name))
    return tuple((month, revisions) for month in names if (revisions := revisions_of(months, month)))


def read_close(months: Path, month: str, revision: int | None = None) -> MonthClose:
    """A closed month; without `revision` the latest.

    Raises:
        UsageError: `month` is not a month.
        NoClose: the month was not closed, or has no such revision.
        DamagedClose: the file cannot be read.
    """
    revisions = revisions_of(months, month)
    if not revisions or (revision is not None and revision not in revisions):
        raise NoClose(str(months / month), month=month)
    path = _path(months, month, revision or revisions[-1])
    try:
        return _CLOSE.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise DamagedClose(str(path), reason=str(error).splitlines()[0]) from error


def close_before(months: Path, month: str) -> MonthClose | None:
    """The latest close of the month before `month`; None where it was not closed."""
    year, number = int(month[:4]), int(month[5:])
    name = f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"
    return read_close(months, name) if revisions_of(months, name) else None


def revisions_of(months: Path, month: str) -> tuple[int, ...]:
    """The revisions of a month, ascending; none where it was not closed.

    Raises:
        UsageError: `month` is not a month.
    """
    check_month(month)
    files = (_FILE.fullmatch(path.name) for path in (months / month).glob("close-*.json"))
    return tuple(sorted(int(file.group(1)) for file in files if file))


def check_month(month: str) -> None:
    """Raise UsageError where `month` is not written like 2026-10."""
    if not _MONTH.fullmatch(month):
        raise UsageError(month, problem=_NO_MONTH, fix=_MONTH_FORM)


def keep_close(close: MonthClose, months: Path) -> MonthClose:
    """Write a close as the next revision of its month, unless the latest says the same; the close as it is on disk."""
    revisions = revisions_of(months, close.month)
    latest = revisions[-1] if revisions else 0
    if latest and _encoded(replace(close, revision=latest)) == _path(months, close.month, latest).read_bytes():
        return read_close(months, close.month, latest)
    path = _path(months, close.month, latest + 1)
    write_atomically(path, _encoded(replace(close, revision=latest + 1)))
    return read_close(months, close.month, latest + 1)


def _encoded(close: MonthClose) -> bytes:
    """The canonical JSON of a close."""
    plain = _rounded(_CLOSE.dump_python(close, mode="json"))
    return (json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()


def _rounded(value: Any) -> Any:
    match value:
        case float():
            # Adding zero turns -0.0 into 0.0.
            return round(value, _DECIMALS) + 0.0
        case dict():
            return {key: _rounded(item) for key, item in value.items()}
        case list():
            return [_rounded(item) for item in value]
    return value


def _path(months: Path, month: str, revision: int) -> Path:
    return months / month / f"close-{revision}.json"
