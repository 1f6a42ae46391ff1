"""What `qa bench roles` counts, on calls whose words and voices are known because they were built."""

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
from typer.testing import CliRunner

from qa.audio.decode import DecodeWorker
from qa.audio.samples import SAMPLE_RATE
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.bench import roles
from qa.bench.role_figures import RoleFigures, Verdicts
from qa.cli import app
from qa.pipeline.call import Listener
from qa.transcript import Party, Utterance
from tests.asr.stand_in import OneByOne
from tests.builders import utterance
from tests.faults.inbox import ROOT
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


def test_a_call_that_is_known_comes_out_right_in_every_way(folder: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "roles", str(folder), "--json", "--config", str(ROOT / "qa.toml")])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["as_recorded"] == found["exchanged"] == {"right": 1, "wrong": 0, "unknown": 0}
    assert (found["told_wrong_found"], found["told_right_kept"]) == (1, 1)
    assert (found["copies"], found["copies_known"]) == (1, 1)
    words = found["mono_words"]
    assert words["right"] > 0.9 * sum(words.values())
    assert found["mono_speakers"]["speech"] > 10


def test_the_table_is_for_people(folder: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "roles", str(folder), "--config", str(ROOT / "qa.toml")])
    assert "1 对 right, 0 错 wrong" in done.stdout
    assert "DER" in done.stdout


def test_figures_add_up() -> None:
    one = RoleFigures(calls=1, seconds=60, as_recorded=Verdicts(right=1), copies=1, transcribing=3.0)
    both = one + RoleFigures(calls=1, seconds=30, as_recorded=Verdicts(wrong=1), copies=1, copies_known=1)
    assert (both.calls, both.seconds, both.as_recorded) == (2, 90, Verdicts(1, 1, 0))
    assert (both.copies, both.copies_known, both.transcribing) == (2, 1, 3.0)
