"""坐席: everybody's month with its interval, and each agent's growth file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from qa.month.proposal import next_month
from qa.month.shape import AgentMonth, Lot, MonthClose
from qa.month.stars import OwnCalls
from qa.people.heard import own_calls
from qa.people.roles import Permission
from qa.report.agent_file import FileTexts
from qa.report.agent_sheet import AgentSheet, agent_sheet, failures_by_criterion
from qa.report.charts import Scale
from qa.report.growth import AgentLine, MonthLine, SectionLine, agent_lines, month_lines, section_lines
from qa.report.growth_closed import ClosedGrowth, closed_growth
from qa.web.closes import close_of, closes_in
from qa.web.coaching import PlanView, coaches, is_own, plans_of
from qa.web.errors import NothingHere
from qa.web.examples import failures_of
from qa.web.table import PAGE_SIZE, Column, TableState
from qa.web.visit import SignedIn, Visit

router = APIRouter()
COLUMNS = (
    Column("agent", "agents.agent"),
    Column("team", "agents.team"),
    Column("calls", "agents.calls", number=True),
    Column("mean", "agents.mean", number=True, hint="agents.mean_hint"),
    Column("", "agents.interval"),
    Column("", "agents.range", number=True, hint="agents.range_hint", wide=True),
    Column("fatal_calls", "agents.fatal", number=True),
)
FILTERS = ("month", "agent", "team", "site")
_CLOSES = 12
"""Closed months that are looked through for the agent's places among the focus."""


@dataclass(frozen=True, slots=True)
class AgentsPage:
    """All that `agents.html` is given."""

    state: TableState
    columns: tuple[Column, ...]
    month: str
    months: tuple[str, ...]
    lines: tuple[AgentLine, ...]
    scale: Scale
    total: int
    choices: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AgentPage:
    """All that `agent.html` is given."""

    agent: str
    team: str
    site: str
    own: bool
    months: tuple[MonthLine, ...]
    scale: Scale
    sheet: AgentSheet
    """The analysis of the month asked for, by default the newest."""
    sections: tuple[SectionLine, ...]
    growth: ClosedGrowth | None
    """The closed months and the star rating; for the agent, the coach and those who see the ranking."""
    focus: tuple[tuple[str, AgentMonth], ...]
    """Months in which the agent was named for the focus or waited by lot, newest first; for who sees the ranking."""
    coaches: bool
    """Whether this person keeps up the agent's coaching plans."""
    plans: tuple[PlanView, ...]
    next_month: str
    """For a new plan."""
    criteria: Mapping[str, str]
    """Names by criterion."""
    failures: Mapping[str, int]
    """Calls of the newest month that failed, by criterion, the commonest first: what a plan may be about."""
    suggested: tuple[str, ...]
    """Criteria that a new plan begins with: the weaknesses that put the agent into the focus."""
    waits: tuple[str, ...]
    """Months to come or under way in which the agent waits by lot: a plan would spoil the comparison."""


@router.get("/agents")
def show(visit: SignedIn) -> Response:
    """The agents of a month; an agent is taken to their own file."""
    if visit.user.scope.agent is not None:
        return visit.go(f"/agents/{visit.user.scope.agent}")
    mart = visit.mart
    state = TableState.read("/agents", visit.request.query_params, columns=COLUMNS, filters=FILTERS)
    months = tuple(row["month"] for row in mart.rows("web_month_means"))
    month = state.get("month") or (months[0] if months else "")
    chosen = {name: state.get(name) or None for name in ("agent", "team", "site")}
    rows = mart.rows(
        "web_agents", sort=state.sort, month=month, limit=PAGE_SIZE, offset=state.offset, **chosen, **visit.scope
    )
    lines, scale = agent_lines(rows)
    visit.note("agents.view", month)
    page = AgentsPage(
        state=state,
        columns=COLUMNS,
        month=month,
        months=months,
        lines=lines,
        scale=scale,
        total=int(rows[0]["agents"]) if rows else 0,
        choices=mart.one("web_choices", **visit.scope),
    )
    return visit.page("agents.html", page=page)


@router.get("/agents/{agent}")
def one(visit: SignedIn, agent: str) -> Response:
    """An agent's growth file, if the agent's calls are for this person."""
    rows = visit.mart.rows("web_agent_months", agent=agent, **visit.scope)
    if not rows:
        visit.note("agent.refused", agent[:64])
        raise NothingHere("agent")
    visit.note("agent.view", agent)
    centre = {row["month"]: row["mean"] for row in visit.mart.rows("web_month_means")}
    months, scale = month_lines(rows, centre)
    own, asked = is_own(visit, agent), visit.request.query_params.get("month", "")
    month = asked if asked in {row["month"] for row in rows} else rows[0]["month"]
    coached_here = coaches(visit, agent)
    sheet, criteria = _sheet(visit, agent, month)
    closes = _closes(visit) if own or visit.may(Permission.SEE_MONTH) or coached_here else []
    focus = months_named(closes, agent) if visit.may(Permission.SEE_MONTH) or coached_here else ()
    page = AgentPage(
        agent=agent,
        team=rows[0]["team"],
        site=rows[0]["site"],
        own=own,
        months=months,
        scale=scale,
        sheet=sheet,
        sections=section_lines(visit.mart.rows("web_agent_sections", agent=agent, **visit.scope)),
        growth=_growth(visit, closes, agent),
        focus=focus,
        coaches=coached_here,
        plans=plans_of(visit, agent),
        next_month=next_month(rows[0]["month"]),
        failures=failures_by_criterion(criteria) if coached_here else {},
        suggested=_suggested(focus),
        waits=_waits(focus, f"{visit.viewer.local(visit.now):%Y-%m}", next_month(rows[0]["month"])),
        criteria={row["criterion"]: row["name"] for row in visit.mart.rows("web_criteria")},
    )
    return visit.page("agent.html", page=page, words=FileTexts)


@router.get("/agents/{agent}/places")
def places(visit: SignedIn, agent: str) -> Response:
    """Where the agent failed lately in what they are weakest in (part of a page)."""
    rows = visit.mart.rows("web_agent_months", agent=agent, **visit.scope)
    if not rows:
        raise NothingHere("agent")
    asked = visit.request.query_params.get("month", "")
    month = asked if asked in {row["month"] for row in rows} else rows[0]["month"]
    weak = [line.criterion for line in _sheet(visit, agent, month)[0].weak]
    return visit.page("examples.html", examples=failures_of(visit, agent, weak), plan=None)


def _sheet(visit: Visit, agent: str, month: str) -> tuple[AgentSheet, list[dict[str, Any]]]:
    """The analysis, and the criteria that it rests on."""
    about = {"agent": agent, "month": month, **visit.scope}
    criteria, queues, measures = (
        visit.mart.rows(f"web_agent_{what}", **about) for what in ("criteria", "queues", "measures")
    )
    return agent_sheet(month, criteria, queues, measures), criteria


def _closes(visit: Visit) -> list[MonthClose]:
    """The latest closed months, in the order of time."""
    folder = visit.viewer.settings.data / "months"
    closed = list(closes_in(folder).items())[-_CLOSES:]
    return [close_of(folder, month, revisions[-1]) for month, revisions in closed]


def _growth(visit: Visit, closes: list[MonthClose], agent: str) -> ClosedGrowth | None:
    rule = visit.viewer.settings.stars
    with visit.viewer.people.reading() as db:
        heard, asked = own_calls(db, agent, [close.month for close in closes[-rule.months :]])
    return closed_growth(closes, agent, OwnCalls(heard, asked), rule)


def months_named(closes: Sequence[MonthClose], agent: str) -> tuple[tuple[str, AgentMonth], ...]:
    """The months in which the agent was named for the focus or had to wait by lot, newest first."""
    return tuple(
        (close.month, found)
        for close in reversed(closes)
        for found in close.agents
        if found.agent == agent and (found.focus or found.lot is Lot.WAITS)
    )


def _suggested(named: Sequence[tuple[str, AgentMonth]]) -> tuple[str, ...]:
    """What put the agent into the focus; who waits has no plan."""
    return tuple(weakness.criterion for _, agent in named[:1] if agent.focus for weakness in agent.weaknesses[:3])


def _waits(named: Sequence[tuple[str, AgentMonth]], *since: str) -> tuple[str, ...]:
    """From the earlier of `since` on, the months after a close that made the agent wait by lot, in order."""
    months = sorted(next_month(month) for month, agent in named if agent.lot is Lot.WAITS)
    return tuple(month for month in months if month >= min(since))
