"""Which voice speaks in each atom: a hidden Markov model over the atoms of a call. Pure.

What the voices are and which atoms are whose is found by turns, as in variational diarization (Landini et al. 2022),
from several first guesses; the likeliest outcome wins. Words help: a phrase that only agents say pulls its atoms
towards the agent's voice, and through that voice all others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qa.recording import Seconds
from qa.roles.diarization.atoms import Atom
from qa.roles.diarization.statistics import Statistics, fit

Floats: TypeAlias = npt.NDArray[np.float64]

ROUNDS = 12
_SURE = 0.9
_PAUSES = (0.0, 0.1, 0.2, 0.5, 1.0)
_CHANGES = (-4.5, -3.5, -2.0, -0.7, -0.5)
"""Log-odds that the voice changes at a pause of so many seconds: people seldom break in without one."""
_LONG = 0.4
"""Seconds of an atom that is fit to start a cluster."""
_MOST = 1_500
"""Atoms that are clustered; the square of them is kept in memory."""
_APART = 10.0
"""By how much each of two voices must fit its own speech better than the other does, log likelihood in all. Of 63
conversations and monologues the ones told apart wrongly, and those of one voice, had 0 or less, all others 20 or more.
"""
_GAIN, _OWN_SECONDS, _MARGIN = 2.0, 3.0, 25.0
"""By how much a third voice must raise the log likelihood, how long each of three voices must speak, and by how much
each must fit its own speech better than the others do. Two real people never came near all three, prompts and second
agents mostly did; one that stays unfound is taken for the voice it is most like."""


def tell(statistics: Statistics, atoms: Sequence[Atom], text: Floats) -> Floats:
    """The voices of a call: the posterior of two, or of three where there surely is a third, [atoms, voices].

    Where two cannot be told apart, there being only one or both too much alike, either is as likely everywhere.

    Args:
        statistics: of the atoms.
        atoms: in order, at least one.
        text: what the words say for the agent, log-odds, [atoms]. They pull the first voice; which voice is whose is
            for `qa.roles.diarization.naming` to say.
    """
    change = _changes(atoms)
    two, likelihood = _best(statistics, atoms, text, change, voices=2)
    three, higher = _best(statistics, atoms, text, change, voices=3)
    if higher - likelihood >= _GAIN and _apart(statistics, atoms, three, seconds=_OWN_SECONDS, margin=_MARGIN):
        return three
    return two if _apart(statistics, atoms, two, seconds=0.0, margin=_APART) else np.full_like(two, 0.5)


def _best(
    statistics: Statistics, atoms: Sequence[Atom], text: Floats, change: Floats, *, voices: int
) -> tuple[Floats, float]:
    words = np.zeros((len(text), voices))
    words[:, 0] = text
    guesses = _guesses(statistics, atoms, words, change)
    return max((settle(statistics, guess, words, change) for guess in guesses), key=lambda found: found[1])


def _apart(
    statistics: Statistics, atoms: Sequence[Atom], posterior: Floats, *, seconds: Seconds, margin: float
) -> bool:
    """Whether each voice speaks for so many seconds and fits its own speech better than the others by the margin."""
    own = posterior.argmax(axis=1)
    length = np.array([atom.end - atom.start for atom in atoms])
    fitting = fit(statistics, posterior)
    rows = np.arange(len(own))
    others = fitting.copy()
    others[rows, own] = -np.inf
    better = fitting[rows, own] - others.max(axis=1)
    return all(
        length[own == voice].sum() >= seconds and better[own == voice].sum() >= margin
        for voice in range(posterior.shape[1])
    )


def settle(statistics: Statistics, start: Floats, words: Floats, change: Floats) -> tuple[Floats, float]:
    """From a first guess [atoms, voices] to a posterior that no round changes much, with its log likelihood.

    Args:
        statistics: of the atoms.
        start: the guess.
        words: what was said speaks for each voice, log likelihood, [atoms, voices].
        change: probability that the voice changes before each atom, [atoms].
    """
    posterior, likelihood = start, -np.inf
    for _ in range(ROUNDS):
        before = posterior
        posterior, likelihood = forward_backward(fit(statistics, posterior) + words, change)
        if np.abs(posterior - before).max() < 1e-3:
            break
    return posterior, likelihood


def forward_backward(emission: Floats, change: Floats) -> tuple[Floats, float]:
    """Posterior of the voices [atoms, voices] and the log likelihood of the whole.

    Args:
        emission: log likelihood of each atom under each voice, [atoms, voices].
        change: probability that the voice changes before each atom, [atoms].
    """
    count, voices = emission.shape
    same = np.eye(voices, dtype=bool)
    step = np.where(same, (1 - change)[:, None, None], change[:, None, None] / max(1, voices - 1))
    # Scaled by the best voice of each atom, and then atom by atom, so that nothing underflows.
    best = emission.max(axis=1)
    likely = np.exp(emission - best[:, None])
    ahead, behind, scale = np.empty_like(emission), np.ones_like(emission), np.empty(count)
    for i in range(count):
        arrived = np.full(voices, 1 / voices) if i == 0 else ahead[i - 1] @ step[i]
        ahead[i] = arrived * likely[i]
        scale[i] = ahead[i].sum()
        ahead[i] /= scale[i]
    for i in range(count - 2, -1, -1):
        behind[i] = step[i + 1] @ (likely[i + 1] * behind[i + 1]) / scale[i + 1]
    posterior = ahead * behind
    return np.asarray(posterior / posterior.sum(axis=1, keepdims=True)), float(np.log(scale).sum() + best.sum())


def _guesses(statistics: Statistics, atoms: Sequence[Atom], words: Floats, change: Floats) -> Iterator[Floats]:
    """First guesses: by what was said, by how it sounds, by pitch; of the last two with each voice as the first."""
    voices = words.shape[1]
    yield forward_backward(words, change)[0]
    for split in (*_clusters(statistics, atoms, voices), *_by_pitch(statistics, voices)):
        for first in range(voices):
            yield np.roll(split, -first, axis=1)


def _clusters(statistics: Statistics, atoms: Sequence[Atom], voices: int) -> Iterator[Floats]:
    # Slow to load, and not needed for calls on two channels.
    from sklearn.cluster import AgglomerativeClustering  # noqa: PLC0415

    length = np.array([atom.end - atom.start for atom in atoms])
    long = np.flatnonzero(length >= _LONG)
    long = np.sort(long[np.argsort(-length[long], kind="stable")[:_MOST]])
    if long.size < 2 * voices:
        return
    points = statistics.adapted()[long]
    for linkage, metric in (("ward", "euclidean"), ("average", "cosine")):
        label = AgglomerativeClustering(voices, linkage=linkage, metric=metric).fit_predict(points)
        guess = np.full((len(atoms), voices), 1 / voices)
        guess[long] = np.where(label[:, None] == np.arange(voices), _SURE, (1 - _SURE) / (voices - 1))
        yield guess


def _by_pitch(statistics: Statistics, voices: int) -> Iterator[Floats]:
    voiced = statistics.pitch.sum(axis=1)
    height = statistics.pitch @ np.arange(statistics.pitch.shape[1]) / np.maximum(voiced, 1e-9)
    heard = voiced >= 10
    if heard.sum() < 2 * voices:
        return
    edges = np.quantile(height[heard], np.linspace(0, 1, voices + 1)[1:-1])
    guess = np.where(np.searchsorted(edges, height)[:, None] == np.arange(voices), _SURE, (1 - _SURE) / (voices - 1))
    guess[~heard] = 1 / voices
    yield guess


def _changes(atoms: Sequence[Atom]) -> Floats:
    log_odds = np.interp([atom.pause for atom in atoms], _PAUSES, _CHANGES)
    return np.asarray(1 / (1 + np.exp(-log_odds)))
