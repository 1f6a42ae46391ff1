"""One party heard, quieter and later, on the other's channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.recording import Seconds

Starts: TypeAlias = npt.NDArray[np.int64]

_BLOCK = 8_192
"""Half a second: long beside the delay, short beside a turn."""
_LONGEST_DELAY = 4_096
"""A quarter of a second, as an echo over a long line has."""
_BLOCKS = 120
"""One minute of evidence is plenty."""
_BAND = (300.0, 3_300.0)
_LOUD_DB = 15.0
_QUIETER_DB = 6.0
_FAINTEST_DB = 45.0
_SILENCE_DB = -100.0
_CLEAR = 9.0
"""Height of the correlation's peak over its spread; two unrelated voices stay below 5."""


@dataclass(frozen=True, slots=True)
class CrossTalk:
    """`source` is heard on `target`, `attenuation_db` quieter and `delay` later."""

    source: int
    target: int
    attenuation_db: float
    delay: Seconds


def cross_talk(samples: Samples, *, source: int, target: int) -> CrossTalk | None:
    """How channel `source` of [2, samples] at 16 kHz is heard on `target`, or None.

    Looks at half-second blocks where the source is loud and the target at least 6 dB quieter. The delay is the peak
    of the phase correlation (GCC-PHAT), the attenuation the least-squares gain at that delay. Leaks below −45 dB
    are inaudible and pass.
    """
    starts = _starts(samples[source], samples[target])
    if not starts.size:
        return None
    loud, leaked = _cut(samples[source], starts), _cut(samples[target], starts)
    size = 2 * _BLOCK
    spectrum = np.fft.rfft(loud, size)
    cross = np.conj(spectrum) * np.fft.rfft(leaked, size)
    frequency = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    inside = (frequency >= _BAND[0]) & (frequency <= _BAND[1])
    whitened = np.where(inside, cross / (np.abs(cross) + 1e-12), 0).sum(axis=0)
    sharp = np.abs(np.fft.irfft(whitened, size)[:_LONGEST_DELAY])
    delay = int(np.argmax(sharp))
    spread = float(np.sqrt(np.mean(np.square(np.delete(sharp, np.s_[max(0, delay - 32) : delay + 32])))))
    if sharp[delay] < _CLEAR * spread:
        return None
    late = _cut(samples[target], starts + delay)
    gain = abs(float(np.sum(loud * late, dtype=np.float64))) / float(np.square(loud, dtype=np.float64).sum())
    attenuation = -20 * np.log10(max(gain, 1e-9))
    if attenuation > _FAINTEST_DB:
        return None
    return CrossTalk(source, target, round(float(attenuation), 1), delay / SAMPLE_RATE)


def _starts(source: Samples, target: Samples) -> Starts:
    """Where the blocks begin in which the source is loud and the target quiet."""
    # Not the last stretch: what it leaks may be cut off.
    starts: Starts = np.arange(0, source.size - _BLOCK - _LONGEST_DELAY, _BLOCK, dtype=np.int64)
    if not starts.size:
        return starts
    loud, leaked = _level(_cut(source, starts)), _level(_cut(target, starts))
    # Digital silence leaks nothing, and correlates with nothing.
    starts = starts[(loud > loud.max() - _LOUD_DB) & (leaked < loud - _QUIETER_DB) & (leaked > _SILENCE_DB)]
    if starts.size > _BLOCKS:
        starts = starts[np.linspace(0, starts.size - 1, _BLOCKS).astype(int)]
    return starts


def _cut(channel: Samples, starts: Starts) -> Samples:
    """Blocks of one channel, [blocks, samples]."""
    return np.stack([channel[start : start + _BLOCK] for start in starts])


def _level(blocks: Samples) -> npt.NDArray[np.float64]:
    return np.asarray(10 * np.log10(np.mean(np.square(blocks, dtype=np.float64), axis=1) + 1e-12))
