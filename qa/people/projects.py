"""Improvement projects: what is done about a weak indicator, by whom and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import PlanState
from qa.people.tables import PROJECTS


@dataclass(frozen=True, slots=True)
class Project:
    """One project or contest."""

    id: int
    month: str
    """YYYY-MM: the month whose close named the indicator."""
    rubric: str
    criterion: str
    title: str
    owner: str
    due_at: datetime | None
    state: PlanState
    note: str
    made_by: int
    made_at: datetime


def make_project(
    db: sa.Connection,
    month: str,
    *,
    rubric: str,
    criterion: str,
    title: str,
    owner: str,
    due_at: datetime | None,
    made_by: int,
    now: datetime,
    note: str = "",
) -> int:
    """Start a project; its id."""
    about = {"month": month, "rubric": rubric, "criterion": criterion, "title": title, "owner": owner, "note": note}
    return records.add(db, PROJECTS, **about, due_at=due_at, state=PlanState.OPEN, made_by=made_by, made_at=now)


def set_state(db: sa.Connection, project: int, state: PlanState, *, note: str) -> None:
    """End a project, or open it again, saying what came of it."""
    records.change(db, PROJECTS, project, state=state, note=note)


def projects(db: sa.Connection, month: str | None = None) -> tuple[Project, ...]:
    """Projects, of one month where given, newest first."""
    query = sa.select(PROJECTS).order_by(PROJECTS.c.id.desc())
    return records.every(db, Project, query if month is None else query.where(PROJECTS.c.month == month))
