"""What one night did: the record that its report and `qa nightly` are made from."""

from __future__ import annotations

from dataclasses import dataclass

from qa.errors import Text


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing a person should know about one file of the night, and what to do about it."""

    code: str
    file: str
    what: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class NightRecord:
    """The night's account. Every file of the inbox is in exactly one of the counts."""

    night: str
    """When it began, ISO 8601 with time zone."""
    files: int
    """Audio files seen in the inbox."""
    scored: int
    """Recordings transcribed and scored in this night, or by one before it that never ended."""
    already_done: int
    duplicates: int
    """Files with the same audio as another file."""
    left_for_next: tuple[str, ...]
    """Files still being written."""
    quarantined: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    """Scored all the same: shorter than stated, unknown agent, row without file …"""
    recordings: tuple[str, ...]
    """Ids of the recordings behind `scored`."""
    audio_seconds: float
    """Heard in this run; what an interrupted one heard is not in it."""
    elapsed_seconds: float
