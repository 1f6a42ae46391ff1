"""The real model on real sample calls. Slow: a few seconds a call."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from qa.asr.engine import WhisperEngine
from qa.asr.error_rate import CharacterErrors, character_errors
from qa.asr.models import install
from qa.asr.transcriber import ChannelTranscriber, transcribe
from qa.audio.decode import DecodeWorker
from qa.audio.samples import SAMPLE_RATE
from qa.audio.signal import examine
from qa.audio.speech import spans_by_channel
from qa.recording import Direction
from qa.roles.assign import assign
from qa.settings import LimitSettings, SpeechSettings
from qa.transcript import Transcript

pytestmark = pytest.mark.speech

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "sample_audio"


@lru_cache(maxsize=1)
def transcriber() -> ChannelTranscriber:
    """The model of the repository, as a night uses it."""
    install("whisper-base", ROOT / "models")
    return ChannelTranscriber(WhisperEngine(SpeechSettings(), ROOT / "models"))


def label(call_id: str) -> dict[str, Any]:
    calls = json.loads((SAMPLES / "labels.json").read_text(encoding="utf-8"))["calls"]
    return next(call for call in calls if call["call_id"] == call_id)


@lru_cache(maxsize=8)
def heard(call_id: str) -> Transcript:
    file = label(call_id)["file"]
    with DecodeWorker() as worker:
        decoded = worker.decode(SAMPLES / file, LimitSettings(), file=file)
    signal = examine(decoded.samples)
    spans = spans_by_channel(signal.audio, signal.cross_talk)
    return assign(
        transcribe(transcriber(), signal.audio, spans),
        recording_id=call_id,
        seconds=decoded.seconds,
        side="auto",
        direction=Direction.INBOUND,
        minimum_confidence=0.8,
    )


@pytest.mark.parametrize("call_id", ["T20261002-01", "T20261014-01"], ids=["agent left", "agent right"])
def test_both_parties_are_heard_and_told_apart(call_id: str) -> None:
    truth, transcript = label(call_id), heard(call_id)
    assert transcript.agent.channel == truth["agent_channel"]
    assert transcript.agent.confidence >= 0.8
    errors = CharacterErrors()
    for party in ("agent", "customer"):
        said = "".join(turn["text"] for turn in truth["turns"] if turn["party"] == party)
        written = "".join(u.text for u in transcript.utterances if u.party == party)
        errors += character_errors(said, written)
    assert errors.rate is not None
    # Whisper base makes 17 to 22 % on clean and telephone-band read speech; twice that means that something broke.
    assert errors.rate < 0.35


def test_words_lie_where_they_were_said() -> None:
    truth, transcript = label("T20261002-01"), heard("T20261002-01")
    words = [word for turn in transcript.turns for word in turn.words]
    assert all(0 <= w.start <= w.end <= transcript.seconds and 0 <= w.probability <= 1 for w in words)
    near = [any(t["start"] - 0.5 <= (w.start + w.end) / 2 <= t["end"] + 0.5 for t in truth["turns"]) for w in words]
    assert sum(near) >= 0.97 * len(near)


def test_a_call_in_which_nobody_speaks_has_no_words() -> None:
    assert label("T20261026-01")["turns"] == []
    transcript = heard("T20261026-01")
    assert (transcript.utterances, transcript.turns, transcript.agent.channel) == ((), (), None)


def test_hearing_again_gives_the_same_words() -> None:
    before = heard("T20261002-01")
    heard.cache_clear()
    assert heard("T20261002-01") == before


def test_a_call_is_heard_the_same_alone_and_among_others() -> None:
    ear = transcriber()
    calls = []
    # Of different lengths and longer than a window, so that windows of both meet in one batch.
    for call_id, seconds in (("T20261002-01", 30), ("T20261014-01", 22)):
        file = label(call_id)["file"]
        with DecodeWorker() as worker:
            decoded = worker.decode(SAMPLES / file, LimitSettings(), file=file)
        signal = examine(decoded.samples[:, : seconds * SAMPLE_RATE])
        calls.append(ear.prepare(signal.audio, spans_by_channel(signal.audio, signal.cross_talk)))
    together = ear.transcribe_all(calls)
    for call, own in zip(calls, together, strict=True):
        (alone,) = ear.transcribe_all([call])
        assert [u.text for u in alone] == [u.text for u in own]
        for a, b in zip((w for u in alone for w in u.words), (w for u in own for w in u.words), strict=True):
            assert (a.start, a.end) == pytest.approx((b.start, b.end), abs=0.02)
            assert a.probability == pytest.approx(b.probability, abs=0.01)
