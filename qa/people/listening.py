"""Listening plans: which calls people should hear, why, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import ItemState
from qa.people.tables import LISTENING_ITEMS, LISTENING_PLANS


@dataclass(frozen=True, slots=True)
class ListeningPlan:
    """A set of calls to be heard."""

    id: int
    name: str
    month: str
    """YYYY-MM."""
    note: str
    made_by: int | None
    """None: made by the month's close."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ListeningItem:
    """One call of a plan."""

    id: int
    plan_id: int
    recording_id: str
    priority: int
    """Higher comes first."""
    why: str
    targeted: bool
    """Picked for what is in it, not by chance: kept out of estimates."""
    blind: bool
    """To be scored without sight of the machine's outcome, for calibration."""
    assigned_to: int | None
    """None: whoever comes first."""
    state: ItemState
    done_by: int | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """A call to add to a plan."""

    recording_id: str
    why: str = ""
    priority: int = 0
    targeted: bool = False
    blind: bool = False
    assigned_to: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan is."""

    plan: ListeningPlan
    done: int
    total: int


def make_plan(
    db: sa.Connection,
    name: str,
    month: str,
    items: Iterable[NewItem],
    *,
    made_by: int | None,
    now: datetime,
    note: str = "",
) -> int:
    """Make a plan with its calls; its id."""
    plan = records.add(db, LISTENING_PLANS, name=name, month=month, note=note, made_by=made_by, made_at=now)
    add_items(db, plan, items)
    return plan


def add_items(db: sa.Connection, plan: int, items: Iterable[NewItem]) -> None:
    """Add calls to a plan."""
    for item in items:
        about = {"why": item.why, "priority": item.priority, "targeted": item.targeted, "blind": item.blind}
        place = {"plan_id": plan, "recording_id": item.recording_id, "assigned_to": item.assigned_to}
        records.add(db, LISTENING_ITEMS, **place, **about, state=ItemState.WAITING)


def plans(db: sa.Connection, month: str | None = None) -> tuple[Progress, ...]:
    """Plans, of one month where given, newest first, with how far each is."""
    query = sa.select(LISTENING_PLANS).order_by(LISTENING_PLANS.c.id.desc())
    found = records.every(db, ListeningPlan, query if month is None else query.where(LISTENING_PLANS.c.month == month))
    done = sa.func.sum(sa.case((LISTENING_ITEMS.c.state != ItemState.WAITING, 1), else_=0))
    counts = sa.select(LISTENING_ITEMS.c.plan_id, done, sa.func.count()).group_by(LISTENING_ITEMS.c.plan_id)
    by_plan = {plan: (int(n), int(total)) for plan, n, total in db.execute(counts)}
    return tuple(Progress(plan, *by_plan.get(plan.id, (0, 0))) for plan in found)


def items(db: sa.Connection, plan: int) -> tuple[ListeningItem, ...]:
    """All calls of a plan, the most urgent first."""
    table = LISTENING_ITEMS
    query = sa.select(table).where(table.c.plan_id == plan).order_by(table.c.priority.desc(), table.c.id)
    return records.every(db, ListeningItem, query)


def waiting(db: sa.Connection, user_id: int, plan: int | None = None) -> tuple[ListeningItem, ...]:
    """Calls that wait for this person, the most urgent first; those of nobody wait for everybody."""
    table = LISTENING_ITEMS
    mine = (table.c.assigned_to == user_id) | table.c.assigned_to.is_(None)
    query = sa.select(table).where(table.c.state == ItemState.WAITING, mine)
    query = query.order_by(table.c.priority.desc(), table.c.id)
    return records.every(db, ListeningItem, query if plan is None else query.where(table.c.plan_id == plan))


def finish(
    db: sa.Connection, item: ListeningItem, *, user_id: int, now: datetime, state: ItemState = ItemState.DONE
) -> None:
    """A call of a plan was heard, or skipped."""
    records.change(db, LISTENING_ITEMS, item.id, state=state, done_by=user_id, done_at=now)


def find_item(db: sa.Connection, item_id: int) -> ListeningItem | None:
    """One call of a plan."""
    return records.one(db, ListeningItem, sa.select(LISTENING_ITEMS).where(LISTENING_ITEMS.c.id == item_id))
