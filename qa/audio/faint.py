"""Voices too faint to be a party of the call: a colleague across the room, a television, the next table. Pure.

The detector of speech finds them, and the recogniser writes sentences that nobody said over them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.span import Span

BELOW_LOUDEST_DB = 25.0
"""Under the loudest speech of the recording; soft speakers of the development calls reach 7 dB under it."""
FAINT_DB = -47.0
"""In dB of full scale; telephone speech has −20 to −37. What is fainter counts only if it is clear of the noise …"""
CLEAR_DB = 25.0
"""… by this much, as speech does in a recording made at too low a level, and a voice in a room does not."""
INAUDIBLE_DB = -58.0

_FRAME = SAMPLE_RATE // 50
_LOUD_PERCENTILE = 90
_NOISE_PERCENTILE = 10
_FLOOR = 1e-10


def without_faint(spans: Sequence[Sequence[Span]], samples: Samples) -> tuple[tuple[Span, ...], ...]:
    """For each channel of [channels, samples] at 16 kHz the stretches of speech loud enough to be a party's."""
    levels = [[_loudness(channel, span) for span in own] for channel, own in zip(samples, spans, strict=True)]
    loudest = max((level for own in levels for level in own), default=0.0)
    noise = [_level(channel, _NOISE_PERCENTILE) for channel in samples]
    return tuple(
        tuple(span for span, level in zip(own, own_levels, strict=True) if _is_loud(level, loudest, floor))
        for own, own_levels, floor in zip(spans, levels, noise, strict=True)
    )


def _is_loud(level: float, loudest: float, noise: float) -> bool:
    if level < max(INAUDIBLE_DB, loudest - BELOW_LOUDEST_DB):
        return False
    return level >= FAINT_DB or level - noise >= CLEAR_DB


def _loudness(channel: Samples, span: Span) -> float:
    return _level(channel[round(span.start * SAMPLE_RATE) : round(span.end * SAMPLE_RATE)], _LOUD_PERCENTILE)


def _level(samples: Samples, percentile: int) -> float:
    """A percentile of the levels of 20 ms frames, in dB of full scale."""
    frames = samples[: samples.size // _FRAME * _FRAME].reshape(-1, _FRAME)
    if not frames.size:
        return float(10 * np.log10(_FLOOR))
    power = np.mean(np.square(frames, dtype=np.float64), axis=1)
    return float(np.percentile(10 * np.log10(np.maximum(power, _FLOOR)), percentile))
