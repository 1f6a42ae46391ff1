from __future__ import annotations

import importlib.util
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.audio import speech
from qa.audio.decode import Decoded
from qa.audio.hearing import hear
from qa.audio.samples import Samples
from qa.audio.signal import Audio, examine
from qa.audio.speech import _spans, spans_by_channel, speech_spans
from qa.recording import Flag
from tests.audio.recordings import a_recording
from tests.audio.sounds import conversation, keys, noise, ring_back, silence, tone, tune, voice
from tests.audio.test_signal import leaking, with_noise


@pytest.mark.parametrize("level", [0.5, 0.05, 0.01])
@pytest.mark.parametrize("pitch", [110, 190])
def test_speech_is_found_where_it_is(level: float, pitch: float) -> None:
    channel = np.concatenate([silence(1), voice(3, pitch=pitch, level=level), silence(2), voice(2, level=level)])
    first, second = speech_spans(channel)
    assert first == pytest.approx((1, 4), abs=0.4)
    assert second == pytest.approx((6, 8), abs=0.4)


@pytest.mark.parametrize(
    "channel",
    [
        silence(3),
        silence(0),
        tone(10, 1_000),
        tone(10, 200),
        ring_back(12),
        keys(),
        tune(20),
        2 * tune(20),
        tune(20) + noise(20, -45),
        noise(10, -30),
        noise(10, -15),
    ],
    ids=["silence", "nothing", "tone", "low tone", "ring", "keys", "tune", "loud tune", "noisy tune", "hiss", "roar"],
)
def test_what_is_no_speech_has_no_span(channel: Samples) -> None:
    assert speech_spans(channel) == ()


@pytest.mark.parametrize("decibels", [12, 20, 30])
@pytest.mark.parametrize("noise_db", [-75, -50])
def test_speech_that_only_leaks_is_nobodys(decibels: float, noise_db: float) -> None:
    clean = with_noise(conversation(3, 3, 3, 3), noise_db)
    expected = spans_by_channel(Audio(clean))
    signal = examine(with_noise(leaking(conversation(3, 3, 3, 3), decibels, 0.035), noise_db))
    found = spans_by_channel(signal.audio, signal.cross_talk)
    for spans, wanted in zip(found, expected, strict=True):
        assert list(spans) == [pytest.approx(span, abs=0.4) for span in wanted]


def test_a_word_into_the_others_speech_is_kept_though_the_other_leaks() -> None:
    samples = conversation(6, 3)
    samples[1, 32_000:48_000] = voice(1, pitch=200, seed=9, level=0.1)
    signal = examine(leaking(samples, 20, 0.035))
    spans = spans_by_channel(signal.audio, signal.cross_talk)[1]
    assert spans[0] == pytest.approx((2, 3), abs=0.4)
    assert len(spans) == 2


@given(st.lists(st.floats(0, 1), max_size=400))
@settings(deadline=None)
def test_spans_are_in_order_inside_the_recording_and_do_not_overlap(probabilities: list[float]) -> None:
    seconds = len(probabilities) * 0.032
    spans = _spans(np.array(probabilities, np.float32), seconds)
    assert all(0 <= span.start < span.end <= seconds for span in spans)
    assert all(before.end <= after.start + 1e-9 for before, after in pairwise(spans))


def test_a_pause_inside_a_sentence_does_not_cut_it() -> None:
    probabilities = np.array([0.0] * 30 + [0.9] * 20 + [0.1] * 8 + [0.4] * 20 + [0.0] * 30, np.float32)
    (span,) = _spans(probabilities, 10)
    assert span == pytest.approx((30 * 0.032 - 0.2, 78 * 0.032 + 0.2))


def _decoded(samples: Samples, header_seconds: float | None = None) -> Decoded:
    return Decoded(samples, "pcm_mulaw", 8_000, header_seconds, samples.shape[1] / 16_000)


def test_hearing_describes_the_recording() -> None:
    heard = hear(a_recording(), _decoded(conversation(2, 2)))
    assert (heard.recording.seconds, heard.recording.channels) == (5, 2)
    assert (heard.recording.codec, heard.recording.sample_rate) == ("pcm_mulaw", 8_000)
    assert heard.recording.flags == ()
    assert [len(spans) for spans in heard.spans] == [1, 1]


def test_a_call_without_speech_and_shorter_than_its_header_says_so() -> None:
    heard = hear(a_recording(seconds=8), _decoded(tune(6)[None], header_seconds=7.5))
    assert heard.recording.flags == (Flag.SHORTER_THAN_STATED, Flag.MONO, Flag.NO_SPEECH)
    assert [notice.what.en for notice in heard.notices] == [
        "the header says 7.5 s, there are only 6.0 s.",
        "the manifest says 8.0 s, there are only 6.0 s.",
    ]


@pytest.mark.parametrize(
    ("booked", "seconds", "short"),
    [
        (61, 60.1, False),
        (62, 60.1, True),
        (60.9, 60.1, False),
        (61.2, 60.1, True),
        (10.5, 10.2, True),
        (10.0, 9.1, False),
    ],
)
def test_a_manifest_in_whole_seconds_may_round_up(booked: float, seconds: float, short: bool) -> None:
    decoded = Decoded(np.zeros((1, 16), np.float32), "", 8_000, None, seconds)
    heard = hear(a_recording(seconds=booked), decoded)
    assert (Flag.SHORTER_THAN_STATED in heard.recording.flags) is short


def test_a_missing_speech_detector_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    speech._detector.cache_clear()
    with pytest.raises(speech.SpeechDetectorMissing) as raised:
        speech_spans(silence(1))
    assert raised.value.code == "V001"
    assert raised.value.message.zh == "缺少语音检测模型 silero_vad。"
    assert raised.value.advice.en == "Install faster-whisper again."
