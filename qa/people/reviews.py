"""Reviews (复核): what people say of the machine's findings, and their own answer where it could not judge.

A review is never changed: the latest one of a person on a finding counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from qa.people import records
from qa.people.kinds import Verdict
from qa.people.tables import REVIEWS

WHOLE = -1
"""Position of a review that is about the criterion, not about one finding."""


@dataclass(frozen=True, slots=True)
class EvaluationKey:
    """The machine's evaluation that is meant."""

    recording_id: str
    rubric: str
    rubric_hash: str
    model_hash: str

    @property
    def columns(self) -> dict[str, str]:
        """As columns of a table."""
        return {
            "recording_id": self.recording_id,
            "rubric": self.rubric,
            "rubric_hash": self.rubric_hash,
            "model_hash": self.model_hash,
        }


@dataclass(frozen=True, slots=True)
class Review:
    """What one person said of one finding, or of one criterion as a whole."""

    recording_id: str
    rubric: str
    rubric_hash: str
    model_hash: str
    criterion: str
    position: int
    """Of the finding within its criterion; `WHOLE` for the criterion."""
    phrase: str
    machine: str
    """The machine's outcome at the time."""
    verdict: Verdict | None
    """Of a finding."""
    answer: str
    """The person's own outcome of the criterion, empty where none was given."""
    reason: str
    """Why; without verdict and answer a comment: on the criterion, or where that is empty on the call."""
    blind: bool
    """Given without sight of the machine's outcome or anybody's review."""
    user_id: int
    at: datetime


def add_review(
    db: sa.Connection,
    key: EvaluationKey,
    criterion: str,
    *,
    user_id: int,
    now: datetime,
    machine: str,
    position: int = WHOLE,
    phrase: str = "",
    verdict: Verdict | None = None,
    answer: str = "",
    reason: str = "",
    blind: bool = False,
) -> None:
    """Keep what a person said.

    Raises:
        ValueError: neither a verdict nor an answer nor a reason was given.
    """
    if verdict is None and not answer and not reason:
        raise ValueError("a review without a verdict, an answer or a reason")
    said = {"verdict": verdict, "answer": answer, "reason": reason, "blind": blind, "phrase": phrase[:200]}
    about = {"criterion": criterion, "position": position, "machine": machine}
    records.add(db, REVIEWS, **key.columns, **about, **said, user_id=user_id, at=now)


def reviews_of_call(db: sa.Connection, recording_id: str) -> tuple[Review, ...]:
    """All reviews of a call, oldest first."""
    return records.every(
        db, Review, sa.select(REVIEWS).where(REVIEWS.c.recording_id == recording_id).order_by(REVIEWS.c.id)
    )


def reviews_since(db: sa.Connection, since: datetime, until: datetime | None = None) -> tuple[Review, ...]:
    """All reviews of a time, oldest first."""
    query = sa.select(REVIEWS).where(REVIEWS.c.at >= since).order_by(REVIEWS.c.id)
    return records.every(db, Review, query if until is None else query.where(REVIEWS.c.at < until))


def blind_answers(db: sa.Connection, since: datetime) -> tuple[Review, ...]:
    """Answers on whole criteria that people gave without sight of the machine's outcome, oldest first."""
    query = sa.select(REVIEWS).where(REVIEWS.c.blind, REVIEWS.c.position == WHOLE, REVIEWS.c.at >= since)
    return records.every(db, Review, query.where(REVIEWS.c.answer != "").order_by(REVIEWS.c.id))


def reviewed_calls(db: sa.Connection, recording_ids: Collection[str] | None = None) -> frozenset[str]:
    """Calls that somebody has reviewed."""
    query = sa.select(REVIEWS.c.recording_id).distinct()
    if recording_ids is not None:
        query = query.where(REVIEWS.c.recording_id.in_(list(recording_ids)))
    return frozenset(db.execute(query).scalars())


def reviewers(db: sa.Connection, recording_id: str) -> frozenset[int]:
    """Who has reviewed a call."""
    query = sa.select(REVIEWS.c.user_id).where(REVIEWS.c.recording_id == recording_id).distinct()
    return frozenset(db.execute(query).scalars())


def latest(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Of each person, rubric version, criterion and finding the last word."""
    last = {
        (r.recording_id, r.rubric_hash, r.model_hash, r.criterion, r.position, r.user_id, r.blind): r for r in reviews
    }
    return tuple(last.values())
