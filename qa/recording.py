"""A recorded call as it came in: the file's identity and what the telephone system knows about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

Seconds: TypeAlias = float
"""Times are seconds from the start of the recording; intervals are half-open."""


class Direction(StrEnum):
    """Who rang whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Flag(StrEnum):
    """Something about a recording that a reader of its score should know."""

    SHORTER_THAN_STATED = "shorter_than_stated"
    """Less audio than the header or the manifest says."""
    MONO = "mono"
    FAKE_STEREO = "fake_stereo"
    """Two channels that hold the same sound, or both parties nearly alike: treated as one."""
    CROSS_TALK = "cross_talk"
    """A quieter copy of one channel is heard on the other."""
    CHANNELS_EXCHANGED = "channels_exchanged"
    """The agent speaks on the other channel than the settings say."""
    NO_SPEECH = "no_speech"
    CLIPPED = "clipped"
    UNKNOWN_AGENT = "unknown_agent"
    """The agent is not in the roster: scored, but left out of the ranking."""
    SIMULATED = "simulated"
    """Made up by `qa simulate`: nobody spoke."""


@dataclass(frozen=True, slots=True)
class CallMetadata:
    """What the telephone system knows about a call (随录参数)."""

    call_id: str
    agent: str
    start: datetime
    """When the call began, with its time zone."""
    direction: Direction = Direction.INBOUND
    team: str = ""
    site: str = ""
    queue: str = ""
    customer_number: str = ""
    satisfaction: float | None = None
    """The caller's answer after the call, 1 to 5; None where they gave none."""
    seconds: Seconds | None = None
    """Length as the telephone system booked it."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Every other column of the manifest, by name; rubrics may ask for them."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording, identified by its content: the same audio twice is one recording."""

    recording_id: str
    """The first 16 hex digits of `sha256`."""
    sha256: str
    file: str
    """Path below the inbox, with `/`."""
    metadata: CallMetadata
    seconds: Seconds = 0.0
    channels: int = 0
    sample_rate: int = 0
    """Of the file, in hertz; everything after decoding is 16,000."""
    codec: str = ""
    flags: tuple[Flag, ...] = ()

    def with_flags(self, *flags: Flag) -> Recording:
        """The same recording with more flags (no flag twice, in order of definition)."""
        together = {*self.flags, *flags}
        return replace(self, flags=tuple(flag for flag in Flag if flag in together))


def recording_id(sha256: str) -> str:
    """The identity of a recording from the hash of its bytes."""
    return sha256[:16]
