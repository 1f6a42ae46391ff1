"""One agent's month: a row in the picture of all, and for a focus agent what stands behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qa.errors import Text, printable
from qa.month.shape import AgentMonth, Presence, Quote, Standing, Weakness
from qa.report import charts, figures
from qa.report.masking import masked_quote
from qa.report.month_texts import FILLS_THE_LIST, PRESENCE, STANDING, STANDING_MARK, MonthTexts


@dataclass(frozen=True, slots=True)
class AgentRow:
    """One agent among all."""

    agent: str
    team: str
    site: str
    calls: str
    mean: str
    adjusted: str
    range: str
    """The 90 % interval in figures."""
    interval: charts.Interval
    rank: str
    p_weakest: str
    coverage: str
    fatal_calls: str
    focus: bool
    insufficient: bool
    mark: str
    standing_text: Text


@dataclass(frozen=True, slots=True)
class WeaknessRow:
    """A criterion against peers: two places on a scale of 0 to 100 %."""

    name: str
    rate: float
    peers: float
    sizes: Text


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Words from a call, masked."""

    criterion: str
    text: str
    call_id: str
    at: str
    probability: str


@dataclass(frozen=True, slots=True)
class AgentCard:
    """A focus agent."""

    row: AgentRow
    fatal: Text | None
    weaknesses: tuple[WeaknessRow, ...]
    quotes: tuple[QuoteRow, ...]


def agent_scale(agents: Iterable[AgentMonth]) -> charts.Scale:
    """The axis on which all agents' intervals stand."""
    return charts.scale(edge for agent in agents for edge in (agent.low, agent.high))


def standing_text(agent: AgentMonth) -> Text:
    """How sure the month is of an agent, in words."""
    said = FILLS_THE_LIST if agent.focus and agent.standing is Standing.NOT_AMONG else STANDING[agent.standing]
    if agent.presence is Presence.USUAL:
        return said
    here = PRESENCE[agent.presence]
    return Text(f"{said.zh}（{here.zh}）", f"{said.en} ({here.en})")


def agent_row(agent: AgentMonth, scale: charts.Scale) -> AgentRow:
    """One agent among all."""
    span = figures.interval(agent.low, agent.high)
    return AgentRow(
        agent=printable(agent.agent),
        team=printable(agent.team),
        site=printable(agent.site),
        calls=figures.count(agent.calls),
        mean=figures.number(agent.mean_score),
        adjusted=figures.number(agent.adjusted_score),
        range=span,
        interval=charts.interval(
            scale, agent.low, agent.adjusted_score, agent.high, f"{figures.number(agent.adjusted_score)} ({span})"
        ),
        rank=f"{agent.rank_low}–{agent.rank_high}",
        p_weakest=figures.probability(agent.p_weakest),
        coverage=figures.percent(agent.coverage),
        fatal_calls=figures.count(agent.fatal_calls),
        focus=agent.focus,
        insufficient=agent.standing is Standing.INSUFFICIENT,
        mark=STANDING_MARK[agent.standing],
        standing_text=standing_text(agent),
    )


def agent_card(agent: AgentMonth, scale: charts.Scale) -> AgentCard:
    """A focus agent with weak criteria and quotes."""
    fatal = MonthTexts.fatal_calls.format(n=figures.count(agent.fatal_calls)) if agent.fatal_calls else None
    return AgentCard(
        row=agent_row(agent, scale),
        fatal=fatal,
        weaknesses=tuple(_weakness(weakness) for weakness in agent.weaknesses),
        quotes=tuple(_quote(quote) for quote in agent.quotes),
    )


def _weakness(weakness: Weakness) -> WeaknessRow:
    return WeaknessRow(
        name=weakness.name,
        rate=charts.PERCENT_SCALE.x(weakness.rate),
        peers=charts.PERCENT_SCALE.x(weakness.peer_rate),
        sizes=MonthTexts.weakness_sizes.format(
            rate=figures.percent(weakness.rate),
            peers=figures.percent(weakness.peer_rate),
            judged=figures.count(weakness.judged),
        ),
    )


def _quote(quote: Quote) -> QuoteRow:
    return QuoteRow(
        criterion=quote.name,
        text=masked_quote(quote.text),
        call_id=printable(quote.call_id),
        at=figures.clock(quote.start),
        probability=figures.probability(quote.probability),
    )
