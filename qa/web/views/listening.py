"""抽听计划: which calls people hear in a month, how far they are, and plans that a person makes from a search."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.responses import Response

from qa.month.closes import list_closes, read_close
from qa.month.listening import KIND_NAME, live_weeks
from qa.month.listening_account import SampleMean, sample_mean
from qa.month.proposal import next_month
from qa.people import audit, listening, users
from qa.people import quotas as kept
from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.listening import ListeningPlan, NewItem, Progress
from qa.people.quotas import Quota
from qa.people.roles import Permission
from qa.report.export import csv_bytes, xlsx_bytes
from qa.report.listening_board import AgentHearing, Board, board
from qa.report.listening_sheet import HEADER, listening_rows
from qa.warehouse.mart import Sort, open_mart
from qa.web.errors import NothingHere, WrongInput
from qa.web.marts import LentMart
from qa.web.table import PAGE_SIZE, Column, TableState
from qa.web.views.calls import TYPES, calls_found, search_state
from qa.web.visit import Form, Posted, SignedIn, Visit

router = APIRouter()
_drawing = threading.Lock()
_MOST = 200
"""Calls of a plan that a person makes."""
COLUMNS = (
    Column("agent", "agents.agent"),
    Column("team", "agents.team"),
    Column("focus", "listening.focus"),
    *(
        Column(kind.value, f"listening.kind_{kind.value}", number=True, hint="listening.cell_hint")
        for kind in (EvaluatorKind.ANALYST, EvaluatorKind.EXPERT, EvaluatorKind.AGENT)
    ),
    Column("", "listening.live", hint="listening.live_hint"),
    Column("waiting", "listening.waiting", number=True),
)
FILTERS = ("month", "agent", "team", "focus")


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent."""

    hearing: AgentHearing
    team: str
    live: tuple[tuple[str, int], ...]
    """First day of a week in which the team leader listens live, and how often."""


@dataclass(frozen=True, slots=True)
class ListeningPage:
    """All that `listening.html` is given."""

    month: str
    months: tuple[str, ...]
    """With a drawn plan, newest first."""
    closed: str
    """The last closed month, from which the next plan is drawn."""
    drawn_until: str
    board: Board | None
    sample: SampleMean | None
    """The machine's mean over the QA team's random calls that this person may see."""
    state: TableState
    columns: tuple[Column, ...]
    lines: tuple[AgentLine, ...]
    total: int
    teams: tuple[str, ...]
    made: tuple[Progress, ...]
    """Plans that people made."""
    names: Mapping[int, str]


@router.get("/listening")
def show(visit: SignedIn) -> Response:
    """The month asked for, by default the newest one with a plan; a leader sees their own team."""
    visit.need(Permission.REVIEW)
    state = TableState.read("/listening", visit.request.query_params, columns=COLUMNS, filters=FILTERS)
    roster = {row["agent"]: row for row in visit.mart.rows("web_roster", **visit.scope)}
    with visit.viewer.people.reading() as db:
        everything = listening.plans(db)
        months = tuple(sorted({p.plan.month for p in everything if p.plan.seed is not None}, reverse=True))
        month = state.get("month") or (months[0] if months else "")
        if state.get("month") and month not in months:
            raise NothingHere("month")
        drawn = kept.drawn_plans(db, month)
        content = {kind: (_quotas(visit, db, plan), listening.counts(db, plan.id)) for kind, plan in drawn.items()}
        names = users.names(db)
        sample = _sample(visit, drawn.get(EvaluatorKind.ANALYST), roster)
    found = board(content, only=roster) if drawn else None
    shown = [one for one in (found.agents if found else ()) if _wanted(state, one, roster[one.agent]["team"])]
    order = state.sort
    if order is not None:
        shown.sort(key=lambda one: _place(one, roster[one.agent]["team"], order), reverse=order.descending)
    live, quotas = drawn.get(EvaluatorKind.TEAM_LEADER), content.get(EvaluatorKind.TEAM_LEADER, ((), ()))[0]
    by_agent = {quota.agent: quota for quota in quotas}
    lines = tuple(
        AgentLine(one, roster[one.agent]["team"], _live(live, by_agent.get(one.agent)))
        for one in shown[state.offset : state.offset + PAGE_SIZE]
    )
    folder = visit.viewer.settings.data / "months"
    page = ListeningPage(
        month=month,
        months=months,
        closed=max((name for name, _ in list_closes(folder)), default="") if folder.is_dir() else "",
        drawn_until=next((plan.drawn_until for kind, plan in drawn.items() if kind is EvaluatorKind.ANALYST), ""),
        board=found,
        sample=sample,
        state=state,
        columns=COLUMNS,
        lines=lines,
        total=len(shown),
        teams=tuple(sorted({row["team"] for row in roster.values() if row["team"]})),
        made=tuple(p for p in everything if p.plan.seed is None and p.total and visit.may(Permission.PLAN_LISTENING)),
        names=names,
    )
    return visit.page("listening.html", page=page, KIND_NAME=KIND_NAME, Kind=EvaluatorKind, next_month=next_month)


@router.post("/listening/draw")
def draw(visit: SignedIn, form: Form) -> Response:
    """Make the plan of the month after a closed one, or draw what has come since."""
    # Loads the judge, which no page needs.
    from qa.pipeline.listening import draw_month  # noqa: PLC0415

    visit.need(Permission.PLAN_LISTENING)
    month, folder = form["month"], visit.viewer.settings.data / "months"
    if month not in (dict(list_closes(folder)) if folder.is_dir() else {}):
        raise NothingHere("month")
    with _drawing:
        drawn = draw_month(visit.viewer.settings, read_close(folder, month), now=visit.now)
    visit.note("listening.draw", next_month(month), calls=drawn.added)
    return visit.go(f"/listening?month={next_month(month)}")


@router.get("/listening.{kind}")
def export(visit: SignedIn, kind: str) -> Response:
    """The month's plan as a file, for who listens without the viewer."""
    if kind not in TYPES:
        raise NothingHere(visit.request.url.path)
    visit.need(Permission.PLAN_LISTENING)
    visit.need(Permission.EXPORT)
    month = visit.request.query_params.get("month", "")
    teams = {row["agent"]: (row["team"], row["site"]) for row in visit.mart.rows("web_roster", **visit.scope)}
    with visit.viewer.people.reading() as db, open_mart(visit.viewer.settings.data / "mart") as mart:
        if not kept.drawn_plans(db, month):
            raise NothingHere("month")
        rows = [row for row in listening_rows(db, mart, month, teams) if row[1] in teams]
    visit.note("listening.export", month, lines=len(rows))
    content = csv_bytes(HEADER, rows) if kind == "csv" else xlsx_bytes(HEADER, rows, sheet=month)
    name = f"tingheng-listening-{month}.{kind}"
    return Response(content, media_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.post("/listening")
def make(visit: SignedIn, form: Form) -> Response:
    """A plan with the first calls of a search: for anybody, for each of some people, or parted among them."""
    visit.need(Permission.PLAN_LISTENING)
    name, number = form["name"][:100], form.number("calls")
    if not name or not 1 <= number <= _MOST:
        raise WrongInput("plan", field="calls" if name else "name")
    state = search_state(dict(parse_qsl(form["query"])))
    rows, _ = calls_found(visit, state, limit=number)
    if not rows:
        raise WrongInput("plan", field="query")
    people, how = _people(visit, form), form["how"]
    if how not in ("anyone", "each", "parted") or (how != "anyone" and not people):
        raise WrongInput("plan", field="how")
    month = f"{visit.viewer.local(visit.now):%Y-%m}"
    with visit.viewer.people.writing() as db:
        items = [
            NewItem(
                row["recording_id"],
                why=(form["why"] or name)[:200],
                targeted=True,
                blind=form["blind"] == "yes",
                assigned_to=person,
                agent=row["agent"],
            )
            for i, row in enumerate(rows)
            for person in ([None] if how == "anyone" else people if how == "each" else [people[i % len(people)]])
        ]
        plan = listening.make_plan(db, name, month, items, made_by=visit.user.id, now=visit.now)
        details = {"plan": plan, "calls": len(rows), "how": how, "people": people, "search": state.query}
        audit.note(db, visit.user.name, "listening.make", name, now=visit.now, details=details)
    return visit.go("/listening#made")


@router.post("/listening/{plan_id}")
def withdraw(visit: SignedIn, form: Form, plan_id: int) -> Response:
    """What is still to be heard of a plan that a person made need not be heard any longer."""
    visit.need(Permission.PLAN_LISTENING)
    with visit.viewer.people.writing() as db:
        found = next((p.plan for p in listening.plans(db) if p.plan.id == plan_id), None)
        if found is None or found.seed is not None:
            raise NothingHere("plan")
        if form["what"] != "withdraw":
            raise WrongInput("plan", field="what")
        left = {item.recording_id for item in listening.items(db, plan_id) if item.state is ItemState.WAITING}
        skipped = listening.skip_gone(db, plan_id, left, now=visit.now)
        details = {"plan": plan_id, "skipped": skipped}
        audit.note(db, visit.user.name, "listening.withdraw", found.name, now=visit.now, details=details)
    return visit.go("/listening#made")


def _people(visit: Visit, form: Posted) -> list[int]:
    asked = {name.removeprefix("to:") for name, _ in form.items() if name.startswith("to:")}
    with visit.viewer.people.reading() as db:
        return [user.id for user in users.list_users(db) if str(user.id) in asked and user.may(Permission.REVIEW)]


def _wanted(state: TableState, one: AgentHearing, team: str) -> bool:
    return (
        state.get("agent") in one.agent
        and state.get("team") in ("", team)
        and (state.get("focus") != "yes" or one.focus)
    )


def _sample(visit: Visit, plan: ListeningPlan | None, roster: Collection[str]) -> SampleMean | None:
    if plan is None:
        return None
    people, scope = visit.viewer.people, visit.scope

    def find(mart: LentMart) -> tuple[SampleMean, ...]:
        with people.reading() as db:
            drawn = [i for i in listening.items(db, plan.id) if i.probability is not None and i.agent in roster]
        rows = mart.rows("web_some_calls", recordings=[i.recording_id for i in drawn], **scope)
        return (sample_mean(drawn, rows),)

    # What was drawn stays: another week, another mart or other eyes make another sample.
    key = "sample", plan.id, plan.drawn_until, visit.user.scope
    (sample,) = visit.mart.asked(key, find)
    return sample if sample.calls else None


def _quotas(visit: Visit, db: sa.Connection, plan: ListeningPlan) -> tuple[Quota, ...]:
    people = visit.viewer.people

    def find(_: LentMart) -> tuple[Quota, ...]:
        with people.reading() as again:
            return kept.quotas(again, plan.id)

    # A quota is never changed, only added: a row for every agent of the centre is read once.
    return visit.mart.asked(("quotas", plan.id, kept.count_quotas(db, plan.id)), find)


@lru_cache(maxsize=4096)
def _live(plan: ListeningPlan | None, quota: Quota | None) -> tuple[tuple[str, int], ...]:
    if plan is None or quota is None:
        return ()
    return tuple((f"{week.first:%m-%d}", times) for week, times in live_weeks(plan, quota).items())


def _place(one: AgentHearing, team: str, sort: Sort) -> tuple[float, str]:
    match sort.column:
        case "team":
            return 0.0, team
        case "focus":
            return float(one.focus), ""
        case "waiting":
            return float(one.waiting), ""
        case "agent":
            return 0.0, one.agent
        case kind:
            found = one.kinds.get(EvaluatorKind(kind))
            return (float(found.heard + found.targeted_heard) if found else -1.0), ""
