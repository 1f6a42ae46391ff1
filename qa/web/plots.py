"""Small pictures as numbers: the templates draw them as SVG, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qa.report import charts, figures

HEIGHT = 84.0
"""Of the highest bar, in the picture's own units."""


@dataclass(frozen=True, slots=True)
class PlotBar:
    """One bar."""

    place: int
    """Which bin, or which day of the month, from 0."""
    label: str
    """Shown on hover."""
    count: int
    shown: str
    height: float


@dataclass(frozen=True, slots=True)
class DayPoint:
    """The mean score of a day."""

    place: int
    """Which day of the month, from 0."""
    y: float


@dataclass(frozen=True, slots=True)
class DaysPlot:
    """The days of a month."""

    bars: tuple[PlotBar, ...]
    points: tuple[DayPoint, ...]
    grid: tuple[tuple[str, float], ...]
    """Labels of the scores' scale and where they stand."""


Bars = tuple[PlotBar, ...]


def bins(rows: Iterable[Mapping[str, Any]]) -> Bars:
    """A histogram of scores in ten bins of ten points, from rows with `bin` and `calls`."""
    found = {int(row["bin"]): int(row["calls"]) for row in rows}
    top = max(found.values(), default=0) or 1
    counts = [found.get(i, 0) for i in range(10)]
    return tuple(
        PlotBar(i, f"{i * 10}–{i * 10 + 10}: {figures.count(n)}", n, figures.count(n), round(HEIGHT * n / top, 1))
        for i, n in enumerate(counts)
    )


def days(rows: Iterable[Mapping[str, Any]]) -> DaysPlot:
    """The days of a month: their calls as bars, their mean score as a line on a scale that shows how it moves."""
    found = list(rows)
    most = max((int(row["calls"]) for row in found), default=0) or 1
    scored = [row for row in found if row["mean_percent"] is not None]
    scale = charts.scale(row["mean_percent"] for row in scored)

    def y(value: float) -> float:
        return round(HEIGHT * (1 - scale.x(value) / 100), 1)

    bars = tuple(
        PlotBar(
            row["day"].day - 1,
            f"{row['day']:%m-%d} · {figures.number(row['mean_percent'])} · n {figures.count(row['calls'])}",
            int(row["calls"]),
            f"{row['day']:%d}",
            round(HEIGHT * int(row["calls"]) / most, 1),
        )
        for row in found
    )
    points = tuple(DayPoint(row["day"].day - 1, y(row["mean_percent"])) for row in scored)
    grid = tuple((tick.label, round(HEIGHT * (1 - tick.x / 100), 1)) for tick in scale.ticks)
    return DaysPlot(bars, points, grid)
