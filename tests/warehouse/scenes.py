"""Small truths and marts that several tests need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from qa.recording import Flag
from qa.scoring.evaluation import Outcome
from qa.warehouse.result import CallResult
from tests import builders

DAY = date(2026, 10, 12)


def call(number: int, *, agent: str = "1001", score: float | None = 90.0, flags: Sequence[Flag] = ()) -> CallResult:
    """A call that broke a criterion when its score is below 60."""
    broken = score is not None and score < 60
    lines = (
        builders.criterion(),
        builders.criterion(
            criterion="dont_know",
            name="推诿：不知道",
            section="服务禁语",
            outcome=Outcome.VIOLATED if broken else Outcome.CLEAR,
            findings=[builders.finding("我不知道", probability=0.5 + number / 1000)] if broken else [],
        ),
    )
    return builders.call_result(
        call=builders.recording(call_id=f"C{number:04d}", agent=agent, flags=flags),
        judged=builders.evaluation(score=score, criteria=lines),
    )


def judged_again(result: CallResult, *, rubric_hash: str, score: float) -> CallResult:
    """The same call with another scorecard."""
    assert result.evaluation
    return replace(result, evaluation=replace(result.evaluation, rubric_hash=rubric_hash, score=score))


def files(root: Path) -> dict[str, bytes]:
    """Every file below `root` with its bytes."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
