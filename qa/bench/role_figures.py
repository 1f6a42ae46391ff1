"""What `qa bench roles` counts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from qa.accuracy.parties import SpeakerErrors, WordParties
from qa.recording import Seconds


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How often the agent's channel was named rightly, wrongly, or not at all."""

    right: int = 0
    wrong: int = 0
    unknown: int = 0

    def __add__(self, other: Verdicts) -> Verdicts:
        return Verdicts(self.right + other.right, self.wrong + other.wrong, self.unknown + other.unknown)


@dataclass(frozen=True, slots=True)
class RoleFigures:
    """What was found of some calls; those of several calls add up with `+`."""

    calls: int = 0
    seconds: Seconds = 0.0
    as_recorded: Verdicts = field(default_factory=Verdicts)
    exchanged: Verdicts = field(default_factory=Verdicts)
    """The same calls with left and right exchanged."""
    told_wrong_found: int = 0
    """Of the same calls, with settings that name the wrong side: those where it was noticed …"""
    told_right_kept: int = 0
    """… and with settings that name the right one: those where it was believed."""
    copies: int = 0
    """Mono calls saved as stereo (one channel 20 ms late and 3 dB weaker) …"""
    copies_known: int = 0
    """… that were recognised as one sound."""
    mono_speakers: SpeakerErrors = field(default_factory=SpeakerErrors)
    mono_words: WordParties = field(default_factory=WordParties)
    transcribing: float = 0.0
    """Seconds of the clock, on one channel."""
    parting: float = 0.0
    measuring: float = 0.0

    def __add__(self, other: RoleFigures) -> RoleFigures:
        return RoleFigures(
            calls=self.calls + other.calls,
            seconds=self.seconds + other.seconds,
            as_recorded=self.as_recorded + other.as_recorded,
            exchanged=self.exchanged + other.exchanged,
            told_wrong_found=self.told_wrong_found + other.told_wrong_found,
            told_right_kept=self.told_right_kept + other.told_right_kept,
            copies=self.copies + other.copies,
            copies_known=self.copies_known + other.copies_known,
            mono_speakers=self.mono_speakers + other.mono_speakers,
            mono_words=self.mono_words + other.mono_words,
            transcribing=self.transcribing + other.transcribing,
            parting=self.parting + other.parting,
            measuring=self.measuring + other.measuring,
        )
