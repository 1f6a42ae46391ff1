"""Speech cut into pieces so short that one voice speaks in each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.speech import Span
from qa.recording import Seconds

HOP = 160
"""Samples from one frame to the next: 10 ms."""
FRAME: Seconds = HOP / SAMPLE_RATE
_SMOOTH = 5
_DIP_DB = 14.0
"""Below the loud part of a stretch: a pause, or nearly one."""
_SHORTEST_DIP: Seconds = 0.1
_LONGEST: Seconds = 1.6
"""Of an atom; a longer one is cut where it is quietest."""
_SHORTEST: Seconds = 0.25


@dataclass(frozen=True, slots=True)
class Atom:
    """A short piece of speech, taken to be one voice's."""

    start: Seconds
    end: Seconds
    pause: Seconds
    """Before it, since the atom before; 0 where speech was only cut."""

    @property
    def frames(self) -> slice:
        """Its frames of 10 ms."""
        return slice(round(self.start / FRAME), round(self.end / FRAME))


def atoms(samples: Samples, speech: Sequence[Span]) -> tuple[Atom, ...]:
    """The speech of one channel, float32 [samples] at 16 kHz, cut at its pauses and quiet moments, in order."""
    level = levels(samples)
    found: list[Atom] = []
    for span in speech:
        first, last = round(span.start / FRAME), min(round(span.end / FRAME), level.size)
        for start, end in _pieces(level[first:last]):
            a, b = (first + start) * FRAME, (first + end) * FRAME
            found.append(Atom(a, b, a - found[-1].end if found else a))
    return tuple(found)


def levels(samples: Samples) -> npt.NDArray[np.float64]:
    """Smoothed level of each 10 ms, dBFS, [frames]."""
    count = samples.size // HOP
    power = np.square(samples[: count * HOP], dtype=np.float64).reshape(count, HOP).mean(axis=1)
    smooth = np.convolve(power, np.ones(_SMOOTH) / _SMOOTH, mode="same") if count else power
    return np.asarray(10 * np.log10(smooth + 1e-10))


def _pieces(level: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Frames [start, end) of the loud pieces of a stretch of speech."""
    if not level.size:
        return []
    loud = level >= np.percentile(level, 90) - _DIP_DB
    pieces: list[list[int]] = []
    for index in np.flatnonzero(loud).tolist():
        if pieces and index - pieces[-1][1] <= _SHORTEST_DIP / FRAME:
            pieces[-1][1] = index + 1
        else:
            pieces.append([index, index + 1])
    return [cut for start, end in pieces if end - start >= 5 for cut in _cut(level, start, end)]


def _cut(level: npt.NDArray[np.float64], start: int, end: int) -> list[tuple[int, int]]:
    """A piece in parts of at most `_LONGEST`, cut where it is quietest."""
    if (end - start) * FRAME <= _LONGEST:
        return [(start, end)]
    edge = round(_SHORTEST / FRAME)
    at = start + edge + int(level[start + edge : end - edge].argmin())
    return [*_cut(level, start, at), *_cut(level, at, end)]
