"""Evaluations by people. Each is added beside the machine's and never takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import EvaluatorKind
from qa.people.reviews import EvaluationKey
from qa.people.tables import HUMAN_EVALUATIONS


@dataclass(frozen=True, slots=True)
class HumanEvaluation:
    """One act of scoring by a person."""

    id: int
    recording_id: str
    rubric: str
    rubric_hash: str
    model_hash: str
    """Of the machine's evaluation that the person had before them."""
    evaluator: EvaluatorKind
    user_id: int
    at: datetime
    score: float | None
    max_score: float
    fatal: bool
    band: str
    outcomes: Mapping[str, str]
    """Outcome by criterion, of those that differ from the machine's."""
    appeal_id: int | None


def add_evaluation(
    db: sa.Connection,
    key: EvaluationKey,
    *,
    evaluator: EvaluatorKind,
    user_id: int,
    now: datetime,
    score: float | None,
    max_score: float,
    fatal: bool,
    band: str,
    outcomes: Mapping[str, str],
    appeal_id: int | None = None,
) -> int:
    """Keep an evaluation; its id."""
    result = {"score": score, "max_score": max_score, "fatal": fatal, "band": band, "outcomes": dict(outcomes)}
    by = {"evaluator": evaluator, "user_id": user_id, "at": now, "appeal_id": appeal_id}
    return records.add(db, HUMAN_EVALUATIONS, **key.columns, **result, **by)


def evaluations_of_call(db: sa.Connection, recording_id: str) -> tuple[HumanEvaluation, ...]:
    """People's evaluations of a call, oldest first."""
    table = HUMAN_EVALUATIONS
    query = sa.select(table).where(table.c.recording_id == recording_id).order_by(table.c.id)
    return records.every(db, HumanEvaluation, query)


def evaluations_since(db: sa.Connection, since: datetime, until: datetime) -> tuple[HumanEvaluation, ...]:
    """People's evaluations of a time, oldest first."""
    table = HUMAN_EVALUATIONS
    query = sa.select(table).where(table.c.at >= since, table.c.at < until).order_by(table.c.id)
    return records.every(db, HumanEvaluation, query)
