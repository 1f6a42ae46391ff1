"""Control charts (控制图) of indicators: is this month's rate out of what the months before had? Pure.

Limits after Laney's p′ chart: with a hundred thousand calls a month the plain p chart calls every month unusual, so its
limits p̄ ± 3·√(p̄(1 − p̄)/n) are widened by how much more the months differ than chance alone would make them, as the
mean moving range of their z scores says. Never narrowed. Source: Laney 2002, Quality Engineering 14:531.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from qa.report import figures

LEAST = 4
"""Months before this one from which there are limits."""
MOST = 12
"""Months that are drawn."""
WIDTH, HEIGHT = 280, 88
"""Of a picture, in its own units."""
_EDGE = 8
_OF_TWO = 1.128
"""Mean range of two standard normal values."""


@dataclass(frozen=True, slots=True)
class Rate:
    """One month of one criterion."""

    month: str
    judged: int
    passed: int

    @property
    def value(self) -> float:
        """The share that was met or clear."""
        return self.passed / self.judged


@dataclass(frozen=True, slots=True)
class Limits:
    """What the months before let expect of this one."""

    centre: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Point:
    """One month in the picture."""

    x: float
    y: float
    label: str
    outside: bool


@dataclass(frozen=True, slots=True)
class ControlChart:
    """One indicator over the months."""

    criterion: str
    rubric: str
    rate: str
    points: tuple[Point, ...]
    line: str
    centre: float | None
    """y of the line; None without limits."""
    limits: tuple[float, float] | None
    """y of the upper and of the lower limit for the latest month."""
    outside: bool
    below: bool
    """Outside, and worse than before."""
    range: str


def limits(before: Sequence[Rate], judged: int) -> Limits | None:
    """The limits for a month with so many judged calls; None with too few months before it."""
    if len(before) < LEAST:
        return None
    total = sum(rate.judged for rate in before)
    centre = sum(rate.passed for rate in before) / total
    chance = math.sqrt(centre * (1 - centre))
    if not chance:
        return Limits(centre, centre, centre)
    scores = [(rate.value - centre) * math.sqrt(rate.judged) / chance for rate in before]
    ranges = [abs(after - first) for first, after in pairwise(scores)]
    wider = max(1.0, sum(ranges) / len(ranges) / _OF_TWO)
    reach = 3 * chance / math.sqrt(judged) * wider
    return Limits(centre, max(0.0, centre - reach), min(1.0, centre + reach))


def control_charts(rows: Iterable[Mapping[str, Any]], *, keys: Iterable[tuple[str, str]]) -> tuple[ControlChart, ...]:
    """The key indicators, and every other that is out of its limits; those of two months and more.

    `rows` of `web_indicator_months`, each indicator's months in order; `keys`: rubric and criterion.
    """
    found: dict[tuple[str, str], list[Rate]] = {}
    for row in rows:
        rate = Rate(row["month"], int(row["judged"]), int(row["passed"]))
        found.setdefault((row["rubric"], row["criterion"]), []).append(rate)
    wanted = set(keys)
    charts = [_chart(key, rates[-MOST:]) for key, rates in found.items() if len(rates) > 1]
    shown = [chart for chart in charts if chart.outside or (chart.rubric, chart.criterion) in wanted]
    return tuple(sorted(shown, key=lambda chart: (not chart.below, not chart.outside)))


def _chart(key: tuple[str, str], rates: Sequence[Rate]) -> ControlChart:
    last, expected = rates[-1], limits(rates[:-1], rates[-1].judged)
    values = [rate.value for rate in rates] + ([expected.low, expected.high] if expected else [])
    least, most = min(values), max(values)
    spread = (most - least) or 0.02

    def y(value: float) -> float:
        return round(_EDGE + (HEIGHT - 2 * _EDGE) * (most - value) / spread, 1)

    outside = expected is not None and not expected.low <= last.value <= expected.high
    step = (WIDTH - 2 * _EDGE) / (len(rates) - 1)
    points = tuple(
        Point(
            round(_EDGE + i * step, 1),
            y(rate.value),
            f"{rate.month} · {figures.percent(rate.value)} · n {figures.count(rate.judged)}",
            outside and rate is last,
        )
        for i, rate in enumerate(rates)
    )
    return ControlChart(
        criterion=key[1],
        rubric=key[0],
        rate=figures.percent(last.value),
        points=points,
        line=" ".join(f"{point.x:g},{point.y:g}" for point in points),
        centre=y(expected.centre) if expected else None,
        limits=(y(expected.high), y(expected.low)) if expected else None,
        outside=outside,
        below=outside and expected is not None and last.value < expected.low,
        range=f"{100 * expected.low:.1f}–{100 * expected.high:.1f} %" if expected else figures.NONE,
    )
