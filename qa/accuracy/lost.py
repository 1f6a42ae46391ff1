"""Speech that the detector of speech lets go, and that nothing after it can bring back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.asr.word_features import channel_noise
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.speech import Span
from qa.recording import Seconds

_FRAME = SAMPLE_RATE // 50
_OVER_NOISE_DB = 10.0
_UNDER_LOUD_DB = 25.0
"""Under the loud frames (95th percentile) of what is said; the rest are pauses and closures."""


@dataclass(frozen=True, slots=True)
class SpeechLost:
    """Time with a voice in it, and how much of that lies outside what is sent to recognition; adds up with `+`."""

    voiced: Seconds = 0.0
    lost: Seconds = 0.0

    def __add__(self, other: SpeechLost) -> SpeechLost:
        return SpeechLost(self.voiced + other.voiced, self.lost + other.lost)

    @property
    def share(self) -> float | None:
        """Lost of voiced; None where there is no voice."""
        return self.lost / self.voiced if self.voiced else None


def speech_lost(channel: Samples, said: Sequence[Span], found: Sequence[Span]) -> SpeechLost:
    """How much of what is said on a channel lies outside `found`.

    Args:
        channel: float32 [samples] at 16 kHz.
        said: where somebody speaks, pauses within a sentence included.
        found: what the detector kept.
    """
    frames = channel[: channel.size // _FRAME * _FRAME].reshape(-1, _FRAME)
    level = 10 * np.log10(np.maximum(np.mean(np.square(frames, dtype=np.float64), axis=1), 1e-10))
    inside = _inside(said, level.size)
    if not inside.any():
        return SpeechLost()
    loud = float(np.percentile(level[inside], 95))
    voiced = inside & (level >= max(loud - _UNDER_LOUD_DB, channel_noise(channel) + _OVER_NOISE_DB))
    lost = voiced & ~_inside(found, level.size)
    second = _FRAME / SAMPLE_RATE
    return SpeechLost(float(voiced.sum()) * second, float(lost.sum()) * second)


def _inside(spans: Sequence[Span], frames: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    found = np.zeros(frames, np.bool_)
    for start, end in spans:
        found[round(start * SAMPLE_RATE / _FRAME) : round(end * SAMPLE_RATE / _FRAME)] = True
    return found
