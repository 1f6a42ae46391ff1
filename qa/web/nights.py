"""The nights' own accounts, as the pipeline wrote them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from qa.night import NightRecord

_RECORD = TypeAdapter(NightRecord)
_NAMED = 20_000
"""Recordings of a night up to which its figures are of exactly these; beyond, of the newest day."""


def last_night(nights: Path) -> NightRecord | None:
    """The account of the last night that ended; None before the first."""
    return next(iter(all_nights(nights, limit=3)), None)


def all_nights(nights: Path, limit: int = 60) -> tuple[NightRecord, ...]:
    """The accounts of the last nights, newest first."""
    paths = sorted(nights.glob("*.json"), reverse=True)[:limit]
    records = (_read(path, path.stat().st_mtime_ns) for path in paths)
    return tuple(record for record in records if record is not None)


def recordings_of(record: NightRecord | None) -> list[str] | None:
    """The recordings that the night's figures are of, for queries; None: those of the newest day."""
    if record is None or not record.recordings or len(record.recordings) > _NAMED:
        return None
    return list(record.recordings)


@lru_cache(maxsize=128)
def _read(path: Path, _changed: int) -> NightRecord | None:
    try:
        return _RECORD.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
