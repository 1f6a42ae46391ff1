"""How far a month's listening plans are, what was left out and why, and whether the random calls stand for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from qa.month.listening_frame import Frame, Row
from qa.month.sampling import standard_error, weighted_mean
from qa.people import listening
from qa.people import quotas as kept
from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.listening import ListeningItem, ListeningPlan
from qa.warehouse.mart import Mart


@dataclass(frozen=True, slots=True)
class PlanAccount:
    """One kind of evaluator."""

    kind: EvaluatorKind
    plan: ListeningPlan
    agents: int
    focus: int
    quota: float
    """Random calls of the whole month, over all agents."""
    random: int
    """Drawn by now."""
    targeted: int
    done: int
    waiting: int
    gone: int
    """Not kept any longer when somebody was to hear them."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """Calls that nobody can be asked to hear, by the rule that leaves them out."""

    too_short: int
    unjudged: int
    """Without a scorecard."""
    not_in_roster: int
    late: int
    """Came after their week was drawn."""


@dataclass(frozen=True, slots=True)
class ListeningAccount:
    """A month's listening."""

    month: str
    plans: tuple[PlanAccount, ...]
    drawn_until: str
    """The day before which everything is drawn; empty before the first draw."""
    weeks_left: int
    excluded: Excluded
    sample_mean: float | None
    """Mean score of the machine over the calls drawn for the QA team, weighted by their probabilities."""
    sample_error: float | None
    """Its standard error."""
    all_mean: float | None
    """Of all calls that they were drawn from: the two agree where the sample is fair."""


@dataclass(frozen=True, slots=True)
class SampleMean:
    """The machine's mean score over calls that the lot took."""

    calls: int
    """Of them with a score."""
    weighted: float | None
    """By their probabilities: what all calls come to."""
    error: float | None
    """Its standard error; None with fewer than two calls."""
    plain: float | None
    """Of the same calls, each counted once: where agents have quotas of their own it is not that of all calls."""


def sample_mean(items: Sequence[ListeningItem], rows: Iterable[Row]) -> SampleMean:
    """Of the random calls among `items`, `rows` of the mart with their scores; in an order that is always the same."""
    probability = {item.recording_id: item.probability for item in items if item.probability is not None}
    scored = sorted((row["recording_id"], row["percent"]) for row in rows if row["percent"] is not None)
    sample = [(percent, probability[recording]) for recording, percent in scored if recording in probability]
    plain = sum(percent for percent, _ in sample) / len(sample) if sample else None
    return SampleMean(len(sample), weighted_mean(sample), standard_error(sample), plain)


def listening_account(db: sa.Connection, mart: Mart, month: str, frame: Frame) -> ListeningAccount:
    """The account of a month whose plans are made."""
    plans = kept.drawn_plans(db, month)
    items = {kind: listening.items(db, plan.id) for kind, plan in plans.items()}
    first = plans[EvaluatorKind.ANALYST]
    mine = items[EvaluatorKind.ANALYST]
    rows = mart.rows("listening_calls", recordings=[item.recording_id for item in mine if item.probability is not None])
    sample = sample_mean(mine, rows)
    drawn = [row for row in frame.rows if row["known_agent"] and row["week"].isoformat() < first.drawn_until]
    return ListeningAccount(
        month=month,
        plans=tuple(_plan(db, kind, plan, items[kind]) for kind, plan in plans.items()),
        drawn_until=first.drawn_until,
        weeks_left=sum(week.first.isoformat() >= first.drawn_until for week in frame.weeks),
        excluded=_excluded(db, first, frame),
        sample_mean=sample.weighted,
        sample_error=sample.error,
        all_mean=_mean(drawn),
    )


def _plan(db: sa.Connection, kind: EvaluatorKind, plan: ListeningPlan, items: Sequence[ListeningItem]) -> PlanAccount:
    quotas = kept.quotas(db, plan.id)
    state = Counter(item.state for item in items)
    return PlanAccount(
        kind=kind,
        plan=plan,
        agents=len(quotas),
        focus=sum(quota.focus for quota in quotas),
        quota=sum(quota.calls for quota in quotas),
        random=sum(not item.targeted for item in items),
        targeted=sum(item.targeted for item in items),
        done=state[ItemState.DONE],
        waiting=state[ItemState.WAITING],
        gone=sum(item.state is ItemState.SKIPPED and item.done_by is None for item in items),
    )


def _excluded(db: sa.Connection, plan: ListeningPlan, frame: Frame) -> Excluded:
    roster = [row for row in frame.rows if row["known_agent"]]
    drawn = kept.frames(db, plan.id)
    late = 0
    for row in roster:
        week = row["week"].isoformat()
        if week < plan.drawn_until:
            late += max(0, row["calls"] - drawn.get(week, {}).get(row["agent"], 0))
    return Excluded(
        too_short=sum(row["too_short"] for row in roster),
        unjudged=sum(row["unjudged"] for row in roster),
        not_in_roster=sum(
            row["calls"] + row["too_short"] + row["unjudged"] for row in frame.rows if not row["known_agent"]
        ),
        late=late,
    )


def _mean(rows: Sequence[Row]) -> float | None:
    scored = sum(row["scored"] for row in rows)
    return float(sum(row["total"] for row in rows)) / scored if scored else None
