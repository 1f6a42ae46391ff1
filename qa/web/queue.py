"""What waits for a reviewer: the calls of the listening plans, and those that the machine is least sure of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qa.people import listening, reviews
from qa.people.listening import ListeningItem, Progress
from qa.people.roles import Permission
from qa.web.visit import Visit

AUTOMATIC = 0
"""Stands for the plan that nobody made: what the machine is least sure of."""
_LENGTH = 200
_PRIORITY = {4: "review.suspected", 3: "review.fatal", 2: "review.violated", 1: "review.unsure"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One call in a queue."""

    recording_id: str
    row: dict[str, Any]
    """Of the mart."""
    why: str
    """Written out by whoever made the plan; empty for the automatic queue."""
    why_key: str
    """Key of the reason, for the automatic queue."""
    item: ListeningItem | None


def queue(visit: Visit, plan: int) -> tuple[Waiting, ...]:
    """The calls of a plan that wait for this person, the most urgent first; only those that they may see."""
    return _automatic(visit) if plan == AUTOMATIC else _planned(visit, plan)


def first_plan(visit: Visit) -> int:
    """The newest plan with calls that wait for this person; the automatic queue where there is none."""
    with visit.viewer.people.reading() as db:
        return max((item.plan_id for item in listening.waiting(db, visit.user.id)), default=AUTOMATIC)


def own_listening(visit: Visit) -> tuple[Waiting, ...]:
    """The calls that wait for this person in any plan: an agent's are their own."""
    return _planned(visit, None)


def plans(visit: Visit) -> tuple[Progress, ...]:
    """Plans that have calls, newest first: those that this person hears, and for who plans listening all of them."""
    mine = (None, listening.HEARS.get(visit.user.role))
    with visit.viewer.people.reading() as db:
        found = [progress for progress in listening.plans(db) if progress.total]
    whole = visit.may(Permission.PLAN_LISTENING)
    return tuple(progress for progress in found if whole or progress.plan.evaluator in mine)


def _automatic(visit: Visit) -> tuple[Waiting, ...]:
    with visit.viewer.people.reading() as db:
        # This queue says why a call is in it: what somebody is to score blind must not stand here.
        blind = {item.recording_id for item in listening.waiting(db, visit.user.id) if item.blind}
        passed = sorted(reviews.reviewed_calls(db) | blind)
    rows = visit.mart.rows("web_review_queue", reviewed=passed, limit=_LENGTH, **visit.scope)
    return tuple(Waiting(row["recording_id"], row, "", _PRIORITY[row["priority"]], None) for row in rows)


def _planned(visit: Visit, plan: int | None) -> tuple[Waiting, ...]:
    with visit.viewer.people.reading() as db:
        items = listening.waiting(db, visit.user.id, plan)
    wanted = [item.recording_id for item in items]
    rows = {row["recording_id"]: row for row in visit.mart.rows("web_some_calls", recordings=wanted, **visit.scope)}
    return tuple(
        Waiting(item.recording_id, rows[item.recording_id], item.why, "", item)
        for item in items
        if item.recording_id in rows
    )
