"""Copies to listen to: how long one will be is known before it is made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.audio.playback import opus, opus_bytes
from qa.audio.samples import SAMPLE_RATE


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([1, 2]), st.integers(1, 3 * SAMPLE_RATE), st.floats(0, 1.5, width=32))
def test_a_copy_is_as_long_as_was_said_whatever_is_heard(channels: int, length: int, level: float) -> None:
    samples = np.random.default_rng(length).normal(0, level, (channels, length)).astype(np.float32)
    assert len(b"".join(opus(samples))) == opus_bytes(channels, length)


@pytest.mark.parametrize("seconds", [10, 25, 61])
def test_a_long_one_too_and_its_beginning_comes_before_its_end_is_made(seconds: int) -> None:
    samples = np.zeros((2, seconds * SAMPLE_RATE + 7), np.float32)
    pieces = opus(samples)
    first = next(pieces)
    assert first.startswith(b"OggS")
    whole = first + b"".join(pieces)
    assert len(whole) == opus_bytes(2, samples.shape[1])
    assert len(first) < len(whole) / 20
