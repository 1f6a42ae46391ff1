"""Searches that a person keeps under a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.tables import SAVED_SEARCHES


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """The address of a search."""

    id: int
    user_id: int
    name: str
    query: str
    """The query string of the page of calls, without `?`."""
    made_at: datetime


def save_search(db: sa.Connection, user_id: int, name: str, query: str, *, now: datetime) -> None:
    """Keep a search; one of the same name is replaced."""
    remove_search(db, user_id, name)
    records.add(db, SAVED_SEARCHES, user_id=user_id, name=name, query=query, made_at=now)


def remove_search(db: sa.Connection, user_id: int, name: str) -> None:
    """Forget a search."""
    db.execute(SAVED_SEARCHES.delete().where(SAVED_SEARCHES.c.user_id == user_id, SAVED_SEARCHES.c.name == name))


def saved_searches(db: sa.Connection, user_id: int) -> tuple[SavedSearch, ...]:
    """A person's searches, by name."""
    query = sa.select(SAVED_SEARCHES).where(SAVED_SEARCHES.c.user_id == user_id).order_by(SAVED_SEARCHES.c.name)
    return records.every(db, SavedSearch, query)
