"""A sentence heard on both channels, because one leaks into the other, appears once. Pure but for reading samples."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from statistics import fmean

import numpy as np

from qa.audio.samples import SAMPLE_RATE
from qa.audio.signal import Audio
from qa.phonetics.syllables import syllables
from qa.recording import Seconds
from qa.transcript import Utterance

SAME_TIME = 0.6
"""Share of the shorter utterance that the other must cover."""
SAME_SOUND = 0.6
"""Share of the copy's syllables that the original has, in order. A faint copy is recognised badly."""
FAINTER_DB = 6.0
"""A level this much lower settles which is the copy; nearer than that, the lower probability does."""
SHORTEST = 2
"""Syllables. Two people do say 喂 or 好 at the same time."""


def without_leakage(utterances: Sequence[Utterance], audio: Audio) -> tuple[Utterance, ...]:
    """The utterances without the fainter copies of what was said on another channel at the same time."""
    copies = {
        id(_copy(one, other, audio))
        for i, one in enumerate(utterances)
        for other in utterances[i + 1 :]
        if one.channel != other.channel and _together(one, other) and _alike(one, other)
    }
    return tuple(utterance for utterance in utterances if id(utterance) not in copies)


def level(utterance: Utterance, audio: Audio) -> float:
    """Mean power of an utterance's own channel in its time, in dB (full scale 0, never below −120)."""
    start, end = (round(time * SAMPLE_RATE) for time in (utterance.start, utterance.end))
    samples = audio.samples[utterance.channel][start:end]
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return 10 * float(np.log10(max(power, 1e-12)))


def _together(one: Utterance, other: Utterance) -> bool:
    shared: Seconds = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return shared > 0 and shared >= SAME_TIME * shorter


def _alike(one: Utterance, other: Utterance) -> bool:
    a, b = ([syllable.reading for syllable in syllables(u.text)] for u in (one, other))
    if min(len(a), len(b)) < SHORTEST:
        return False
    matched = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return matched >= SAME_SOUND * min(len(a), len(b))


def _copy(one: Utterance, other: Utterance, audio: Audio) -> Utterance:
    difference = level(one, audio) - level(other, audio)
    if abs(difference) >= FAINTER_DB:
        return other if difference > 0 else one
    return other if _probability(one) >= _probability(other) else one


def _probability(utterance: Utterance) -> float:
    return fmean(word.probability for word in utterance.words)
