"""A recording with its metadata, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from qa.recording import CallMetadata, Recording, recording_id


def a_recording(*, file: str = "call.wav", seconds: float | None = None) -> Recording:
    metadata = CallMetadata("c1", "a1", datetime(2026, 10, 3, 9, 12, tzinfo=UTC), seconds=seconds)
    return Recording(recording_id("0" * 64), "0" * 64, file, metadata)
