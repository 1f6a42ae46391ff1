"""An agent's closed months: adjusted scores with intervals, what stood out of the ranking, the star rating. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from qa.errors import Text, printable
from qa.month.shape import AgentMonth, MonthClose
from qa.month.stars import MANAGEMENT, Merit, OwnCalls, Stars, stars
from qa.report import charts, figures
from qa.report.agent_card import standing_text
from qa.report.month_trust import TRUST
from qa.settings import StarSettings

MERIT: Final[Mapping[Merit, Text]] = {
    Merit.PRESENT: Text("各月均有排名", "ranked in every month"),
    Merit.SKILLED: Text("技能星级达标", "skilled enough"),
    Merit.STEADY: Text("未被列为重点", "never surely among the weakest"),
    Merit.HELD: Text("水平没有下滑", "has not fallen back"),
    Merit.LISTENS: Text("按计划自听", "heard the own calls asked for"),
}
MOST: Final = 5


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """One closed month of an agent."""

    month: str
    calls: str
    adjusted: str
    range: str
    interval: charts.Interval
    centre: float
    """Where the mean of all agents' adjusted scores stands on the scale, in percent."""
    focus: bool
    standing: Text
    rank: str
    left_out: Text | None
    """Which criteria stood out of the ranking of that month, and why."""


@dataclass(frozen=True, slots=True)
class StarLine:
    """One line of the rating."""

    name: Text
    stars: str
    """★★★☆☆."""
    why: Text


@dataclass(frozen=True, slots=True)
class ClosedGrowth:
    """All of it."""

    months: tuple[ClosedMonth, ...]
    """Newest first."""
    scale: charts.Scale
    stars: tuple[StarLine, ...]
    """Empty with too few closed months."""
    waits: Text | None
    """What is missing for a rating."""


def closed_growth(
    closes: Sequence[MonthClose], agent: str, own: OwnCalls, settings: StarSettings
) -> ClosedGrowth | None:
    """The closed months of an agent from `closes` in the order of time; None where none of them ranks the agent."""
    found = [(close, one) for close in closes for one in close.agents if one.agent == agent]
    if not found:
        return None
    scale = charts.scale(edge for close, one in found for edge in (one.low, one.high, _centre(close)))
    late = closes[-settings.months :]
    rated = [one for close, one in found if close in late]
    rating = stars(rated, len(late), own, settings)
    return ClosedGrowth(
        months=tuple(_month(close, one, scale) for close, one in reversed(found)),
        scale=scale,
        stars=() if rating is None else _lines(rating, own, settings),
        waits=None
        if rating is not None
        else Text(
            f"星级评定需要至少 {settings.least_months} 个已关账的月份，现有 {len(rated)} 个。",
            f"A star rating takes {settings.least_months} closed months; there are {len(rated)}.",
        ),
    )


def _centre(close: MonthClose) -> float:
    return sum(one.adjusted_score for one in close.agents) / len(close.agents)


def _month(close: MonthClose, one: AgentMonth, scale: charts.Scale) -> ClosedMonth:
    span = figures.interval(one.low, one.high)
    return ClosedMonth(
        month=close.month,
        calls=figures.count(one.calls),
        adjusted=figures.number(one.adjusted_score),
        range=span,
        interval=charts.interval(
            scale, one.low, one.adjusted_score, one.high, f"{one.adjusted_score:.1f} ({span}) · n {one.calls:,}"
        ),
        centre=scale.x(_centre(close)),
        focus=one.focus,
        standing=standing_text(one),
        rank=f"{one.rank_low}–{one.rank_high}",
        left_out=_left_out(close),
    )


def _left_out(close: MonthClose) -> Text | None:
    out = close.left_out
    if not out:
        return None
    zh = "、".join(f"{printable(one.name)}（{TRUST[one.trust].zh}）" for one in out)
    en = ", ".join(f"{printable(one.name)} ({TRUST[one.trust].en})" for one in out)
    return Text(f"不计入：{zh}", f"left out: {en}")


def _lines(rating: Stars, own: OwnCalls, settings: StarSettings) -> tuple[StarLine, ...]:
    span = figures.interval(rating.low, rating.high)
    following = next((needed for needed in settings.skill if rating.low < needed), None)
    missing = [merit for merit in MANAGEMENT if merit not in rating.merits]
    return (
        StarLine(
            Text("技能线", "Skill line"),
            _drawn(rating.skill),
            Text(
                f"{rating.months} 个月平均 {rating.score:.1f}，90 % 区间 {span}，按下限评定"
                + (f"；再上一星须下限达到 {following:g}" if following is not None else ""),
                f"mean of {rating.months} months {rating.score:.1f}, 90 % interval {span}, rated by its lower end"
                + (f"; the next star takes {following:g}" if following is not None else ""),
            ),
        ),
        StarLine(
            Text("管理线", "Management line"),
            _drawn(rating.management),
            Text(
                "；".join(
                    [
                        "已具备：" + ("、".join(MERIT[merit].zh for merit in rating.merits) or "无"),
                        *(["尚缺：" + "、".join(MERIT[merit].zh for merit in missing)] if missing else []),
                        f"自听 {own.heard}/{own.asked}",
                    ]
                ),
                "; ".join(
                    [
                        "has: " + (", ".join(MERIT[merit].en for merit in rating.merits) or "nothing yet"),
                        *(["lacks: " + ", ".join(MERIT[merit].en for merit in missing)] if missing else []),
                        f"own calls heard {own.heard}/{own.asked}",
                    ]
                ),
            ),
        ),
    )


def _drawn(number: int) -> str:
    return "★" * number + "☆" * (MOST - number)
