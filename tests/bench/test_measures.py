"""`qa bench measures` on a call built so that it is known who speaks when."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa.bench.measures import MeasureFigures
from qa.cli import app
from tests.faults.inbox import ROOT

CONFIG = ("--config", str(ROOT / "qa.toml"))


def test_measures_from_the_sound_lie_near_the_truth(folder: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "measures", str(folder), "--json", *CONFIG])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["calls"] == 1
    assert abs(found["differences"]["agent_talk_share"][0]) < 0.1
    assert abs(found["differences"]["time_to_greeting"][0]) < 0.3
    assert (found["silences"], found["silences_extra"]) == (0, 0)


def test_the_table_names_measures_as_people_do(folder: Path) -> None:
    done = CliRunner().invoke(app, ["bench", "measures", str(folder), *CONFIG])
    assert "坐席说话占比" in done.stdout
    assert "0 / 0 找到" in done.stdout


def test_figures_add_up() -> None:
    one = MeasureFigures(1, {"longest_silence": (0.5,)}, silences=2, silences_found=1)
    both = one + MeasureFigures(1, {"longest_silence": (-0.1,), "overlap_seconds": (0.2,)}, silences=1)
    assert (both.calls, both.silences, both.silences_found) == (2, 3, 1)
    assert both.error("longest_silence") == pytest.approx(0.3)
    assert both.bias("longest_silence") == pytest.approx(0.2)
    assert both.error("time_to_greeting") is None
    assert set(asdict(both)["differences"]) == {"longest_silence", "overlap_seconds"}
