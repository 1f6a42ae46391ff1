"""Blind scoring: how far a person is with a call, and once done how their answers compare with the others'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from qa.people import listening, reviews, users
from qa.people.agreement import CriterionAgreement, agreement, overall
from qa.people.answers import answers
from qa.people.listening import ListeningPlan
from qa.people.reviews import Review
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.web.one_call import OneCall
from qa.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Answered:
    """Criteria of one call that a person has answered."""

    done: int
    total: int
    missing: str
    """The first one that is open; empty where none is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion on which two disagree."""

    name: str
    mine: Outcome
    theirs: Outcome


@dataclass(frozen=True, slots=True)
class Compared:
    """A person's blind answers on one call beside those of the machine or of another person."""

    with_: str
    """The other person; empty for the machine."""
    alike: int
    total: int
    """Criteria that both judged: what the machine could not judge is not counted."""
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A call that was just scored blind."""

    recording_id: str
    call_id: str
    compared: tuple[Compared, ...]
    """The machine first, then people who scored it blind too."""


@dataclass(frozen=True, slots=True)
class PlanAgreement:
    """What the blind answers of a whole plan come to."""

    calls: int
    people: int
    whole: CriterionAgreement
    """All criteria together."""
    criteria: tuple[CriterionAgreement, ...]
    """Those that people agree least on come first."""
    waiting: int
    """Calls of the plan that others have not scored yet."""


def answered(said: Iterable[Review], user_id: int, card: Evaluation) -> Answered:
    """How far a person is with the criteria of the current evaluation."""
    mine = _blind_answers(said, card).get(user_id, {})
    missing = [line.criterion for line in card.criteria if line.criterion not in mine]
    return Answered(len(card.criteria) - len(missing), len(card.criteria), missing[0] if missing else "")


def finished(visit: Visit, call: OneCall) -> Finished | None:
    """How this person's answers on the call compare; None where they gave none blind, or are still to be blind."""
    card = call.result.evaluation
    with visit.viewer.people.reading() as db:
        if card is None or still_blind(db, visit.user.id, call.id):
            return None
        given = _blind_answers(reviews.reviews_of_call(db, call.id), card)
        names = users.names(db)
    mine = given.pop(visit.user.id, None)
    if not mine:
        return None
    machine = {line.criterion: line.outcome for line in card.criteria if line.outcome is not Outcome.CANNOT_JUDGE}
    others = [_compared(names.get(user, "–"), mine, theirs, card.criteria) for user, theirs in sorted(given.items())]
    return Finished(call.id, call.row["call_id"], (_compared("", mine, machine, card.criteria), *others))


def plan_agreement(visit: Visit, plan: int) -> PlanAgreement | None:
    """The agreement of a plan that is scored blind, for who has none of its calls left to score; None otherwise."""
    with visit.viewer.people.reading() as db:
        found: ListeningPlan | None = next((p.plan for p in listening.plans(db) if p.plan.id == plan), None)
        items = [item for item in listening.items(db, plan) if item.blind] if found else []
        if found is None or not items or any(item.blind for item in listening.waiting(db, visit.user.id, plan)):
            return None
        said = reviews.blind_answers(db, found.made_at)
    wanted = {item.recording_id for item in items}
    seen = visit.mart.rows("web_some_calls", recordings=sorted(wanted), **visit.scope)
    wanted &= {row["recording_id"] for row in seen}
    given = [review for review in said if review.recording_id in wanted]
    if not given:
        return None
    return PlanAgreement(
        calls=len({review.recording_id for review in given}),
        people=len({review.user_id for review in given}),
        whole=overall(given),
        criteria=tuple(sorted(agreement(given), key=_least_agreed)),
        waiting=sum(item.state == "waiting" for item in items),
    )


def still_blind(db: sa.Connection, user_id: int, recording_id: str) -> bool:
    """Whether this person is to score the call without sight of anybody's results, and has not done so yet."""
    return any(item.blind and item.recording_id == recording_id for item in listening.waiting(db, user_id))


def _blind_answers(said: Iterable[Review], card: Evaluation) -> dict[int, dict[str, Outcome]]:
    """By person and criterion, of the current evaluation."""
    given: dict[int, list[Review]] = {}
    for review in said:
        if review.blind and (review.rubric_hash, review.model_hash) == (card.rubric_hash, card.model_hash):
            given.setdefault(review.user_id, []).append(review)
    return {user: answers(theirs, card) for user, theirs in given.items()}


def _least_agreed(one: CriterionAgreement) -> tuple[float, float]:
    people, machine = one.people.value, one.machine.value
    return 1.0 if people is None else people, 1.0 if machine is None else machine


def _compared(
    with_: str, mine: Mapping[str, Outcome], theirs: Mapping[str, Outcome], lines: Iterable[CriterionResult]
) -> Compared:
    both = [line for line in lines if line.criterion in mine and line.criterion in theirs]
    differences = tuple(
        Difference(line.name, mine[line.criterion], theirs[line.criterion])
        for line in both
        if mine[line.criterion] is not theirs[line.criterion]
    )
    return Compared(with_, len(both) - len(differences), len(both), differences)
