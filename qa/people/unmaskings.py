"""Leave to read and hear one call's numbers for a while; each one is logged by the caller."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from qa.people import records
from qa.people.tables import UNMASKINGS

LASTS = timedelta(minutes=15)


def unmask(db: sa.Connection, user_id: int, recording_id: str, *, now: datetime) -> None:
    """Let a person see the numbers of a call for a while."""
    db.execute(UNMASKINGS.delete().where(UNMASKINGS.c.until <= now))
    records.add(db, UNMASKINGS, user_id=user_id, recording_id=recording_id, until=now + LASTS)


def unmasked(db: sa.Connection, user_id: int, recording_id: str, *, now: datetime) -> bool:
    """Whether a person may see the numbers of a call now."""
    table = UNMASKINGS.c
    query = sa.select(table.id).where(table.user_id == user_id, table.recording_id == recording_id, table.until > now)
    return db.execute(query.limit(1)).first() is not None
