"""How far apart two channels keep the two parties: not at all in fake stereo, a little with strong cross-talk. Pure.

Where one channel is a copy of the other (delayed, weaker, noisier, turned over), every loud moment of one is found in
the other at one ratio of levels. Where each channel has its own party and the other leaks in, it is found at a ratio
that changes sides with who speaks. Where nothing leaks it is not found at all.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qa.audio.samples import SAMPLE_RATE, Samples

Floats: TypeAlias = npt.NDArray[np.float64]

_BLOCK = 4_096
"""A quarter of a second: mostly one party speaks in it."""
_LONGEST_DELAY = 4_096
_BLOCKS = 240
"""One minute of evidence is plenty."""
_BAND = (300.0, 3_300.0)
_LOUD_DB = 12.0
_SILENCE_DB = -80.0
_ALIKE = 0.5
"""Correlation of a block with the other channel at the right delay, from which on it holds the same sound."""
_MOSTLY = 0.8
"""Of the loud blocks."""
_UNEVEN_DB = 12.0
"""By how much one recording of a sound may be weaker than the other."""


def separation_db(samples: Samples) -> float | None:
    """Decibels between a party on its own channel and on the other one, for float32 [2, samples] at 16 kHz.

    Returns:
        Near 0 for one sound twice; None where the channels are unrelated, or too little is loud to say.
    """
    starts = _loud(samples)
    if starts.size < 4:
        return None
    first, around = _cut(samples[0], starts), _cut(samples[1], starts - _LONGEST_DELAY, _BLOCK + 2 * _LONGEST_DELAY)
    lags = _lags(first, around)
    likeness = np.zeros(len(starts))
    ratio = np.zeros(len(starts))
    for lag in lags:
        second = around[:, lag : lag + _BLOCK]
        product = np.abs(np.einsum("bt,bt->b", first, second, dtype=np.float64))
        alike = product / np.sqrt(_energy(first) * _energy(second))
        better = alike > likeness
        likeness = np.where(better, alike, likeness)
        ratio = np.where(better, 10 * np.log10(_energy(first) / _energy(second)), ratio)
    if np.mean(likeness >= _ALIKE) < _MOSTLY:
        return None
    low, high = np.percentile(ratio[likeness >= _ALIKE], (10, 90))
    # One party alone on a line that leaks has one ratio as well: then it is that ratio.
    return float(max((high - low) / 2, abs(high + low) / 2 - _UNEVEN_DB))


def _loud(samples: Samples) -> npt.NDArray[np.int64]:
    """Where the blocks begin in which somebody is loud on either channel, [blocks]."""
    starts = np.arange(_LONGEST_DELAY, samples.shape[1] - _BLOCK - _LONGEST_DELAY, _BLOCK, dtype=np.int64)
    if not starts.size:
        return starts
    levels = [10 * np.log10(_energy(_cut(channel, starts)) / _BLOCK) for channel in samples]
    # Loud for its own channel: where one party is much louder, the other must have its say as well.
    starts = starts[np.any([(own > own.max() - _LOUD_DB) & (own > _SILENCE_DB) for own in levels], axis=0)]
    if starts.size > _BLOCKS:
        starts = starts[np.linspace(0, starts.size - 1, _BLOCKS).astype(int)]
    return starts


def _lags(first: Samples, around: Samples) -> tuple[int, int]:
    """Where `first` best lies in `around` if the second channel is early, and if it is late (GCC-PHAT, [blocks, …])."""
    size = 4 * _BLOCK
    cross = np.conj(np.fft.rfft(first, size)) * np.fft.rfft(around, size)
    frequency = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    inside = (frequency >= _BAND[0]) & (frequency <= _BAND[1])
    whitened = np.where(inside, cross / (np.abs(cross) + 1e-12), 0).sum(axis=0)
    sharp = np.abs(np.fft.irfft(whitened, size))[: 2 * _LONGEST_DELAY + 1]
    early, late = int(sharp[: _LONGEST_DELAY + 1].argmax()), _LONGEST_DELAY + int(sharp[_LONGEST_DELAY:].argmax())
    return early, late


def _cut(channel: Samples, starts: npt.NDArray[np.int64], length: int = _BLOCK) -> Samples:
    """Blocks of one channel, [blocks, length]."""
    return np.lib.stride_tricks.sliding_window_view(channel, length)[starts]


def _energy(blocks: Samples) -> Floats:
    return np.asarray(np.einsum("bt,bt->b", blocks, blocks, dtype=np.float64) + 1e-9)
