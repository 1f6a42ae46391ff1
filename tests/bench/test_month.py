"""The close of simulated months is measured on months that were really closed."""

from __future__ import annotations

from pathlib import Path

from qa.bench.month import MONTH, close, measure_closes
from qa.month.closes import read_close
from qa.settings import Settings
from qa.warehouse.simulated import build_simulated_mart


def test_every_size_is_closed(tmp_path: Path) -> None:
    small, large = measure_closes((300, 600), 20, Settings(data=tmp_path / "data"))
    assert (small.evaluations, large.evaluations) == (300, 600)
    assert min(small.seconds, large.seconds, small.peak_bytes, large.peak_bytes) > 0
    assert not (tmp_path / "data").exists()


def test_what_is_timed_is_a_whole_close(tmp_path: Path) -> None:
    build_simulated_mart(tmp_path / "truth", tmp_path / "mart", calls=500, agents=20)
    assert close(Settings(data=tmp_path)) == 20
    assert read_close(tmp_path / "months", MONTH).evaluations == 500
