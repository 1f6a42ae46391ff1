"""The sealed exam is whole: its labels agree with its audio, and it stays small."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.sample_audio.test_calls import crosses, decode, kinds

EXAM = Path(__file__).parents[2] / "sample_audio" / "exam"
CALLS: list[dict[str, Any]] = json.loads((EXAM / "labels.json").read_text(encoding="utf-8"))["calls"]
every_call = pytest.mark.parametrize("call", CALLS, ids=[call["call_id"] for call in CALLS])


def test_manifest_and_labels_name_the_same_files_of_at_most_12_mb() -> None:
    rows = list(csv.DictReader((EXAM / "manifest.csv").open(encoding="utf-8")))
    assert [row["file"] for row in rows] == [call["file"] for call in CALLS]
    assert sum((EXAM / row["file"]).stat().st_size for row in rows) <= 12_000_000


@every_call
def test_audio_is_as_long_as_its_label(call: dict[str, Any]) -> None:
    audio = decode(EXAM / call["file"])
    assert audio.shape[1] / 8000 == pytest.approx(call["seconds"], abs=0.25)
    assert audio.shape[0] == (1 if call["agent_channel"] is None else 2)


@every_call
def test_each_party_is_heard_on_its_channel(call: dict[str, Any]) -> None:
    if call["agent_channel"] is None:
        return
    audio = decode(EXAM / call["file"])
    for turn in call["turns"]:
        if any(crosses(other, turn) for other in call["turns"] if other is not turn):
            continue
        own = call["agent_channel"] if turn["party"] == "agent" else 1 - call["agent_channel"]
        power = (audio[:, int(turn["start"] * 8000) : int(turn["end"] * 8000)] ** 2).mean(axis=1)
        assert power[own] > 4 * power[1 - own], turn


@every_call
def test_outcomes_cover_the_rubric(call: dict[str, Any]) -> None:
    assert list(call["outcomes"]) == list(kinds(call["rubric"], "exam"))
