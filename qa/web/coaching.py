"""Coaching plans for one visit: those of an agent, for the agent and for who may coach them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa.people import coaching, users
from qa.people.coaching import CoachingClip, CoachingPlan, CoachingSession
from qa.people.kinds import PlanState
from qa.people.roles import Permission, Scope
from qa.web.errors import NothingHere
from qa.web.search import scope_parameters
from qa.web.visit import Visit

EVERYBODY = scope_parameters(Scope())


@dataclass(frozen=True, slots=True)
class ClipLine:
    """A clip of a plan."""

    clip: CoachingClip
    call: Mapping[str, Any] | None
    """The call, where this person may open it; None: a colleague's, heard without a name."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with all that belongs to it."""

    plan: CoachingPlan
    maker: str
    talks: tuple[CoachingSession, ...]
    clips: tuple[ClipLine, ...]


def coaches(visit: Visit, agent: str) -> bool:
    """Whether this person may keep up the plans of an agent: of those who are theirs now, not once were."""
    if not visit.may(Permission.COACH):
        return False
    months = visit.mart.rows("web_agent_months", agent=agent, **EVERYBODY)
    return bool(months) and visit.user.scope.covers(agent=agent, team=months[0]["team"], site=months[0]["site"])


def coached_agents(visit: Visit) -> frozenset[str]:
    """Everybody whom this person may coach."""
    if not visit.may(Permission.COACH):
        return frozenset()
    covers, roster = visit.user.scope.covers, visit.mart.rows("web_roster", **EVERYBODY)
    return frozenset(r["agent"] for r in roster if covers(agent=r["agent"], team=r["team"], site=r["site"]))


def plans_kept_up(visit: Visit) -> tuple[CoachingPlan, ...]:
    """The plans under way that this person keeps up, by agent."""
    mine = coached_agents(visit)
    with visit.viewer.people.reading() as db:
        found = coaching.coaching_plans(db, state=PlanState.OPEN) if mine else ()
    return tuple(sorted((plan for plan in found if plan.agent in mine), key=lambda plan: (plan.agent, plan.month)))


def is_own(visit: Visit, agent: str) -> bool:
    """Whether the person is this agent."""
    return visit.user.scope.agent == agent


def check_coach(visit: Visit, agent: str) -> None:
    """Raise NothingHere, and note the attempt, where the person may not coach the agent."""
    if not coaches(visit, agent):
        visit.note("coaching.refused", agent[:64])
        raise NothingHere("agent")


def plans_of(visit: Visit, agent: str) -> tuple[PlanView, ...]:
    """The agent's plans, the newest first; none for those who are neither the agent nor a coach of theirs."""
    if not (is_own(visit, agent) or coaches(visit, agent)):
        return ()
    with visit.viewer.people.reading() as db:
        plans = coaching.coaching_plans(db, agent=agent)
        ids = [plan.id for plan in plans]
        talks, clips, names = coaching.sessions(db, ids), coaching.clips(db, ids), users.names(db)
    wanted = sorted({clip.recording_id for clip in clips})
    seen = {row["recording_id"]: row for row in visit.mart.rows("web_some_calls", recordings=wanted, **visit.scope)}
    return tuple(
        PlanView(
            plan=plan,
            maker=names.get(plan.made_by, "–"),
            talks=tuple(talk for talk in talks if talk.plan_id == plan.id),
            clips=tuple(ClipLine(clip, seen.get(clip.recording_id)) for clip in clips if clip.plan_id == plan.id),
        )
        for plan in plans
    )
