"""The bench of the viewer on a centre small enough for a test: every page answers, no request is lost in a swap."""

from __future__ import annotations

from pathlib import Path

from qa.bench.web import measure_web
from qa.settings import Settings
from qa.warehouse.mart import open_mart
from qa.warehouse.simulated import build_simulated_mart


def test_a_simulated_mart_has_the_size_asked_and_the_same_rows_each_time(tmp_path: Path) -> None:
    marts = []
    for name in ("a", "b"):
        build_simulated_mart(tmp_path / "truth", tmp_path / name, calls=2000, agents=30)
        with open_mart(tmp_path / name) as mart:
            marts.append(mart.rows("agents"))
    assert len(marts[0]) == 30
    assert sum(row["calls"] for row in marts[0]) == 2000
    assert marts[0] == marts[1]


def test_no_request_is_lost_while_marts_are_put_in_place(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    settings.truth.mkdir(parents=True)
    found = measure_web(settings, evaluations=1000, agents=20, readers=2, seconds=4)
    assert found.lost == 0
    assert found.swaps == 3
    assert found.requests > 2
    assert found.first_sound_ms is None
