"""`qa eval` answers for every labelled call, also for those that the night lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from qa.cli import accuracy, app
from qa.errors import UsageError
from tests.faults.inbox import ROOT

CONFIG = ("--config", str(ROOT / "qa.toml"))


@pytest.fixture
def nothing_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accuracy, "run_night", lambda _settings, _advance: SimpleNamespace(recordings=()))
    monkeypatch.setattr(accuracy, "read_calls", lambda _truth, _recordings: ())


@pytest.mark.usefixtures("nothing_heard")
def test_calls_without_a_scorecard_are_counted_and_end_with_1() -> None:
    done = CliRunner().invoke(app, ["eval", str(ROOT / "sample_audio"), *CONFIG])
    labelled = len(json.loads((ROOT / "sample_audio" / "labels.json").read_text())["calls"])
    assert done.exit_code == 1
    assert f"0 of {labelled} labelled calls judged" in done.stdout
    assert "逐字匹配" in done.stdout


@pytest.mark.usefixtures("nothing_heard")
def test_json_says_which_calls_were_not_judged() -> None:
    done = CliRunner().invoke(app, ["eval", str(ROOT / "sample_audio"), "--json", *CONFIG])
    calls = json.loads(done.stdout)["calls"]
    assert done.exit_code == 1
    assert not any(call["judged"] for call in calls)
    assert sum(call["required"]["overlooked"] for call in calls) > 0


def test_a_label_with_an_unknown_rubric_is_refused_before_anything_is_heard(tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    shutil.copy(ROOT / "sample_audio" / "labels.json", folder)
    labels = folder / "labels.json"
    labels.write_text(labels.read_text().replace('"water_utility"', '"water"'))
    done = CliRunner().invoke(app, ["eval", str(folder), *CONFIG])
    assert isinstance(done.exception, UsageError)
    assert "names the rubric water," in str(done.exception)
