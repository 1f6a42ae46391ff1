"""The last backtest of each rubric, kept as JSON beside the centre's months: `data/backtests/<rubric>.json`."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from qa.authoring.backtest import Backtest
from qa.rubric.source import LoadedRubric
from qa.storage import write_atomically

FOLDER: Final = "backtests"


@dataclass(frozen=True, slots=True)
class Version:
    """One of the two files that were compared."""

    file: str
    """Its name, without the folder."""
    version: str
    hash: str
    rubric: str = ""
    """Its id; empty in records that were kept without."""


@dataclass(frozen=True, slots=True)
class BacktestRecord:
    """A backtest with what was compared, and when."""

    rubric: str
    """Id of the rubric as it is."""
    name: str
    month: str
    made: datetime
    old: Version
    new: Version
    focus_agents: int
    """How many the focus has: «the ten»."""
    found: Backtest


def version_of(loaded: LoadedRubric) -> Version:
    """What names a version of a rubric."""
    return Version(Path(loaded.file).name, loaded.rubric.version, loaded.hash, loaded.rubric.rubric)


def backtest_file(data: Path, rubric: str) -> Path:
    """Where a rubric's last backtest is kept."""
    return data / FOLDER / f"{rubric}.json"


def keep(record: BacktestRecord, data: Path) -> None:
    """Keep a backtest as its rubric's last, without the calls whose score stays: nothing shows them.

    Raises:
        DiskFull: no room is left.
    """
    slim = replace(record, found=replace(record.found, judged=()))
    text = json.dumps(asdict(slim), ensure_ascii=False, default=datetime.isoformat)
    write_atomically(backtest_file(data, record.rubric), text.encode())


def last_backtest(data: Path, rubric: str) -> BacktestRecord | None:
    """The last backtest of a rubric; None where there is none that this version can read."""
    try:
        return _RECORD.validate_json(backtest_file(data, rubric).read_bytes())
    except (OSError, ValidationError):
        return None


_RECORD: Final = TypeAdapter(BacktestRecord)
