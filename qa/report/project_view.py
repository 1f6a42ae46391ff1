"""An improvement project beside its indicator: each month's rate with its interval against the target. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from qa.month.indicators import wilson
from qa.report import charts, figures

MOST = 12
"""Months that are drawn: those of the project, and before them what there is room for."""
WIDTH, HEIGHT = 280, 88
"""Of the picture, in its own units."""
_EDGE = 8


class Reached(StrEnum):
    """Where a rate stands against the target."""

    SURELY = "surely"
    """The whole interval is at or above it."""
    PERHAPS = "perhaps"
    """The rate is, the interval is not."""
    NOT_YET = "not_yet"
    """The rate is below, the interval reaches it."""
    NOT = "not"
    """The whole interval is below."""
    UNKNOWN = "unknown"
    """No target, or nothing judged."""


@dataclass(frozen=True, slots=True)
class ProjectMonth:
    """One month of the indicator."""

    month: str
    judged: int
    rate: str
    range: str
    interval: charts.Interval
    reached: Reached
    during: bool
    """Whether the month is one of the project: after the one whose close named the indicator."""
    change: str
    """Percentage points since the month that named it."""


@dataclass(frozen=True, slots=True)
class ProjectView:
    """The indicator of a project."""

    months: tuple[ProjectMonth, ...]
    """The newest first."""
    points: tuple[tuple[float, float, str, bool], ...]
    """x, y, label and whether it is of the project."""
    line: str
    target: float | None
    """y of the target's line."""
    now: ProjectMonth | None
    """The newest month of the project."""


def project_view(rows: Sequence[Mapping[str, Any]], *, since: str, target: float | None) -> ProjectView:
    """Arrange the months of one criterion, oldest first, as rows with `month`, `judged` and `passed`.

    Args:
        rows: Of `web_indicator_months`, those of the project's criterion.
        since: The month whose close named the indicator, YYYY-MM.
        target: Share to be met, 0 to 1.
    """
    shown = list(rows)[-MOST:]
    start = next((row["passed"] / row["judged"] for row in rows if row["month"] == since), None)
    months = tuple(_month(row, since, start, target) for row in shown)
    rates = [row["passed"] / row["judged"] for row in shown]
    edges = [*rates, *([] if target is None else [target])]
    least, most = min(edges, default=0.0), max(edges, default=1.0)
    spread = (most - least) or 0.02

    def y(value: float) -> float:
        return round(_EDGE + (HEIGHT - 2 * _EDGE) * (most - value) / spread, 1)

    step = (WIDTH - 2 * _EDGE) / max(len(shown) - 1, 1)
    points = tuple(
        (
            round(_EDGE + i * step, 1),
            y(rate),
            f"{one.month} · {one.rate} ({one.range}) · n {figures.count(one.judged)}",
            one.during,
        )
        for i, (rate, one) in enumerate(zip(rates, months, strict=True))
    )
    return ProjectView(
        months=months[::-1],
        points=points,
        line=" ".join(f"{x:g},{top:g}" for x, top, _, _ in points),
        target=None if target is None else y(target),
        now=next((month for month in reversed(months) if month.during), None),
    )


def against(low: float, rate: float, high: float, target: float | None) -> Reached:
    """Where a rate with its interval stands against a target."""
    if target is None:
        return Reached.UNKNOWN
    if rate >= target:
        return Reached.SURELY if low >= target else Reached.PERHAPS
    return Reached.NOT if high < target else Reached.NOT_YET


def _month(row: Mapping[str, Any], since: str, start: float | None, target: float | None) -> ProjectMonth:
    judged, passed = int(row["judged"]), int(row["passed"])
    low, high = wilson(passed, judged)
    rate = passed / judged
    during = row["month"] > since
    return ProjectMonth(
        month=row["month"],
        judged=judged,
        rate=f"{100 * rate:.1f} %",
        range=f"{100 * low:.1f}–{100 * high:.1f} %",
        interval=charts.interval(charts.PERCENT_SCALE, low, rate, high, f"{100 * rate:.1f} % · n {judged:,}"),
        reached=against(low, rate, high, target),
        during=during,
        change=f"{100 * (rate - start):+.1f}".replace("-", "−") if during and start is not None else figures.NONE,
    )
