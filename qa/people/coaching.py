"""Coaching (辅导): a plan for an agent's month, the talks that were planned and held, and the clips to hear in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import ClipKind, PlanState
from qa.people.tables import COACHING_CLIPS, COACHING_PLANS, COACHING_SESSIONS
from qa.recording import Seconds


@dataclass(frozen=True, slots=True)
class CoachingPlan:
    """What an agent should get better at."""

    id: int
    agent: str
    month: str
    """YYYY-MM: the month in which the agent is coached."""
    criteria: tuple[str, ...]
    goal: str
    note: str
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
    topic: str
    """What it is to be about."""
    held_at: datetime | None
    note: str
    """What came of it."""


@dataclass(frozen=True, slots=True)
class CoachingClip:
    """A stretch of a call that belongs to a plan; the call may be a colleague's."""

    id: int
    plan_id: int
    recording_id: str
    start: Seconds
    end: Seconds
    kind: ClipKind
    note: str
    added_by: int
    added_at: datetime


def make_plan(
    db: sa.Connection,
    agent: str,
    month: str,
    *,
    criteria: Iterable[str],
    goal: str,
    made_by: int,
    now: datetime,
    note: str = "",
) -> int:
    """Make a plan; its id."""
    about = {"agent": agent, "month": month, "criteria": tuple(criteria), "goal": goal, "note": note}
    return records.add(db, COACHING_PLANS, **about, state=PlanState.OPEN, made_by=made_by, made_at=now)


def amend_plan(db: sa.Connection, plan: int, *, criteria: Iterable[str], goal: str, note: str) -> None:
    """Change what a plan is after."""
    records.change(db, COACHING_PLANS, plan, criteria=tuple(criteria), goal=goal, note=note)


def set_state(db: sa.Connection, plan: int, state: PlanState) -> None:
    """Close a plan, drop it or open it again."""
    records.change(db, COACHING_PLANS, plan, state=state)


def get_plan(db: sa.Connection, plan: int) -> CoachingPlan | None:
    """One plan."""
    return records.one(db, CoachingPlan, sa.select(COACHING_PLANS).where(COACHING_PLANS.c.id == plan))


def coaching_plans(
    db: sa.Connection, *, month: str | None = None, agent: str | None = None, state: PlanState | None = None
) -> tuple[CoachingPlan, ...]:
    """Plans, newest first."""
    query = sa.select(COACHING_PLANS).order_by(COACHING_PLANS.c.id.desc())
    wanted = {"month": month, "agent": agent, "state": state}
    query = query.where(*(COACHING_PLANS.c[name] == value for name, value in wanted.items() if value is not None))
    return records.every(db, CoachingPlan, query)


def plan_session(db: sa.Connection, plan: int, *, coach: int, planned_for: datetime, topic: str = "") -> int:
    """Plan a talk; its id."""
    return records.add(db, COACHING_SESSIONS, plan_id=plan, coach=coach, planned_for=planned_for, topic=topic)


def hold_session(db: sa.Connection, session: int, *, held_at: datetime, note: str) -> None:
    """A talk was held."""
    records.change(db, COACHING_SESSIONS, session, held_at=held_at, note=note)


def cancel_session(db: sa.Connection, session: int) -> None:
    """A planned talk does not take place; one that was held stays."""
    table = COACHING_SESSIONS
    db.execute(table.delete().where(table.c.id == session, table.c.held_at.is_(None)))


def sessions(db: sa.Connection, plans: Iterable[int]) -> tuple[CoachingSession, ...]:
    """The talks of some plans, by time."""
    table = COACHING_SESSIONS
    query = sa.select(table).where(table.c.plan_id.in_(list(plans))).order_by(table.c.planned_for, table.c.id)
    return records.every(db, CoachingSession, query)


def upcoming(
    db: sa.Connection, until: datetime, *, coach: int | None = None, agent: str | None = None
) -> tuple[CoachingSession, ...]:
    """Talks of plans under way that were to be held by now or are to be until then: of a coach, or with an agent."""
    table, plans = COACHING_SESSIONS, COACHING_PLANS
    query = sa.select(table).join(plans, plans.c.id == table.c.plan_id).order_by(table.c.planned_for, table.c.id)
    query = query.where(plans.c.state == PlanState.OPEN, table.c.held_at.is_(None), table.c.planned_for < until)
    if coach is not None:
        query = query.where(table.c.coach == coach)
    if agent is not None:
        query = query.where(plans.c.agent == agent)
    return records.every(db, CoachingSession, query)


def add_clip(
    db: sa.Connection,
    plan: int,
    recording_id: str,
    *,
    start: Seconds,
    end: Seconds,
    kind: ClipKind,
    added_by: int,
    now: datetime,
    note: str = "",
) -> int:
    """Put a clip into a plan; its id.

    Raises:
        ValueError: the clip ends before it begins.
    """
    if not 0 <= start < end:
        raise ValueError("a clip begins before it ends")
    place = {"plan_id": plan, "recording_id": recording_id, "start": start, "end": end}
    return records.add(db, COACHING_CLIPS, **place, kind=kind, note=note, added_by=added_by, added_at=now)


def remove_clip(db: sa.Connection, clip: int) -> None:
    """Take a clip out of its plan."""
    db.execute(COACHING_CLIPS.delete().where(COACHING_CLIPS.c.id == clip))


def clips(db: sa.Connection, plans: Iterable[int]) -> tuple[CoachingClip, ...]:
    """The clips of some plans, in the order in which they were added."""
    table = COACHING_CLIPS
    return records.every(
        db, CoachingClip, sa.select(table).where(table.c.plan_id.in_(list(plans))).order_by(table.c.id)
    )


def coached(db: sa.Connection, month: str) -> frozenset[str]:
    """Agents with at least one talk held under a plan of this month: the treated in the check of effect."""
    talks = sa.select(COACHING_PLANS.c.agent).join(
        COACHING_SESSIONS, COACHING_SESSIONS.c.plan_id == COACHING_PLANS.c.id
    )
    held = talks.where(COACHING_PLANS.c.month == month, COACHING_SESSIONS.c.held_at.is_not(None)).distinct()
    return frozenset(db.execute(held).scalars())
