"""月度: a closed month as the close kept it, what it proposes for the next one, and closing one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from qa.month import overlays
from qa.month.closes import list_closes, read_close
from qa.month.overlays import Proposal
from qa.month.shape import AgentMonth, Level, MonthClose
from qa.people import coaching, projects, users
from qa.people.kinds import Decision, PlanState
from qa.people.overlays import OverlayDecision
from qa.people.roles import Permission
from qa.report.agent_card import AgentRow
from qa.report.charts import Crowd
from qa.report.control_chart import ControlChart, control_charts
from qa.report.funnel import Funnel, funnel
from qa.report.month_focus import LastFocus, last_focus, ranks
from qa.report.month_page import MonthPage, month_page
from qa.report.month_texts import MonthTexts
from qa.rubric.diagnostics import RubricError
from qa.rubric.overlay import Change
from qa.web.errors import NothingHere, WrongInput
from qa.web.language import words
from qa.web.standards import rubrics_in
from qa.web.table import PAGE_SIZE, Column, TableState
from qa.web.visit import Form, SignedIn, Visit

router = APIRouter()
_closing = threading.Lock()
COLUMNS = (
    Column("agent", "month.agent_column"),
    Column("calls", "month.calls_column", number=True),
    Column("adjusted", "month.adjusted_column", number=True),
    Column("", "agents.interval"),
    Column("", "month.range_column", number=True, wide=True),
    Column("p_weakest", "month.p_column", number=True),
    Column("", "month.standing_column"),
)
FILTERS = ("month", "agent", "team", "focus")
_ORDER: Mapping[str, Callable[[AgentMonth], float | str]] = {
    "agent": lambda agent: agent.agent,
    "calls": lambda agent: agent.calls,
    "adjusted": lambda agent: agent.adjusted_score,
    "p_weakest": lambda agent: agent.p_weakest,
}


@dataclass(frozen=True, slots=True)
class MonthView:
    """What `month.html` is given beside the report's own figures."""

    months: tuple[str, ...]
    """Closed ones, the newest first."""
    wanted: str
    open: tuple[str, ...]
    """Months with calls, for those who may close one."""
    page: MonthPage | None
    state: TableState
    """Of the table of all agents."""
    columns: tuple[Column, ...]
    rows: tuple[AgentRow, ...]
    """Those on this page of it."""
    total: int
    teams: tuple[str, ...]
    ranks: Markup
    """The picture; empty where there are too few agents."""
    funnel: Funnel | None
    control: tuple[ControlChart, ...]
    names: Mapping[tuple[str, str], str]
    """Of criteria, by rubric and criterion."""
    projects: Mapping[tuple[str, str], int]
    """Improvement projects under way, by rubric and criterion."""
    last: LastFocus | None
    proposals: tuple[Proposal, ...]
    decision: OverlayDecision | None
    decider: str
    decided: tuple[tuple[str, tuple[Change, ...]], ...]
    """What was accepted, by the rubric's name, where it is not what was proposed."""


@router.get("/month")
def show(visit: SignedIn) -> Response:
    """The month asked for, by default the last one closed."""
    visit.need(Permission.SEE_MONTH)
    folder = _folder(visit)
    closed = dict(list_closes(folder)) if folder.is_dir() else {}
    wanted = visit.request.query_params.get("month") or max(closed, default="")
    if wanted and wanted not in closed:
        raise NothingHere("month")
    months = tuple(sorted(closed, reverse=True))
    may_close = visit.may(Permission.CLOSE_MONTH)
    open_months = tuple(row["month"] for row in visit.mart.rows("web_month_means")) if may_close else ()
    state = TableState.read("/month", visit.request.query_params, columns=COLUMNS, filters=FILTERS, fragment="everyone")
    if not wanted:
        view = MonthView(
            months, "", open_months, None, state, COLUMNS, (), 0, (), Markup(), None, (), {}, {}, None, (), None, "", ()
        )
        return visit.page("month.html", view=view, page=None, texts=MonthTexts)
    shown = _shown(folder, wanted, closed[wanted][-1], visit.user.site)
    close = shown.close
    visit.note("month.view", wanted, revision=close.revision)
    decision, decider = _decision(visit, wanted)
    rows = _ranking(shown, state)
    view = MonthView(
        months=months,
        wanted=wanted,
        open=open_months,
        page=shown.page,
        state=state,
        columns=COLUMNS,
        rows=rows[state.offset : state.offset + PAGE_SIZE],
        total=len(rows),
        teams=tuple(sorted({agent.team for agent in close.agents if agent.team})),
        ranks=_picture(visit, shown),
        funnel=shown.funnel,
        control=control_charts(
            visit.mart.rows("web_indicator_months", month=wanted),
            keys=[(one.rubric, one.criterion) for one in close.key_indicators],
        ),
        projects=_projects(visit),
        names={(one.rubric, one.criterion): one.name for one in close.indicators},
        last=_last(visit, close, closed, max((month for month in closed if month < wanted), default="")),
        proposals=_proposals(visit, wanted, closed[wanted][-1]),
        decision=decision,
        decider=decider,
        decided=_decided(visit, decision),
    )
    return visit.page("month.html", view=view, page=view.page, texts=MonthTexts)


@router.post("/month/close")
def close_it(visit: SignedIn, form: Form) -> Response:
    """Close a month, or close it again where calls came later: then it is another revision."""
    # Loads the judge, which no page needs.
    from qa.pipeline.close import close_month  # noqa: PLC0415

    visit.need(Permission.CLOSE_MONTH)
    month = form["month"]
    if month not in {row["month"] for row in visit.mart.rows("web_month_means")}:
        raise WrongInput("month", field="month")
    with _closing:
        closed = close_month(month, visit.viewer.settings)
    visit.note("month.close", month, revision=closed.revision)
    return visit.go(f"/month?month={month}")


def _folder(visit: Visit) -> Path:
    return visit.viewer.settings.data / "months"


@dataclass(frozen=True)
class _Shown:
    """A revision of a close as somebody of a site sees it: it never changes, so it is worked out once."""

    close: MonthClose
    page: MonthPage
    ranks: Crowd | None
    funnel: Funnel | None
    drawn: dict[str, Markup] = field(default_factory=dict)
    """The picture of the ranks: a line for each agent of the centre."""


@lru_cache(maxsize=16)
def _shown(folder: Path, month: str, revision: int, site: str) -> _Shown:
    close = _of_site(read_close(folder, month, revision), site)
    return _Shown(close, month_page(close), ranks(close), None if site else funnel(close.sites))


def _ranking(shown: _Shown, state: TableState) -> tuple[AgentRow, ...]:
    """The agents that are looked for; in the close's own order unless another is asked."""
    rows = {row.agent: row for row in shown.page.agents}
    found = [
        agent
        for agent in shown.close.agents
        if state.get("agent") in agent.agent
        and state.get("team") in ("", agent.team)
        and (state.get("focus") != "yes" or agent.focus)
    ]
    if state.sort is not None:
        found.sort(key=_ORDER[state.sort.column], reverse=state.sort.descending)
    return tuple(rows[agent.agent] for agent in found)


def _picture(visit: Visit, shown: _Shown) -> Markup:
    if shown.ranks is None:
        return Markup()
    if "ranks" not in shown.drawn:
        charts = visit.viewer.templates.get_template("charts.html").module
        shown.drawn["ranks"] = Markup(charts.crowd(shown.ranks, words()["month.ranks"]))  # type: ignore[attr-defined]  # noqa: S704  the macro escapes
    return shown.drawn["ranks"]


def _last(visit: Visit, close: MonthClose, closed: Mapping[str, tuple[int, ...]], before: str) -> LastFocus | None:
    """The focus of the closed month before; they were coached in this one."""
    if not before:
        return None
    with visit.viewer.people.reading() as db:
        coached = coaching.coached(db, close.month)
    found = last_focus(_shown(_folder(visit), before, closed[before][-1], visit.user.site).close, close, coached)
    return found if found.rows or found.gone else None


def _proposals(visit: Visit, month: str, revision: int) -> tuple[Proposal, ...]:
    try:
        rubrics = rubrics_in(visit.viewer.settings.scoring.rubrics)
    except RubricError:
        # The page of rubrics says what is wrong with them; the month is read without.
        return ()
    return overlays.proposals(_shown(_folder(visit), month, revision, "").close, rubrics)


def _decision(visit: Visit, month: str) -> tuple[OverlayDecision | None, str]:
    with visit.viewer.people.reading() as db:
        found = overlays.decided(db, month)
        return found, users.names(db).get(found.decided_by, "–") if found else ""


def _projects(visit: Visit) -> dict[tuple[str, str], int]:
    with visit.viewer.people.reading() as db:
        return {(one.rubric, one.criterion): one.id for one in projects.projects(db, state=PlanState.OPEN)}


def _decided(visit: Visit, decision: OverlayDecision | None) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    if decision is None or decision.decision is not Decision.AMENDED:
        return ()
    try:
        return overlays.decided_changes(decision, rubrics_in(visit.viewer.settings.scoring.rubrics))
    except RubricError:
        return ()


def _of_site(close: MonthClose, site: str) -> MonthClose:
    """What somebody who is linked to a site sees: its own agents, every place in the ranking left as it is."""
    if not site:
        return close
    return replace(
        close,
        agents=tuple(agent for agent in close.agents if agent.site == site),
        sites=tuple(one for one in close.sites if one.site == site),
        places=tuple(one for one in close.places if one.site == site),
        machine=tuple(
            one for one in close.machine if one.level is Level.CENTRE or (one.level is Level.SITE and one.group == site)
        ),
        agents_without_score=(),
    )
