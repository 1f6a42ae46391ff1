"""Listening plans: which calls people should hear, why, and how far they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.roles import Role
from qa.people.tables import LISTENING_ITEMS, LISTENING_PLANS, USERS

HEARS: Final[Mapping[Role, EvaluatorKind]] = {
    Role.ANALYST: EvaluatorKind.ANALYST,
    Role.TEAM_LEADER: EvaluatorKind.TEAM_LEADER,
    Role.AGENT: EvaluatorKind.AGENT,
    Role.EXPERT: EvaluatorKind.EXPERT,
}
"""As whom a person hears the calls of a plan that is drawn for one kind of evaluator."""


@dataclass(frozen=True, slots=True)
class ListeningPlan:
    """A set of calls to be heard."""

    id: int
    name: str
    month: str
    """YYYY-MM."""
    note: str
    made_by: int | None
    """None: drawn by the rule, not made by a person."""
    made_at: datetime
    evaluator: EvaluatorKind | None
    """Who hears it; None: everybody who reviews."""
    revision: int | None
    """Of the close that it rests on, where it was drawn by the rule."""
    seed: int | None
    drawn_until: str
    """The day (YYYY-MM-DD) before which everything is drawn; empty before the first draw."""


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
    probability: float | None
    """With which the rule took it; None where chance did not decide."""
    stratum: str
    agent: str
    """Whose call it is; empty in a plan that a person made."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """A call to add to a plan."""

    recording_id: str
    why: str = ""
    priority: int = 0
    targeted: bool = False
    blind: bool = False
    assigned_to: int | None = None
    probability: float | None = None
    stratum: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class ItemCount:
    """How many calls of an agent a plan has in one state."""

    agent: str
    targeted: bool
    state: ItemState
    calls: int


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
    evaluator: EvaluatorKind | None = None,
    revision: int | None = None,
    seed: int | None = None,
) -> int:
    """Make a plan with its calls; its id."""
    about = {"name": name, "month": month, "note": note, "made_by": made_by, "made_at": now}
    plan = records.add(db, LISTENING_PLANS, **about, evaluator=evaluator, revision=revision, seed=seed)
    add_items(db, plan, items)
    return plan


def add_items(db: sa.Connection, plan: int, items: Iterable[NewItem]) -> None:
    """Add calls to a plan."""
    rows = [{"plan_id": plan, "state": ItemState.WAITING, **asdict(item)} for item in items]
    if rows:
        db.execute(LISTENING_ITEMS.insert(), rows)


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


def counts(db: sa.Connection, plan: int) -> tuple[ItemCount, ...]:
    """The calls of a plan counted by agent, by whether they are targeted, and by state."""
    table = LISTENING_ITEMS
    alike = (table.c.agent, table.c.targeted, table.c.state)
    query = sa.select(*alike, sa.func.count().label("calls")).where(table.c.plan_id == plan).group_by(*alike)
    return records.every(db, ItemCount, query)


def waiting(db: sa.Connection, user_id: int, plan: int | None = None) -> tuple[ListeningItem, ...]:
    """Calls that wait for this person, the most urgent first.

    Those of nobody wait for everybody who listens as the plan's kind of evaluator; an agent hears only their own.
    """
    table, made = LISTENING_ITEMS, LISTENING_PLANS
    role, agent = db.execute(sa.select(USERS.c.role, USERS.c.agent).where(USERS.c.id == user_id)).one()
    for_me = made.c.evaluator.is_(None) | (made.c.evaluator == HEARS.get(role))
    if role is Role.AGENT:
        for_me &= table.c.agent == agent
    mine = (table.c.assigned_to == user_id) | (table.c.assigned_to.is_(None) & for_me)
    query = sa.select(table).join(made, made.c.id == table.c.plan_id)
    query = query.where(table.c.state == ItemState.WAITING, mine)
    query = query.order_by(table.c.priority.desc(), table.c.id)
    return records.every(db, ListeningItem, query if plan is None else query.where(table.c.plan_id == plan))


def finish(
    db: sa.Connection, item: ListeningItem, *, user_id: int, now: datetime, state: ItemState = ItemState.DONE
) -> None:
    """A call of a plan was heard, or skipped."""
    records.change(db, LISTENING_ITEMS, item.id, state=state, done_by=user_id, done_at=now)


def skip_gone(db: sa.Connection, plan: int, gone: Collection[str], *, now: datetime) -> int:
    """Skip the waiting calls of a plan that are not kept any longer; how many."""
    table = LISTENING_ITEMS
    lost = table.update().where(table.c.plan_id == plan, table.c.state == ItemState.WAITING)
    lost = lost.where(table.c.recording_id.in_(list(gone)))
    return db.execute(lost.values(state=ItemState.SKIPPED, done_at=now)).rowcount
