"""What a voice on its line sounds like, frame by frame of 10 ms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import soxr

from qa.audio.pitch import HOP as PITCH_HOP
from qa.audio.pitch import pitches
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.roles.diarization.atoms import HOP, Atom

Floats: TypeAlias = npt.NDArray[np.float64]

_RATE = 8_000
"""A telephone line carries nothing above 3,400 Hz."""
_BLOCK = 30_000
_LOWEST = 65.0
_STEP = 0.5
_BINS = 68
"""Of pitch: half semitones above 65 Hz, up to 460 Hz."""
_SMEAR = 1.5
"""Semitones by which one voice wanders within a sentence, and our measure within a frame."""


def cepstra(samples: Samples) -> Floats:
    """MFCC 1 to 19 of float32 [samples] at 16 kHz, [frames, 19]. Level is left out; voice and line are in.

    No mean is taken off: each party's line is its own, and helps to tell them apart.
    """
    # Loaded only where it is needed: with numba it takes 140 MB, and most calls have two channels.
    from librosa.feature import mfcc  # noqa: PLC0415

    narrow = soxr.resample(samples, SAMPLE_RATE, _RATE).astype(np.float32)
    hop = HOP * _RATE // SAMPLE_RATE
    # Five minutes at a time: the spectrogram of two hours would take a gigabyte.
    blocks = [
        mfcc(
            y=narrow[start : start + _BLOCK * hop], sr=_RATE, n_mfcc=20, n_fft=256, win_length=200, hop_length=hop,
            n_mels=32, fmin=150, fmax=3_600,
        )[1:, :_BLOCK]
        for start in range(0, max(1, narrow.size), _BLOCK * hop)
    ]  # fmt: skip
    return np.asarray(np.concatenate(blocks, axis=1).T, dtype=np.float64)


def pitch_histograms(samples: Samples, atoms: Sequence[Atom]) -> Floats:
    """How many frames of 10 ms each atom spends at each pitch, [atoms, half semitones]; the unvoiced are left out."""
    spoken = {index // (PITCH_HOP // HOP) for atom in atoms for index in range(atom.frames.start, atom.frames.stop)}
    count = samples.size // PITCH_HOP
    height = pitches(samples, np.array(sorted(i for i in spoken if i < count), dtype=np.int64))
    bins = np.clip(12 * np.log2(height / _LOWEST) / _STEP, 0, _BINS - 1)
    counts = np.zeros((len(atoms), _BINS))
    for row, atom in enumerate(atoms):
        own = bins[atom.frames.start * HOP // PITCH_HOP : -(-atom.frames.stop * HOP // PITCH_HOP)]
        np.add.at(counts[row], own[~np.isnan(own)].astype(int), PITCH_HOP / HOP)
    return np.asarray(counts @ _smearing())


def _smearing() -> Floats:
    """A Gaussian around each bin, [bins, bins], rows summing to 1."""
    distance = (np.arange(_BINS)[:, None] - np.arange(_BINS)[None]) * _STEP / _SMEAR
    weight = np.exp(-0.5 * distance**2)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))
