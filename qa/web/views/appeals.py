"""申诉: an agent asks within the window, another person than the first decides, an evaluation is added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter
from starlette.responses import Response

from qa.people import appeals, audit, evaluations, users
from qa.people.appeals import Appeal
from qa.people.errors import PeopleError
from qa.people.kinds import AppealState, EvaluatorKind
from qa.people.roles import Permission
from qa.scoring.correction import corrected
from qa.scoring.evaluation import Evaluation, Outcome
from qa.web.errors import NotAllowed, NothingHere, WrongInput
from qa.web.one_call import OneCall, find_call, known_since
from qa.web.standards import known_rubric
from qa.web.table import PAGE_SIZE, Column, TableState
from qa.web.views.call import forbidding, window
from qa.web.visit import Form, SignedIn, Visit

router = APIRouter()
_OPEN_TO = (Permission.APPEAL, Permission.DECIDE_APPEALS)
COLUMNS = (
    Column("call_id", "appeals.call"),
    Column("criterion", "appeals.criterion"),
    Column("", "appeals.asked_by"),
    Column("asked_at", "appeals.asked_at"),
    Column("", "appeals.reason"),
    Column("state", "appeals.state"),
    Column("", "appeals.decide"),
)


@dataclass(frozen=True, slots=True)
class AppealRow:
    """One appeal in the list."""

    appeal: Appeal
    asked_by: str
    decided_by: str
    criterion: str
    """Its name."""
    days_left: int
    """Until a decision is owed; negative: overdue by as many days."""
    obstacle: str
    """Code of why this person cannot decide it; empty: they can."""
    visible: bool
    """Whether this person may see the call."""


@router.get("/appeals")
def show(visit: SignedIn) -> Response:
    """Those of the agent, or all that wait for a decision and what became of the others."""
    if not any(map(visit.may, _OPEN_TO)):
        raise NotAllowed(Permission.DECIDE_APPEALS.value)
    decides = visit.may(Permission.DECIDE_APPEALS)
    names_of = {(row["rubric"], row["criterion"]): row["name"] for row in visit.mart.rows("web_criteria")}
    state = TableState.read("/appeals", visit.request.query_params, columns=COLUMNS, filters=("state",))
    kind = AppealState(state.get("state")) if state.get("state") in set(AppealState) else None
    mine = None if decides else visit.user.id
    with visit.viewer.people.reading() as db:
        order = {"by": state.sort.column, "descending": state.sort.descending} if state.sort else {}
        page = {"limit": PAGE_SIZE, "offset": state.offset}
        found = appeals.list_appeals(db, asked_by=mine, state=kind, **page, **order)  # type: ignore[arg-type]
        total = appeals.count_appeals(db, asked_by=mine, state=kind)
        names = users.names(db)
        obstacles = {appeal.id: _obstacle(db, appeal, visit) for appeal in found}
    ids = sorted({appeal.recording_id for appeal in found})
    seen = {row["recording_id"] for row in visit.mart.rows("web_some_calls", recordings=ids, **visit.scope)}
    rows = [
        AppealRow(
            appeal=appeal,
            asked_by=names.get(appeal.asked_by, "–"),
            decided_by=names.get(appeal.decided_by or 0, ""),
            criterion=names_of.get((appeal.rubric, appeal.criterion), appeal.criterion),
            days_left=(appeal.due_at - visit.now) // timedelta(days=1),
            obstacle=obstacles[appeal.id],
            visible=appeal.recording_id in seen,
        )
        for appeal in found
        if appeal.recording_id in seen or appeal.asked_by == visit.user.id
    ]
    return visit.page(
        "appeals.html", rows=rows, total=total, state=state, columns=COLUMNS, decides=decides, State=AppealState
    )


@router.post("/appeals")
def ask(visit: SignedIn, form: Form) -> Response:
    """Appeal against one criterion of one's own call."""
    visit.need(Permission.APPEAL)
    call = find_call(visit, form["recording"])
    card = call.result.evaluation
    if call.key is None or card is None or call.row["agent"] != visit.user.agent:
        raise NothingHere("appeal")
    criterion, reason = form["criterion"], form["reason"][:1000]
    if criterion not in {line.criterion for line in card.criteria}:
        raise WrongInput("appeal", field="criterion")
    if not reason:
        raise WrongInput("appeal", field="reason")
    since = known_since(visit, call)
    with visit.viewer.people.writing() as db:
        appeal = appeals.ask(
            db,
            call.key,
            call_id=call.row["call_id"],
            criterion=criterion,
            reason=reason,
            asked_by=visit.user.id,
            known_since=since,
            window=window(visit),
            now=visit.now,
        )
        audit.note(
            db,
            visit.user.name,
            "appeal.ask",
            call.id,
            now=visit.now,
            details={"appeal": appeal, "criterion": criterion},
        )
    return visit.go("/appeals")


@router.get("/appeals/{appeal_id}")
def one(visit: SignedIn, appeal_id: int) -> Response:
    """One appeal with the criterion's evidence, for who decides."""
    visit.need(Permission.DECIDE_APPEALS)
    appeal = _appeal(visit, appeal_id)
    call = find_call(visit, appeal.recording_id)
    visit.note("appeal.view", appeal.recording_id, appeal=appeal_id)
    with visit.viewer.people.reading() as db:
        names = users.names(db)
        obstacle = _obstacle(db, appeal, visit)
    card = _card_of(call, appeal)
    line = next((line for line in card.criteria if line.criterion == appeal.criterion), None) if card else None
    context: Mapping[str, Any] = {
        "appeal": appeal,
        "row": call.row,
        "line": line,
        "names": names,
        "obstacle": obstacle,
        "forbids": appeal.criterion in forbidding(visit, call),
        "State": AppealState,
    }
    return visit.page("appeal.html", **context)


@router.post("/appeals/{appeal_id}/decide")
def decide(visit: SignedIn, form: Form, appeal_id: int) -> Response:
    """Uphold or reject; upheld, a corrected evaluation is added beside the machine's."""
    visit.need(Permission.DECIDE_APPEALS)
    appeal = _appeal(visit, appeal_id)
    call = find_call(visit, appeal.recording_id)
    upheld, reason = form["decision"] == "upheld", form["reason"][:1000]
    if form["decision"] not in ("upheld", "rejected") or not reason:
        raise WrongInput("appeal", field="reason" if form["decision"] else "decision")
    card = _card_of(call, appeal)
    outcome = Outcome.CLEAR if appeal.criterion in forbidding(visit, call) else Outcome.MET
    answers = {appeal.criterion: outcome} if upheld else {}
    with visit.viewer.people.writing() as db:
        appeals.decide(db, appeal, upheld=upheld, reason=reason, user_id=visit.user.id, now=visit.now)
        if upheld and card is not None:
            after = corrected(
                card,
                answers,
                reason=reason,
                rubric=known_rubric(visit.viewer.settings.scoring.rubrics, card.rubric_hash),
            )
            evaluations.add_evaluation(
                db,
                appeal.key,
                evaluator=EvaluatorKind.APPEAL,
                user_id=visit.user.id,
                now=visit.now,
                score=after.score,
                max_score=after.max_score,
                fatal=after.fatal,
                band=after.band,
                outcomes={criterion: value.value for criterion, value in answers.items()},
                appeal_id=appeal.id,
            )
        what = {"appeal": appeal_id, "decision": form["decision"]}
        audit.note(db, visit.user.name, "appeal.decide", appeal.recording_id, now=visit.now, details=what)
    return visit.go("/appeals")


@router.post("/appeals/{appeal_id}/withdraw")
def withdraw(visit: SignedIn, form: Form, appeal_id: int) -> Response:
    """Take one's own appeal back."""
    appeal = _appeal(visit, appeal_id)
    if appeal.asked_by != visit.user.id or form["sure"] != "yes":
        raise NothingHere("appeal")
    with visit.viewer.people.writing() as db:
        appeals.withdraw(db, appeal)
        audit.note(
            db, visit.user.name, "appeal.withdraw", appeal.recording_id, now=visit.now, details={"appeal": appeal_id}
        )
    return visit.go("/appeals")


def _appeal(visit: Visit, appeal_id: int) -> Appeal:
    with visit.viewer.people.reading() as db:
        appeal = appeals.get_appeal(db, appeal_id)
    if appeal is None:
        raise NothingHere("appeal")
    return appeal


def _obstacle(db: sa.Connection, appeal: Appeal, visit: Visit) -> str:
    if not visit.may(Permission.DECIDE_APPEALS):
        return "appeals.not_you"
    try:
        appeals.check_decider(db, appeal, visit.user.id)
    except PeopleError as error:
        return "appeals.same_person" if error.code == "P203" else "appeals.decided"
    return ""


def _card_of(call: OneCall, appeal: Appeal) -> Evaluation | None:
    """The evaluation that is appealed, while it is the current one: a later one has an appeal of its own."""
    card = call.result.evaluation
    same = card is not None and (card.rubric_hash, card.model_hash) == (appeal.rubric_hash, appeal.model_hash)
    return card if same else None
