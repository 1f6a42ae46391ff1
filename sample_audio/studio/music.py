"""Sounds of a hotline that are not speech: hold music, ring-back and keys. All are computed, nothing is sampled.

Every function returns float audio at 8 kHz.
"""

from __future__ import annotations

import numpy as np

from .script import Seconds
from .voices import RATE, Audio

# Two tunes written for this folder: (MIDI note or 0 for a rest, beats).
_TUNES: dict[str, tuple[float, str, list[tuple[int, float]], list[tuple[int, ...]]]] = {
    "plucked": (
        0.34,
        "string",
        [(67, 1), (69, 1), (72, 2), (74, 1), (72, 1), (69, 2), (67, 1), (64, 1), (62, 2), (64, 1), (67, 1), (69, 2),
         (0, 1), (72, 1), (74, 1), (76, 1), (79, 2), (76, 1), (74, 1), (72, 3), (0, 1)],
        [(48, 55, 64), (45, 52, 60), (41, 48, 57), (43, 50, 59)],
    ),
    "bells": (
        0.42,
        "bell",
        [(76, 1.5), (74, 0.5), (71, 1), (67, 1), (69, 2), (71, 1), (74, 1), (76, 1.5), (78, 0.5), (79, 2), (0, 1),
         (78, 1), (74, 1), (71, 1), (69, 3), (0, 1), (67, 1), (69, 1), (71, 2), (67, 2)],
        [(43, 59, 62), (40, 55, 59), (36, 52, 60), (38, 54, 57)],
    ),
}  # fmt: skip
_KEYS = {
    key: (low, high)
    for row, low in zip(("123", "456", "789", "*0#"), (697.0, 770.0, 852.0, 941.0), strict=True)
    for key, high in zip(row, (1209.0, 1336.0, 1477.0), strict=True)
}


def _times(seconds: Seconds) -> Audio:
    return np.arange(round(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _note(pitch: int, seconds: Seconds, instrument: str, random: np.random.Generator) -> Audio:
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    time = _times(seconds)
    if instrument == "string":
        return _plucked_string(frequency, time.size, random)
    partials = [(1.0, 1.0, 2.5), (2.76, 0.5, 5.0), (5.4, 0.2, 9.0)]
    if instrument == "organ":
        partials = [(1.0, 0.6, 0.6), (2.0, 0.3, 0.6), (3.0, 0.15, 0.6)]
    tone = np.zeros_like(time)
    for ratio, strength, decay in partials:
        if frequency * ratio < RATE * 0.45:
            tone += strength * np.sin(2 * np.pi * frequency * ratio * time) * np.exp(-decay * time)
    attack = np.minimum(time / (0.12 if instrument == "organ" else 0.004), 1.0)
    release = np.minimum((seconds - time) / 0.03, 1.0)
    result: Audio = (tone * attack * release).astype(np.float32)
    return result


def _plucked_string(frequency: float, samples: int, random: np.random.Generator) -> Audio:
    """Karplus-Strong: a burst of noise going round a delay line that smooths it."""
    period = max(2, round(RATE / frequency))
    loop = random.uniform(-1, 1, period)
    out = np.empty(samples, dtype=np.float32)
    for begin in range(0, samples, period):
        out[begin : begin + period] = loop[: samples - begin]
        loop = 0.498 * (loop + np.roll(loop, 1))
    return out


def hold_music(tune: str, seconds: Seconds, random: np.random.Generator) -> Audio:
    """A stretch of one of two tunes (`plucked`, `bells`) with organ chords under it, starting anywhere in it."""
    beat, instrument, melody, chords = _TUNES[tune]
    out = np.zeros(round(seconds * RATE) + 4 * RATE, dtype=np.float32)
    at, step = 0.0, int(random.integers(len(melody)))
    while at < seconds:
        pitch, beats = melody[step % len(melody)]
        if pitch:
            _add(out, at, 0.5 * _note(pitch, beats * beat + 0.25, instrument, random))
        at, step = at + beats * beat, step + 1
    for bar in range(int(seconds / (4 * beat)) + 1):
        for pitch in chords[bar % len(chords)]:
            _add(out, bar * 4 * beat, 0.12 * _note(pitch, 4 * beat, "organ", random))
    music = out[: round(seconds * RATE)]
    fade = np.minimum(np.minimum(_times(seconds), seconds - _times(seconds)) / 0.25, 1.0)
    result: Audio = (music * fade * 0.22 / (np.abs(music).max() or 1.0)).astype(np.float32)
    return result


def _add(out: Audio, at: Seconds, sound: Audio) -> None:
    begin = round(at * RATE)
    room = out[begin : begin + sound.size]
    room += sound[: room.size]


def ring_back(seconds: Seconds) -> Audio:
    """The Chinese ring-back tone: 450 Hz, one second on and four off."""
    time = _times(seconds)
    result: Audio = (0.12 * np.sin(2 * np.pi * 450 * time) * (time % 5 < 1)).astype(np.float32)
    return result


def key_tones(keys: str) -> Audio:
    """DTMF, 120 ms a key and 80 ms between."""
    pieces = []
    for key in keys:
        time = _times(0.12)
        low, high = _KEYS[key]
        tone = 0.1 * (np.sin(2 * np.pi * low * time) + np.sin(2 * np.pi * high * time))
        pieces += [tone, np.zeros(round(0.08 * RATE))]
    return np.concatenate(pieces).astype(np.float32)
