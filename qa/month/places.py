"""Sites and teams: where each does better and worse than the others, and who there needs help. Pure.

A place's rate on a criterion is compared with that of all other places together. Calls of one agent are alike, so
agents and not calls are what is sampled: the variance of a rate is that of a ratio of totals over agents as clusters
(Cochran 1977, § 6.3). That is how over-dispersion is allowed for; with calls for units every large site would differ
in everything. A difference is named beyond the 99.8 % limits of a funnel (Spiegelhalter 2005), with Student's t for few
agents.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.special import stdtrit

from qa.month.naming import Home
from qa.month.shape import AgentMonth, Level, PlaceIndicator, PlaceMonth, SiteMonth, Standing
from qa.month.spread import Floats

LIMIT: Final = 0.998
LEAST_AGENTS: Final = 2
"""Of a place, and of all others together, below which nothing is compared."""
AT_MOST: Final = 3
"""Strengths of a place, and weaknesses."""
WHOLE_SCORE: Final = 100.0
"""What a fatal criterion costs."""


@dataclass(frozen=True, slots=True)
class _Criterion:
    """The calls of one criterion by agent. Arrays of shape [agents]."""

    name: str
    stake: float
    """Points a judged call."""
    place: Sequence[str]
    judged: Floats
    passed: Floats


def places(
    level: Level,
    means: Sequence[SiteMonth],
    rows: Sequence[Mapping[str, Any]],
    homes: Mapping[str, Home],
    agents: Sequence[AgentMonth],
    *,
    left_out: Collection[tuple[str, str]] = (),
) -> tuple[PlaceMonth, ...]:
    """One month a site or team, in the order of `means`; those without a name are passed over.

    `rows` are of the query `month_criteria`, of the roster; an agent counts at home. Criteria `left_out` of the
    ranking speak for or against no place.
    """
    name_of = {agent: home.site if level is Level.SITE else home.team for agent, home in homes.items()}
    criteria = _criteria(rows, name_of, left_out)
    found = []
    for mean in means:
        if not mean.site:
            continue
        told = _against_others(criteria, mean.site)
        own = [agent for agent in agents if name_of.get(agent.agent) == mean.site]
        at = sorted({homes[agent.agent].site for agent in own})
        found.append(
            PlaceMonth(
                level=level,
                name=mean.site,
                site=mean.site if level is Level.SITE else at[0] if len(at) == 1 else "",
                agents=mean.agents,
                calls=mean.calls,
                mean_score=mean.mean_score,
                low=mean.low,
                high=mean.high,
                strengths=tuple(one for one in told if one.rate > one.others)[:AT_MOST],
                weaknesses=tuple(one for one in told if one.rate < one.others)[:AT_MOST],
                in_need=tuple(
                    agent.agent for agent in own if agent.focus or agent.standing in (Standing.CLEAR, Standing.POSSIBLE)
                ),
            )
        )
    return tuple(found)


def _criteria(
    rows: Sequence[Mapping[str, Any]], name_of: Mapping[str, str], left_out: Collection[tuple[str, str]]
) -> list[tuple[tuple[str, str], _Criterion]]:
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        key = row["rubric"], row["criterion"]
        if row["known_agent"] and row["judged"] and row["agent"] in name_of and key not in left_out:
            grouped[key].append(row)
    return [(key, _criterion(own, name_of)) for key, own in sorted(grouped.items())]


def _criterion(rows: Sequence[Mapping[str, Any]], name_of: Mapping[str, str]) -> _Criterion:
    ordered = sorted(rows, key=lambda row: row["agent"])
    judged = np.array([row["judged"] for row in ordered], dtype=np.float64)
    stake = float(sum(row["at_stake"] for row in ordered)) / float(judged.sum())
    return _Criterion(
        name=min(row["name"] for row in ordered),
        stake=WHOLE_SCORE if any(row["fatal"] for row in ordered) else stake,
        place=[name_of[row["agent"]] for row in ordered],
        judged=judged,
        passed=np.array([row["passed"] for row in ordered], dtype=np.float64),
    )


def _against_others(criteria: Sequence[tuple[tuple[str, str], _Criterion]], place: str) -> list[PlaceIndicator]:
    """The criteria in which a place differs, the dearest difference first."""
    found = []
    for (rubric, name), one in criteria:
        here = np.array([at == place for at in one.place])
        if min(here.sum(), (~here).sum()) < LEAST_AGENTS:
            continue
        rate, variance = _rate(one.judged[here], one.passed[here])
        others, others_variance = _rate(one.judged[~here], one.passed[~here])
        freedom = min(int(here.sum()), int((~here).sum())) - 1
        limit = float(stdtrit(freedom, (1 + LIMIT) / 2)) * math.sqrt(variance + others_variance)
        if abs(rate - others) > max(limit, 1e-9):
            indicator = PlaceIndicator(rubric, name, one.name, int(one.judged[here].sum()), rate, others)
            found.append((-round(abs(rate - others) * one.stake, 9), rubric, name, indicator))
    return [indicator for *_, indicator in sorted(found, key=lambda item: item[:3])]


def _rate(judged: Floats, passed: Floats) -> tuple[float, float]:
    """The share of judged calls that passed, and its variance with agents as clusters.

    Half a call either way keeps a place where nobody ever failed from having no variance at all.
    """
    calls, agents = float(judged.sum()), len(judged)
    rate = float(passed.sum()) / calls
    clusters = float(((passed - rate * judged) ** 2).sum()) / calls**2 * agents / (agents - 1)
    smooth = (float(passed.sum()) + 0.5) / (calls + 1)
    return rate, max(clusters, smooth * (1 - smooth) / calls)
