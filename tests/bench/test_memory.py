"""The memory curve: what counts as flat, and what its recordings are."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from qa.bench.memory import LENGTHS, MemoryCurve, excerpts
from tests.bench.test_calls import call


@pytest.mark.parametrize(
    ("held", "growth"),
    [((100, 200, 200, 200, 200, 200, 200, 200), 0.0), ((100, 100, 200, 200, 250, 250, 300, 300), 0.5)],
)
def test_growth_leaves_out_how_the_workers_begin(held: tuple[int, ...], growth: float) -> None:
    assert MemoryCurve(tuple(range(8)), held).growth == pytest.approx(growth)


def test_a_curve_of_one_point_is_flat() -> None:
    assert MemoryCurve((5,), (100,)).growth == 0.0


def test_excerpts_are_as_many_as_asked_and_short(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    source = tmp_path / "c.wav"
    with wave.open(str(source), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes((np.random.default_rng(0).normal(0, 2000, (20 * 8000, 2))).astype("<i2").tobytes())
    made = excerpts([call(20.0, path=source)] * 2, 5, tmp_path / "out")
    assert len({one.path for one in made}) == 5
    assert all(LENGTHS[0] - 0.1 <= one.seconds <= LENGTHS[1] + 0.1 for one in made)
    with wave.open(str(made[0].path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 16000)
