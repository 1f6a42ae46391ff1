"""Two parties on one channel: utterances cut where the voice changes, each with how probably it is the agent's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from qa.audio.samples import Samples
from qa.audio.speech import Span
from qa.recording import Direction
from qa.roles.agent import DEPENDENCE, MOST, manner
from qa.roles.diarization.atoms import Atom, atoms
from qa.roles.diarization.features import cepstra, pitch_histograms
from qa.roles.diarization.statistics import statistics
from qa.roles.diarization.voices import AGENT, tell
from qa.roles.diarization.words import Floats, nearest_atoms, text_evidence
from qa.transcript import Utterance


@dataclass(frozen=True, slots=True)
class Parted:
    """The utterances of one channel by voice."""

    utterances: tuple[Utterance, ...]
    """One voice each, in order of time; every word is in exactly one."""
    agent: tuple[float, ...]
    """For each, the probability that it is the agent's if the two voices are named rightly."""
    confidence: float
    """Probability that the voices are named rightly; .5 where nothing tells."""


def part(samples: Samples, speech: Sequence[Span], utterances: Sequence[Utterance], direction: Direction) -> Parted:
    """Tell the two parties of one channel apart.

    Args:
        samples: float32 [samples] at 16 kHz.
        speech: its stretches of speech.
        utterances: what was recognised on it.
        direction: who rang whom.
    """
    pieces = atoms(samples, speech)
    spoken = [utterance for utterance in utterances if utterance.words]
    if not pieces or not spoken:
        return Parted(tuple(utterances), (0.5,) * len(utterances), 0.5)
    counts = statistics(cepstra(samples), pitch_histograms(samples, pieces), pieces)
    voices = tell(counts, pieces, text_evidence(spoken, pieces))
    cut = [piece for utterance in spoken for piece in _cut(utterance, pieces, voices.posterior[:, AGENT])]
    return _named(cut, voices.likelihood - voices.other_way_round, direction)


def _named(cut: Sequence[tuple[Utterance, float]], phrases: float, direction: Direction) -> Parted:
    """The pieces with the voices named by what they say and by how the parties behave.

    Args:
        cut: pieces with the probability that they are the first voice's, which the words make the agent's.
        phrases: by how much, log-odds.
        direction: who rang whom.
    """
    voiced = [replace(u, channel=0 if probability >= 0.5 else 1) for u, probability in cut]
    behaviour = sum(e.log_odds if e.channel == 0 else -e.log_odds for e in manner(voiced, direction))
    log_odds = DEPENDENCE * (phrases + behaviour)
    agent = tuple(p if log_odds >= 0 else 1 - p for _, p in cut)
    return Parted(tuple(u for u, _ in cut), agent, 1 / (1 + math.exp(-min(abs(log_odds), MOST))))


def _cut(utterance: Utterance, pieces: Sequence[Atom], agent: Floats) -> list[tuple[Utterance, float]]:
    """The utterance in stretches of one voice, each with the probability that it is the agent's."""
    atom = nearest_atoms(utterance.words, pieces)
    found = []
    for _, group in groupby(range(len(utterance.words)), key=lambda i: bool(agent[atom[i]] >= 0.5)):
        own = list(group)
        words = utterance.words[own[0] : own[-1] + 1]
        probability = float(np.mean([agent[atom[i]] for i in own]))
        found.append((Utterance(utterance.channel, words[0].start, words[-1].end, words), probability))
    return found
