"""How far apart two channels keep the parties, on channels mixed so that it is known."""

from __future__ import annotations

import numpy as np
import pytest

from qa.audio.samples import Samples
from qa.audio.separation import separation_db
from qa.audio.signal import examine
from qa.recording import Flag
from tests.audio.sounds import conversation, noise, voice
from tests.audio.test_signal import leaking, with_noise

CALL = with_noise(conversation(3, 2, 3, 2), -60)
MIX = np.asarray(CALL.mean(axis=0), np.float32)


def late(samples: Samples, seconds: float) -> Samples:
    return np.concatenate([np.zeros(round(seconds * 16_000), np.float32), samples])[: samples.size]


def coded(samples: Samples) -> Samples:
    """Through µ-law and back."""
    bent = np.sign(samples) * np.log1p(255 * np.abs(samples)) / np.log(256)
    steps = np.round(bent * 127) / 127
    return np.asarray(np.sign(steps) * (256 ** np.abs(steps) - 1) / 255, np.float32)


@pytest.mark.parametrize("decibels", [2, 4, 6, 8, 12, 20])
@pytest.mark.parametrize("delay", [0.0, 0.03, 0.1])
def test_the_parties_lie_as_far_apart_as_the_leak_is_weak(decibels: float, delay: float) -> None:
    assert separation_db(leaking(CALL, decibels, delay)) == pytest.approx(decibels, abs=0.7)


@pytest.mark.parametrize("decibels", [1, 3, 6])
@pytest.mark.parametrize("delay", [0.0, 0.03])
def test_channels_that_hold_both_parties_nearly_alike_are_one(decibels: float, delay: float) -> None:
    signal = examine(leaking(CALL, decibels, delay))
    assert (signal.audio.channels, signal.flags) == (1, (Flag.FAKE_STEREO,))


@pytest.mark.parametrize(
    "copy",
    [
        late(MIX, 0.001),
        late(MIX, 0.04),
        late(MIX, 0.2),
        -0.5 * late(MIX, 0.01),
        coded(late(MIX, 0.005)),
        MIX + noise(MIX.size / 16_000, -45)[: MIX.size],
    ],
    ids=["a sample late", "late", "very late", "weaker, turned over, late", "coded", "noisy"],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_copy_is_known_in_whatever_shape(copy: Samples, swapped: bool) -> None:
    pair = np.stack([copy, MIX] if swapped else [MIX, copy]).astype(np.float32)
    assert separation_db(pair) == pytest.approx(0, abs=1.0)
    assert examine(pair).flags == (Flag.FAKE_STEREO,)


def test_two_parties_of_very_different_level_are_no_fake() -> None:
    uneven = with_noise(CALL * np.array([[1.0], [0.08]], np.float32), -65)
    assert examine(leaking(uneven, 30, 0.03)).audio.channels == 2


@pytest.mark.parametrize(
    "samples",
    [
        CALL,
        np.stack([voice(8, seed=1), voice(8, pitch=200, seed=2)]),
        np.zeros((2, 16_000), np.float32),
        CALL[:, :4000],
    ],
    ids=["turns", "both at once", "silence", "very short"],
)
def test_unrelated_channels_have_no_separation(samples: Samples) -> None:
    assert separation_db(samples) is None
