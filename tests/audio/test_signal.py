from __future__ import annotations

import numpy as np
import pytest

from qa.audio.samples import Samples
from qa.audio.signal import examine
from qa.recording import Flag
from tests.audio.sounds import conversation, noise, silence, tone, voice


def leaking(samples: Samples, decibels: float, delay: float) -> Samples:
    shift = round(delay * 16_000)
    out = samples.copy()
    out[:, shift:] += 10 ** (-decibels / 20) * samples[::-1, : samples.shape[1] - shift]
    return out


def with_noise(samples: Samples, level_db: float) -> Samples:
    seconds = samples.shape[1] / 16_000
    lines = np.stack([noise(seconds, level_db, seed) for seed in range(samples.shape[0])])
    return np.asarray(samples + lines, np.float32)


def test_one_channel_is_mono() -> None:
    signal = examine(voice(3)[None])
    assert signal.flags == (Flag.MONO,)
    assert signal.audio.seconds == 3


@pytest.mark.parametrize("gain", [1.0, 0.5, -0.4, 3.0])
def test_the_same_sound_at_two_levels_is_one_channel(gain: float) -> None:
    said = voice(6, level=0.2)
    signal = examine(with_noise(np.stack([said, said * np.float32(gain)]), -60))
    assert signal.flags == (Flag.FAKE_STEREO,)
    assert signal.audio.channels == 1
    assert np.abs(signal.audio.samples).max() == pytest.approx(0.2 * max(1, abs(gain)), rel=0.1)


@pytest.mark.parametrize(
    "samples",
    [
        conversation(3, 3, 3, 3),
        with_noise(conversation(3, 3, 3, 3), -45),
        np.stack([voice(6), silence(6)]),
        np.stack([silence(6), silence(6)]),
        np.stack([voice(6, seed=1), voice(6, pitch=200, seed=2)]),
        conversation(0.2, 0.2),
    ],
    ids=["clean", "noisy", "one silent", "both silent", "both at once", "very short"],
)
def test_two_parties_on_two_channels_are_unremarkable(samples: Samples) -> None:
    signal = examine(samples)
    assert signal.flags == ()
    assert signal.audio.channels == 2


@pytest.mark.parametrize("decibels", [12, 20, 30, 38])
@pytest.mark.parametrize("delay", [0.0, 0.035, 0.12])
def test_cross_talk_is_measured(decibels: float, delay: float) -> None:
    signal = examine(with_noise(leaking(conversation(3, 3, 3, 3), decibels, delay), -70))
    assert signal.flags == (Flag.CROSS_TALK,)
    assert [(leak.source, leak.target) for leak in signal.cross_talk] == [(0, 1), (1, 0)]
    for leak in signal.cross_talk:
        assert leak.attenuation_db == pytest.approx(decibels, abs=1.5)
        assert leak.delay == pytest.approx(delay, abs=0.001)


@pytest.mark.parametrize(("gain", "clipped"), [(0.9, False), (1.0, False), (4.0, True)])
def test_sound_driven_into_full_scale_is_clipped(gain: float, clipped: bool) -> None:
    driven = np.clip(voice(6, level=0.95) * np.float32(gain), -1, 1)
    assert (Flag.CLIPPED in examine(driven[None]).flags) is clipped


def test_a_tone_below_full_scale_is_not_clipped() -> None:
    assert Flag.CLIPPED not in examine(tone(3, 440, level=0.9)[None]).flags
