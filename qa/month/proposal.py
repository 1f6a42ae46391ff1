"""What a month's weak indicators ask of the next month's rubrics: an overlay for a person to accept or refuse. Pure.

Each key indicator gets up to half its points more, whole steps of half a point; the criteria that are met most surely
give them, a quarter of theirs at most. The total of the form stays, and so does every other criterion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from qa.month.indicators import MINIMUM_JUDGED
from qa.month.shape import IndicatorMonth, MonthClose
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.overlay import Overlay

RAISED: Final = 0.5
"""Of a key indicator's points …"""
GIVEN: Final = 0.25
"""… and of what another criterion may give."""
STEP: Final = 0.5
"""Points: what a person can remember."""
HEARD: Final = 0.05
"""Share of the calls touching a key indicator that people listen to; elsewhere the plan's own."""


def next_month(month: str) -> str:
    """2026-12 → 2027-01."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def propose(close: MonthClose, rubrics: Iterable[Rubric]) -> tuple[Overlay, ...]:
    """An overlay of the next month for every rubric that has key indicators, in the order of the rubrics."""
    found = (_proposal(close, rubric) for rubric in rubrics)
    return tuple(overlay for overlay in found if overlay is not None)


def _proposal(close: MonthClose, rubric: Rubric) -> Overlay | None:
    own = {i.criterion: i for i in close.indicators if i.rubric == rubric.rubric}
    scored = [criterion for _, criterion in rubric.criteria() if not criterion.fatal]
    keys = [c for c in scored if c.id in own and own[c.id].key]
    if not keys:
        return None
    weakest = sorted(keys, key=lambda c: (-own[c.id].points_lost, c.id))
    points = _shifted(weakest, [c for c in scored if c not in keys], own)
    return Overlay(
        overlay=next_month(close.month),
        rubric=rubric.rubric,
        because={c.id: _because(close.month, own[c.id]) for c in keys},
        points=points,
        sampling={c.id: HEARD for c in keys},
    )


def _shifted(
    keys: Sequence[Criterion], others: Sequence[Criterion], own: Mapping[str, IndicatorMonth]
) -> dict[str, float]:
    """The new points of those that change: the weakest are served first, the strongest give first."""
    givers = sorted(others, key=lambda c: (-_surely_met(own.get(c.id)), c.id))
    left = {c.id: _steps(c.points * GIVEN) for c in givers}
    wanted = {c.id: _steps(c.points * RAISED) for c in keys}
    points: dict[str, float] = {}
    for key in keys:
        got = 0
        for giver in givers:
            taken = min(wanted[key.id] - got, left[giver.id])
            if taken:
                left[giver.id] -= taken
                got += taken
                points[giver.id] = points.get(giver.id, giver.points) - taken * STEP
        if got:
            points[key.id] = key.points + got * STEP
    return points


def _steps(points: float) -> int:
    return int(points / STEP + 1e-9)


def _surely_met(indicator: IndicatorMonth | None) -> float:
    """Lower limit of the rate: what few calls show is not known to be strong."""
    return indicator.low if indicator is not None and indicator.judged >= MINIMUM_JUDGED else 0.0


def _because(month: str, indicator: IndicatorMonth) -> str:
    rate, low, high = (f"{100 * share:.1f}" for share in (indicator.rate, indicator.low, indicator.high))
    return f"{int(month[5:])} 月达标率 {rate} %（{low}–{high} %），每通平均失 {indicator.points_lost:.2f} 分"
