"""改进项目: what is done about a weak indicator, each month beside the indicator itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, TypedDict

from fastapi import APIRouter
from starlette.responses import Response

from qa.month.closes import list_closes, read_close
from qa.month.proposal import next_month
from qa.month.shape import IndicatorMonth
from qa.people import audit, projects, users
from qa.people.kinds import PlanState
from qa.people.projects import Project, ProjectStep
from qa.people.roles import Permission
from qa.report.project_view import ProjectMonth, ProjectView, project_view
from qa.web.errors import NotAllowed, NothingHere, WrongInput
from qa.web.visit import Form, Posted, SignedIn, Visit

router = APIRouter()
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_ALL_MONTHS = "9999-12"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of a project."""

    month: str
    of: ProjectMonth | None
    """None where the indicator was not judged."""
    steps: tuple[ProjectStep, ...]


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in the list."""

    project: Project
    name: str
    """Of the criterion."""
    failing: str
    """The outcome of its that means failure."""
    view: ProjectView
    rows: tuple[MonthRow, ...]
    """The month that named the indicator and those since, the newest first."""
    late: bool
    changes: bool
    """Whether this person may change it."""
    notes: bool
    """Whether this person may note what was done."""


class _About(TypedDict):
    title: str
    owner: str
    target: float | None
    due_at: datetime | None
    note: str


@router.get("/projects")
def show(visit: SignedIn) -> Response:
    """Those under way, or all."""
    visit.need(Permission.SEE_MONTH)
    everything = visit.request.query_params.get("state") == "all"
    with visit.viewer.people.reading() as db:
        found = projects.projects(db, state=None if everything else PlanState.OPEN)
        done, names = projects.steps(db, [project.id for project in found]), users.names(db)
    criteria = {(row["rubric"], row["criterion"]): row for row in visit.mart.rows("web_criteria")}
    months = _months(visit)
    lines = tuple(
        _line(visit, project, criteria.get(_key(project)), months.get(_key(project), []), done) for project in found
    )
    this_month = f"{visit.viewer.local(visit.now):%Y-%m}"
    return visit.page("projects.html", lines=lines, everything=everything, names=names, this_month=this_month)


@router.get("/projects/new")
def ask(visit: SignedIn) -> Response:
    """The form for a new one, filled in from the month's close."""
    visit.need(Permission.LEAD_PROJECTS)
    query = visit.request.query_params
    month, indicator = _indicator(visit, query.get("month", ""), query.get("rubric", ""), query.get("criterion", ""))
    with visit.viewer.people.reading() as db:
        owners = tuple(user.name for user in users.list_users(db) if user.active and user.may(Permission.COACH))
    return visit.page("project_new.html", month=month, indicator=indicator, owners=owners, after=next_month(month))


@router.post("/projects")
def make(visit: SignedIn, form: Form) -> Response:
    """A new project for an indicator of a closed month."""
    visit.need(Permission.LEAD_PROJECTS)
    month, indicator = _indicator(visit, form["month"], form["rubric"], form["criterion"])
    about, key = _about(visit, form), {"rubric": indicator.rubric, "criterion": indicator.criterion}
    with visit.viewer.people.writing() as db:
        made = projects.make_project(db, month, **key, **about, made_by=visit.user.id, now=visit.now)
        audit.note(db, visit.user.name, "project.make", str(made), now=visit.now, details={**key, **about})
    return visit.go(f"/projects#project-{made}")


@router.post("/projects/{project_id}")
def change(visit: SignedIn, form: Form, project_id: int) -> Response:
    """Note what was done in a month; change the project, end it or open it again."""
    with visit.viewer.people.reading() as db:
        project = projects.get_project(db, project_id)
    if project is None or not visit.may(Permission.SEE_MONTH):
        raise NothingHere("project")
    what = form["what"]
    if not (_may_note(visit, project) if what == "step" else visit.may(Permission.LEAD_PROJECTS)):
        raise NotAllowed(Permission.LEAD_PROJECTS.value)
    details: dict[str, object]
    with visit.viewer.people.writing() as db:
        match what:
            case "step":
                month, note = form["month"], form["note"][:2000]
                if not _MONTH.fullmatch(month) or not note:
                    raise WrongInput("project", field="note" if _MONTH.fullmatch(month) else "month")
                projects.note_step(db, project_id, month, note, noted_by=visit.user.id, now=visit.now)
                details = {"month": month, "note": note}
            case "amend":
                about = _about(visit, form)
                projects.amend_project(db, project_id, **about)
                details = {"before": {name: asdict(project)[name] for name in about}, "after": about}
            case "open" | "done" | "dropped":
                projects.set_state(db, project_id, PlanState(what))
                details = {"state": what}
            case _:
                raise WrongInput("project", field="what")
        audit.note(db, visit.user.name, f"project.{what}", str(project_id), now=visit.now, details=details)
    suffix = "" if what in ("step", "amend", "open") else "?state=all"
    return visit.go(f"/projects{suffix}#project-{project_id}")


def _line(
    visit: Visit,
    project: Project,
    known: Mapping[str, Any] | None,
    rows: list[dict[str, Any]],
    done: Iterable[ProjectStep],
) -> ProjectLine:
    view = project_view(rows, since=project.month, target=project.target)
    steps = _by_month(step for step in done if step.project_id == project.id)
    judged = {month.month: month for month in view.months if month.month >= project.month or month.month in steps}
    return ProjectLine(
        project=project,
        name=known["name"] if known else project.criterion,
        failing="violated" if known and known["forbids"] else "missed",
        view=view,
        rows=tuple(
            MonthRow(month, judged.get(month), steps.get(month, ()))
            for month in sorted({*judged, *steps}, reverse=True)
        ),
        late=project.due_at is not None and project.due_at < visit.now and project.state is PlanState.OPEN,
        changes=visit.may(Permission.LEAD_PROJECTS),
        notes=_may_note(visit, project),
    )


def _key(project: Project) -> tuple[str, str]:
    return project.rubric, project.criterion


def _may_note(visit: Visit, project: Project) -> bool:
    return visit.may(Permission.LEAD_PROJECTS) or project.owner == visit.user.name


def _months(visit: Visit) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in visit.mart.rows("web_indicator_months", month=_ALL_MONTHS):
        found.setdefault((row["rubric"], row["criterion"]), []).append(row)
    return found


def _by_month(steps: Iterable[ProjectStep]) -> dict[str, tuple[ProjectStep, ...]]:
    found: dict[str, tuple[ProjectStep, ...]] = {}
    for step in steps:
        found[step.month] = (*found.get(step.month, ()), step)
    return found


def _indicator(visit: Visit, month: str, rubric: str, criterion: str) -> tuple[str, IndicatorMonth]:
    folder = visit.viewer.settings.data / "months"
    closed = dict(list_closes(folder)) if folder.is_dir() else {}
    if month not in closed:
        raise NothingHere("month")
    wanted = rubric, criterion
    found = next((i for i in read_close(folder, month).indicators if (i.rubric, i.criterion) == wanted), None)
    if found is None:
        raise NothingHere("indicator")
    return month, found


def _about(visit: Visit, form: Posted) -> _About:
    title, owner = form["title"][:200], form["owner"][:200]
    if not title or not owner:
        raise WrongInput("project", field="owner" if title else "title")
    return _About(
        title=title,
        owner=owner,
        target=_share(form["target"]),
        due_at=_due(visit, form["due"]),
        note=form["note"][:2000],
    )


def _share(text: str) -> float | None:
    if not text:
        return None
    try:
        percent = float(text)
    except ValueError:
        percent = -1.0
    if not 0 < percent <= 100:
        raise WrongInput("project", field="target")
    return percent / 100


def _due(visit: Visit, text: str) -> datetime | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongInput("project", field="due") from None
    if not 2000 <= day.year < 2100:
        raise WrongInput("project", field="due")
    # Until the end of that day.
    return datetime.combine(day, time(23, 59), visit.viewer.zone)
