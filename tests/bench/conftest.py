"""A folder with one labelled call whose words and voices are known because they were built."""

from __future__ import annotations

import csv
import json
import wave
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from qa.audio.decode import DecodeWorker
from qa.audio.samples import SAMPLE_RATE
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.bench import roles
from qa.pipeline.call import Listener
from qa.transcript import Party, Utterance
from tests.asr.stand_in import OneByOne
from tests.builders import utterance
from tests.roles.diarization.test_mono import CALL, recorded

C = Party.CUSTOMER


class _Knowing(OneByOne):
    """Hears what was said, on the channel on which it was said."""

    model_hash = "0"

    def heard(self, audio: Audio, speech: Sequence[Sequence[Span]]) -> tuple[Utterance, ...]:
        del speech
        _, _, (whole,), owners = recorded()
        if audio.channels == 1:
            return (whole,)
        parties = [party for party, _ in owners]
        edges = [i for i in range(len(parties)) if i == 0 or parties[i] is not parties[i - 1]] + [len(parties)]
        return tuple(
            replace(
                utterance("", channel=int(parties[a] is C)), words=whole.words[a:b],
                start=whole.words[a].start, end=whole.words[b - 1].end, party=Party.UNKNOWN,
            )
            for a, b in pairwise(edges)
        )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    samples, _, _, owners = recorded()
    seconds = samples.size / SAMPLE_RATE
    turns, at, index = [], 0.5, 0
    owned = np.zeros(samples.size, dtype=bool)
    for party, text in CALL:
        end = at + 0.22 * len(text)
        turns.append({"party": str(party), "start": at, "end": end, "text": text})
        owned[round(at * SAMPLE_RATE) : round(end * SAMPLE_RATE)] = party is C
        at, index = end + 0.3, index + len(text)
    assert index == len(owners)
    stereo = np.stack([np.where(owned, 0, samples), np.where(owned, samples, 0)])
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((stereo.T * 32767).astype("<i2").tobytes())
    label = {"call_id": "A1", "file": "a.wav", "rubric": "r", "agent_channel": 0, "seconds": seconds, "turns": turns}
    (tmp_path / "labels.json").write_text(json.dumps({"calls": [label]}), encoding="utf-8")
    with (tmp_path / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [("call_id", "file", "agent", "start"), ("A1", "a.wav", "1001", "2026-10-12T09:30:00+08:00")]
        )
    monkeypatch.setattr(roles, "listener_of", lambda _settings: Listener(DecodeWorker(), _Knowing()))
    return tmp_path
