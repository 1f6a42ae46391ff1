"""A wrong overlay of a month: its calls are heard and wait, all others are judged, and nothing is lost or mixed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from qa.night import NightRecord
from qa.pipeline.later import Waiting, judge_waiting, note_waiting, waiting_notes
from qa.pipeline.night import finish_night, run_night
from qa.pipeline.plan import plan_night
from qa.pipeline.shard import judge_of
from qa.scoring.evaluation import Evaluation
from qa.scoring.sentences import SentenceModelUnusable
from qa.settings import Settings, load_settings
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import done, read_calls
from tests.faults.inbox import RUBRICS, row, write_config, write_manifest, write_wav
from tests.faults.quick_night import quick_shard

RIGHT = 'overlay: "2026-10"\nrubric: hotline\npoints: {greeting: 40, closing: 20}\n'
WRONG = RIGHT.replace("points: ", "points：")
DAYS = {"october-a": "2026-10-12", "october-b": "2026-10-12", "october-c": "2026-10-13", "november": "2026-11-02"}


def centre(folder: Path, overlay: str) -> Settings:
    """Three calls of October and one of November."""
    (folder / "inbox").mkdir(parents=True)
    for seed, name in enumerate(DAYS):
        write_wav(folder / "inbox" / f"{name}.wav", seed=seed)
    write_manifest(folder / "inbox", [row(f"{name}.wav", start=f"{day}T09:30:00+08:00") for name, day in DAYS.items()])
    shutil.copytree(RUBRICS, folder / "rubrics")
    (folder / "rubrics" / "overlays").mkdir()
    (folder / "rubrics" / "overlays" / "2026-10.yaml").write_text(overlay, encoding="utf-8")
    config = write_config(folder)
    config.write_text(config.read_text().replace(str(RUBRICS), "rubrics"), encoding="utf-8")
    return load_settings(config)


def mend(settings: Settings) -> None:
    (settings.scoring.rubrics / "overlays" / "2026-10.yaml").write_text(RIGHT, encoding="utf-8")


def with_sentence_model(settings: Settings, folder: Path) -> Settings:
    return settings.model_copy(update={"scoring": settings.scoring.model_copy(update={"sentence_model": folder})})


def evaluations(settings: Settings) -> dict[str, Evaluation | None]:
    results = read_calls(settings.truth, done(settings.truth))
    return {r.recording.metadata.call_id: r.evaluation for r in results}


def told(record: NightRecord) -> list[tuple[str, str, str]]:
    return [(n.code, Path(n.file).name, n.what.zh) for n in record.warnings]


@pytest.fixture(scope="module")
def wrong_then_mended(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Settings, list[NightRecord], list[dict[str, Evaluation | None]]]:
    """Three nights: with the wrong overlay, again with it, and with the mended one."""
    settings = centre(tmp_path_factory.mktemp("wrong"), WRONG)
    records, found = [], []
    for night in range(3):
        if night == 2:
            mend(settings)
        records.append(run_night(settings, work=quick_shard))
        found.append(evaluations(settings))
    return settings, records, found


def test_the_night_hears_all_and_judges_all_but_the_overlays_month(wrong_then_mended) -> None:  # type: ignore[no-untyped-def]
    _, (first, again, _), (then, still, _) = wrong_then_mended
    assert {call for call, evaluation in then.items() if evaluation is None} == {"october-a", "october-b", "october-c"}
    assert then["november"] is not None
    assert still == then
    what = "月度调整未启用：第 3 行，键的后面是全角冒号“：”。3 通已转写，等它改好再评分。"
    assert told(first) == told(again) == [("P011", "2026-10.yaml", what)]
    assert (first.scored, again.scored) == (4, 0)


def test_once_mended_every_call_has_what_it_would_have_had_from_the_start(  # type: ignore[no-untyped-def]
    wrong_then_mended, tmp_path: Path
) -> None:
    settings, (*_, last), (*_, found) = wrong_then_mended
    right = centre(tmp_path / "right", RIGHT)
    run_night(right, work=quick_shard)
    assert None not in found.values()
    assert found == evaluations(right)
    assert told(last) == [("P012", "overlays", "3 通以前转写、等待月度调整的通话已补评。")]
    assert waiting_notes(settings) == ()
    with open_mart(settings.data / "mart") as mart:
        rows = mart.rows("calls", recordings=sorted(done(settings.truth)))
    assert {row["call_id"] for row in rows if row["score"] is not None} == set(DAYS)


def test_an_overlay_that_is_taken_away_lets_its_calls_go(tmp_path: Path) -> None:
    settings = centre(tmp_path, WRONG)
    run_night(settings, work=quick_shard)
    (settings.scoring.rubrics / "overlays" / "2026-10.yaml").unlink()
    assert told(run_night(settings, work=quick_shard))[0][0] == "P012"
    found = evaluations(settings)
    assert len({evaluation.rubric_hash for evaluation in found.values() if evaluation}) == 1
    assert None not in found.values()


def test_calls_that_no_rubric_fits_any_more_are_named_when_they_are_let_go(tmp_path: Path) -> None:
    settings = centre(tmp_path, WRONG)
    run_night(settings, work=quick_shard)
    (settings.scoring.rubrics / "overlays" / "2026-10.yaml").unlink()
    (rubric,) = settings.scoring.rubrics.glob("*.yaml")
    text = rubric.read_text(encoding="utf-8").replace("direction: inbound", "queue: 别的队列", 1)
    rubric.write_text(text, encoding="utf-8")
    found = told(run_night(settings, work=quick_shard))
    assert [(code, name) for code, name, _ in found] == [("P004", f"october-{n}.wav") for n in "abc"]
    assert waiting_notes(settings) == ()


def test_a_rubric_spoilt_during_the_night_costs_nothing_and_is_told(tmp_path: Path) -> None:
    settings = centre(tmp_path, WRONG)
    run_night(settings, work=quick_shard)
    plan = plan_night(settings)
    (rubric,) = settings.scoring.rubrics.glob("*.yaml")
    text = rubric.read_text(encoding="utf-8")
    rubric.write_text(text.replace("rubric: ", "rubric：", 1), encoding="utf-8")
    kept = waiting_notes(settings)
    record = finish_night(plan, [], settings)
    ((code, name, what),) = told(record)
    assert (code, name) == ("P013", rubric.name)
    assert what.startswith("质检表在夜里改坏了：第 ")
    assert what.endswith("全角冒号“：”。3 通已转写，等它改好再评分。")
    assert waiting_notes(settings) == kept
    assert (settings.data / "nights" / f"{record.night.replace(':', '')}.json").exists()
    rubric.write_text(text, encoding="utf-8")
    mend(settings)
    assert [code for code, _, _ in told(run_night(settings, work=quick_shard))] == ["P012"]


def test_a_sentence_model_that_cannot_be_used_stops_a_night_before_it_begins_and_none_at_its_end(
    tmp_path: Path,
) -> None:
    settings = centre(tmp_path, WRONG)
    run_night(settings, work=quick_shard)
    gone = with_sentence_model(settings, tmp_path / "gone")
    with pytest.raises(SentenceModelUnusable):
        plan_night(gone)
    kept = waiting_notes(settings)
    record = finish_night(plan_night(settings), [], gone)
    assert [(code, name) for code, name, _ in told(record)] == [("V003", "model.onnx")]
    assert waiting_notes(settings) == kept
    assert (settings.data / "nights" / f"{record.night.replace(':', '')}.json").exists()


def test_an_overlay_spoilt_or_mended_during_the_night_is_told_as_it_is_at_its_end(tmp_path: Path) -> None:
    settings = centre(tmp_path, RIGHT)
    plan = plan_night(settings)
    overlay = settings.scoring.rubrics / "overlays" / "2026-10.yaml"
    overlay.write_text(WRONG, encoding="utf-8")
    assert [(code, name) for code, name, _ in told(finish_night(plan, [], settings))] == [("P011", "2026-10.yaml")]
    plan = plan_night(settings)
    mend(settings)
    assert told(finish_night(plan, [], settings)) == []


def test_a_note_of_a_shard_that_was_never_finished_or_is_judged_already_adds_nothing(tmp_path: Path) -> None:
    settings = centre(tmp_path, RIGHT)
    run_night(settings, work=quick_shard)
    before = evaluations(settings)
    results = read_calls(settings.truth, done(settings.truth))
    shard = next((settings.truth / "recordings" / "day=2026-10-12").glob("*.parquet")).stem
    ids = tuple(result.recording.recording_id for result in results)
    note = Waiting(date(2026, 10, 12), shard, "other", ids)
    note_waiting(settings, note)
    note_waiting(settings, replace(note, shard="gone"))
    assert judge_waiting(settings, judge_of(settings), date(2026, 12, 1)).judged == 0
    assert waiting_notes(settings) == ()
    assert evaluations(settings) == before
