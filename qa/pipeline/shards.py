"""How a night's recordings are cut into units of work, and what comes back of each. Travels between processes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qa.night import Notice
from qa.recording import Recording, Seconds


@dataclass(frozen=True, slots=True)
class Shard:
    """The unit of work, of retry and of scale-out: recordings of one day, named by their content."""

    name: str
    day: date
    recordings: tuple[Recording, ...]


@dataclass(frozen=True, slots=True)
class ShardOutcome:
    """What became of a shard's recordings."""

    scored: tuple[str, ...]
    """Ids of the recordings now in the warehouse."""
    quarantined: tuple[tuple[Recording, Notice], ...]
    warnings: tuple[Notice, ...]
    audio_seconds: Seconds

    def __add__(self, other: ShardOutcome) -> ShardOutcome:
        return ShardOutcome(
            self.scored + other.scored,
            self.quarantined + other.quarantined,
            self.warnings + other.warnings,
            self.audio_seconds + other.audio_seconds,
        )


def cut(recordings: Iterable[Recording], size: int) -> tuple[Shard, ...]:
    """Shards of at most `size` recordings of one calendar day, in order; the same recordings give the same names."""
    by_day: dict[date, list[Recording]] = defaultdict(list)
    for recording in recordings:
        by_day[recording.metadata.start.date()].append(recording)
    return tuple(
        named(day, tuple(ordered[i : i + size]))
        for day, of_day in sorted(by_day.items())
        for ordered in [sorted(of_day, key=lambda r: r.recording_id)]
        for i in range(0, len(ordered), size)
    )


def named(day: date, recordings: tuple[Recording, ...]) -> Shard:
    """A shard of these recordings, its name made from their content."""
    ids = " ".join(recording.recording_id for recording in recordings)
    return Shard(hashlib.sha256(ids.encode()).hexdigest()[:16], day, recordings)
