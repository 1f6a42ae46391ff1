"""The committed sample calls are what their README says, and their labels agree with the audio and the rubrics."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from sample_audio.studio.criteria import Criterion, read_criteria
from sample_audio.studio.labels import findings, outcomes
from sample_audio.studio.remembered import remembered
from sample_audio.studio.script import read_calls, read_roster

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_audio"
ROWS = list(csv.DictReader((SAMPLE / "manifest.csv").open(encoding="utf-8")))
CALLS: list[dict[str, Any]] = json.loads((SAMPLE / "labels.json").read_text(encoding="utf-8"))["calls"]
ALLOWED = {
    "require": {"met", "missed", "not_applicable"},
    "forbid": {"violated", "clear", "not_applicable"},
}
every_call = pytest.mark.parametrize("call", CALLS, ids=[call["call_id"] for call in CALLS])
STEREO = [call for call in CALLS if call["agent_channel"] is not None]
every_stereo_call = pytest.mark.parametrize("call", STEREO, ids=[call["call_id"] for call in STEREO])


def decode(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as source:
        channels = source.streams.audio[0].channels
        resampler = av.AudioResampler(format="flt", layout="mono" if channels == 1 else "stereo", rate=8000)
        frames = [piece for frame in source.decode(audio=0) for piece in resampler.resample(frame)]
        frames += resampler.resample(None)
    flat = np.concatenate([frame.to_ndarray() for frame in frames], axis=1).ravel()
    return flat.reshape(-1, channels).T.astype(np.float32)


def crosses(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def labelled_criteria(rubric: str, dialogues: str = "") -> list[Criterion]:
    """The criteria that a set of dialogues speaks of."""
    return read_criteria(ROOT / "rubrics" / f"{rubric}.yaml", SAMPLE / "scripts" / dialogues / "criteria.yaml")


def kinds(rubric: str, dialogues: str = "") -> dict[str, str]:
    """What the criteria are that a set of dialogues speaks of: required or forbidden."""
    return {criterion.id: criterion.kind for criterion in labelled_criteria(rubric, dialogues)}


def test_thirty_calls_of_thirteen_agents_fit_in_25_mb() -> None:
    assert len(ROWS) == len(CALLS) == len({row["call_id"] for row in ROWS}) == 30
    assert [row["file"] for row in ROWS] == [call["file"] for call in CALLS]
    assert len({row["agent"] for row in ROWS}) == 13
    assert {row["direction"] for row in ROWS} == {"inbound", "outbound"}
    assert all(row["start"].startswith("2026-10") and row["start"].endswith("+08:00") for row in ROWS)
    assert sum((SAMPLE / row["file"]).stat().st_size for row in ROWS) <= 25_000_000


def test_every_container_and_layout_is_there() -> None:
    seen: Counter[str] = Counter()
    for call in CALLS:
        with av.open(str(SAMPLE / call["file"])) as source:
            seen[source.streams.audio[0].codec_context.name] += 1
    names = ["pcm_mulaw", "pcm_alaw", "mp3", "opus", "amrnb", "flac"]
    assert all(any(name in codec for codec in seen) for name in names)
    assert Counter(call["agent_channel"] for call in CALLS)[None] == 3
    assert Counter(call["agent_channel"] for call in CALLS)[1] >= 3


@every_call
def test_audio_is_as_long_as_its_label(call: dict[str, Any]) -> None:
    audio = decode(SAMPLE / call["file"])
    assert audio.shape[1] / 8000 == pytest.approx(call["seconds"], abs=0.15)
    assert 25 <= call["seconds"] <= 70
    assert audio.shape[0] == (1 if call["agent_channel"] is None else 2)


@every_stereo_call
def test_each_party_is_heard_on_its_channel(call: dict[str, Any]) -> None:
    audio = decode(SAMPLE / call["file"])
    for turn in call["turns"]:
        if any(crosses(other, turn) for other in call["turns"] if other is not turn):
            continue
        own = call["agent_channel"] if turn["party"] == "agent" else 1 - call["agent_channel"]
        power = (audio[:, int(turn["start"] * 8000) : int(turn["end"] * 8000)] ** 2).mean(axis=1)
        assert power[own] > 4 * power[1 - own], turn


@every_call
def test_turns_and_findings_lie_inside_the_recording(call: dict[str, Any]) -> None:
    starts = [turn["start"] for turn in call["turns"]]
    assert starts == sorted(starts)
    assert all(0 <= turn["start"] < turn["end"] <= call["seconds"] + 0.01 for turn in call["turns"])
    for finding in call["findings"]:
        assert any(
            turn["party"] == finding["party"]
            and finding["phrase"] in turn["text"]
            and turn["start"] - 0.01 <= finding["start"] < finding["end"] <= turn["end"] + 0.01
            for turn in call["turns"]
        ), finding


@every_call
def test_outcomes_cover_the_rubric(call: dict[str, Any]) -> None:
    if not call["turns"]:
        assert call["outcomes"] == {}
        return
    criteria = labelled_criteria(call["rubric"])
    assert list(call["outcomes"]) == [criterion.id for criterion in criteria]
    for criterion in criteria:
        outcome = call["outcomes"][criterion.id]
        assert outcome in ALLOWED[criterion.kind]
        if criterion.measured:
            continue
        said = {finding["effect"] for finding in call["findings"] if finding["criterion"] == criterion.id}
        assert (outcome == "violated") == ("breaks" in said)
        assert outcome != "met" or "fulfils" in said


def test_labels_are_what_the_dialogues_say() -> None:
    calls = {call.id: call for call in read_calls(SAMPLE / "scripts", read_roster(SAMPLE / "scripts" / "agents.yaml"))}
    for entry in CALLS:
        placed = remembered(calls[entry["call_id"]], entry)
        rubric = ROOT / "rubrics" / f"{entry['rubric']}.yaml"
        assert findings(placed) == entry["findings"]
        assert outcomes(placed, read_criteria(rubric, SAMPLE / "scripts" / "criteria.yaml")) == entry["outcomes"]


def test_no_phrase_is_read_the_same_way_in_every_call() -> None:
    wordings: dict[str, list[str]] = defaultdict(list)
    for call in CALLS:
        for finding in call["findings"]:
            wordings[finding["criterion"]].append(finding["phrase"])
    for criterion, phrases in wordings.items():
        if len(phrases) >= 4:
            assert len(set(phrases)) >= 0.6 * len(phrases), criterion
