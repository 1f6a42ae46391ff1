"""How one channel sounds: level and pitch under stretches of speech, noise between them, music in the silences. Pure.

Levels are in dBFS: decibels of the mean square, 0 for a constant signal at full scale; a full-scale sine is −3.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from qa.audio.pitch import HOP, pitches
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.speech import Span
from qa.recording import Seconds

Floats = npt.NDArray[np.float64]

FRAME: Seconds = HOP / SAMPLE_RATE
"""0.02 s."""
STEP: Seconds = 1.0
"""Of the curves of loudness and pitch."""
_FLOOR_DB = -90.0
_ACTIVE_DB = 20.0
"""Frames so far below the loudest of a stretch are pauses between syllables."""
_LEAST_FRAMES = 10
"""0.2 s of speech; less has no loudness."""
_LEAST_VOICED = 5
_AWAY: Seconds = 0.3
"""From speech, of what counts as noise: the detector's edges are soft."""
_MOST_SNR = 60.0
_FLAT = 1e-4
_IDLE_SHARE = 0.02
_EARLIER: Seconds = 0.3


class ChannelSound:
    """One channel, float32 [samples] at 16 kHz."""

    def __init__(self, samples: Samples, speech: Sequence[Span]) -> None:
        """`speech`: every stretch of speech on the channel, whoever speaks, in order."""
        self._samples = samples
        self._speech = tuple(speech)

    @cached_property
    def power(self) -> Floats:
        """Mean square of each 20 ms."""
        count = self._samples.size // HOP
        frames = self._samples[: count * HOP].reshape(count, HOP)
        return np.asarray(np.einsum("ij,ij->i", frames, frames, dtype=np.float64) / HOP)

    @cached_property
    def _pitch(self) -> Floats:
        return pitches(self._samples, np.flatnonzero(self._frames(self._speech)))

    def loudness(self, spans: Iterable[Span]) -> float | None:
        """Level of the syllables under the spans, dBFS; None under 0.2 s."""
        power = self.power[self._frames(spans)]
        active = power[power >= power.max(initial=0.0) * 10 ** (-_ACTIVE_DB / 10)]
        return round(_db(float(active.mean())), 1) if active.size >= _LEAST_FRAMES else None

    def pitch(self, spans: Iterable[Span]) -> float | None:
        """Median pitch under the spans, Hz; None where too little is voiced."""
        voiced = self.voiced(spans)
        return round(float(np.median(voiced)), 1) if voiced.size >= _LEAST_VOICED else None

    def pitch_range(self, spans: Iterable[Span]) -> float | None:
        """Semitones from the 10th to the 90th percentile of the pitch under the spans."""
        voiced = self.voiced(spans)
        if voiced.size < 10 * _LEAST_VOICED:
            return None
        low, high = np.percentile(voiced, (10, 90))
        return round(12 * math.log2(high / low), 1)

    def voiced(self, spans: Iterable[Span]) -> Floats:
        """Pitches of the voiced frames under the spans, which must be speech of this channel."""
        found = self._pitch[self._frames(spans)]
        return np.asarray(found[~np.isnan(found)])

    def loudness_by_second(self, spans: Sequence[Span]) -> tuple[float | None, ...]:
        """`loudness` in every second."""
        return tuple(self.loudness(piece) for piece in self._by_second(spans))

    def pitch_by_second(self, spans: Sequence[Span]) -> tuple[float | None, ...]:
        """`pitch` in every second."""
        return tuple(self.pitch(piece) for piece in self._by_second(spans))

    def signal_to_noise(self, spans: Iterable[Span], music: Iterable[Span] = ()) -> float | None:
        """Level of the speech under the spans over the level of the channel's pauses, dB, at most 60.

        None without half a second of pause.
        """
        power = self.power[self._frames(spans)]
        away = self._frames(Span(s.start - _AWAY, s.end + _AWAY) for s in self._speech)
        noise = self.power[~(away | self._frames(music))]
        if power.size < _LEAST_FRAMES or noise.size < 0.5 / FRAME:
            return None
        # The median: a click or a key tone in a pause is no noise of the line.
        floor = max(float(np.median(noise)), 10 ** (_FLOOR_DB / 10))
        active = power[power >= power.max() * 10 ** (-_ACTIVE_DB / 10)]
        return round(min(_MOST_SNR, _db(max(float(active.mean()) - floor, floor / 100) / floor)), 1)

    def falls_silent(self) -> Seconds | None:
        """When the channel turns to digital silence for good; None where it does not, or is silent now and then.

        A line that suppresses silence says nothing about who hung up.
        """
        moves = np.abs(np.diff(self._samples, prepend=self._samples[:1])) > _FLAT
        if not moves.any():
            return None
        last = int(np.flatnonzero(moves)[-1])
        frames = moves[: last // HOP * HOP].reshape(-1, HOP).any(axis=1)
        if self._samples.size - last < _EARLIER * SAMPLE_RATE or (frames.size and (~frames).mean() > _IDLE_SHARE):
            return None
        return last / SAMPLE_RATE

    def _by_second(self, spans: Sequence[Span]) -> list[list[Span]]:
        count = math.ceil(self._samples.size / SAMPLE_RATE / STEP)
        pieces: list[list[Span]] = [[] for _ in range(count)]
        for span in spans:
            for second in range(max(0, int(span.start / STEP)), min(count, math.ceil(span.end / STEP))):
                pieces[second].append(Span(max(span.start, second * STEP), min(span.end, (second + 1) * STEP)))
        return pieces

    def _frames(self, spans: Iterable[Span]) -> npt.NDArray[np.bool_]:
        """Which frames lie under the spans, by their middles."""
        inside = np.zeros(self._samples.size // HOP, dtype=bool)
        for span in spans:
            inside[max(0, round(span.start / FRAME)) : max(0, round(span.end / FRAME))] = True
        return inside


def _db(power: float) -> float:
    return 10 * math.log10(max(power, 10 ** (_FLOOR_DB / 10)))
