"""The analysis of one agent's month: criteria against colleagues, kinds of call, and how the agent spoke. Pure.

What chance explains is not called a strength or a weakness: an interval that holds the colleagues' figure says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qa.month.indicators import wilson
from qa.report import charts, figures
from qa.report.growth import mean_of

SHOWN = 6
"""Criteria on either side."""
ENOUGH = 10
"""Judgements, or calls, from which somebody is compared with colleagues."""
_Z = 1.645
"""Of a 90 % interval."""
_ORDER = (
    "agent_speech_rate",
    "agent_talk_share",
    "response_latency",
    "longest_silence",
    "longest_hold",
    "agent_interruptions",
)


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion of the agent against all others."""

    rubric: str
    criterion: str
    name: str
    judged: int
    rate: str
    interval: charts.Interval
    peers: str
    peers_at: float
    """Where the colleagues stand on the scale of 0 to 100 %."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One kind of call."""

    queue: str
    calls: int
    mean: str
    range: str
    peers: str
    differs: bool
    """Whether the colleagues' mean is outside the agent's 90 % interval."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure of how the agent spoke."""

    measure: str
    value: str
    range: str
    peers: str
    n: int
    differs: bool


@dataclass(frozen=True, slots=True)
class AgentSheet:
    """The analysis."""

    month: str
    weak: tuple[CriterionLine, ...]
    """Surely below the colleagues, the largest sure gap first."""
    strong: tuple[CriterionLine, ...]
    queues: tuple[QueueLine, ...]
    measures: tuple[MeasureLine, ...]


def agent_sheet(
    month: str,
    criteria: Iterable[Mapping[str, Any]],
    queues: Iterable[Mapping[str, Any]],
    measures: Iterable[Mapping[str, Any]],
) -> AgentSheet:
    """Arrange rows of `web_agent_criteria`, `web_agent_queues` and `web_agent_measures` of one month."""
    weak: list[tuple[float, CriterionLine]] = []
    strong: list[tuple[float, CriterionLine]] = []
    for row in criteria:
        if row["judged"] < ENOUGH or row["peers_judged"] < ENOUGH:
            continue
        low, high = wilson(row["passed"], row["judged"])
        peers = row["peers_passed"] / row["peers_judged"]
        if high < peers:
            weak.append((peers - high, _criterion(row, low, high, peers)))
        elif low > peers:
            strong.append((low - peers, _criterion(row, low, high, peers)))
    known = {row["measure"]: row for row in measures}
    return AgentSheet(
        month=month,
        weak=_largest(weak),
        strong=_largest(strong),
        queues=tuple(_queue(row) for row in queues),
        measures=tuple(_measure(known[name]) for name in _ORDER if name in known),
    )


def failures_by_criterion(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How often the agent failed each criterion, the commonest first; from rows of `web_agent_criteria`."""
    failed = [(row["criterion"], int(row["judged"]) - int(row["passed"])) for row in rows]
    return dict(sorted(((name, n) for name, n in failed if n), key=lambda one: (-one[1], one[0])))


def _largest(found: list[tuple[float, CriterionLine]]) -> tuple[CriterionLine, ...]:
    found.sort(key=lambda one: (-round(one[0], 9), one[1].rubric, one[1].criterion))
    return tuple(line for _, line in found[:SHOWN])


def _criterion(row: Mapping[str, Any], low: float, high: float, peers: float) -> CriterionLine:
    rate = row["passed"] / row["judged"]
    label = f"{100 * rate:.0f} % · {100 * low:.0f}–{100 * high:.0f} % · n {row['judged']:,}"
    return CriterionLine(
        rubric=row["rubric"],
        criterion=row["criterion"],
        name=row["name"],
        judged=int(row["judged"]),
        rate=figures.percent(rate),
        interval=charts.interval(charts.PERCENT_SCALE, low, rate, high, label),
        peers=figures.percent(peers),
        peers_at=charts.PERCENT_SCALE.x(peers),
    )


def _queue(row: Mapping[str, Any]) -> QueueLine:
    mean = mean_of(row["scored"], row["percent_sum"], row["percent_squares"])
    peers = row["peers_sum"] / row["peers_scored"] if row["peers_scored"] else None
    sure = mean is not None and mean.n >= ENOUGH and peers is not None
    return QueueLine(
        queue=row["queue"],
        calls=int(row["calls"]),
        mean=figures.number(mean.value if mean else None),
        range=figures.interval(mean.low, mean.high) if mean and mean.n > 1 else figures.NONE,
        peers=figures.number(peers),
        differs=sure and mean is not None and peers is not None and not mean.low <= peers <= mean.high,
    )


def _measure(row: Mapping[str, Any]) -> MeasureLine:
    n, value = int(row["n"]), row["total"] / row["n"]
    variance = max(0.0, row["squares"] - n * value**2) / (n - 1) if n > 1 else math.inf
    reach = _Z * math.sqrt(variance / n)
    peers = row["peers_total"] / row["peers_n"] if row["peers_n"] else None
    low, high = max(0.0, value - reach), value + reach
    name = row["measure"]
    return MeasureLine(
        measure=name,
        value=_written(name, value),
        range=f"{_written(name, low)}–{_written(name, high)}" if n > 1 else figures.NONE,
        peers=figures.NONE if peers is None else _written(name, peers),
        n=n,
        differs=n >= ENOUGH and peers is not None and not low <= peers <= high,
    )


def _written(measure: str, value: float) -> str:
    if measure == "agent_talk_share":
        return f"{100 * value:.0f} %"
    return f"{value:.0f}" if measure == "agent_speech_rate" else f"{value:.1f}"
