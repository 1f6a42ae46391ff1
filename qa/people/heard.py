"""Calls that chance picked for people to score blind, and that they have heard: what the machine is measured by."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.tables import LISTENING_ITEMS, LISTENING_PLANS


@dataclass(frozen=True, slots=True)
class HeardByLot:
    """One of them."""

    plan_id: int
    recording_id: str
    probability: float
    """With which its plan took it."""


def heard_by_lot(db: sa.Connection, month: str) -> tuple[HeardByLot, ...]:
    """Those of the plans of a month (YYYY-MM), by plan and call; targeted calls and people's own picks are none."""
    items, plans = LISTENING_ITEMS.c, LISTENING_PLANS.c
    query = sa.select(items.plan_id, items.recording_id, items.probability).join(
        LISTENING_PLANS, plans.id == items.plan_id
    )
    query = query.where(plans.month == month, items.state == ItemState.DONE, items.blind, ~items.targeted)
    query = query.where(items.probability > 0).order_by(items.plan_id, items.recording_id)
    return records.every(db, HeardByLot, query)


def own_calls(db: sa.Connection, agent: str, months: Collection[str]) -> tuple[int, int]:
    """How many calls of their own an agent heard of those that the plans of these months asked for, and how many."""
    items, plans = LISTENING_ITEMS.c, LISTENING_PLANS.c
    heard = sa.func.coalesce(sa.func.sum(sa.case((items.state == ItemState.DONE, 1), else_=0)), 0)
    asked = sa.select(heard, sa.func.count()).join(LISTENING_PLANS, plans.id == items.plan_id)
    asked = asked.where(plans.evaluator == EvaluatorKind.AGENT, items.agent == agent, items.state != ItemState.SKIPPED)
    done, total = db.execute(asked.where(plans.month.in_(list(months)))).one()
    return int(done), int(total)
