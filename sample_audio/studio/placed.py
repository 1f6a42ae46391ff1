"""What a person needs to know of a recorded call to label it: who says what when, and what else is heard."""

from __future__ import annotations

from dataclasses import dataclass

from .script import Call, Seconds, Speech


@dataclass(frozen=True)
class PlacedTurn:
    """A turn where it is heard: start and end of its voice in seconds of the recording."""

    speech: Speech
    start: Seconds
    end: Seconds
    at: tuple[Seconds, ...]  # second of each character boundary, counted from the start of the turn


@dataclass(frozen=True)
class PlacedSound:
    """Hold music, ring, keys or silence where it is heard."""

    kind: str
    start: Seconds
    end: Seconds


@dataclass(frozen=True)
class PlacedCall:
    """A dialogue on its time line, `seconds` long."""

    call: Call
    turns: tuple[PlacedTurn, ...]
    sounds: tuple[PlacedSound, ...]
    seconds: Seconds
