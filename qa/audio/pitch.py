"""Fundamental frequency of a voice, frame by frame, by normalised autocorrelation.

P. Boersma, "Accurate short-term analysis of the fundamental frequency …", IFA Proceedings 17 (1993): the
autocorrelation of a windowed frame, divided by that of the window, peaks at the period, and its height says how voiced
the frame is. A telephone line cuts the fundamental itself off; the period is still in its harmonics.

`librosa.yin` finds the same values but no voicing, and it costs every worker 140 MB (numba) and the first one of a
fresh installation 16 s; this costs 0.1 s a minute of speech. The tests hold the two against each other.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qa.audio.samples import SAMPLE_RATE, Samples

Floats: TypeAlias = npt.NDArray[np.float64]

HOP = 320
"""Samples from one frame to the next: 20 ms, as for levels."""
_FRAME = 640
_SIZE = 2048
_LOWEST, _HIGHEST = 65.0, 450.0
"""Hertz: a deep man's voice, and an excited woman's."""
_VOICED = 0.55
"""Height of the normalised peak, from which on a frame is voiced."""
_OCTAVE = 0.03
"""A peak an octave lower must be so much higher: each multiple of the period is one as well."""
_BLOCK = 1_500
"""Frames looked at together: 30 s take some 60 MB."""
_WINDOW = np.hanning(_FRAME + 1)[:-1]
_LAGS = np.arange(int(SAMPLE_RATE / _HIGHEST), int(SAMPLE_RATE / _LOWEST) + 2)


def pitches(samples: Samples, frames: npt.NDArray[np.int64] | None = None) -> Floats:
    """The pitch of each 20 ms of float32 [samples] at 16 kHz, in hertz; NaN where nothing is voiced.

    Args:
        samples: one channel.
        frames: which of the frames to look at, in order; the others stay NaN. None: all of them.

    Returns:
        float64 [samples // 320].
    """
    count = samples.size // HOP
    found = np.full(count, np.nan)
    wanted = np.arange(count) if frames is None else frames
    around = np.pad(samples, ((_FRAME - HOP) // 2, _FRAME)).astype(np.float32)
    windows = np.lib.stride_tricks.sliding_window_view(around, _FRAME)[::HOP]
    for start in range(0, wanted.size, _BLOCK):
        block = wanted[start : start + _BLOCK]
        found[block] = _of_frames(windows[block])
    return found


def _of_frames(frames: Samples) -> Floats:
    frames = frames - frames.mean(axis=1, keepdims=True)
    height = _autocorrelation(frames * _WINDOW)[:, _LAGS] / _autocorrelation(_WINDOW[None])[:, _LAGS]
    before, at, after = height[:, :-2], height[:, 1:-1], height[:, 2:]
    # A parabola through each peak and its neighbours: the true period lies between samples, and so does the height.
    bend = np.minimum(before - 2 * at + after, -1e-12)
    shift = 0.5 * (before - after) / bend
    top = np.where((at >= before) & (at > after), at - 0.25 * (before - after) * shift, -np.inf)
    best = (top - _OCTAVE * np.log2(_LAGS[1:-1] / _LAGS[0])).argmax(axis=1)
    row = np.arange(len(frames))
    found = SAMPLE_RATE / (_LAGS[1:-1][best] + shift[row, best])
    return np.asarray(np.where(top[row, best] >= _VOICED, found, np.nan))


def _autocorrelation(frames: npt.NDArray[np.floating]) -> Floats:
    """Of each row, [frames, lags], 1 at lag 0; 0 everywhere in a frame of silence."""
    power = np.square(np.abs(np.fft.rfft(frames, _SIZE, axis=1)))
    correlation = np.fft.irfft(power, axis=1)
    return np.asarray(correlation / np.maximum(correlation[:, :1], 1e-9))
