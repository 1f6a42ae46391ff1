"""What is measured of one party's voice: rate, loudness, pitch, clarity, noise. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.audio.speech import Span
from qa.measures.rate import speech_rate
from qa.measures.shape import Curve, CurveKind, Stretch
from qa.measures.sides import Side
from qa.measures.sound import STEP, ChannelSound
from qa.measures.stretches import rate_curve, stretches
from qa.recording import Seconds

UNCLEAR = 0.5
"""Probability of a word under which it counts as unclear."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One party's voice; the definitions stand in `qa.measures.definitions`."""

    speech_rate: float | None = None
    fastest_rate: float | None = None
    unclear_share: float | None = None
    loudness: float | None = None
    loudness_range: float | None = None
    pitch: float | None = None
    pitch_range: float | None = None
    signal_to_noise: float | None = None
    stretches: tuple[Stretch, ...] = ()
    curves: tuple[Curve, ...] = ()


def voice(side: Side, sound: ChannelSound | None, music: Sequence[Span], seconds: Seconds) -> Voice:
    """The voice of one side.

    Args:
        side: whose.
        sound: of the party's channel; None where only words and times are known.
        music: stretches that are no line noise.
        seconds: length of the recording.
    """
    rate = rate_curve(side, seconds)
    fastest = max((value for value in rate.values if value is not None), default=None)
    spoken = speech_rate(side.words, side.speech)
    unclear = sum(word.probability < UNCLEAR for word in side.words) / len(side.words) if side.words else None
    if sound is None:
        return Voice(spoken, fastest, unclear, stretches=stretches(side, _unheard, _unheard), curves=(rate,))
    loudness = Curve(CurveKind.LOUDNESS, side.party, STEP, sound.loudness_by_second(side.speech))
    pitch = Curve(CurveKind.PITCH, side.party, STEP, sound.pitch_by_second(side.speech))
    levels = [value for value in loudness.values if value is not None]
    return Voice(
        speech_rate=spoken,
        fastest_rate=fastest,
        unclear_share=unclear,
        loudness=round(float(np.median(levels)), 1) if levels else None,
        loudness_range=_range(levels),
        pitch=sound.pitch(side.speech),
        pitch_range=sound.pitch_range(side.speech),
        signal_to_noise=sound.signal_to_noise(side.speech, music),
        stretches=stretches(side, sound.loudness, sound.pitch),
        curves=(rate, loudness, pitch),
    )


def _range(levels: Sequence[float]) -> float | None:
    if len(levels) < 5:
        return None
    low, high = np.percentile(levels, (10, 95))
    return round(float(high - low), 1)


def _unheard(spans: Sequence[Span]) -> None:
    del spans
