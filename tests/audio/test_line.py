"""What a simulated telephone line does to a voice, and that it does the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from qa.audio.line import TelephoneLine, conceal, mu_law
from qa.audio.samples import SAMPLE_RATE, Samples
from tests.audio.sounds import noise, silence, tone, voice

QUIET = TelephoneLine(signal_to_noise_db=60, lost=0.0)


def level(samples: Samples) -> float:
    return 20 * float(np.log10(np.sqrt(np.mean(np.square(samples, dtype=np.float64))) + 1e-9))


@pytest.mark.parametrize(("hertz", "arrives"), [(80, False), (1000, True), (3000, True), (5000, False)])
def test_only_the_telephone_band_arrives(hertz: float, arrives: bool) -> None:
    sent = tone(1.0, hertz)
    loss = level(sent) - level(QUIET.carry(sent, 0))
    assert loss < 2 if arrives else loss > 20


def test_the_line_adds_its_noise_under_the_voice() -> None:
    sent = np.concatenate([voice(2.0), silence(2.0)])
    arrived = TelephoneLine(signal_to_noise_db=20, lost=0.0).carry(sent, 0)
    assert arrived.shape == sent.shape
    assert arrived.dtype == np.float32
    # The loudest frames are 20 dB over the noise, the voice as a whole some decibels less.
    assert 12 < level(arrived[: 2 * SAMPLE_RATE]) - level(arrived[2 * SAMPLE_RATE + 800 :]) < 20


def test_the_same_seed_gives_the_same_line() -> None:
    sent = voice(1.0)
    assert np.array_equal(TelephoneLine().carry(sent, 3), TelephoneLine().carry(sent, 3))
    assert not np.array_equal(TelephoneLine().carry(sent, 3), TelephoneLine().carry(sent, 4))


def test_packets_are_lost_as_often_as_said_and_in_bursts() -> None:
    line = TelephoneLine(lost=0.1, burst=4.0)
    lost = line.losses(200_000, np.random.default_rng(0))
    assert lost.mean() == pytest.approx(0.1, abs=0.01)
    assert lost.sum() / np.count_nonzero(np.diff(lost.astype(int)) == 1) == pytest.approx(4.0, abs=0.3)


def test_a_lost_packet_is_filled_with_the_one_before_each_time_fainter() -> None:
    packets = np.repeat([1.0, 2.0, 3.0, 4.0], 160)
    filled = conceal(packets, np.array([False, True, True, False])).reshape(4, 160)
    assert filled[:, 0].tolist() == [1.0, 0.5, 0.25, 4.0]


def test_mu_law_keeps_a_signal_within_its_steps() -> None:
    sent = noise(0.5, -20)
    error = mu_law(np.clip(sent, -1, 1)) - sent
    assert 30 < level(sent) - level(error.astype(np.float32)) < 42


def test_nothing_is_carried_as_nothing() -> None:
    assert TelephoneLine().carry(np.zeros(0, np.float32), 0).size == 0
    assert level(TelephoneLine().carry(silence(1.0), 0)) < -100
