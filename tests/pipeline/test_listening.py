"""At the end of a night the listening plans that are made grow by what has come."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from qa.month import closes
from qa.pipeline import listening
from qa.pipeline.listening import draw_after_night, draw_month, shares_heard
from qa.pipeline.night import run_night
from qa.rubric.overlay import Overlay, overlay_text
from qa.settings import ScoringSettings, Settings, load_settings
from qa.warehouse.build import build_mart
from qa.warehouse.parquet import write_shard
from tests import builders
from tests.faults.inbox import centre
from tests.faults.quick_night import quick_shard
from tests.month.test_listening import CLOSE, november

NOW = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)


def test_a_night_draws_for_the_plans_that_are_made(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    build_mart(settings.truth, tmp_path / "mart")
    # A closed month alone plans nothing: a person asks for the plan.
    close = closes.keep_close(CLOSE, tmp_path / "months")
    assert draw_after_night(settings, now=NOW) == 0
    assert draw_month(settings, close, now=datetime(2026, 11, 1, 1, 0, tzinfo=UTC)).added == 0
    write_shard(settings.truth, date(2026, 11, 30), "s1", november())
    build_mart(settings.truth, tmp_path / "mart")
    assert draw_after_night(settings, now=NOW) > 0
    assert draw_after_night(settings, now=NOW) == 0


SHIPPED = Path(__file__).parents[2] / "rubrics" / "telecom_hotline.yaml"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2026-11.yaml", "overlay：2026-11\n"),
        ("2026-11.yaml", 'overlay: "2026-11"\nrubric: telecom_hotline\nsampling: {nothing: 20 %}\n'),
        ("2026-11.yml", 'overlay: "2026-11"\nrubric: telecom_hotline\nsampling: {greeting: 20 %}\n'),
    ],
)
def test_a_month_whose_overlay_is_wrong_is_drawn_once_it_is_mended(tmp_path: Path, name: str, text: str) -> None:
    settings = Settings(data=tmp_path, scoring=ScoringSettings(rubrics=tmp_path / "rubrics"))
    (tmp_path / "rubrics" / "overlays").mkdir(parents=True)
    shutil.copy(SHIPPED, tmp_path / "rubrics")
    build_mart(settings.truth, tmp_path / "mart")
    close = closes.keep_close(CLOSE, tmp_path / "months")
    draw_month(settings, close, now=datetime(2026, 11, 1, 1, 0, tzinfo=UTC))
    write_shard(settings.truth, date(2026, 11, 30), "s1", november())
    build_mart(settings.truth, tmp_path / "mart")
    wrong = tmp_path / "rubrics" / "overlays" / name
    wrong.write_text(text, encoding="utf-8")
    assert draw_after_night(settings, now=NOW) == 0
    wrong.unlink()
    assert draw_after_night(settings, now=NOW) > 0


def test_a_night_ends_with_the_draw_once_a_month_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, drawn = load_settings(centre(tmp_path, calls=1)), []
    monkeypatch.setattr(listening, "draw_after_night", lambda settings, **_: drawn.append(settings))
    closes.keep_close(CLOSE, settings.data / "months")
    run_night(settings, work=quick_shard)
    assert drawn == [settings]


def test_key_indicators_are_heard_as_proposed_until_the_months_overlay_says_otherwise(tmp_path: Path) -> None:
    close = builders.month_close(
        indicators=[builders.indicator_month(), builders.indicator_month(rubric="water_utility", criterion="restate")]
    )
    proposed = {("telecom_hotline", "closing"): 0.05, ("water_utility", "restate"): 0.05}
    assert shares_heard(tmp_path, "2026-11", None) == {}
    assert shares_heard(tmp_path, "2026-11", close) == proposed
    shutil.copy(SHIPPED, tmp_path)
    accepted = Overlay(overlay="2026-11", rubric="telecom_hotline", sampling={"greeting": 0.2})
    (tmp_path / "overlays").mkdir()
    (tmp_path / "overlays" / "2026-11-telecom_hotline.yaml").write_text(overlay_text(accepted), encoding="utf-8")
    assert shares_heard(tmp_path, "2026-11", close) == {
        ("telecom_hotline", "greeting"): 0.2,
        ("water_utility", "restate"): 0.05,
    }
    assert shares_heard(tmp_path, "2026-12", close) == proposed
