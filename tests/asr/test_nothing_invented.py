"""Where nobody speaks nothing is written: the real model on music, tones, noise and voices across the room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from qa.asr.transcriber import Transcriber, transcribe
from qa.audio.decode import DecodeWorker
from qa.audio.line import TelephoneLine
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio, examine
from qa.audio.speech import spans_by_channel
from qa.pipeline.shard import listener_of
from qa.settings import LimitSettings, Settings
from tests.asr.no_speech import all_of_them, far_away
from tests.audio.sounds import silence

pytestmark = pytest.mark.speech

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def transcriber() -> Transcriber:
    return listener_of(Settings(models=ROOT / "models")).transcriber


def written(transcriber: Transcriber, samples: Samples) -> str:
    audio = examine(samples[None]).audio
    return "".join(u.text for u in transcribe(transcriber, audio, spans_by_channel(audio)))


SEEDS = (0, 11)
"""Of the second one a horn was once heard as 呃."""


def _as_it_is(sound: Samples, _: int) -> Samples:
    return sound


def _out_of_silence(sound: Samples, _: int) -> Samples:
    return np.concatenate([silence(1.0), sound, silence(1.0)])


def _over_a_telephone(sound: Samples, seed: int) -> Samples:
    return TelephoneLine().carry(_out_of_silence(sound, seed), seed)


@pytest.mark.parametrize("heard", [_as_it_is, _out_of_silence, _over_a_telephone])
def test_music_tones_and_noise_leave_no_text(
    transcriber: Transcriber, heard: Callable[[Samples, int], Samples]
) -> None:
    invented = {
        (name, seed): text
        for seed in SEEDS
        for name, sound in all_of_them(10.0, seed).items()
        if (text := written(transcriber, heard(sound, seed)))
    }
    assert invented == {}


@pytest.fixture(scope="module")
def voice_of_a_call() -> Samples:
    """Eight seconds of an agent, −24 dB of full scale."""
    with DecodeWorker() as worker:
        samples = worker.decode(
            ROOT / "sample_audio/calls/T20261002-01.wav", LimitSettings(), file="T20261002-01"
        ).samples
    audio = Audio(samples)
    start = spans_by_channel(audio)[0][0].start
    said = samples[0, round(start * SAMPLE_RATE) : round((start + 8) * SAMPLE_RATE)]
    return np.asarray(said * 10 ** (-24 / 20) / np.sqrt(np.mean(np.square(said))), np.float32)


@pytest.mark.parametrize("attenuation_db", [30, 35, 40])
def test_a_voice_far_in_the_background_leaves_no_text(
    transcriber: Transcriber, voice_of_a_call: Samples, attenuation_db: float
) -> None:
    assert written(transcriber, far_away(voice_of_a_call, attenuation_db)) == ""


def test_a_voice_in_the_background_of_a_call_leaves_no_text(transcriber: Transcriber, voice_of_a_call: Samples) -> None:
    call = np.stack([voice_of_a_call, far_away(voice_of_a_call[::-1].copy(), 30, noise_db=-75)])
    spans = spans_by_channel(Audio(call))
    assert spans[0]
    assert {u.channel for u in transcribe(transcriber, Audio(call), spans)} <= {0}
