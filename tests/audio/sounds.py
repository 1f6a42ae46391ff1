"""Sounds for tests: something that passes for a voice, tones, keys and tunes; all at 16 kHz, float32 [samples]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from qa.audio.samples import SAMPLE_RATE, Samples

Floats: TypeAlias = npt.NDArray[np.float64]

_VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480), (570, 840, 2410))


def times(seconds: float) -> Samples:
    return np.arange(round(seconds * SAMPLE_RATE), dtype=np.float32) / np.float32(SAMPLE_RATE)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.float32)


def noise(seconds: float, level_db: float, seed: int = 0) -> Samples:
    out = np.random.default_rng(seed).standard_normal(round(seconds * SAMPLE_RATE)) * 10 ** (level_db / 20)
    return out.astype(np.float32)


def voice(seconds: float, *, pitch: float = 120, seed: int = 0, level: float = 0.3) -> Samples:
    """Glottal pulses through the formants of changing vowels, four syllables a second with a consonant before each."""
    random = np.random.default_rng(seed)
    syllables = []
    for _ in range(int(seconds * 4) + 1):
        length = int(0.25 * SAMPLE_RATE)
        here, there = (_VOWELS[index] for index in random.integers(len(_VOWELS), size=2))
        bend = np.linspace(1, random.uniform(0.75, 1.25), length) * pitch * random.uniform(0.9, 1.15)
        phase = np.cumsum(bend) / SAMPLE_RATE
        source: Floats = np.diff(np.floor(phase), prepend=0) + 0.02 * random.standard_normal(length)
        blend = np.linspace(0, 1, length)
        sound: Floats = (1 - blend) * _formants(source, here) + blend * _formants(source, there)
        sound *= np.clip(np.minimum(np.arange(length) - 900, length - np.arange(length)) / 600, 0, 1)
        sound[:900] += 0.1 * np.abs(sound).max() * random.standard_normal(900)
        syllables.append(sound)
    out = np.concatenate(syllables)[: round(seconds * SAMPLE_RATE)]
    return np.asarray(out / np.abs(out).max() * level, np.float32)


def _formants(source: Floats, frequencies: Sequence[float]) -> Floats:
    for frequency, width in zip(frequencies, (80, 100, 140), strict=True):
        radius = np.exp(-np.pi * width / SAMPLE_RATE)
        recursion = [1, -2 * radius * np.cos(2 * np.pi * frequency / SAMPLE_RATE), radius**2]
        source = np.asarray(lfilter([1.0], recursion, source))
    return source


def tone(seconds: float, *frequencies: float, level: float = 0.3) -> Samples:
    waves = [np.sin(2 * np.pi * frequency * times(seconds)) for frequency in frequencies]
    return np.asarray(level * np.sum(waves, axis=0) / len(waves), np.float32)


def ring_back(seconds: float) -> Samples:
    """The Chinese ring-back tone: 450 Hz, one second on and four off."""
    return np.asarray(tone(seconds, 450) * (times(seconds) % 5 < 1), np.float32)


def keys() -> Samples:
    pairs = [(697, 1209), (770, 1336), (852, 1477), (941, 1336)] * 5
    return np.concatenate([piece for low, high in pairs for piece in (tone(0.12, low, high), silence(0.08))])


def tune(seconds: float) -> Samples:
    """Decaying notes over held chords."""
    notes = [392, 440, 523, 587, 523, 440, 392, 330]
    out = 0.1 * tone(seconds, 131, 165, 196)
    for step, at in enumerate(np.arange(0, seconds - 0.5, 0.35)):
        note = tone(0.5, notes[step % 8], 2 * notes[step % 8], level=0.4) * np.exp(-5 * times(0.5))
        begin = round(at * SAMPLE_RATE)
        out[begin : begin + note.size] += note
    return out


def conversation(*turns: float, level: float = 0.3) -> Samples:
    """[2, samples]: turns of these lengths, by turns on channel 0 and 1, half a second apart."""
    pieces = []
    for index, seconds in enumerate(turns):
        said = voice(seconds, pitch=110 + 80 * (index % 2), seed=index, level=level)
        pair = [said, silence(seconds)] if index % 2 == 0 else [silence(seconds), said]
        pieces += [np.stack(pair), np.zeros((2, SAMPLE_RATE // 2), np.float32)]
    return np.concatenate(pieces, axis=1)
