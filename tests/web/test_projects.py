"""改进项目: started from a closed month's indicator, kept beside the indicator month by month."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.month.closes import read_close
from qa.month.indicators import wilson
from qa.people import audit, projects
from qa.people.projects import Project
from qa.people.tables import PROJECT_STEPS, PROJECTS
from qa.report.project_view import Reached, against, project_view
from tests.web.centre import EVIL, Centre

MONTH = "2026-11"


@pytest.fixture(autouse=True)
def _fresh(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        db.execute(PROJECT_STEPS.delete())
        db.execute(PROJECTS.delete())


@pytest.fixture
def form(centre: Centre) -> dict[str, str]:
    indicator = read_close(centre.settings.data / "months", MONTH).indicators[0]
    about = {"month": MONTH, "rubric": indicator.rubric, "criterion": indicator.criterion}
    return {**about, "title": "等待前先说明", "owner": "analyst", "target": "92.5", "due": "2099-03-31", "note": "周会"}


@pytest.fixture
def project(centre: Centre, form: dict[str, str]) -> Project:
    assert centre.post(centre.client("manager"), "/projects", **form) == 303
    return everything(centre)[0]


def everything(centre: Centre) -> tuple[Project, ...]:
    with centre.people.reading() as db:
        return projects.projects(db)


def audited(centre: Centre, action: str) -> tuple[str, dict[str, object]]:
    with centre.people.reading() as db:
        line = audit.lines(db, action=action)[0]
    return line.actor, json.loads(line.details)


@pytest.mark.parametrize(("user", "status"), [("expert", 303), ("analyst", 403), ("leader", 403), ("agent", 403)])
def test_who_starts_a_project(centre: Centre, form: dict[str, str], user: str, status: int) -> None:
    client = centre.client(user)
    assert centre.post(client, "/projects", **form) == status
    asked = {name: form[name] for name in ("month", "rubric", "criterion")}
    assert client.get("/projects/new", params=asked).status_code == (200 if status == 303 else 403)
    assert len(everything(centre)) == (status == 303)


def test_a_project_is_reached_from_the_month_and_keeps_what_was_asked(centre: Centre, project: Project) -> None:
    assert (project.target, project.owner, project.month) == (0.925, "analyst", MONTH)
    client = centre.client("manager")
    assert f"/projects#project-{project.id}" in client.get("/month").text
    page = client.get("/projects").text
    for seen in ("等待前先说明", "目标 92 %", "期限 2099-03-31", "2026-11 月结列为重点"):
        assert seen in page
    assert audited(centre, "project.make")[0] == "manager"
    assert centre.client("leader").get("/projects").status_code == 403
    assert centre.client("agent").get("/projects").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"owner": " "}, {"target": "0"}, {"target": "101"}, {"target": "nan"}, {"target": "viel"},
        {"due": "31.3."}, {"due": "9999-01-01"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_starts_nothing(centre: Centre, form: dict[str, str], wrong: dict[str, str]) -> None:
    assert centre.post(centre.client("manager"), "/projects", **{**form, **wrong}) == 422
    assert everything(centre) == ()


@pytest.mark.parametrize("wrong", [{"month": "2020-01"}, {"month": "../.."}, {"criterion": "nobody"}, {"rubric": "x"}])
def test_a_project_is_of_an_indicator_of_a_closed_month(
    centre: Centre, form: dict[str, str], wrong: dict[str, str]
) -> None:
    assert centre.post(centre.client("manager"), "/projects", **{**form, **wrong}) == 404


def test_the_owner_notes_progress_and_only_the_lead_changes_the_project(centre: Centre, project: Project) -> None:
    address = f"/projects/{project.id}"
    step = {"what": "step", "month": "2026-12", "note": f"三个班组听了示范 {EVIL}"}
    assert centre.post(centre.client("analyst"), address, **step) == 303
    assert centre.post(centre.client("second_analyst"), address, **step) == 403
    assert centre.post(centre.client("agent"), address, **step) == 404
    assert centre.post(centre.client("analyst"), address, what="done") == 403
    page = centre.client("analyst").get("/projects").text
    assert "三个班组听了示范 &lt;script&gt;" in page
    amended = {"title": "等待前先说明", "owner": "expert", "target": "95", "due": "", "note": ""}
    assert centre.post(centre.client("expert"), address, what="amend", **amended) == 303
    assert everything(centre)[0].target == 0.95
    assert audited(centre, "project.amend")[1]["before"] != audited(centre, "project.amend")[1]["after"]
    assert centre.post(centre.client("manager"), address, what="done") == 303
    assert "等待前先说明" not in centre.client("manager").get("/projects").text
    assert "等待前先说明" in centre.client("manager").get("/projects?state=all").text
    assert audited(centre, "project.done")[0] == "manager"


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": "step", "month": "2026-13", "note": "x"},
        {"what": "step", "month": "2026-12", "note": ""},
        {"what": "burn"},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(centre: Centre, project: Project, wrong: dict[str, str]) -> None:
    assert centre.post(centre.client("manager"), f"/projects/{project.id}", **wrong) == 422
    assert centre.post(centre.client("manager"), "/projects/999", what="done") == 404


@given(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.one_of(st.none(), st.floats(0.001, 1.0)),
)
def test_surely_reached_means_the_whole_interval(counts: tuple[int, int], target: float | None) -> None:
    passed, judged = counts
    low, high = wilson(passed, judged)
    found = against(low, passed / judged, high, target)
    assert (found is Reached.UNKNOWN) is (target is None)
    if target is not None:
        assert (found is Reached.SURELY) is (low >= target)
        assert (found is Reached.NOT) is (high < target)
        assert (found in (Reached.SURELY, Reached.PERHAPS)) is (passed / judged >= target)


def test_months_after_the_one_that_named_it_are_those_of_the_project() -> None:
    rows = [{"month": f"2026-{n:02d}", "judged": 1000, "passed": 800 + 20 * n} for n in range(1, 6)]
    view = project_view(rows, since="2026-03", target=0.85)
    assert [(m.month, m.during, m.change) for m in view.months][:3] == [
        ("2026-05", True, "+4.0"), ("2026-04", True, "+2.0"), ("2026-03", False, "–"),
    ]  # fmt: skip
    assert view.now is not None
    assert view.now.reached is Reached.SURELY
    assert all(0 <= y <= 88 for _, y, _, _ in view.points)
    assert view.target is not None
    assert project_view([], since="2026-03", target=None).now is None
