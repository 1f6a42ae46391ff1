"""辅导计划: a coach keeps up the plans of their agents; an agent reads and hears the own ones."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.responses import Response

from qa.people import audit, coaching
from qa.people.coaching import CoachingPlan, CoachingSession
from qa.people.kinds import ClipKind, PlanState
from qa.people.roles import Permission
from qa.report.call_page import call_view
from qa.warehouse.layout import Shard
from qa.warehouse.parquet import read_call_of
from qa.web.coaching import EVERYBODY, check_coach, coached_agents, is_own
from qa.web.errors import NothingHere, WrongInput
from qa.web.examples import failures_of
from qa.web.one_call import find_call, moment
from qa.web.playings import playings
from qa.web.visit import Form, Posted, SignedIn, Visit

router = APIRouter()
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_LONGEST_CLIP = 180.0
"""Seconds."""
_CRITERIA = 12
"""That a plan may name."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list of all."""

    plan: CoachingPlan
    held: int
    planned: int
    following: CoachingSession | None
    """The next talk that was not held yet."""
    late: bool


@router.get("/coaching")
def show(visit: SignedIn) -> Response:
    """The plans under way of everybody whom this person may coach."""
    if visit.user.scope.agent is not None:
        return _back(visit, visit.user.scope.agent)
    visit.need(Permission.COACH)
    with visit.viewer.people.reading() as db:
        found = coaching.coaching_plans(db, state=PlanState.OPEN)
        talks = coaching.sessions(db, [plan.id for plan in found])
    mine = coached_agents(visit)
    lines = [_line(visit, plan, talks) for plan in found if plan.agent in mine]
    lines.sort(key=lambda line: line.following.planned_for if line.following else visit.now + timedelta(days=9999))
    return visit.page("coaching.html", lines=tuple(lines))


def _line(visit: Visit, plan: CoachingPlan, talks: tuple[CoachingSession, ...]) -> PlanLine:
    own = [talk for talk in talks if talk.plan_id == plan.id]
    open_ = [talk for talk in own if talk.held_at is None]
    following = open_[0] if open_ else None
    late = following is not None and following.planned_for < visit.now
    return PlanLine(plan, len(own) - len(open_), len(open_), following, late)


@router.post("/agents/{agent}/coaching")
def make(visit: SignedIn, form: Form, agent: str) -> Response:
    """A new plan for an agent."""
    check_coach(visit, agent)
    about = _about(form)
    if not _MONTH.fullmatch(form["month"]):
        raise WrongInput(agent, field="month")
    with visit.viewer.people.writing() as db:
        made = coaching.make_plan(db, agent, form["month"], made_by=visit.user.id, now=visit.now, **about)  # type: ignore[arg-type]
        _note(db, visit, "make", agent, plan=made, month=form["month"], **about)
    return _back(visit, agent)


@router.post("/agents/{agent}/coaching/{plan_id}")
def change(visit: SignedIn, form: Form, agent: str, plan_id: int) -> Response:
    """Change a plan: its goal or state, a talk of it, a clip of it."""
    check_coach(visit, agent)
    with visit.viewer.people.reading() as db:
        plan = coaching.get_plan(db, plan_id)
        talks = {talk.id: talk for talk in coaching.sessions(db, [plan_id])}
        clips = {clip.id for clip in coaching.clips(db, [plan_id])}
    if plan is None or plan.agent != agent:
        raise NothingHere("plan")
    what, number = form["what"], form.number("of")
    if what == "clip":
        return _add_clip(visit, form, plan)
    with visit.viewer.people.writing() as db:
        match what:
            case "amend":
                after = _about(form)
                coaching.amend_plan(db, plan_id, **after)  # type: ignore[arg-type]
                before = {name: asdict(plan)[name] for name in after}
                _note(db, visit, what, agent, plan=plan_id, before=before, after=after)
            case "open" | "done" | "dropped":
                coaching.set_state(db, plan_id, PlanState(what))
                _note(db, visit, "state", agent, plan=plan_id, state=what)
            case "talk":
                when = _moment(visit, form["when"])
                topic = form["topic"][:500]
                coaching.plan_session(db, plan_id, coach=visit.user.id, planned_for=when, topic=topic)
                _note(db, visit, what, agent, plan=plan_id, when=when, topic=topic)
            case "held" if number in talks:
                when, note = _moment(visit, form["when"]), form["note"][:2000]
                if when > visit.now + timedelta(days=1):
                    raise WrongInput(agent, field="when")
                coaching.hold_session(db, number, held_at=when, note=note)
                _note(db, visit, what, agent, plan=plan_id, talk=number, when=when, note=note)
            case "cancel" if number in talks and talks[number].held_at is None:
                coaching.cancel_session(db, number)
                _note(db, visit, what, agent, plan=plan_id, talk=asdict(talks[number]))
            case "remove" if number in clips:
                coaching.remove_clip(db, number)
                _note(db, visit, what, agent, plan=plan_id, clip=number)
            case _:
                raise WrongInput(agent, field="what")
    return _back(visit, agent)


@router.get("/agents/{agent}/coaching/{plan_id}/examples")
def examples(visit: SignedIn, agent: str, plan_id: int) -> Response:
    """Places of the agent's newest calls that the plan is about, to be taken as clips (part of a page)."""
    check_coach(visit, agent)
    with visit.viewer.people.reading() as db:
        plan = coaching.get_plan(db, plan_id)
    if plan is None or plan.agent != agent:
        raise NothingHere("plan")
    return visit.page("examples.html", examples=failures_of(visit, agent, plan.criteria), plan=plan)


@router.get("/agents/{agent}/coaching/{plan_id}/clips/{clip_id}")
def hear(visit: SignedIn, agent: str, plan_id: int, clip_id: int) -> Response:
    """The sound of a clip and no more of its call: the agent may hear a colleague's good example, numbers muted."""
    if not is_own(visit, agent):
        check_coach(visit, agent)
    with visit.viewer.people.reading() as db:
        plan = coaching.get_plan(db, plan_id)
        clip = next((clip for clip in coaching.clips(db, [plan_id]) if clip.id == clip_id), None)
    rows = visit.mart.rows("web_call", recording=clip.recording_id, **EVERYBODY) if clip else []
    if plan is None or plan.agent != agent or clip is None or not rows:
        raise NothingHere("clip")
    shard = Shard(rows[0]["day"], rows[0]["shard"])
    call = read_call_of(visit.viewer.settings.truth, shard, clip.recording_id)
    sound = visit.viewer.playback.clip(call.recording, call_view(call).hidden, clip.start, clip.end)
    if playings.begins(visit.user.id, f"{clip.recording_id}:{clip_id}", visit.now):
        visit.note("audio.play", clip.recording_id, clip=clip_id, plan=plan_id)
    return sound.answer(visit.request)


def _add_clip(visit: Visit, form: Posted, plan: CoachingPlan) -> Response:
    # Only what the coach may hear; the agent then hears this stretch of it.
    call = find_call(visit, form["recording"])
    start, end = moment(form["start"]), moment(form["end"])
    # A stretch that shows something, not a colleague's whole call.
    if not 0 <= start < end <= call.row["seconds"] + 1 or end - start > _LONGEST_CLIP:
        raise WrongInput("clip", field="end")
    if form["kind"] not in set(ClipKind):
        raise WrongInput("clip", field="kind")
    with visit.viewer.people.writing() as db:
        by = {"added_by": visit.user.id, "now": visit.now, "note": form["note"][:500]}
        kind = ClipKind(form["kind"])
        coaching.add_clip(db, plan.id, call.id, start=start, end=end, kind=kind, **by)  # type: ignore[arg-type]
        _note(db, visit, "clip", plan.agent, plan=plan.id, recording=call.id, start=start, end=end)
    return _back(visit, plan.agent)


def _about(form: Posted) -> dict[str, object]:
    goal = form["goal"][:1000]
    if not goal:
        raise WrongInput("plan", field="goal")
    chosen = [name.removeprefix("criterion:") for name, _ in form.items() if name.startswith("criterion:")]
    return {"criteria": tuple(sorted(chosen)[:_CRITERIA]), "goal": goal, "note": form["note"][:2000]}


def _moment(visit: Visit, text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise WrongInput("talk", field="when") from None
    if when.tzinfo is not None or not 2000 <= when.year < 2100:
        raise WrongInput("talk", field="when")
    return when.replace(tzinfo=visit.viewer.zone)


def _note(db: sa.Connection, visit: Visit, what: str, agent: str, **details: object) -> None:
    audit.note(db, visit.user.name, f"coaching.{what}", agent, now=visit.now, details=details)


def _back(visit: Visit, agent: str) -> Response:
    return visit.go(f"/agents/{quote(agent, safe='')}#coaching")
