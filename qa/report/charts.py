"""Geometry of the charts, without drawing: x in percent of the picture's width, y in pixels.

Percentages let a picture grow and shrink with its column while its text keeps its size; templates/charts.html draws.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.report import figures

PLOT_HEIGHT = 136
"""Of the area in which columns stand."""
COLUMN_GAP = 0.12
"""Between two columns, as a share of their distance."""
CROWD_HEIGHT = 240
"""Of the picture in which many agents stand side by side."""


@dataclass(frozen=True, slots=True)
class Column:
    """One bin of a histogram."""

    label: str
    """The bin, such as `80–90`."""
    count: int
    x: float
    middle: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many calls have which score."""

    columns: tuple[Column, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart."""

    name: str
    count: str
    share: str
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled line across a scale."""

    label: str
    x: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis that a column of intervals shares."""

    low: float
    high: float
    ticks: tuple[Tick, ...]

    def x(self, value: float) -> float:
        """Where `value` stands, in percent; values outside stand at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 2)


@dataclass(frozen=True, slots=True)
class Interval:
    """A value and how far it may be off, placed on a scale."""

    low: float
    at: float
    high: float
    label: str
    """The same in figures, shown on hover."""


@dataclass(frozen=True, slots=True)
class Whisker:
    """One agent among many, standing upright: x in percent, the rest in pixels from the top."""

    x: float
    top: float
    at: float
    bottom: float
    marked: bool
    label: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """Too many agents for a row each: one upright interval after another, weakest left."""

    whiskers: tuple[Whisker, ...]
    lines: tuple[tuple[str, float], ...]
    """Label and y of each horizontal line."""


def histogram(counts: Sequence[int], labels: Sequence[str] | None = None) -> Histogram:
    """Columns with these labels; without, for ten bins of ten points."""
    names = labels or [f"{10 * i}–{10 * (i + 1)}" for i in range(len(counts))]
    most, step = max(counts, default=0), 100 / max(len(counts), 1)
    return Histogram(
        columns=tuple(
            Column(
                label=names[i],
                count=n,
                x=round((i + COLUMN_GAP / 2) * step, 2),
                middle=round((i + 0.5) * step, 2),
                width=round((1 - COLUMN_GAP) * step, 2),
                y=round(PLOT_HEIGHT - _height(n, most), 1),
                height=round(_height(n, most), 1),
            )
            for i, n in enumerate(counts)
        ),
        total=sum(counts),
    )


def _height(n: int, most: int) -> float:
    # Two pixels at least: one call in a thousand must not vanish.
    return max(PLOT_HEIGHT * n / most, 2.0) if n else 0.0


def bin_of(score: float, max_score: float) -> int:
    """Which of the ten bins a score belongs to; full marks belong to the last."""
    return min(int(10 * score / max_score), 9) if max_score > 0 else 0


def bars(rows: Sequence[tuple[str, int]]) -> tuple[Bar, ...]:
    """Rows of a bar chart, in the order given; the widest fills its column."""
    total, most = sum(n for _, n in rows), max((n for _, n in rows), default=0)
    return tuple(
        Bar(
            name=name,
            count=figures.count(n),
            share=figures.percent(n / total if total else None),
            width=round(100 * n / most, 2) if most else 0.0,
        )
        for name, n in rows
    )


def scale(values: Iterable[float], *, least: float = 0.0, most: float = 100.0) -> Scale:
    """A scale with round ends and up to eight lines that holds all `values` within `least` and `most`."""
    known = list(values)
    low, high = (min(known), max(known)) if known else (least, most)
    low, high = max(low, least), min(high, most)
    step = next(s for s in (1, 2, 5, 10, 20) if (high - low) / s <= 5)
    start, end = step * math.floor(low / step), step * math.ceil(high / step)
    if start == end:
        start, end = (start, end + step) if end + step <= most else (start - step, end)
    steps = round((end - start) / step)
    return Scale(
        low=start,
        high=end,
        ticks=tuple(Tick(label=f"{start + i * step:g}", x=round(100 * i / steps, 2)) for i in range(steps + 1)),
    )


PERCENT_SCALE = Scale(low=0.0, high=1.0, ticks=tuple(Tick(label=f"{p}", x=float(p)) for p in (0, 25, 50, 75, 100)))
"""For shares of 0 to 1; labels in percent."""


def interval(on: Scale, low: float, value: float, high: float, label: str) -> Interval:
    """An interval placed on a scale."""
    return Interval(low=on.x(low), at=on.x(value), high=on.x(high), label=label)


def crowd(on: Scale, rows: Sequence[tuple[float, float, float, bool, str]]) -> Crowd:
    """Many (low, value, high, marked, label) side by side, in the order given."""
    step = 100 / max(len(rows), 1)

    def y(value: float) -> float:
        return round(CROWD_HEIGHT * (1 - on.x(value) / 100), 1)

    return Crowd(
        whiskers=tuple(
            Whisker(x=round((i + 0.5) * step, 3), top=y(high), at=y(value), bottom=y(low), marked=marked, label=label)
            for i, (low, value, high, marked, label) in enumerate(rows)
        ),
        lines=tuple((tick.label, round(CROWD_HEIGHT * (1 - tick.x / 100), 1)) for tick in on.ticks),
    )
