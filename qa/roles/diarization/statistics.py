"""What is counted of each atom, and how well an atom fits a voice made of other atoms. Pure.

One Gaussian mixture describes all speech of the call; a voice is that mixture with its means moved towards the frames
that the voice is taken to have spoken (MAP adaptation: Reynolds, Quatieri and Dunn 2000), and a histogram of pitch. An
atom is never scored by a voice that it helped to make: with a few seconds of speech it would always agree with itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qa.roles.diarization.atoms import Atom

Floats: TypeAlias = npt.NDArray[np.float64]

COMPONENTS = 16
RELEVANCE = 8.0
"""Frames' worth of belief in the call's own mixture."""
FRAME_WEIGHT = 0.08
"""Neighbouring frames say much the same: so many of them count as one."""
PITCH_WEIGHT = 0.1
PITCH_RELEVANCE = 20.0
EMBEDDING_WEIGHT = 30.0
"""Of a second that is closer by 1 (in cosines) to a voice's mean point than to the call's."""
EMBEDDING_RELEVANCE = 0.5
"""Seconds' worth of belief in the call's own mean point."""
_MOST_FRAMES = 20_000


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of each atom."""

    weight: Floats
    """Frames taken up by each component of the call's mixture, [atoms, components]."""
    offset: Floats
    """Their summed distance from its mean, in its standard deviations, [atoms, components, dimensions]."""
    pitch: Floats
    """Frames at each pitch, [atoms, bins]."""
    seconds: Floats
    """Length of each atom, [atoms]."""
    embedding: Floats | None = None
    """The point of a neural voice encoder, if there is one, [atoms, dimensions], each of length 1."""

    def adapted(self) -> Floats:
        """Each atom as a voice of its own, [atoms, dimensions]: what may be clustered."""
        if self.embedding is not None:
            return self.embedding
        moved = self.offset / (self.weight + RELEVANCE)[..., None]
        return moved.reshape(len(moved), -1)


def statistics(
    cepstra: Floats, pitch: Floats, atoms: Sequence[Atom], embedding: Floats | None = None, *, seed: int = 0
) -> Statistics:
    """Fit the call's mixture to the frames [frames, dimensions] under the atoms, and count."""
    # Slow to load, and not needed for calls on two channels.
    from sklearn.mixture import GaussianMixture  # noqa: PLC0415

    pieces = [cepstra[atom.frames] for atom in atoms]
    speech = np.concatenate(pieces)
    components = max(1, min(COMPONENTS, len(speech) // 100))
    mixture = GaussianMixture(
        components, covariance_type="diag", reg_covar=1.0, max_iter=60, tol=1e-2, random_state=seed
    )
    mixture.fit(speech[:: -(-len(speech) // _MOST_FRAMES)])
    deviation = np.sqrt(mixture.covariances_)
    weight, offset = [], []
    for piece in pieces:
        share = mixture.predict_proba(piece)
        distance = (piece[:, None, :] - mixture.means_) / deviation
        weight.append(share.sum(axis=0))
        offset.append(np.einsum("tm,tmd->md", share, distance))
    seconds = np.array([atom.end - atom.start for atom in atoms])
    return Statistics(np.array(weight), np.array(offset), pitch, seconds, embedding)


def fit(statistics: Statistics, posterior: Floats) -> Floats:
    """How well each atom fits each voice: log likelihood ratio to the call as a whole, [atoms, voices].

    `posterior` [atoms, voices] says who is taken to have spoken what.
    """
    found = _fit_of_sound(statistics, posterior) + _fit_of_pitch(statistics.pitch, posterior)
    if statistics.embedding is not None:
        found = found + _fit_of_embedding(statistics.embedding, statistics.seconds[:, None], posterior)
    return np.asarray(found)


def _fit_of_sound(counts: Statistics, posterior: Floats) -> Floats:
    w, f = counts.weight, counts.offset
    total_w, total_f = np.einsum("av,am->vm", posterior, w), np.einsum("av,amd->vmd", posterior, f)
    found = np.empty_like(posterior)
    for voice in range(posterior.shape[1]):
        own = posterior[:, voice, None]
        mean = (total_f[voice] - own[..., None] * f) / (total_w[voice] - own * w + RELEVANCE)[..., None]
        found[:, voice] = np.einsum("amd,amd->a", f, mean) - 0.5 * np.einsum("am,amd->a", w, mean**2)
    return FRAME_WEIGHT * found


def _fit_of_pitch(pitch: Floats, posterior: Floats) -> Floats:
    call = 0.9 * pitch.sum(axis=0) / max(1e-9, float(pitch.sum())) + 0.1 / pitch.shape[1]
    total = np.einsum("av,ab->vb", posterior, pitch)
    found = np.empty_like(posterior)
    for voice in range(posterior.shape[1]):
        others = np.maximum(total[voice] - posterior[:, voice, None] * pitch, 0)
        share = (others + PITCH_RELEVANCE * call) / (others.sum(axis=1, keepdims=True) + PITCH_RELEVANCE)
        found[:, voice] = np.einsum("ab,ab->a", pitch, np.log(share / call))
    return PITCH_WEIGHT * found


def _fit_of_embedding(points: Floats, seconds: Floats, posterior: Floats) -> Floats:
    """How much closer each atom lies to each voice's mean point than to the call's, [atoms, voices]."""
    weighted = seconds * points
    call = weighted.sum(axis=0)
    prior = EMBEDDING_RELEVANCE * call / max(1e-9, float(np.linalg.norm(call)))
    to_call = np.einsum("ad,ad->a", points, _unit(call - weighted))
    total = posterior.T @ weighted
    found = np.empty_like(posterior)
    for voice in range(posterior.shape[1]):
        others = total[voice] - posterior[:, voice, None] * weighted + prior
        found[:, voice] = np.einsum("ad,ad->a", points, _unit(others)) - to_call
    return EMBEDDING_WEIGHT * seconds * found


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))
