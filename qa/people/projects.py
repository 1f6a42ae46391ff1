"""Improvement projects: what is done about a weak indicator, by whom, until when, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import PlanState
from qa.people.tables import PROJECT_STEPS, PROJECTS


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
    """A user name, or who else answers for it."""
    target: float | None
    """Share of the judged calls, 0 to 1, in which the criterion is to be met."""
    due_at: datetime | None
    state: PlanState
    note: str
    """What is to be done; at the end what came of it."""
    made_by: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ProjectStep:
    """What was done in a month."""

    id: int
    project_id: int
    month: str
    note: str
    noted_by: int
    noted_at: datetime


def make_project(
    db: sa.Connection,
    month: str,
    *,
    rubric: str,
    criterion: str,
    title: str,
    owner: str,
    target: float | None,
    due_at: datetime | None,
    made_by: int,
    now: datetime,
    note: str = "",
) -> int:
    """Start a project; its id."""
    about = {"month": month, "rubric": rubric, "criterion": criterion, "title": title, "owner": owner, "note": note}
    plan = {"target": target, "due_at": due_at, "state": PlanState.OPEN}
    return records.add(db, PROJECTS, **about, **plan, made_by=made_by, made_at=now)


def amend_project(
    db: sa.Connection,
    project: int,
    *,
    title: str,
    owner: str,
    target: float | None,
    due_at: datetime | None,
    note: str,
) -> None:
    """Change what a project is after, who answers for it or until when."""
    records.change(db, PROJECTS, project, title=title, owner=owner, target=target, due_at=due_at, note=note)


def set_state(db: sa.Connection, project: int, state: PlanState) -> None:
    """End a project, drop it or open it again."""
    records.change(db, PROJECTS, project, state=state)


def get_project(db: sa.Connection, project: int) -> Project | None:
    """One project."""
    return records.one(db, Project, sa.select(PROJECTS).where(PROJECTS.c.id == project))


def projects(db: sa.Connection, *, state: PlanState | None = None) -> tuple[Project, ...]:
    """Projects, in one state where given, newest first."""
    query = sa.select(PROJECTS).order_by(PROJECTS.c.id.desc())
    return records.every(db, Project, query if state is None else query.where(PROJECTS.c.state == state))


def note_step(db: sa.Connection, project: int, month: str, note: str, *, noted_by: int, now: datetime) -> int:
    """Keep what was done in a month; its id. What was noted earlier stays."""
    return records.add(db, PROJECT_STEPS, project_id=project, month=month, note=note, noted_by=noted_by, noted_at=now)


def steps(db: sa.Connection, found: Iterable[int]) -> tuple[ProjectStep, ...]:
    """What was done in some projects, in order."""
    table = PROJECT_STEPS
    query = sa.select(table).where(table.c.project_id.in_(list(found))).order_by(table.c.month, table.c.id)
    return records.every(db, ProjectStep, query)
