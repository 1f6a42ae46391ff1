"""Speech without a pause is cut where it is quietest, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.asr.cuts import LONGEST_ALONE, cut_long
from qa.audio.samples import SAMPLE_RATE
from qa.audio.speech import Span


def test_a_long_stretch_is_cut_at_its_breath() -> None:
    samples = np.full(40 * SAMPLE_RATE, 0.1, np.float32)
    samples[18 * SAMPLE_RATE : round(18.2 * SAMPLE_RATE)] = 0.001
    first, second = cut_long([Span(1.0, 33.0)], samples)
    assert (first.start, second.end) == (1.0, 33.0)
    assert first.end == second.start == pytest.approx(18.1, abs=0.1)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.3, 70), min_size=1, max_size=3), st.integers(0, 9))
def test_parts_touch_and_cover_the_speech(lengths: list[float], seed: int) -> None:
    spans, at = [], 0.5
    for length in lengths:
        spans.append(Span(at, at + length))
        at += length + 1.0
    samples = np.random.default_rng(seed).normal(0, 0.1, round(at * SAMPLE_RATE)).astype(np.float32)
    parts = cut_long(spans, samples)
    assert all(part.end - part.start <= LONGEST_ALONE for part in parts)
    for span in spans:
        own = [part for part in parts if span.start <= part.start < span.end]
        assert (own[0].start, own[-1].end) == span
        assert all(before.end == after.start for before, after in pairwise(own))
