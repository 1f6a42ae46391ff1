"""The rubrics as their files are now, read again only when a file has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from qa.errors import TinghengError
from qa.rubric.folder import load_rubrics
from qa.rubric.model import Rubric
from qa.rubric.months import MonthRubrics, load_month_rubrics
from qa.rubric.overlay import FOLDER
from qa.rubric.source import LoadedRubric

State: TypeAlias = tuple[tuple[str, int], ...]
"""Names and times of the files."""


def state(folder: Path) -> State:
    """What tells one state of a folder of rubrics from another."""
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.y*ml")))


def rubrics_in(folder: Path) -> tuple[LoadedRubric, ...]:
    """The rubrics of a folder.

    Raises:
        RubricError: as `load_rubrics`.
    """
    return _load(folder, state(folder))


def known_rubric(folder: Path, rubric_hash: str) -> Rubric | None:
    """The rubric that an evaluation was made with, overlays among them; None where that has changed since."""
    try:
        known = _load_months(folder, (*state(folder), *state(folder / FOLDER)))
    except (TinghengError, OSError):
        return None
    return next((loaded.rubric for loaded in known.every() if loaded.hash == rubric_hash), None)


@lru_cache(maxsize=8)
def _load_months(folder: Path, _state: State) -> MonthRubrics:
    return load_month_rubrics(folder)


@lru_cache(maxsize=8)
def _load(folder: Path, _state: State) -> tuple[LoadedRubric, ...]:
    return load_rubrics(folder)
