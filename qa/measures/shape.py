"""The measures of one call. Definitions and units stand beside each field; None where undefined."""

from __future__ import annotations

from dataclasses import dataclass

from qa.recording import Seconds


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch in which nobody speaks, between two turns or before the hang-up. Music is no speech."""

    start: Seconds
    end: Seconds

    @property
    def seconds(self) -> Seconds:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Interruption:
    """One party starts while the other still speaks for over 2 s and says 4 characters or more."""

    by: str
    start: Seconds
    end: Seconds


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers about one call."""

    call_seconds: Seconds
    speech_seconds: Seconds
    """Time in which anybody speaks."""
    agent_talk_seconds: Seconds | None
    customer_talk_seconds: Seconds | None
    agent_talk_share: float | None
    """agent / (agent + customer) talk time, 0 to 1."""
    overlap_seconds: Seconds | None
    """Time in which both speak."""
    silence_share: float
    """Share of the call in which nobody speaks."""
    longest_silence: Seconds
    time_to_greeting: Seconds | None
    """From the start of the recording to the agent's first speech."""
    last_speech_to_end: Seconds | None
    """From the last speech of anybody to the end of the recording."""
    agent_speech_rate: float | None
    """Han characters and spoken digits a minute (字/分) over the time really spoken."""
    customer_speech_rate: float | None
    response_latency: Seconds | None
    """Median pause between the end of a customer's turn and the agent's next one."""
    silences: tuple[Silence, ...] = ()
    """Every stretch without speech of 3 s or more, the one before the first word left out."""
    interruptions: tuple[Interruption, ...] = ()
