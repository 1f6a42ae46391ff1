"""复核: the queue, one call after the other, and what people said of the machine's findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from qa.people import audit, evaluations, listening, reviews, users
from qa.people.agreement import CriterionAgreement, agreement
from qa.people.answers import answers
from qa.people.kinds import EvaluatorKind, ItemState, Verdict
from qa.people.listening import Progress
from qa.people.reviews import WHOLE
from qa.people.roles import Permission, Role
from qa.scoring.correction import corrected
from qa.scoring.evaluation import CriterionResult, Finding, Outcome
from qa.warehouse.mart import Sort
from qa.web.blind import Answered, Finished, PlanAgreement, answered, finished, plan_agreement, still_blind
from qa.web.errors import NothingHere, WrongInput
from qa.web.one_call import OneCall, find_call
from qa.web.queue import AUTOMATIC, Waiting, first_plan, plans, queue
from qa.web.standards import known_rubric
from qa.web.table import PAGE_SIZE, Column, TableState
from qa.web.verdicts import Said, verdicts
from qa.web.views.call import call_page, forbidding
from qa.web.visit import Form, Posted, SignedIn, Visit

router = APIRouter()
_AGREEMENT_OVER = timedelta(days=90)
_EVALUATOR = {Role.TEAM_LEADER: EvaluatorKind.TEAM_LEADER, Role.EXPERT: EvaluatorKind.EXPERT}
"""As whom a person scores; everybody else as an analyst."""
_ANSWERS = (Outcome.MET, Outcome.MISSED, Outcome.CLEAR, Outcome.VIOLATED, Outcome.NOT_APPLICABLE)


COLUMNS = (
    Column("call_id", "calls.call"),
    Column("why", "review.why"),
    Column("agent", "calls.agent"),
    Column("queue", "calls.queue"),
    Column("start_local", "calls.start"),
    Column("seconds", "calls.length", number=True),
    Column("percent", "calls.score", number=True),
    Column("coverage", "calls.coverage", number=True),
)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All that `review.html` is given."""

    plan: int
    plans: tuple[Progress, ...]
    waiting: tuple[Waiting, ...]
    """All of them; the first one is the next to hear."""
    state: TableState
    columns: tuple[Column, ...]
    shown: tuple[Waiting, ...]
    """Those of this page of the table."""
    agreement: tuple[CriterionAgreement, ...]
    criteria: dict[tuple[str, str], str]
    """Names by rubric and criterion."""
    reviewed: int
    """Calls that somebody reviewed in the last ninety days."""
    finished: Finished | None
    """The call that was just scored blind."""
    calibration: PlanAgreement | None
    """Of the plan shown, once this person has scored all their calls of it."""


@router.get("/review")
def show(visit: SignedIn) -> Response:
    """The queue, how far each plan is, and how far people and machine agree; what is planned comes first."""
    visit.need(Permission.REVIEW)
    asked = visit.request.query_params.get("plan", "")
    plan = _plan(asked) if asked else first_plan(visit)
    with visit.viewer.people.reading() as db:
        lately = reviews.reviews_since(db, visit.now - _AGREEMENT_OVER)
    state = TableState.read("/review", visit.request.query_params, columns=COLUMNS, filters=("plan",))
    waiting = queue(visit, plan)
    ordered = sorted(waiting, key=_place(state.sort), reverse=state.sort.descending) if state.sort else waiting
    page = ReviewPage(
        plan=plan,
        plans=plans(visit),
        waiting=waiting,
        state=state,
        columns=COLUMNS,
        shown=tuple(ordered[state.offset : state.offset + PAGE_SIZE]),
        agreement=agreement(lately),
        criteria={(row["rubric"], row["criterion"]): row["name"] for row in visit.mart.rows("web_criteria")},
        reviewed=len({review.recording_id for review in lately}),
        finished=_just_finished(visit),
        calibration=plan_agreement(visit, plan) if plan != AUTOMATIC else None,
    )
    return visit.page("review.html", page=page, automatic=AUTOMATIC)


@router.get("/review/{recording_id}")
def one(visit: SignedIn, recording_id: str) -> Response:
    """One call of the queue."""
    visit.need(Permission.REVIEW)
    plan = _plan(visit.request.query_params.get("plan", ""))
    call = find_call(visit, recording_id)
    waiting = queue(visit, plan)
    item = next((w.item for w in waiting if w.recording_id == recording_id), None)
    left = len([w for w in waiting if w.recording_id != recording_id])
    visit.note("call.view", recording_id, numbers=call.unmasked, review=True)
    page = call_page(visit, call, item=item, plan=plan, left=left, reviewing=True)
    here = next((w for w in waiting if w.recording_id == recording_id), None)
    before, open_ = _just_finished(visit), "open" in visit.request.query_params
    return visit.page("review_call.html", page=page, here_waiting=here, finished=before, open=open_)


@router.post("/review/{recording_id}/done")
def done(visit: SignedIn, form: Form, recording_id: str) -> Response:
    """Done with a call, or past it: on to the next one. Who scores blind is done when every criterion is answered."""
    visit.need(Permission.REVIEW)
    call = find_call(visit, recording_id)
    plan = _plan(form["plan"])
    state = ItemState.SKIPPED if form["state"] == "skipped" else ItemState.DONE
    with visit.viewer.people.reading() as db:
        blind = still_blind(db, visit.user.id, call.id)
        said = reviews.reviews_of_call(db, call.id)
    card = call.result.evaluation
    missing = answered(said, visit.user.id, card).missing if blind and card else ""
    if missing and state is ItemState.DONE:
        return visit.go(f"/review/{recording_id}?plan={plan}&open=yes#c-{missing}")
    waiting = queue(visit, plan)
    at = next((i for i, w in enumerate(waiting) if w.recording_id == recording_id), -1)
    item = waiting[at].item if at >= 0 else None
    with visit.viewer.people.writing() as db:
        if state is ItemState.DONE:
            _evaluate(db, visit, call)
        if item is not None:
            listening.finish(db, item, user_id=visit.user.id, now=visit.now, state=state)
        audit.note(
            db, visit.user.name, "review.done", recording_id, now=visit.now, details={"state": state, "plan": plan}
        )
    rest = [w for w in waiting[at + 1 :] if w.recording_id != recording_id] or [
        w for w in waiting if w.recording_id != recording_id
    ]
    kept = {"plan": str(plan) if plan else "", "after": recording_id if blind and state is ItemState.DONE else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    return visit.go((f"/review/{rest[0].recording_id}" if rest else "/review") + (f"?{query}" if query else ""))


@router.post("/calls/{recording_id}/reviews")
def save(visit: SignedIn, form: Form, recording_id: str) -> Response:
    """Keep what a person says of a finding, of a criterion or of the call; the form as it is now."""
    visit.need(Permission.REVIEW)
    call = find_call(visit, recording_id)
    if call.key is None or call.result.evaluation is None:
        raise NothingHere("evaluation")
    line, position = _criterion(call, form["criterion"]), form.number("position")
    finding = _finding(line, position)
    verdict, answer = _verdict(form), _answer(form)
    if (verdict is None) == (finding is not None) or (line is not None and finding is None and not answer):
        raise WrongInput(recording_id, field="verdict")
    with visit.viewer.people.writing() as db:
        blind = still_blind(db, visit.user.id, recording_id)
        reviews.add_review(
            db,
            call.key,
            form["criterion"],
            user_id=visit.user.id,
            now=visit.now,
            machine=line.outcome.value if line else "",
            position=position if finding else WHOLE,
            phrase=finding.phrase if finding else "",
            verdict=verdict,
            answer=answer,
            reason=form["reason"][:2000],
            blind=blind,
        )
        what = {"criterion": form["criterion"], "position": position, "verdict": verdict, "answer": answer}
        audit.note(db, visit.user.name, "review.save", recording_id, now=visit.now, details=what)
        said = reviews.reviews_of_call(db, recording_id)
        names = users.names(db)
    target = f"{form['criterion']}:{position}" if finding else form["criterion"]
    shown = verdicts(said, visit.user.id, names, call.result.evaluation, blind=blind).of(target)
    again = _again(visit, call, form["criterion"], position if finding else WHOLE, shown)
    if blind:
        again += _progress(visit, answered(said, visit.user.id, call.result.evaluation))
    return HTMLResponse(again)


def _just_finished(visit: Visit) -> Finished | None:
    """The call that the address says was scored blind just now, if this person did so."""
    after = visit.request.query_params.get("after", "")
    rows = visit.mart.rows("web_call", recording=after, **visit.scope) if after else []
    return finished(visit, find_call(visit, after)) if rows else None


def _progress(visit: Visit, done: Answered) -> str:
    macros = visit.viewer.templates.get_template("macros/verdict.html").module
    return str(macros.answered(done, visit.language, elsewhere=True))  # type: ignore[attr-defined]


def _place(sort: Sort) -> Callable[[Waiting], tuple[bool, Any]]:
    """Where a call stands in the queue's table; what a blind reviewer may not know puts nothing in order."""

    def place(one: Waiting) -> tuple[bool, Any]:
        if sort.column == "why":
            return True, one.why or one.why_key
        hidden = one.item is not None and one.item.blind and sort.column in ("percent", "coverage")
        value = None if hidden else one.row[sort.column]
        return value is not None, value if value is not None else 0

    return place


def _evaluate(db: sa.Connection, visit: Visit, call: OneCall) -> None:
    """Add what the person's answers come to beside the machine's evaluation, where they say something new."""
    key, card = call.key, call.result.evaluation
    if key is None or card is None:
        return
    said = [
        review
        for review in reviews.reviews_of_call(db, call.id)
        if (review.user_id, review.rubric_hash, review.model_hash) == (visit.user.id, key.rubric_hash, key.model_hash)
    ]
    mine = answers(said, card)
    if not mine:
        return
    differing = {
        line.criterion: mine[line.criterion]
        for line in card.criteria
        if mine.get(line.criterion) not in (None, line.outcome)
    }
    outcomes = {criterion: outcome.value for criterion, outcome in differing.items()}
    earlier = [
        one
        for one in evaluations.evaluations_of_call(db, call.id)
        if one.user_id == visit.user.id and one.appeal_id is None and one.rubric_hash == key.rubric_hash
    ]
    if earlier and dict(earlier[-1].outcomes) == outcomes:
        return
    rubric = known_rubric(visit.viewer.settings.scoring.rubrics, card.rubric_hash)
    after = corrected(card, differing, reason="复核", rubric=rubric) if differing else card
    evaluations.add_evaluation(
        db,
        key,
        evaluator=_EVALUATOR.get(visit.user.role, EvaluatorKind.ANALYST),
        user_id=visit.user.id,
        now=visit.now,
        score=after.score,
        max_score=after.max_score,
        fatal=after.fatal,
        band=after.band,
        outcomes=outcomes,
    )


def _again(visit: Visit, call: OneCall, criterion: str, position: int, said: Said) -> str:
    macros = visit.viewer.templates.get_template("macros/verdict.html").module
    t, outcomes = visit.language, visit.viewer.templates.globals["OUTCOME"]
    if position == WHOLE:
        forbids = criterion in forbidding(visit, call)
        return str(macros.answer(call.id, criterion, forbids, said, t, t.say, outcomes))  # type: ignore[attr-defined]
    finding = f"{criterion}:{position}"
    return str(
        macros.finding_verdict(call.id, criterion, finding, position, said, t, t.say, outcomes)  # type: ignore[attr-defined]
    )


def _plan(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else AUTOMATIC


def _criterion(call: OneCall, criterion: str) -> CriterionResult | None:
    """The line of the scorecard; None for a comment on the call as a whole."""
    if not criterion:
        return None
    lines = call.result.evaluation.criteria if call.result.evaluation else ()
    found = next((line for line in lines if line.criterion == criterion), None)
    if found is None:
        raise WrongInput(call.id, field="criterion")
    return found


def _finding(line: CriterionResult | None, position: int) -> Finding | None:
    if line is None or position == WHOLE:
        return None
    if not 0 <= position < len(line.findings):
        raise WrongInput(line.criterion, field="position")
    return line.findings[position]


def _verdict(form: Posted) -> Verdict | None:
    return Verdict(form["verdict"]) if form["verdict"] in set(Verdict) else None


def _answer(form: Posted) -> str:
    return form["answer"] if form["answer"] in _ANSWERS else ""
