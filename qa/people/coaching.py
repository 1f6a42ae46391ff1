"""Coaching (辅导): a plan for an agent's month, and the talks that were planned and held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import PlanState
from qa.people.tables import COACHING_PLANS, COACHING_SESSIONS


@dataclass(frozen=True, slots=True)
class CoachingPlan:
    """What an agent should get better at."""

    id: int
    agent: str
    month: str
    """YYYY-MM: the month in which the agent is coached."""
    criteria: tuple[str, ...]
    goal: str
    state: PlanState
    made_by: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class CoachingSession:
    """One talk."""

    id: int
    plan_id: int
    coach: int
    planned_for: datetime
    held_at: datetime | None
    note: str
    recordings: tuple[str, ...]
    """Ids of the calls that it is about."""


def make_plan(
    db: sa.Connection, agent: str, month: str, *, criteria: Iterable[str], goal: str, made_by: int, now: datetime
) -> int:
    """Make a plan; its id."""
    about = {"agent": agent, "month": month, "criteria": tuple(criteria), "goal": goal}
    return records.add(db, COACHING_PLANS, **about, state=PlanState.OPEN, made_by=made_by, made_at=now)


def set_state(db: sa.Connection, plan: int, state: PlanState) -> None:
    """Close a plan, drop it or open it again."""
    records.change(db, COACHING_PLANS, plan, state=state)


def coaching_plans(
    db: sa.Connection, *, month: str | None = None, agent: str | None = None
) -> tuple[CoachingPlan, ...]:
    """Plans, newest first."""
    query = sa.select(COACHING_PLANS).order_by(COACHING_PLANS.c.id.desc())
    if month is not None:
        query = query.where(COACHING_PLANS.c.month == month)
    if agent is not None:
        query = query.where(COACHING_PLANS.c.agent == agent)
    return records.every(db, CoachingPlan, query)


def plan_session(
    db: sa.Connection, plan: int, *, coach: int, planned_for: datetime, recordings: Iterable[str] = (), note: str = ""
) -> int:
    """Plan a talk; its id."""
    about = {"planned_for": planned_for, "recordings": tuple(recordings), "note": note}
    return records.add(db, COACHING_SESSIONS, plan_id=plan, coach=coach, **about)


def hold_session(db: sa.Connection, session: int, *, held_at: datetime, note: str) -> None:
    """A talk was held."""
    records.change(db, COACHING_SESSIONS, session, held_at=held_at, note=note)


def sessions(db: sa.Connection, plans: Iterable[int]) -> tuple[CoachingSession, ...]:
    """The talks of some plans, by time."""
    table = COACHING_SESSIONS
    query = sa.select(table).where(table.c.plan_id.in_(list(plans))).order_by(table.c.planned_for, table.c.id)
    return records.every(db, CoachingSession, query)


def coached(db: sa.Connection, month: str) -> frozenset[str]:
    """Agents with at least one talk held under a plan of this month: the treated in the check of effect."""
    talks = sa.select(COACHING_PLANS.c.agent).join(
        COACHING_SESSIONS, COACHING_SESSIONS.c.plan_id == COACHING_PLANS.c.id
    )
    held = talks.where(COACHING_PLANS.c.month == month, COACHING_SESSIONS.c.held_at.is_not(None)).distinct()
    return frozenset(db.execute(held).scalars())
