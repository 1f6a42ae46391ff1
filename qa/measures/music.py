"""Music on the line, looked for where nobody speaks. Pure.

Music keeps going, stands above the line's noise and holds its energy in a few lines of the spectrum. Ring-back, busy
and keys do so too, but at the few frequencies that the telephone system itself uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.speech import Span
from qa.recording import Seconds

_FRAME = 1_024
_BAND = slice(19, 218)
"""Bins of 300 to 3,400 Hz."""
_AUDIBLE_DB = -55.0
_FLATNESS = 0.25
"""Geometric over arithmetic mean of the power spectrum; noise lies above .5, speech and music below .2."""
_SIGNALS = (450.0, 697.0, 770.0, 852.0, 941.0, 1209.0, 1336.0, 1477.0, 1633.0)
"""Hertz: ring-back and busy (YD/T 1034), and the keys (ITU-T Q.23)."""
_PURE = 0.9
"""Share of the energy at those, from which on it is a signal tone."""
_SHARE = 0.5
"""Of the frames of a second that sound like music."""
SECOND: Seconds = 1.0
_FREQUENCIES = np.fft.rfftfreq(_FRAME, 1 / SAMPLE_RATE)[_BAND]
_AT_SIGNALS = (np.abs(_FREQUENCIES[:, None] - np.array(_SIGNALS)) <= 2 * SAMPLE_RATE / _FRAME).any(axis=1)
"""The bins that such a tone fills, [bins]."""


def music(samples: Samples, quiet: Iterable[Span]) -> tuple[Span, ...]:
    """Where music plays on one channel, float32 [samples] at 16 kHz, within the quiet stretches: whole seconds."""
    return tuple(span for gap in quiet for span in _seconds(samples, gap))


def _seconds(samples: Samples, gap: Span) -> Iterator[Span]:
    for start in np.arange(gap.start, gap.end - SECOND / 2, SECOND).tolist():
        piece = samples[round(start * SAMPLE_RATE) : round(min(gap.end, start + SECOND) * SAMPLE_RATE)]
        if piece.size >= 4 * _FRAME and _plays(piece):
            yield Span(start, min(gap.end, start + SECOND))


def _plays(piece: Samples) -> bool:
    frames = np.lib.stride_tricks.sliding_window_view(piece, _FRAME)[:: _FRAME // 2]
    power = np.square(np.abs(np.fft.rfft(frames * np.hanning(_FRAME), axis=1)))[:, _BAND] + 1e-12
    level = 10 * np.log10(np.mean(np.square(frames, dtype=np.float64), axis=1) + 1e-12)
    flatness = np.exp(np.log(power).mean(axis=1)) / power.mean(axis=1)
    tonal = (level > _AUDIBLE_DB) & (flatness < _FLATNESS)
    return bool(tonal.mean() >= _SHARE and not _is_signal(power[tonal]))


def _is_signal(power: npt.NDArray[np.float64]) -> bool:
    """Whether the frames [frames, bins] are ring-back, busy or keys."""
    return bool(np.median(power[:, _AT_SIGNALS].sum(axis=1) / power.sum(axis=1)) >= _PURE)
