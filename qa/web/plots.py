"""Small pictures as numbers: the templates draw them as SVG, without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qa.report import figures

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


def days(rows: Iterable[Mapping[str, Any]]) -> Bars:
    """The days of a month, their mean score as the height (0 to 100); days without a score have none."""
    return tuple(
        PlotBar(
            row["day"].day - 1,
            f"{row['day']:%m-%d} · {figures.number(row['mean_percent'])} · n {figures.count(row['calls'])}",
            int(row["calls"]),
            f"{row['day']:%d}",
            round(HEIGHT * (row["mean_percent"] or 0.0) / 100, 1),
        )
        for row in rows
    )
