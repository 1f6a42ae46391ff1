"""How an agent's scores stand and move: means with their intervals, month by month, and section by section. Pure.

These are plain means of one agent's own calls. Who is among the weakest is another question, which the month's close
answers on the centre's mix of calls.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scipy.special import stdtrit

from qa.month.indicators import wilson
from qa.report import charts, figures

CONFIDENCE = 0.9
"""Of the interval of a mean."""
WIDTH, HEIGHT = 240, 56
"""Of a section's curve, in the picture's own units."""
_EDGE = 6
_ENOUGH = 10
"""Scored calls from which an agent is drawn beside others: two calls' interval would stretch the scale for all."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean score with its interval."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent in the list of all."""

    agent: str
    team: str
    site: str
    calls: int
    mean: str
    range: str
    interval: charts.Interval | None
    """None where too few calls have a score."""
    scored: int
    fatal_calls: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of an agent."""

    month: str
    calls: int
    mean: str
    range: str
    interval: charts.Interval | None
    centre: float | None
    """Where the centre's mean stands on the scale, in percent."""
    centre_mean: str
    fatal_calls: int


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section of a rubric over the months."""

    section: str
    rubric: str
    judged: int
    """In the latest month."""
    rate: str
    interval: charts.Interval
    peers: str
    """The whole centre's rate in the latest month."""
    points: tuple[tuple[float, float, str], ...]
    """x and y of each month, and what it says on hover."""
    line: str
    """The same as the points of a polyline."""


def mean_of(n: int, total: float | None, squares: float | None) -> Mean | None:
    """The mean of `n` scores of 0 to 100 from their sum and the sum of their squares; None for none.

    The interval is Student's at 90 %; of a single score it is the whole scale.
    """
    if not n or total is None or squares is None:
        return None
    value = total / n
    if n == 1:
        return Mean(value, 0.0, 100.0, 1)
    variance = max(0.0, squares - n * value**2) / (n - 1)
    reach = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * math.sqrt(variance / n)
    return Mean(value, max(0.0, value - reach), min(100.0, value + reach), n)


def agent_lines(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[AgentLine, ...], charts.Scale]:
    """The list of agents and the scale that it shares, from rows of `web_agents`."""
    means = [mean_of(row["scored"], row["percent_sum"], row["percent_squares"]) for row in rows]
    least = _ENOUGH if any(mean and mean.n >= _ENOUGH for mean in means) else 2
    drawn = [mean if mean and mean.n >= least else None for mean in means]
    scale = _scale(drawn)
    lines = tuple(
        AgentLine(
            agent=row["agent"],
            team=row["team"],
            site=row["site"],
            calls=int(row["calls"]),
            mean=figures.number(mean.value if mean else None),
            range=_range(mean),
            interval=_interval(scale, picture),
            scored=int(row["scored"]),
            fatal_calls=int(row["fatal_calls"]),
        )
        for row, mean, picture in zip(rows, means, drawn, strict=True)
    )
    return lines, scale


def month_lines(
    rows: Sequence[Mapping[str, Any]], centre: Mapping[str, float | None]
) -> tuple[tuple[MonthLine, ...], charts.Scale]:
    """An agent's months, the newest first, and their scale. `centre`: the whole centre's mean by month."""
    means = [mean_of(row["scored"], row["percent_sum"], row["percent_squares"]) for row in rows]
    scale = _scale(means, (centre.get(row["month"]) for row in rows))
    lines = tuple(
        MonthLine(
            month=row["month"],
            calls=int(row["calls"]),
            mean=figures.number(mean.value if mean else None),
            range=_range(mean),
            interval=_interval(scale, mean),
            centre=None if (of_all := centre.get(row["month"])) is None else scale.x(of_all),
            centre_mean=figures.number(of_all),
            fatal_calls=int(row["fatal_calls"]),
        )
        for row, mean in zip(rows, means, strict=True)
    )
    return lines, scale


def section_lines(rows: Iterable[Mapping[str, Any]]) -> tuple[SectionLine, ...]:
    """An agent's sections in the rubric's order, from rows of `web_agent_sections` in the order of their months."""
    sections: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        sections.setdefault((row["rubric"], row["section"]), []).append(row)
    return tuple(_section(rubric, section, found) for (rubric, section), found in sections.items())


def _section(rubric: str, section: str, rows: list[Mapping[str, Any]]) -> SectionLine:
    last = rows[-1]
    low, high = wilson(last["passed"], last["judged"])
    rate = last["passed"] / last["judged"]
    step = (WIDTH - 2 * _EDGE) / max(len(rows) - 1, 1)
    points = tuple(
        (
            round(_EDGE + i * step if len(rows) > 1 else WIDTH / 2, 1),
            round(_EDGE + (HEIGHT - 2 * _EDGE) * (1 - row["passed"] / row["judged"]), 1),
            f"{row['month']} · {figures.percent(row['passed'] / row['judged'])} · n {figures.count(row['judged'])}",
        )
        for i, row in enumerate(rows)
    )
    label = f"{figures.percent(rate)} · {figures.percent(low)} – {figures.percent(high)} · n {last['judged']:,}"
    return SectionLine(
        section=section,
        rubric=rubric,
        judged=int(last["judged"]),
        rate=figures.percent(rate),
        interval=charts.interval(charts.PERCENT_SCALE, low, rate, high, label),
        peers=figures.percent(last["all_passed"] / last["all_judged"] if last["all_judged"] else None),
        points=points,
        line=" ".join(f"{x:g},{y:g}" for x, y, _ in points),
    )


def _scale(means: Iterable[Mean | None], others: Iterable[float | None] = ()) -> charts.Scale:
    edges = [edge for mean in means if mean and mean.n > 1 for edge in (mean.low, mean.high)]
    return charts.scale([*edges, *(value for value in others if value is not None)])


def _interval(scale: charts.Scale, mean: Mean | None) -> charts.Interval | None:
    if mean is None or mean.n < 2:
        return None
    label = f"{mean.value:.1f} · {figures.interval(mean.low, mean.high)} · n {mean.n:,}"
    return charts.interval(scale, mean.low, mean.value, mean.high, label)


def _range(mean: Mean | None) -> str:
    return figures.NONE if mean is None or mean.n < 2 else figures.interval(mean.low, mean.high)
