"""Calls that people hear for what is in them: apart from the random ones, and in no estimate."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Final

import sqlalchemy as sa

from qa.errors import Text
from qa.month.listening_frame import CHOSEN, URGENT, Drawing, Row
from qa.people.kinds import EvaluatorKind, Verdict
from qa.people.listening import ListeningItem, ListeningPlan, NewItem
from qa.people.quotas import Quota, drawn_plans, quotas
from qa.people.reviews import WHOLE, latest, reviews_since
from qa.scoring.evaluation import Outcome
from qa.scoring.totals import FOR_REVIEW

REASONS: Final[Mapping[EvaluatorKind, tuple[str, ...]]] = {
    EvaluatorKind.ANALYST: ("fatal", "key_indicator", "low_score", "unclear"),
    EvaluatorKind.EXPERT: ("disputed",),
}
"""Why a call is chosen for what is in it, the most urgent first."""
REASON_NAME: Final[Mapping[str, Text]] = {
    "fatal": Text("致命或疑似致命", "fatal, or suspected"),
    "key_indicator": Text("重点指标失分", "points lost in a key indicator"),
    "low_score": Text("低分", "low score"),
    "unclear": Text("多处判不清", "little could be judged"),
    "disputed": Text("人机意见不同", "a person and the machine differ"),
}


_LOST: Final = (Outcome.MISSED.value, Outcome.VIOLATED.value)


def choose(
    drawing: Drawing, plan: ListeningPlan, everybody: Iterable[Quota], items: Sequence[ListeningItem | NewItem]
) -> tuple[NewItem, ...]:
    """Calls for a plan that has `items` by now, chosen for what is in them, in step with the weeks that are over."""
    frame, settings = drawing.frame, drawing.settings
    reasons = REASONS.get(plan.evaluator) if plan.evaluator else None
    if not frame.over or reasons is None:
        return ()
    past = Fraction(sum(week.days for week in frame.over), sum(week.days for week in frame.weeks))
    had = Counter(item.agent for item in items if item.targeted)
    allowed = {quota.agent: max(0, math.ceil(quota.targeted * past) - had[quota.agent]) for quota in everybody}
    most = max(allowed.values(), default=0)
    shares = drawing.keys if "key_indicator" in reasons else {}
    if most <= 0 and not shares:
        return ()
    rows = drawing.mart.rows(
        "listening_targets",
        month=plan.month,
        until=frame.over[-1].end,
        minimum_seconds=settings.minimum_seconds,
        reasons=list(reasons),
        suspected=FOR_REVIEW,
        low_score=settings.low_score,
        low_coverage=settings.low_coverage,
        disputed=sorted(_disputed(drawing.db, plan.month)) if "disputed" in reasons else [],
        taken=[item.recording_id for item in items],
        keys=[f"{rubric}|{criterion}:{outcome}" for rubric, criterion in shares for outcome in _LOST],
        shares=[share for share in shares.values() for _ in _LOST],
        most=most,
        cap=settings.cap,
    )
    why = _why("key_indicator")
    keys = Counter(item.agent for item in items if item.targeted and item.why == why)
    room = _room(drawing, plan.month, had, everybody) if shares else {}
    chosen = []
    for row in rows:
        agent, key = row["agent"], row["reason"] == "key_indicator"
        if agent not in allowed:
            continue
        if allowed[agent] > 0:
            allowed[agent] -= 1
        elif key and keys[agent] < math.ceil(round(row["wanted"] or 0, 6)) and room[agent] > 0:
            room[agent] -= 1
        else:
            continue
        keys[agent] += key
        chosen.append(_targeted(row))
    return tuple(chosen)


def _room(drawing: Drawing, month: str, had: Mapping[str, int], everybody: Iterable[Quota]) -> dict[str, int]:
    """What an agent's cap leaves beside everybody's quotas, and what was heard beyond them for a key indicator."""
    room = {q.agent: drawing.settings.cap - max(0, had.get(q.agent, 0) - q.targeted) for q in everybody}
    for plan in drawn_plans(drawing.db, month).values():
        for quota in quotas(drawing.db, plan.id):
            if quota.agent in room:
                room[quota.agent] -= math.ceil(quota.calls) + quota.targeted
    return room


def _why(reason: str) -> str:
    return f"定向：{REASON_NAME[reason].zh}"


def _targeted(row: Row) -> NewItem:
    priority = URGENT if row["reason"] == "fatal" else CHOSEN
    return NewItem(row["recording_id"], why=_why(row["reason"]), priority=priority, targeted=True, agent=row["agent"])


def _disputed(db: sa.Connection, month: str) -> set[str]:
    """Calls on which a person's last word differs from what the machine said."""
    judged = set(Outcome) - {Outcome.CANNOT_JUDGE}
    said = latest(reviews_since(db, datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC) - timedelta(days=1)))
    return {
        review.recording_id
        for review in said
        if review.verdict is Verdict.FALSE
        or (review.position == WHOLE and review.answer in judged and review.machine in judged - {review.answer})
    }
