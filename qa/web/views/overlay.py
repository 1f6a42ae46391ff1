"""分值调整: the points that a month proposes for the next one, which a manager may change."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from qa.month import overlays
from qa.month.closes import list_closes, read_close
from qa.month.overlays import Draft
from qa.month.shape import MonthClose
from qa.people.kinds import Decision
from qa.people.roles import Permission
from qa.rubric.criterion import Criterion
from qa.rubric.overlay import MOST
from qa.web.errors import NothingHere, WrongInput
from qa.web.standards import rubrics_in
from qa.web.visit import Form, SignedIn, Visit

router = APIRouter()
_FIELD = "points:"
"""Begins a field: `points:<rubric>:<criterion>`."""


@dataclass(frozen=True, slots=True)
class PointsLine:
    """One criterion in the form."""

    field: str
    criterion: Criterion
    section: str
    proposed: float
    wanted: float
    least: float
    most: float
    because: str


@dataclass(frozen=True, slots=True)
class RubricDraft:
    """One rubric in the form."""

    name: str
    draft: Draft
    lines: tuple[PointsLine, ...]


@router.get("/month/overlay")
def edit(visit: SignedIn) -> Response:
    """The proposal with the points that stand in the address, and whether they may be accepted."""
    visit.need(Permission.CLOSE_MONTH)
    query = visit.request.query_params
    close, drafts = _drafts(visit, query.get("month", ""), query.items())
    return _page(visit, close, drafts, reason=query.get("reason", ""))


@router.post("/month/overlay")
def decide(visit: SignedIn, form: Form) -> Response:
    """Accept what the month proposes for the next one's points, accept it with other points, or refuse it."""
    visit.need(Permission.CLOSE_MONTH)
    close, drafts = _drafts(visit, form["month"], form.items() if form["decision"] == Decision.AMENDED else ())
    folder, reason = visit.viewer.settings.scoring.rubrics, form["reason"][:2000]
    if form["decision"] not in set(Decision):
        raise WrongInput(close.month, field="decision")
    if form["decision"] == Decision.AMENDED and any(one.draft.problems for one in drafts):
        return _page(visit, close, drafts, reason=reason, status=422)
    if form["decision"] != Decision.ACCEPTED and not reason:
        raise WrongInput(close.month, field="reason")
    by, proposed = visit.user, tuple(one.draft.proposal for one in drafts)
    with visit.viewer.people.writing() as db:
        match Decision(form["decision"]):
            case Decision.ACCEPTED:
                overlays.accept(db, close, proposed, folder=folder, by=by, now=visit.now)
            case Decision.AMENDED:
                made = [one.draft for one in drafts]
                overlays.amend(db, close, made, folder=folder, reason=reason, by=by, now=visit.now)
            case Decision.REFUSED:
                overlays.refuse(db, close, reason=reason, by=by, now=visit.now)
    return visit.go(f"/month?month={close.month}#overlay")


def _page(
    visit: Visit, close: MonthClose, drafts: tuple[RubricDraft, ...], *, reason: str, status: int = 200
) -> Response:
    return visit.page("overlay.html", status=status, month=close.month, drafts=drafts, reason=reason)


def _drafts(visit: Visit, month: str, fields: Iterable[tuple[str, str]]) -> tuple[MonthClose, tuple[RubricDraft, ...]]:
    folder = visit.viewer.settings.data / "months"
    if month not in (dict(list_closes(folder)) if folder.is_dir() else {}):
        raise NothingHere("month")
    close, loaded = read_close(folder, month), rubrics_in(visit.viewer.settings.scoring.rubrics)
    rubrics = {one.rubric.rubric: one.rubric for one in loaded}
    asked = {name: _points(name, value) for name, value in fields if name.startswith(_FIELD) and value.strip()}
    found = []
    for proposed in overlays.proposals(close, loaded):
        rubric, overlay = rubrics[proposed.overlay.rubric], proposed.overlay
        lines = tuple(
            PointsLine(
                field=field,
                criterion=criterion,
                section=section.name,
                proposed=overlay.points.get(criterion.id, criterion.points),
                wanted=asked.get(field, overlay.points.get(criterion.id, criterion.points)),
                least=criterion.points / MOST,
                most=criterion.points * MOST,
                because=overlay.because.get(criterion.id, ""),
            )
            for section, criterion in rubric.criteria()
            if criterion.points and not criterion.fatal
            for field in [f"{_FIELD}{overlay.rubric}:{criterion.id}"]
        )
        wanted = {line.criterion.id: line.wanted for line in lines}
        found.append(RubricDraft(proposed.name, overlays.draft(proposed, rubric, wanted), lines))
    return close, tuple(found)


def _points(name: str, text: str) -> float:
    try:
        points = float(text)
    except ValueError:
        points = math.nan
    if not 0 <= points < 1e6:
        raise WrongInput("overlay", field=name.removeprefix(_FIELD))
    return points
