"""`qa eval` answers for every labelled call, also for those that the night lost."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from typer.testing import CliRunner

from qa.accuracy.inbox import write_wave
from qa.cli import accuracy, app
from qa.errors import UsageError
from tests.faults.inbox import ROOT

CONFIG = ("--config", str(ROOT / "qa.toml"))


@pytest.fixture
def nothing_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accuracy, "run_night", lambda _settings, _advance: SimpleNamespace(recordings=()))
    monkeypatch.setattr(accuracy, "read_calls", lambda _truth, _recordings: ())
    monkeypatch.setattr(accuracy, "lost_in_files", lambda _folder, _said, _limits: {})


@pytest.mark.usefixtures("nothing_heard")
def test_calls_without_a_scorecard_are_counted_and_end_with_1() -> None:
    done = CliRunner().invoke(app, ["eval", str(ROOT / "sample_audio"), *CONFIG])
    labelled = len(json.loads((ROOT / "sample_audio" / "labels.json").read_text())["calls"])
    assert done.exit_code == 1
    assert f"0 of {labelled} labelled calls judged" in done.stdout
    assert "逐字匹配" in done.stdout
    assert re.search(r"区间 intervals +P – +R 0\.0%–[1-9]\d?\.\d%", done.stdout)


@pytest.mark.usefixtures("nothing_heard")
def test_json_says_which_calls_were_not_judged() -> None:
    done = CliRunner().invoke(app, ["eval", str(ROOT / "sample_audio"), "--json", *CONFIG])
    calls = json.loads(done.stdout)["calls"]
    assert done.exit_code == 1
    assert not any(call["judged"] for call in calls)
    assert sum(call["required"]["overlooked"] for call in calls) > 0


@pytest.mark.usefixtures("nothing_heard")
def test_files_with_transcripts_are_counted_by_corpus_also_when_they_were_not_heard(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.tsv"
    manifest.write_text("file\ttranscript\tcorpus\na.wav\t您好\tread\nb.wav\t三点二十\tspoken\n", encoding="utf-8")
    shown = CliRunner().invoke(app, ["eval", str(tmp_path), "--detail", *CONFIG])
    assert shown.exit_code == 1
    assert "全部 all" in shown.stdout
    assert "未能转写" in shown.stdout
    files = json.loads(CliRunner().invoke(app, ["eval", str(manifest), "--json", *CONFIG]).stdout)["files"]
    assert [(f["file"], f["corpus"], f["heard"]["errors"]["deletions"]) for f in files] == [
        ("a.wav", "read", 2),
        ("b.wav", "spoken", 3),
    ]


@pytest.mark.usefixtures("nothing_heard")
def test_phrases_are_drawn_from_transcripts_and_files_that_are_none_are_named(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.tsv"
    manifest.write_text("file\ttranscript\na.wav\t加强电话销售过程管理\nb.wav\t您好很高兴为您服务\n", encoding="utf-8")
    write_wave(tmp_path / "a.wav", np.zeros((1, 16_000), np.float32))
    done = CliRunner().invoke(app, ["eval", str(manifest), "--phrases", *CONFIG])
    assert done.exit_code == 1
    assert "0 of 1 labelled calls judged" in done.stdout
    assert "b.wav：无法解码，略去" in done.stderr


def test_phrases_need_transcripts() -> None:
    done = CliRunner().invoke(app, ["eval", str(ROOT / "sample_audio"), "--phrases", *CONFIG])
    assert isinstance(done.exception, UsageError)


def test_a_setting_that_is_none_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["eval", str(tmp_path), "--with", "speech.beams=1", *CONFIG])
    assert isinstance(done.exception, UsageError)


def test_a_label_with_an_unknown_rubric_is_refused_before_anything_is_heard(tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    shutil.copy(ROOT / "sample_audio" / "labels.json", folder)
    labels = folder / "labels.json"
    labels.write_text(labels.read_text().replace('"water_utility"', '"water"'))
    done = CliRunner().invoke(app, ["eval", str(folder), *CONFIG])
    assert isinstance(done.exception, UsageError)
    assert "names the rubric water," in str(done.exception)
