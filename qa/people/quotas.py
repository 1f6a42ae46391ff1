"""What a drawn listening plan rests on: how many calls of each agent, and out of how many they were drawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import EvaluatorKind
from qa.people.listening import ListeningPlan
from qa.people.tables import LISTENING_FRAMES, LISTENING_PLANS, LISTENING_QUOTAS


@dataclass(frozen=True, slots=True)
class Quota:
    """How many calls of an agent one kind of evaluator hears in a month."""

    agent: str
    calls: float
    """Drawn by lot, on average: 0.25 is one call in four months."""
    targeted: int
    """Chosen for what is in them, at most."""
    focus: bool
    """Whether the agent is in the month's focus, and heard more for it."""


def drawn_plans(db: sa.Connection, month: str) -> Mapping[EvaluatorKind, ListeningPlan]:
    """The plans of a month that the rule draws, by who hears them."""
    table = LISTENING_PLANS
    query = sa.select(table).where(table.c.month == month, table.c.seed.is_not(None), table.c.evaluator.is_not(None))
    found = records.every(db, ListeningPlan, query.order_by(table.c.id))
    return {plan.evaluator: plan for plan in found if plan.evaluator is not None}


def add_quotas(db: sa.Connection, plan: int, quotas: Iterable[Quota]) -> None:
    """Add quotas to a plan: each agent once, and never changed."""
    rows = [{"plan_id": plan, **asdict(quota)} for quota in quotas]
    if rows:
        db.execute(LISTENING_QUOTAS.insert(), rows)


def quotas(db: sa.Connection, plan: int) -> tuple[Quota, ...]:
    """A plan's quotas, by agent."""
    table = LISTENING_QUOTAS
    query = sa.select(table.c.agent, table.c.calls, table.c.targeted, table.c.focus).where(table.c.plan_id == plan)
    # A row for every agent of the centre: as tuples they cost a quarter.
    return tuple(Quota(*row) for row in db.execute(query.order_by(table.c.agent)).tuples())


def count_quotas(db: sa.Connection, plan: int) -> int:
    """How many agents a plan has quotas for: as long as it is the same, so are the quotas."""
    query = sa.select(sa.func.count()).select_from(LISTENING_QUOTAS).where(LISTENING_QUOTAS.c.plan_id == plan)
    return int(db.execute(query).scalar_one())


def add_frame(db: sa.Connection, plan: int, week: str, calls: Mapping[str, int], *, until: str) -> None:
    """A week was drawn: out of so many calls of each agent; everything before the day `until` is drawn now."""
    rows = [{"plan_id": plan, "week": week, "agent": agent, "calls": count} for agent, count in sorted(calls.items())]
    if rows:
        db.execute(LISTENING_FRAMES.insert(), rows)
    records.change(db, LISTENING_PLANS, plan, drawn_until=until)


def frames(db: sa.Connection, plan: int) -> Mapping[str, Mapping[str, int]]:
    """Out of how many calls of each agent a plan's weeks were drawn, by the week's first day."""
    table = LISTENING_FRAMES
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for week, agent, calls in db.execute(
        sa.select(table.c.week, table.c.agent, table.c.calls).where(table.c.plan_id == plan)
    ):
        found[week][agent] = calls
    return found


def unfinished_months(db: sa.Connection) -> tuple[str, ...]:
    """Months with a drawn plan that is not drawn to the month's end, oldest first."""
    table = LISTENING_PLANS
    query = sa.select(table.c.month, table.c.drawn_until).where(table.c.seed.is_not(None))
    query = query.where(table.c.evaluator != EvaluatorKind.TEAM_LEADER)
    return tuple(sorted({month for month, until in db.execute(query) if until[:7] <= month}))
