"""The sound of a recording, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.audio.cross_talk import CrossTalk, cross_talk
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.separation import separation_db
from qa.recording import Flag, Seconds

_FULL_SCALE = 0.975
"""µ-law ends at 0.980 of full scale, A-law at 0.984."""
_AUDIBLE = 0.01
_CLIPPED_SHARE = 0.001
_APART_DB = 7.0
"""Less than this between the parties, and words of one are recognised on both channels: better told apart by voice."""


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """The channels that are worth listening to: float32 [channels, samples] at 16 kHz between −1 and 1."""

    samples: Samples

    @property
    def seconds(self) -> Seconds:
        """Length."""
        return float(self.samples.shape[1]) / SAMPLE_RATE

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.samples.shape[0])


@dataclass(frozen=True, slots=True)
class Signal:
    """A recording's audio with what was noticed about it."""

    audio: Audio
    """One channel where both of the file hold the same sound."""
    flags: tuple[Flag, ...]
    cross_talk: tuple[CrossTalk, ...]
    """Which channel is heard on which other, if any."""


def examine(samples: Samples) -> Signal:
    """Look at decoded audio, float32 [1 or 2, samples] at 16 kHz."""
    flags = [Flag.CLIPPED] if is_clipped(samples) else []
    if samples.shape[0] == 1:
        return Signal(Audio(samples), (Flag.MONO, *flags), ())
    if holds_same_sound(samples):
        louder = int(np.argmax(_energy(samples)))
        return Signal(Audio(samples[louder : louder + 1]), (Flag.FAKE_STEREO, *flags), ())
    leaks = tuple(
        leak for leak in (cross_talk(samples, source=0, target=1), cross_talk(samples, source=1, target=0)) if leak
    )
    if leaks:
        flags.insert(0, Flag.CROSS_TALK)
    return Signal(Audio(samples), tuple(flags), leaks)


def is_clipped(samples: Samples) -> bool:
    """Whether one audible sample in a thousand, on any channel, is at full scale.

    Clipping before the recorder at a lower level is not seen.
    """
    for channel in samples:
        loud = np.abs(channel)
        audible = np.count_nonzero(loud > _AUDIBLE)
        if audible and np.count_nonzero(loud >= _FULL_SCALE) > _CLIPPED_SHARE * audible:
            return True
    return False


def holds_same_sound(samples: Samples) -> bool:
    """Whether two channels [2, samples] are one sound twice, or hold both parties so alike that they are no use apart.

    Copies may differ by delay (a quarter of a second), level (12 dB), polarity, codec and some noise.
    """
    separation = separation_db(samples)
    return separation is not None and separation < _APART_DB


def _energy(samples: Samples) -> npt.NDArray[np.float64]:
    return np.array([float(np.dot(channel, channel)) for channel in samples])
