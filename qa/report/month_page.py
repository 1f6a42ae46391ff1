"""The month report's context: everything that month.html shows, worked out and written as the reader sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from qa.errors import Text, printable
from qa.month.effect import sentence
from qa.month.shape import Effect, Level, MonthClose
from qa.report import charts, figures
from qa.report.agent_card import AgentCard, AgentRow, agent_card, agent_row, agent_scale
from qa.report.headline import headline, month_name, said
from qa.report.month_machine import MachineRow, machine_note, machine_rows
from qa.report.month_places import PlaceRow, place_rows
from qa.report.month_texts import MonthTexts
from qa.report.month_trust import TrustRow, trust_note, trust_rows

EFFECTS_SHOWN = 8
ROWS_AT_MOST = 60
"""With more agents than this the picture of all stands them side by side instead of one below the other."""


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """One figure of the month at a glance."""

    name: Text
    value: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One criterion of one rubric."""

    criterion: str
    name: str
    section: str
    rubric: str
    fatal: bool
    key: bool
    judged: str
    rate: str
    interval: charts.Interval
    range: str
    """The interval in figures."""
    cannot_judge: str
    points_lost: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site."""

    site: str
    agents: str
    calls: str
    mean: str
    range: str
    interval: charts.Interval


@dataclass(frozen=True, slots=True)
class MonthPage:
    """All that `month.html` is given. Figures are written out; the texts around them are `texts`."""

    texts: ClassVar[type[MonthTexts]] = MonthTexts
    month: Text
    revision: Text
    inputs: str
    """First digits of the hash of what went in: two reports with the same are the same."""
    headline: Text
    """One sentence to read aloud."""
    next_step: Text | None
    """What to do where there is nothing to show."""
    figures: tuple[MonthFigure, ...]
    distinguishable: bool
    focus_lead: Text
    p_name: Text
    p_meaning: Text
    focus: tuple[AgentCard, ...]
    waiting: Text | None
    """Names those who wait by lot; None where nobody does."""
    helped: Text | None
    """Whether coaching helped, in a sentence to read aloud; None where no lot was drawn the month before."""
    insufficient: tuple[AgentRow, ...]
    unscored_agents: Text | None
    """Names the agents who have calls but not one score."""
    scale: charts.Scale
    """Of all scores with intervals."""
    agents: tuple[AgentRow, ...]
    """Everybody, weakest first."""
    agents_name: Text
    case_mix: Text | None
    """What was taken out of everybody's score; None where calls were alike."""
    crowd: charts.Crowd | None
    """Instead of a row each, where there are too many agents."""
    histogram: charts.Histogram
    bands: tuple[charts.Bar, ...]
    share_scale: charts.Scale
    indicators: tuple[IndicatorRow, ...]
    site_scale: charts.Scale
    sites: tuple[SiteRow, ...]
    night_link: str | None
    """Relative address of a night report."""
    trust_note: Text | None
    """How many criteria counted in the ranking; None in closes of earlier versions."""
    site_months: tuple[PlaceRow, ...]
    """What each site does better and worse than the others."""
    team_months: tuple[PlaceRow, ...]
    machine_note: Text
    """What the calls heard by lot say of the machine."""
    machine: tuple[MachineRow, ...]
    trust: tuple[TrustRow, ...]
    """Those that stood out of it, or counted without having been reviewed enough."""


def month_page(close: MonthClose, *, night_link: str | None = None) -> MonthPage:
    """The context of the month report."""
    scale, weakest = agent_scale(close.agents), _weakest(close)
    rows = tuple(agent_row(agent, scale) for agent in close.agents)
    site_scale = charts.scale(edge for site in close.sites for edge in (site.low, site.high))
    return MonthPage(
        month=month_name(close),
        revision=MonthTexts.revision.format(number=close.revision),
        inputs=close.inputs_hash[:12],
        headline=headline(close),
        next_step=_next_step(close),
        figures=_figures(close),
        distinguishable=close.detectable,
        focus_lead=said(MonthTexts.focus_lead, weakest=weakest),
        p_name=said(MonthTexts.p_weakest, weakest=Text(weakest.zh, weakest.en.removeprefix("the "))),
        p_meaning=said(MonthTexts.p_meaning, weakest=weakest),
        focus=tuple(agent_card(agent, scale) for agent in close.focus),
        waiting=_waiting(close),
        helped=None if close.helped is None else sentence(close.helped),
        insufficient=tuple(row for row in rows if row.insufficient and not row.focus),
        unscored_agents=_unscored(close.agents_without_score),
        scale=scale,
        agents=rows,
        agents_name=MonthTexts.everyone_table.format(n=figures.count(len(rows))),
        case_mix=_case_mix(close.case_mix),
        crowd=_crowd(close, scale) if len(rows) > ROWS_AT_MOST else None,
        histogram=charts.histogram(close.histogram),
        bands=charts.bars(close.bands),
        share_scale=charts.PERCENT_SCALE,
        indicators=_indicators(close),
        site_scale=site_scale,
        sites=tuple(
            SiteRow(
                site=site.site,
                agents=figures.count(site.agents),
                calls=figures.count(site.calls),
                mean=figures.number(site.mean_score),
                range=figures.interval(site.low, site.high),
                interval=charts.interval(
                    site_scale, site.low, site.mean_score, site.high, figures.interval(site.low, site.high)
                ),
            )
            for site in close.sites
            if site.site
        ),
        night_link=night_link,
        trust_note=trust_note(close),
        trust=trust_rows(close),
        site_months=place_rows(close, Level.SITE),
        team_months=place_rows(close, Level.TEAM),
        machine_note=machine_note(close),
        machine=machine_rows(close),
    )


def _waiting(close: MonthClose) -> Text | None:
    waiting = [printable(agent.agent) for agent in close.waiting]
    if not waiting:
        return None
    drawn = sum(agent.lot is not None for agent in close.agents)
    zh, en = (mark.join(waiting) for mark in (MonthTexts.and_then.zh, MonthTexts.and_then.en))
    return said(MonthTexts.waiting, eligible=drawn, n=len(waiting), agents=Text(zh, en))


def _weakest(close: MonthClose) -> Text:
    """Among whom a focus agent is one of the weakest, in words."""
    if close.focus_by == "centre":
        return MonthTexts.weakest.format(size=close.focus_size)
    sizes = {group.size for group in close.focus_groups}
    site = close.focus_by == "site"
    if len(sizes) == 1:
        return (MonthTexts.site_weakest if site else MonthTexts.team_weakest).format(size=min(sizes))
    return MonthTexts.site_weakest_any if site else MonthTexts.team_weakest_any


def _next_step(close: MonthClose) -> Text | None:
    if close.mean_score is not None:
        return None
    return (
        MonthTexts.nothing_scored_remedy if close.evaluations else MonthTexts.nothing_remedy.format(month=close.month)
    )


def _unscored(agents: Sequence[str]) -> Text | None:
    if not agents:
        return None
    sentence, listed = MonthTexts.unscored_agents, [printable(agent) for agent in agents]
    return Text(
        sentence.zh.format(agents=MonthTexts.and_then.zh.join(listed)),
        sentence.en.format(agents=MonthTexts.and_then.en.join(listed)),
    )


def _figures(close: MonthClose) -> tuple[MonthFigure, ...]:
    unknown = close.unknown_agent_calls
    return (
        MonthFigure(MonthTexts.recordings, figures.count(close.recordings)),
        MonthFigure(MonthTexts.evaluations, figures.count(close.evaluations)),
        MonthFigure(MonthTexts.without_score, figures.count(close.without_score)),
        MonthFigure(MonthTexts.mean_score, figures.number(close.mean_score)),
        MonthFigure(MonthTexts.coverage, figures.percent(close.coverage)),
        MonthFigure(MonthTexts.agents, figures.count(len(close.agents) + len(close.agents_without_score))),
        *((MonthFigure(MonthTexts.unknown_agent_calls, figures.count(unknown)),) if unknown else ()),
    )


def _case_mix(effects: Sequence[Effect]) -> Text | None:
    """The effects as a list in one sentence, strongest first."""
    strong = sorted(effects, key=lambda effect: (-abs(effect.points), effect.factor, effect.level))[:EFFECTS_SHOWN]
    if not strong:
        return None
    zh = "、".join(f"{printable(effect.level) or '（无）'} {effect.points:+.1f}" for effect in strong)
    en = ", ".join(f"{printable(effect.level) or '(none)'} {effect.points:+.1f}" for effect in strong)
    lead = MonthTexts.case_mix_lead
    return Text(f"{lead.zh}{zh}。", f"{lead.en}{en}.")


def _crowd(close: MonthClose, scale: charts.Scale) -> charts.Crowd:
    rows: Sequence[tuple[float, float, float, bool, str]] = [
        (
            agent.low,
            agent.adjusted_score,
            agent.high,
            agent.focus,
            f"{agent.agent} · {figures.number(agent.adjusted_score)} · {figures.interval(agent.low, agent.high)}",
        )
        for agent in close.agents
    ]
    return charts.crowd(scale, rows)


def _indicators(close: MonthClose) -> tuple[IndicatorRow, ...]:
    return tuple(
        IndicatorRow(
            criterion=indicator.criterion,
            name=indicator.name,
            section=indicator.section,
            rubric=indicator.rubric,
            fatal=indicator.fatal,
            key=indicator.key,
            judged=figures.count(indicator.judged),
            rate=figures.percent(indicator.rate if indicator.judged else None),
            interval=charts.interval(
                charts.PERCENT_SCALE, indicator.low, indicator.rate, indicator.high, figures.percent(indicator.rate)
            ),
            range=f"{100 * indicator.low:.0f}–{100 * indicator.high:.0f} %" if indicator.judged else figures.NONE,
            cannot_judge=figures.count(indicator.cannot_judge),
            points_lost=figures.number(indicator.points_lost),
        )
        for indicator in close.indicators
        if indicator.judged or indicator.cannot_judge
    )
