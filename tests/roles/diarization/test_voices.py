"""The hidden Markov model against every path written out, and atoms against the speech they are cut from."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.audio.samples import SAMPLE_RATE
from qa.audio.speech import Span
from qa.roles.diarization.atoms import atoms
from qa.roles.diarization.voices import forward_backward
from tests.audio import sounds

SCORES = st.lists(st.tuples(st.floats(-4, 4), st.floats(-4, 4), st.floats(0.01, 0.9)), min_size=1, max_size=6)


@settings(max_examples=50, deadline=None)
@given(SCORES)
def test_posteriors_are_those_of_all_paths_written_out(rows: list[tuple[float, float, float]]) -> None:
    emission, change = np.array([row[:2] for row in rows]), np.array([row[2] for row in rows])
    weights = {
        path: float(
            np.exp(sum(emission[i, v] for i, v in enumerate(path)))
            * 0.5
            * np.prod([change[i] if path[i] != path[i - 1] else 1 - change[i] for i in range(1, len(path))])
        )
        for path in product((0, 1), repeat=len(rows))
    }
    total = sum(weights.values())
    posterior, likelihood = forward_backward(emission, change)
    for i in range(len(rows)):
        assert posterior[i, 1] == pytest.approx(sum(w for path, w in weights.items() if path[i] == 1) / total)
    assert likelihood == pytest.approx(np.log(total))


def test_ten_thousand_atoms_neither_under_nor_overflow() -> None:
    emission = np.random.default_rng(0).normal(0, 30, (10_000, 2))
    posterior, likelihood = forward_backward(emission, np.full(10_000, 0.2))
    assert np.isfinite(posterior).all()
    assert np.isfinite(likelihood)


def test_atoms_cover_the_speech_and_end_at_pauses() -> None:
    said = [sounds.voice(2.0, seed=1), sounds.silence(0.4), sounds.voice(3.0, pitch=200, seed=2)]
    samples = np.concatenate(said) + sounds.noise(5.4, -60)
    found = atoms(samples, [Span(0.0, 5.4)])
    assert all(0.04 < a.end - a.start <= 1.65 for a in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert not any(a.start < 2.05 and a.end > 2.35 for a in found), "an atom runs across the pause"
    assert sum(a.end - a.start for a in found) > 0.8 * 5.0


def test_atoms_of_no_speech() -> None:
    assert atoms(sounds.silence(1.0), []) == ()
    assert atoms(np.zeros(0, np.float32), [Span(0.0, 1.0)]) == ()
    assert atoms(sounds.silence(1.0), [Span(0.9, 5.0)])[-1].end <= 1.0 + 160 / SAMPLE_RATE
