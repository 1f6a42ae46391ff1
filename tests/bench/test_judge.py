"""The judge's speed is measured on calls and forms of the asked size."""

from __future__ import annotations

from pathlib import Path

from qa.bench.judge import measure_judge

ROOT = Path(__file__).resolve().parents[2]


def test_calls_are_as_long_and_forms_as_large_as_asked() -> None:
    sizes = [(1.0, 40), (2.0, 200)]
    short, long = measure_judge(ROOT / "sample_audio", ROOT / "rubrics", sizes, calls=3)
    assert (short.phrases, long.phrases) == (40, 200)
    assert 150 < short.characters < 300 < long.characters < 600
    assert short.calls == long.calls == 3
    assert short.calls_per_second > 0
