"""Appeals (申诉): an agent asks, within the window, and another person than the first decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from qa.people import records
from qa.people.errors import AppealBySamePerson, AppealClosed, AppealDecided, AppealTwice
from qa.people.kinds import AppealState
from qa.people.reviews import EvaluationKey, reviewers
from qa.people.tables import APPEALS


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal."""

    id: int
    recording_id: str
    rubric: str
    rubric_hash: str
    model_hash: str
    call_id: str
    criterion: str
    """Empty: the whole evaluation."""
    reason: str
    asked_by: int
    asked_at: datetime
    due_at: datetime
    """A decision is owed by then."""
    state: AppealState
    decided_by: int | None
    decided_at: datetime | None
    decision: str
    """Why it was decided so."""

    @property
    def key(self) -> EvaluationKey:
        """The evaluation that is appealed."""
        return EvaluationKey(self.recording_id, self.rubric, self.rubric_hash, self.model_hash)


@dataclass(frozen=True, slots=True)
class Window:
    """Until when an agent may ask, and how long a decision may take."""

    ask: timedelta
    decide: timedelta

    def days_left(self, known_since: datetime, now: datetime) -> int:
        """Whole days in which an agent may still ask, counting today; 0 when the window has passed."""
        left = known_since + self.ask - now
        return max(0, -(-left // timedelta(days=1)))


def ask(
    db: sa.Connection,
    key: EvaluationKey,
    *,
    call_id: str,
    criterion: str,
    reason: str,
    asked_by: int,
    known_since: datetime,
    window: Window,
    now: datetime,
) -> int:
    """Appeal; the id of the appeal.

    Raises:
        AppealClosed: the window has passed.
        AppealTwice: the criterion, or the whole evaluation, was appealed before.
    """
    if window.days_left(known_since, now) == 0:
        raise AppealClosed(call_id, days=window.ask.days)
    same = sa.select(APPEALS.c.id).where(
        APPEALS.c.recording_id == key.recording_id,
        APPEALS.c.rubric_hash == key.rubric_hash,
        APPEALS.c.criterion == criterion,
        APPEALS.c.state != AppealState.WITHDRAWN,
    )
    if db.execute(same.limit(1)).first():
        raise AppealTwice(call_id)
    about = {"call_id": call_id, "criterion": criterion, "reason": reason}
    asked = {"asked_by": asked_by, "asked_at": now, "due_at": now + window.decide, "state": AppealState.OPEN}
    return records.add(db, APPEALS, **key.columns, **about, **asked)


def decide(db: sa.Connection, appeal: Appeal, *, upheld: bool, reason: str, user_id: int, now: datetime) -> None:
    """Decide an appeal. What follows for the score is an evaluation that the caller adds in the same transaction.

    Raises:
        AppealDecided: it was decided or withdrawn.
        AppealBySamePerson: the person reviewed the call before, or asked themselves.
    """
    check_decider(db, appeal, user_id)
    state = AppealState.UPHELD if upheld else AppealState.REJECTED
    records.change(db, APPEALS, appeal.id, state=state, decision=reason, decided_by=user_id, decided_at=now)


def check_decider(db: sa.Connection, appeal: Appeal, user_id: int) -> None:
    """Raise AppealDecided or AppealBySamePerson where this person cannot decide."""
    if appeal.state is not AppealState.OPEN:
        raise AppealDecided(appeal.call_id)
    if user_id == appeal.asked_by or user_id in reviewers(db, appeal.recording_id):
        raise AppealBySamePerson(appeal.call_id)


def withdraw(db: sa.Connection, appeal: Appeal) -> None:
    """Take an appeal back.

    Raises:
        AppealDecided: it was decided.
    """
    if appeal.state is not AppealState.OPEN:
        raise AppealDecided(appeal.call_id)
    records.change(db, APPEALS, appeal.id, state=AppealState.WITHDRAWN)


SORTS = ("call_id", "criterion", "asked_at", "state")
"""Columns that appeals may be put in order by."""


def get_appeal(db: sa.Connection, appeal_id: int) -> Appeal | None:
    """One appeal."""
    return records.one(db, Appeal, sa.select(APPEALS).where(APPEALS.c.id == appeal_id))


def list_appeals(
    db: sa.Connection,
    *,
    asked_by: int | None = None,
    recording_id: str | None = None,
    state: AppealState | None = None,
    limit: int | None = None,
    offset: int = 0,
    by: str = "",
    descending: bool = False,
) -> tuple[Appeal, ...]:
    """Appeals in the order of `by`, one of `SORTS`; without it the oldest open one first, then the newest results."""
    open_first = sa.case((APPEALS.c.state == AppealState.OPEN, 0), else_=1)
    query = _chosen(sa.select(APPEALS), asked_by=asked_by, recording_id=recording_id, state=state)
    if by in SORTS:
        query = query.order_by(APPEALS.c[by].desc() if descending else APPEALS.c[by])
    query = query.order_by(open_first, APPEALS.c.decided_at.desc(), APPEALS.c.id).limit(limit).offset(offset)
    return records.every(db, Appeal, query)


def count_appeals(db: sa.Connection, *, asked_by: int | None = None, state: AppealState | None = None) -> int:
    """How many there are."""
    query = sa.select(sa.func.count()).select_from(APPEALS)
    return int(db.execute(_chosen(query, asked_by=asked_by, state=state)).scalar_one())


def _chosen(
    query: sa.Select[Any], *, asked_by: int | None, state: AppealState | None, recording_id: str | None = None
) -> sa.Select[Any]:
    wanted = {"asked_by": asked_by, "recording_id": recording_id, "state": state}
    return query.where(*(APPEALS.c[name] == value for name, value in wanted.items() if value is not None))
