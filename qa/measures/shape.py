"""The measures of one call. Each scalar is defined, with its unit, in `qa.measures.definitions`; None where undefined.

Parties are named where they are known; what belongs to a party nobody could name is None, or left out of the lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qa.recording import Seconds
from qa.transcript import Party


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch in which nobody speaks, between two turns or before the hang-up. Music is no speech."""

    start: Seconds
    end: Seconds
    waiting_for: Party = Party.UNKNOWN
    """Who was to speak; unknown where the parties are, and before the hang-up."""

    @property
    def seconds(self) -> Seconds:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Hold:
    """A silence in which the customer is kept waiting: there is music in it, or the agent asked to wait before it.

    Where nobody can tell whether the agent asked, and there is no music, it may be none.
    """

    start: Seconds
    end: Seconds
    music: bool
    announced: bool | None
    """Whether the agent asked the customer to wait in the seconds before; None where nobody knows who is the agent, and
    where something like it was heard or nothing clearly."""
    thanked: bool | None
    """Whether the agent thanked for it, or was sorry, in the seconds after; None likewise."""

    @property
    def certain(self) -> bool:
        """Whether it is one."""
        return self.music or self.announced is True

    @property
    def seconds(self) -> Seconds:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Overlap:
    """A stretch in which both parties speak."""

    start: Seconds
    end: Seconds


@dataclass(frozen=True, slots=True)
class Interruption:
    """One party starts while the other still speaks for over 2 s and says 4 characters or more."""

    by: Party
    start: Seconds
    end: Seconds
    """Until one of the two stops: how long they speak at once."""


@dataclass(frozen=True, slots=True)
class Response:
    """One party answers the other."""

    by: Party
    start: Seconds
    """When the answer begins."""
    latency: Seconds
    """Pause since the other's last word; 0 where the two overlap."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Speech of one party without a longer pause: what a rule about rate or loudness of single sentences looks at."""

    party: Party
    start: Seconds
    end: Seconds
    characters: int
    speech_rate: float | None
    """字/分; None under 4 characters."""
    loudness: float | None
    """dBFS, of the voiced parts."""
    raised: float | None
    """dB above the speaker's own median stretch."""
    pitch: float | None
    """Median, Hz."""


class CurveKind(StrEnum):
    """What a curve shows, and its unit."""

    SPEECH_RATE = "speech_rate"
    """字/分"""
    LOUDNESS = "loudness"
    """dBFS"""
    PITCH = "pitch"
    """Hz"""


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure of one party over time: value i holds for [i·step, (i+1)·step); None where the party is silent."""

    kind: CurveKind
    party: Party
    step: Seconds
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Numbers about one call, and where in it they come from."""

    call_seconds: Seconds
    speech_seconds: Seconds
    non_talk_seconds: Seconds
    silence_share: float
    longest_silence: Seconds
    agent_talk_seconds: Seconds | None
    customer_talk_seconds: Seconds | None
    agent_talk_share: float | None
    turn_count: float | None

    overlap_seconds: Seconds | None
    overlap_share: float | None
    agent_interruptions: float | None
    customer_interruptions: float | None
    agent_interruption_seconds: Seconds | None

    hold_count: float | None
    hold_seconds: Seconds | None
    longest_hold: Seconds | None
    hold_share: float | None
    unannounced_holds: float | None

    time_to_greeting: Seconds | None
    response_latency: Seconds | None
    longest_response: Seconds | None
    last_speech_to_end: Seconds | None
    last_speaker: Party
    """Who said the last word."""
    ended_by: Party
    """Who hung up, where the line tells; else unknown."""

    agent_speech_rate: float | None
    customer_speech_rate: float | None
    agent_fastest_rate: float | None

    agent_loudness: float | None
    customer_loudness: float | None
    agent_loudness_range: float | None
    customer_loudness_range: float | None
    agent_pitch: float | None
    customer_pitch: float | None
    agent_pitch_range: float | None
    customer_pitch_range: float | None

    agent_unclear_share: float | None
    customer_unclear_share: float | None
    agent_signal_to_noise: float | None
    customer_signal_to_noise: float | None

    silences: tuple[Silence, ...] = ()
    """Every stretch without speech of 3 s or more, the one before the first word left out."""
    holds: tuple[Hold, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    interruptions: tuple[Interruption, ...] = ()
    responses: tuple[Response, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    curves: tuple[Curve, ...] = ()

    def curve(self, kind: CurveKind, party: Party) -> Curve | None:
        """The curve of one kind for one party, if it was taken."""
        return next((c for c in self.curves if c.kind is kind and c.party is party), None)
