"""Closed months, each read once: a revision of a close never changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qa.month.closes import list_closes, read_close
from qa.month.shape import MonthClose


def closes_in(folder: Path) -> dict[str, tuple[int, ...]]:
    """The closed months with their revisions, the oldest first."""
    return dict(list_closes(folder)) if folder.is_dir() else {}


@lru_cache(maxsize=32)
def close_of(folder: Path, month: str, revision: int) -> MonthClose:
    """A revision of a month's close."""
    return read_close(folder, month, revision)
