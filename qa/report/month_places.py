"""Sites and teams as the month page tells of them: better and worse than the others, and who needs help. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.errors import Text, printable
from qa.month.shape import Level, MonthClose, PlaceIndicator
from qa.report import figures

_NAMED = 5
"""Agents in need that are named; of more, a number."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One site or team."""

    level: Level
    name: str
    agents: str
    calls: str
    mean: str
    range: str
    strengths: tuple[Text, ...]
    weaknesses: tuple[Text, ...]
    in_need: tuple[str, ...]
    """Agent ids, the weakest first."""
    more: Text | None
    """How many more."""


def place_rows(close: MonthClose, level: Level) -> tuple[PlaceRow, ...]:
    """The sites or the teams, the weakest mean first."""
    return tuple(
        PlaceRow(
            level=level,
            name=printable(one.name),
            agents=figures.count(one.agents),
            calls=figures.count(one.calls),
            mean=figures.number(one.mean_score),
            range=figures.interval(one.low, one.high),
            strengths=_told(one.strengths),
            weaknesses=_told(one.weaknesses),
            in_need=tuple(printable(agent) for agent in one.in_need[:_NAMED]),
            more=_more(len(one.in_need) - _NAMED),
        )
        for one in close.places
        if one.level is level
    )


def _told(found: Iterable[PlaceIndicator]) -> tuple[Text, ...]:
    return tuple(
        Text(
            f"{printable(one.name)} {figures.percent(one.rate)}（他处 {figures.percent(one.others)}）",
            f"{printable(one.name)} {figures.percent(one.rate)} (elsewhere {figures.percent(one.others)})",
        )
        for one in found
    )


def _more(number: int) -> Text | None:
    return Text(f"另有 {number} 名", f"{number} more") if number > 0 else None
