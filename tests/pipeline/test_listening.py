"""At the end of a night the listening plans that are made grow by what has come; without any, nothing is opened."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from qa.month import close as closing
from qa.people.store import FILE
from qa.pipeline.listening import draw_after_night, draw_month
from qa.settings import Settings
from qa.warehouse.build import build_mart
from qa.warehouse.parquet import write_shard
from tests.month.test_listening import CLOSE, november

NOW = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)


def test_a_night_draws_for_the_plans_that_are_made(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    build_mart(settings.truth, tmp_path / "mart")
    assert draw_after_night(settings, now=NOW) == 0
    assert not (tmp_path / FILE).exists()
    # A closed month alone plans nothing: a person asks for the plan.
    close = closing._save(CLOSE, tmp_path / "months")
    assert draw_after_night(settings, now=NOW) == 0
    assert draw_month(settings, close, now=datetime(2026, 11, 1, 1, 0, tzinfo=UTC)).added == 0
    write_shard(settings.truth, date(2026, 11, 30), "s1", november())
    build_mart(settings.truth, tmp_path / "mart")
    assert draw_after_night(settings, now=NOW) > 0
    assert draw_after_night(settings, now=NOW) == 0
