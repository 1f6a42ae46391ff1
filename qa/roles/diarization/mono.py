"""Two parties on one channel: utterances cut where the voice changes, each with whose it probably is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from qa.audio.samples import Samples
from qa.audio.speech import Span
from qa.recording import Direction
from qa.roles.diarization.atoms import Atom, atoms
from qa.roles.diarization.encoder import VoiceEncoder
from qa.roles.diarization.features import cepstra, pitch_histograms
from qa.roles.diarization.naming import Role, name
from qa.roles.diarization.statistics import statistics
from qa.roles.diarization.voices import tell
from qa.roles.diarization.words import Floats, nearest_atoms, text_evidence
from qa.roles.model import FITTED, RoleModel
from qa.transcript import Utterance


@dataclass(frozen=True, slots=True)
class Parted:
    """The utterances of one channel by voice."""

    utterances: tuple[Utterance, ...]
    """One voice each, in order of time; every word is in exactly one."""
    agent: tuple[float, ...]
    """For each, the probability that it is the agent's …"""
    customer: tuple[float, ...]
    """… and the customer's; the rest is a prompt's, or nobody can tell."""
    confidence: float
    """Probability that the voice taken for the agent's is the agent's; .5 where nothing tells."""


def part(
    samples: Samples,
    speech: Sequence[Span],
    utterances: Sequence[Utterance],
    direction: Direction,
    encoder: VoiceEncoder | None = None,
    *,
    model: RoleModel = FITTED,
) -> Parted:
    """Tell the parties of one channel apart.

    Args:
        samples: float32 [samples] at 16 kHz.
        speech: its stretches of speech.
        utterances: what was recognised on it.
        direction: who rang whom.
        encoder: a neural ear, if there is one.
        model: what was learned of how agents and customers speak.
    """
    pieces = atoms(samples, speech)
    spoken = [utterance for utterance in utterances if utterance.words]
    if not pieces or not spoken:
        even = (0.5,) * len(utterances)
        return Parted(tuple(utterances), even, even, 0.5)
    points = None if encoder is None else encoder.embeddings(samples, pieces)
    counts = statistics(cepstra(samples), pitch_histograms(samples, pieces), pieces, points)
    said = text_evidence(spoken, pieces, model)
    posterior = tell(counts, pieces, said.agent)
    cut = [piece for utterance in spoken for piece in _cut(utterance, pieces, posterior)]
    voiced = [(replace(u, channel=int(share.argmax())), share) for u, share in cut]
    roles = name(posterior, said.prompt, pieces, voiced, direction=direction, model=model)
    parties = [share @ roles for _, share in cut]
    return Parted(
        utterances=tuple(u for u, _ in cut),
        agent=tuple(float(p[Role.AGENT]) for p in parties),
        customer=tuple(float(p[Role.CUSTOMER]) for p in parties),
        confidence=float(roles[:, Role.AGENT].max()),
    )


def _cut(utterance: Utterance, pieces: Sequence[Atom], posterior: Floats) -> list[tuple[Utterance, Floats]]:
    """The utterance in stretches of one voice, each with the probabilities of the voices, [voices]."""
    atom = nearest_atoms(utterance.words, pieces)
    voice = posterior.argmax(axis=1)
    found = []
    for _, group in groupby(range(len(utterance.words)), key=lambda i: int(voice[atom[i]])):
        own = list(group)
        words = utterance.words[own[0] : own[-1] + 1]
        share = np.asarray(posterior[atom[own]].mean(axis=0))
        found.append((Utterance(utterance.channel, words[0].start, words[-1].end, words), share))
    return found
