"""Where the truth lies, and which of its files count.

`<truth>/<table>/day=YYYY-MM-DD/<shard>.parquet`; scoring a shard again adds
`<shard>.<scoring>.parquet` beside it in `findings` and `evaluations`.

**Commit order.** A shard's `recordings` file is written last and is its commit mark: every reader takes only files of
shards whose `recordings` file exists, so a kill between two tables leaves nothing half visible. A scoring's
`evaluations` file is its mark in the same way; its findings are written before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PER_CALL = ("utterances", "measures")
PER_SCORING = ("findings", "evaluations")
"""In the order of writing: the second is the mark of a scoring."""
TABLES = (*PER_CALL, *PER_SCORING, "recordings")
"""In the order of writing: the last is the mark of a shard."""

_SHARD = re.compile(r"[A-Za-z0-9_-]+")
_SCORING = re.compile(r"\d{8}-[0-9a-f]+")
_FOLDER = re.compile(r"day=(\d{4}-\d{2}-\d{2})")
_FILE = re.compile(rf"({_SHARD.pattern})(?:\.({_SCORING.pattern}))?\.parquet")


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """A few hundred recordings that were worked on together."""

    day: date
    name: str
    """Letters, digits, `-` and `_`."""

    def __post_init__(self) -> None:
        if not _SHARD.fullmatch(self.name):
            raise ValueError(f"a shard's name holds letters, digits, - and _ only: {self.name!r}")

    def path(self, truth: Path, table: str, scoring: str = "") -> Path:
        """The shard's file in `table`; `scoring` names a later scoring, empty for the first."""
        name = f"{self.name}.{scoring}" if scoring else self.name
        return truth / table / f"day={self.day.isoformat()}" / f"{name}.parquet"


@dataclass(frozen=True, slots=True, order=True)
class Scoring:
    """One scoring of a shard."""

    shard: Shard
    label: str = ""
    """`YYYYMMDD-<hash>` for a later scoring: later labels sort behind earlier ones, and all behind the first."""

    def path(self, truth: Path, table: str) -> Path:
        """The scoring's file in `table`, one of `PER_SCORING`."""
        return self.shard.path(truth, table, self.label)


def committed(truth: Path) -> tuple[Shard, ...]:
    """The shards that count, in order of day and name."""
    return tuple(sorted(scoring.shard for scoring, _ in present(truth, "recordings") if not scoring.label))


def scorings(truth: Path) -> tuple[Scoring, ...]:
    """The scorings that count, in order of shard and label."""
    shards = set(committed(truth))
    return tuple(sorted(scoring for scoring, _ in present(truth, "evaluations") if scoring.shard in shards))


def scorings_of(truth: Path, shard: Shard) -> tuple[Scoring, ...]:
    """The scorings of one committed shard, in order of label."""
    folder = truth / "evaluations" / f"day={shard.day.isoformat()}"
    files = (_FILE.fullmatch(path.name) for path in folder.glob(f"{shard.name}*.parquet"))
    return tuple(sorted(Scoring(shard, file.group(2) or "") for file in files if file and file.group(1) == shard.name))


def visible(truth: Path, table: str) -> tuple[Path, ...]:
    """The files of `table` that count. A file that ought to exist is named even when it is gone: reading it fails."""
    if table in PER_SCORING:
        return tuple(scoring.path(truth, table) for scoring in scorings(truth))
    return tuple(shard.path(truth, table) for shard in committed(truth))


def present(truth: Path, table: str) -> list[tuple[Scoring, Path]]:
    """Every finished file in `table`, committed or not."""
    found = []
    for folder in (truth / table).glob("day=*"):
        day = _FOLDER.fullmatch(folder.name)
        for path in folder.iterdir() if day else ():
            file = _FILE.fullmatch(path.name)
            if day and file:
                shard = Shard(date.fromisoformat(day.group(1)), file.group(1))
                found.append((Scoring(shard, file.group(2) or ""), path))
    return found
