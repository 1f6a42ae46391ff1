"""A month's figures from the mart's sums: everything a close holds, put together. Pure.

The sums are exact decimals, so no order of the rows shows in any figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from qa.month.case_mix import Adjusted, Cell, adjust
from qa.month.fairness import AgentSample, RankedAgent, Ranking, rank
from qa.month.focus import weaknesses
from qa.month.indicators import CriterionCount, indicators
from qa.month.machine_bias import GroupCalls
from qa.month.naming import focus_groups, groups, homes
from qa.month.places import places
from qa.month.presence import SPARED, Attendance, presences
from qa.month.shape import AgentMonth, CriterionStanding, Level, MachineBias, MonthClose, Presence, Quote
from qa.month.sites import SiteSample, sites
from qa.settings import MonthSettings

Row: TypeAlias = dict[str, Any]
Strata: TypeAlias = tuple[tuple[str, str], ...]
STRATA = ("queue", "direction", "rubric")
"""Columns whose differences are no merit of an agent: business line, direction and form."""


@dataclass(frozen=True, slots=True)
class MonthRows:
    """What the mart knows about a month; each field is named after its query `month_<field>`."""

    agents: Sequence[Row]
    criteria: Sequence[Row]
    bands: Sequence[Row]
    histogram: Sequence[Row]
    attendance: Sequence[Row]
    trusted: Sequence[Row] | None = None
    """As `agents`, with the scores of the criteria that count in the ranking; None where all of them do."""

    @property
    def ranked(self) -> Sequence[Row]:
        """The sums that agents and sites are compared on."""
        return self.agents if self.trusted is None else self.trusted


def case_mix(rows: MonthRows) -> Adjusted:
    """The agents of the roster who have a score, on the centre's own mix of calls."""
    grouped: dict[tuple[str, Strata], list[Row]] = defaultdict(list)
    for row in rows.ranked:
        if row["known_agent"] and row["scored"]:
            strata = tuple((factor, row[factor]) for factor in STRATA)
            grouped[row["agent"], strata].append(row)
    return adjust([_cell(agent, strata, own) for (agent, strata), own in grouped.items()])


def presence(rows: MonthRows, settings: MonthSettings) -> Mapping[str, Presence]:
    """Who of the roster was new, absent or part-time."""
    return presences([Attendance(**row) for row in rows.attendance], settings)


def machine_groups(rows: MonthRows) -> list[GroupCalls]:
    """The scored calls of the roster: of the centre, each site and each team that has a name."""
    known = [row for row in rows.ranked if row["known_agent"] and row["scored"]]
    grouped: dict[tuple[Level, str], list[Row]] = defaultdict(list)
    for row in known:
        grouped[Level.CENTRE, ""].append(row)
        for level, column in ((Level.SITE, "site"), (Level.TEAM, "team")):
            if row[column]:
                grouped[level, row[column]].append(row)
    return [GroupCalls(level, group, *_moments(own)[:2]) for (level, group), own in grouped.items()]


def corrected(samples: Sequence[AgentSample], rows: MonthRows, machine: Sequence[MachineBias]) -> list[AgentSample]:
    """The agents' samples without the part of the machine's error in which sites differ, as uncertain as that is."""
    taken = {one.group: one for one in machine if one.level is Level.SITE and one.taken_out}
    if not taken:
        return list(samples)
    at: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows.ranked:
        at[row["agent"]][row["site"]] += row["scored"]
    return [_corrected(sample, at[sample.agent], taken) for sample in samples]


def _corrected(sample: AgentSample, at: Mapping[str, int], taken: Mapping[str, MachineBias]) -> AgentSample:
    calls = sum(at.values())
    shares = [(n / calls, taken[site]) for site, n in sorted(at.items()) if site in taken]
    points = sum(share * one.taken_out for share, one in shares)
    unsure = sum((share * one.error) ** 2 for share, one in shares)
    n = sample.effective or float(sample.calls)
    effective = n if sample.variance <= 0 else 1 / (1 / n + unsure / sample.variance)
    return replace(sample, mean=sample.mean - points, effective=effective)


def ranking(rows: MonthRows, settings: MonthSettings, machine: Sequence[MachineBias] = ()) -> Ranking:
    """The agents of the roster who have a score, ranked; who is new or absent is never a focus agent.

    `machine` is its error by site, which the ranking takes out.
    """
    here = presence(rows, settings)
    kept_out = {agent for agent, said in here.items() if said in SPARED}
    return rank(
        corrected(case_mix(rows).samples, rows, machine),
        focus_size=settings.focus_agents,
        minimum_calls=settings.minimum_calls,
        seed=settings.seed,
        kept_out=kept_out,
        groups=groups(homes(rows.agents), settings),
    )


def figures(
    month: str,
    rows: MonthRows,
    *,
    ranked: Ranking,
    quotes: Sequence[Row],
    settings: MonthSettings,
    inputs_hash: str,
    criteria: Sequence[CriterionStanding] = (),
    machine: Sequence[MachineBias] = (),
) -> MonthClose:
    """The close of a month, as revision 0: where it is kept gives it its revision.

    Calls of agents who are not in the roster count for the month, its indicators and its sites, and stay out of the
    agents' figures. `quotes` are rows of the query `month_quotes`; `criteria` tell which ones count in the ranking.
    """
    doubted = {(one.rubric, one.criterion) for one in criteria if not one.counts}
    agents = _agents(ranked, rows, quotes, presence(rows, settings), doubted)
    histogram = {row["bin"]: row["calls"] for row in rows.histogram}
    scored, evaluations = _scored(rows.agents), sum(row["evaluations"] for row in rows.agents)
    return MonthClose(
        month=month,
        revision=0,
        inputs_hash=inputs_hash,
        recordings=sum(row["calls"] for row in rows.agents),
        evaluations=evaluations,
        without_score=evaluations - scored,
        mean_score=_ratio(_total(rows.agents, "total"), scored),
        coverage=_ratio(_total(rows.agents, "coverage_total"), evaluations),
        histogram=tuple(histogram.get(i, 0) for i in range(10)),
        bands=tuple((row["band"], row["calls"]) for row in rows.bands),
        detectable=ranked.detectable,
        focus_size=settings.focus_agents,
        agents=agents,
        indicators=indicators(counts(rows.criteria), key_size=settings.key_indicators, doubted=doubted),
        sites=sites(_samples_of(Level.SITE, rows.ranked)),
        case_mix=case_mix(rows).effects,
        unknown_agent_calls=_scored(row for row in rows.agents if not row["known_agent"]),
        agents_without_score=tuple(agent for agent, own in _by_agent(rows.ranked).items() if not _scored(own)),
        trust_rule=settings.trust,
        criteria=tuple(criteria),
        focus_by=settings.focus_by,
        focus_groups=focus_groups(groups(homes(rows.agents), settings), [agent.agent for agent in ranked.agents]),
        machine=tuple(machine),
        places=tuple(
            place
            for level in (Level.SITE, Level.TEAM)
            for place in places(
                level,
                sites(_samples_of(level, rows.ranked)),
                rows.criteria,
                homes(rows.agents),
                agents,
                left_out=doubted,
            )
        ),
    )


def _by_agent(summed: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of every agent in the roster, by agent id."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in summed:
        if row["known_agent"]:
            grouped[row["agent"]].append(row)
    return dict(sorted(grouped.items()))


def _scored(rows: Iterable[Row]) -> int:
    return sum(row["scored"] for row in rows)


def _total(rows: Iterable[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows), Decimal(0))


def _ratio(total: Decimal, count: int) -> float | None:
    return float(Fraction(total) / count) if count else None


def _moments(rows: Sequence[Row]) -> tuple[int, float, float]:
    """n, mean and sample variance, from exact sums: no order of the rows shows in them."""
    n, total, squares = _scored(rows), Fraction(_total(rows, "total")), Fraction(_total(rows, "squares"))
    return n, float(total / n), float((squares - total**2 / n) / (n - 1)) if n > 1 else 0.0


def _cell(agent: str, strata: Strata, rows: Sequence[Row]) -> Cell:
    n, mean, variance = _moments(rows)
    return Cell(agent, strata, n, mean, (n - 1) * variance)


def _samples_of(level: Level, summed: Sequence[Row]) -> list[SiteSample]:
    """The scored calls of every agent at every site, or in every team."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in summed:
        grouped[row["site" if level is Level.SITE else "team"], row["agent"]].append(row)
    return [SiteSample(site, agent, *_moments(rows)) for (site, agent), rows in grouped.items() if _scored(rows)]


def counts(outcomes: Iterable[Row]) -> list[CriterionCount]:
    """One count a criterion over all the rows."""
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in outcomes:
        grouped[row["rubric"], row["criterion"]].append(row)
    return [
        CriterionCount(
            rubric=rubric,
            criterion=criterion,
            # A criterion that was renamed within the month: the first name, so that the order of rows does not show.
            name=min(row["name"] for row in rows),
            section=min(row["section"] for row in rows),
            fatal=any(row["fatal"] for row in rows),
            judged=sum(row["judged"] for row in rows),
            passed=sum(row["passed"] for row in rows),
            cannot_judge=sum(row["cannot_judge"] for row in rows),
            lost=float(_total(rows, "lost")),
            at_stake=float(_total(rows, "at_stake")),
        )
        for (rubric, criterion), rows in grouped.items()
    ]


def _agents(
    ranked: Ranking,
    rows: MonthRows,
    quotes: Sequence[Row],
    here: Mapping[str, Presence],
    doubted: Collection[tuple[str, str]],
) -> tuple[AgentMonth, ...]:
    own = _by_agent(rows.agents)
    judged = _by_agent(row for row in rows.criteria if (row["rubric"], row["criterion"]) not in doubted)
    everyone = counts(row for row in rows.criteria if row["known_agent"])
    said: dict[str, list[Quote]] = defaultdict(list)
    for row in quotes:
        said[row["agent"]].append(Quote(**{name: row[name] for name in row if name != "agent"}))
    return tuple(
        replace(
            _agent(agent, own[agent.agent], counts(judged.get(agent.agent, ())), everyone, said[agent.agent]),
            presence=here.get(agent.agent, Presence.USUAL),
        )
        for agent in ranked.agents
    )


def _agent(
    agent: RankedAgent,
    rows: Sequence[Row],
    own: Sequence[CriterionCount],
    everyone: Sequence[CriterionCount],
    quotes: Sequence[Quote],
) -> AgentMonth:
    home = homes(rows)[agent.agent]
    evaluations = sum(row["evaluations"] for row in rows)
    return AgentMonth(
        agent=agent.agent,
        team=home.team,
        site=home.site,
        calls=agent.calls,
        mean_score=agent.mean_score,
        adjusted_score=agent.adjusted_score,
        low=agent.low,
        high=agent.high,
        coverage=_ratio(_total(rows, "coverage_total"), evaluations) or 0.0,
        reliability=agent.reliability,
        expected_rank=agent.expected_rank,
        rank_low=agent.rank_low,
        rank_high=agent.rank_high,
        p_weakest=agent.p_weakest,
        standing=agent.standing,
        focus=agent.focus,
        offset=agent.offset,
        lot=agent.lot,
        fatal_calls=sum(row["fatal_calls"] for row in rows),
        weaknesses=weaknesses(own, everyone),
        quotes=tuple(quotes),
    )
