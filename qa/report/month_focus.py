"""What became of last month's focus, and where everybody ranks: the month's close read beside the one before. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from qa.errors import Text
from qa.month.effect import Followed, did_it_help, sentence
from qa.month.shape import AgentMonth, Lot, MonthClose
from qa.report import charts, figures


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """One agent of last month's focus."""

    agent: str
    before: str
    after: str
    gain: str
    expected: str
    """The gain that would have come by itself, since part of a low mean was bad luck."""
    coached: bool
    waited: bool
    """By lot: beside those who were coached."""
    again: bool
    """In the focus this month too."""


@dataclass(frozen=True, slots=True)
class LastFocus:
    """All of them."""

    month: str
    rows: tuple[FollowedRow, ...]
    gone: tuple[str, ...]
    """Agents without a score this month."""
    said: Text
    """Whether coaching helped, in one sentence."""


def last_focus(before: MonthClose, close: MonthClose, coached: Collection[str]) -> LastFocus:
    """The focus agents of the month `before`, and who waited beside them, now. `coached`: those with a talk held."""
    now = {agent.agent: agent for agent in close.agents}
    named = [agent for agent in before.agents if agent.focus or agent.lot is Lot.WAITS]
    followed = [agent for agent in named if agent.agent in now]
    rows = tuple(_row(agent, now[agent.agent], agent.agent in coached) for agent in followed)
    # Without lots, who was not coached did not wait by chance: they are no control group.
    found = close.helped or did_it_help(
        [
            Followed(agent.agent, agent.mean_score, agent.expected_mean, now[agent.agent].mean_score, coached=True)
            for agent in followed
            if agent.agent in coached
        ]
    )
    gone = tuple(agent.agent for agent in named if agent.agent not in now)
    return LastFocus(before.month, rows, gone, sentence(found))


def _row(then: AgentMonth, now: AgentMonth, coached: bool) -> FollowedRow:
    return FollowedRow(
        agent=then.agent,
        before=figures.number(then.mean_score),
        after=figures.number(now.mean_score),
        gain=_signed(now.mean_score - then.mean_score),
        expected=_signed(then.expected_mean - then.mean_score),
        coached=coached,
        waited=then.lot is Lot.WAITS,
        again=now.focus,
    )


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def ranks(close: MonthClose) -> charts.Crowd | None:
    """Everybody's rank with its 90 % interval, the weakest left and low; None with fewer than three agents."""
    agents = sorted(close.agents, key=lambda agent: (agent.expected_rank, agent.agent))
    if len(agents) < 3:
        return None
    last = float(len(agents))
    step = max(1, math.ceil(last / 5))
    marks = sorted({1, *range(step, len(agents) + 1, step)})
    scale = charts.Scale(1.0, last, tuple(charts.Tick(str(m), round(100 * (m - 1) / (last - 1), 2)) for m in marks))
    return charts.crowd(
        scale,
        [
            (
                float(agent.rank_low),
                agent.expected_rank,
                float(agent.rank_high),
                agent.focus,
                f"{agent.agent} · {agent.expected_rank:.0f} ({agent.rank_low}–{agent.rank_high})",
            )
            for agent in agents
        ],
    )
