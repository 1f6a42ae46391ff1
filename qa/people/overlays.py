"""What became of the overlay that a month's close proposed: accepted, amended or refused, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import Decision
from qa.people.tables import OVERLAYS


@dataclass(frozen=True, slots=True)
class OverlayDecision:
    """One decision; the latest of a month counts."""

    id: int
    month: str
    """YYYY-MM: the month that was closed."""
    revision: int
    """Of the close."""
    decision: Decision
    overlay: str
    """YAML, as it was accepted."""
    reason: str
    decided_by: int
    decided_at: datetime


def decide(
    db: sa.Connection,
    month: str,
    revision: int,
    *,
    decision: Decision,
    overlay: str,
    reason: str,
    decided_by: int,
    now: datetime,
) -> int:
    """Keep a decision; its id."""
    what = {"decision": decision, "overlay": overlay, "reason": reason}
    return records.add(db, OVERLAYS, month=month, revision=revision, **what, decided_by=decided_by, decided_at=now)


def decisions(db: sa.Connection, month: str) -> tuple[OverlayDecision, ...]:
    """The decisions on a month's overlay, the one that counts first."""
    query = sa.select(OVERLAYS).where(OVERLAYS.c.month == month).order_by(OVERLAYS.c.id.desc())
    return records.every(db, OverlayDecision, query)
