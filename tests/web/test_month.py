"""月度: a closed month for those who may see the ranking."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.month.closes import list_closes, read_close
from qa.month.overlays import proposals
from qa.month.shape import IndicatorMonth, MonthClose, SiteMonth
from qa.people import audit, coaching
from qa.people.tables import COACHING_PLANS, COACHING_SESSIONS, OVERLAYS
from qa.report.control_chart import Rate, control_charts, limits
from qa.report.funnel import funnel
from qa.report.month_focus import last_focus, ranks
from qa.rubric.overlay import parse_overlay
from qa.settings import ScoringSettings
from qa.web.app import create_app
from qa.web.standards import rubrics_in
from qa.web.views import month as month_view
from qa.web.views import overlay as overlay_view
from tests.web.centre import ORIGIN, PASSWORD, Centre

MONTH = "2026-11"
WEAK = IndicatorMonth(
    rubric="telecom_hotline", criterion="greeting", name="规范问候", section="开头语", fatal=False, judged=200,
    passed=80, cannot_judge=0, rate=0.4, low=0.33, high=0.47, points_lost=3.6, key=True,
)  # fmt: skip
STRONG = replace(WEAK, criterion="farewell", name="规范结束语", passed=199, rate=0.995, low=0.97, high=1.0, key=False)


@pytest.mark.parametrize(("user", "status"), [("manager", 200), ("analyst", 200), ("leader", 403), ("agent", 403)])
def test_who_sees_the_ranking(centre: Centre, user: str, status: int) -> None:
    assert centre.client(user).get("/month").status_code == status


def test_the_last_closed_month_with_intervals_and_ways_to_the_calls(centre: Centre) -> None:
    page = centre.client("manager").get("/month").text
    assert "/calls?agent=1002" in page
    assert "/month?month=2026-11" in page
    assert page.count("<svg") > 5


@pytest.mark.parametrize("month", ["2020-01", "../../etc", "2026-13"])
def test_a_month_that_was_not_closed(centre: Centre, month: str) -> None:
    assert centre.client("manager").get(f"/month?month={month}").status_code == 404


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    """A close never changes, and is remembered; the tests put others in its place."""
    month_view._shown.cache_clear()
    yield
    month_view._shown.cache_clear()


def closed(centre: Centre) -> MonthClose:
    return read_close(centre.settings.data / "months", MONTH)


def audited(centre: Centre, action: str) -> list[str]:
    with centre.people.reading() as db:
        return [line.actor for line in audit.lines(db, action=action)]


def test_a_manager_closes_a_month_and_that_is_noted(centre: Centre) -> None:
    client = centre.client("manager")
    assert "/month/close" in client.get("/month").text
    before = list_closes(centre.settings.data / "months")
    assert centre.post(client, "/month/close", month=MONTH) == 303
    # The same calls give the same close: no new revision.
    assert list_closes(centre.settings.data / "months") == before
    assert audited(centre, "month.close")[0] == "manager"


@pytest.mark.parametrize("month", ["2020-01", "../../etc", "", "2026-13"])
def test_a_month_without_calls_is_not_closed(centre: Centre, month: str) -> None:
    assert centre.post(centre.client("manager"), "/month/close", month=month) == 422


@pytest.mark.parametrize("user", ["analyst", "expert", "admin", "leader", "agent"])
def test_nobody_else_closes_or_decides(centre: Centre, user: str) -> None:
    client = centre.client(user)
    assert "/month/close" not in client.get("/month").text
    assert centre.post(client, "/month/close", month=MONTH) == 403
    assert centre.post(client, "/month/overlay", month=MONTH, decision="accepted") == 403


@pytest.fixture
def proposing(centre: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Centre, Path]]:
    """The centre with rubrics of its own and a month whose greeting is weak."""
    rubrics = tmp_path / "rubrics"
    shutil.copytree("rubrics", rubrics)

    def read(*args: Any) -> MonthClose:
        return replace(read_close(*args), indicators=(WEAK, STRONG))

    for view in (month_view, overlay_view):
        monkeypatch.setattr(view, "read_close", read)
    settings = centre.settings.model_copy(update={"scoring": ScoringSettings(rubrics=rubrics)})
    yield Centre(settings, centre.people, create_app(settings, people=centre.people)), rubrics
    with centre.people.writing() as db:
        db.execute(OVERLAYS.delete())


def test_what_the_month_proposes_is_accepted_and_takes_effect(proposing: tuple[Centre, Path]) -> None:
    centre, rubrics = proposing
    client = centre.client("manager")
    page = client.get("/month").text
    assert "2026-12 的分值调整建议" in page
    assert page.count("▲") == 1
    assert "尚未决定" in centre.client("analyst").get("/month").text
    assert centre.post(client, "/month/overlay", month=MONTH, decision="accepted") == 303
    (written,) = (rubrics / "overlays").iterdir()
    assert 'overlay: "2026-12"' in written.read_text(encoding="utf-8")
    page = client.get("/month").text
    assert "manager 于" in page
    assert 'value="accepted"' not in page
    assert audited(centre, "overlay.accepted")[0] == "manager"
    # Accepted twice: the file is there already, and that is said.
    assert centre.post(client, "/month/overlay", month=MONTH, decision="accepted") == 422


def test_a_manager_changes_the_proposal_and_sees_it_before_it_counts(proposing: tuple[Centre, Path]) -> None:
    centre, rubrics = proposing
    client = centre.client("manager")
    assert f"/month/overlay?month={MONTH}" in client.get("/month").text
    asked = client.get(f"/month/overlay?month={MONTH}").text
    field = "points:telecom_hotline:"
    (proposed,) = proposals(replace(closed(centre), indicators=(WEAK, STRONG)), rubrics_in(rubrics))
    points = {change.criterion: change for change in proposed.changes}
    up, down = points["greeting"], next(change for change in proposed.changes if change.after < change.before)
    # Half a point less than proposed, and nothing to balance it: the total is wrong, and nothing is kept.
    less = {f"{field}greeting": f"{up.after - 0.5:g}"}
    seen = client.get("/month/overlay", params={"month": MONTH, **less}).text
    assert "✕ 总分" in seen
    assert "disabled" in seen
    assert "✓ 总分" in asked
    form = {"month": MONTH, "decision": "amended", "reason": "先加一半"}
    assert centre.post(client, "/month/overlay", **form, **less) == 422
    assert not (rubrics / "overlays").exists()
    balanced = {**less, f"{field}{down.criterion}": f"{down.after + 0.5:g}"}
    assert "✓ 总分" in client.get("/month/overlay", params={"month": MONTH, **balanced}).text
    assert centre.post(client, "/month/overlay", month=MONTH, decision="amended", **balanced) == 422
    assert centre.post(client, "/month/overlay", **form, **balanced) == 303
    (written,) = (rubrics / "overlays").iterdir()
    assert parse_overlay(written.read_text(encoding="utf-8"), "x").points["greeting"] == up.after - 0.5
    page = client.get("/month").text
    assert "修改后接受" in page
    assert "先加一半" in page
    assert page.count("<caption") > asked.count("<caption")
    assert audited(centre, "overlay.amended") == ["manager"]


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "viel", "1e9"])
def test_points_that_are_no_points_are_refused(proposing: tuple[Centre, Path], value: str) -> None:
    centre, rubrics = proposing
    client, field = centre.client("manager"), "points:telecom_hotline:greeting"
    assert client.get("/month/overlay", params={"month": MONTH, field: value}).status_code == 422
    form = {"month": MONTH, "decision": "amended", "reason": "x", field: value}
    assert centre.post(client, "/month/overlay", **form) == 422
    assert not (rubrics / "overlays").exists()


def test_only_a_manager_opens_the_form(proposing: tuple[Centre, Path]) -> None:
    centre, _ = proposing
    for user in ("analyst", "expert", "leader", "agent", "admin"):
        assert centre.client(user).get(f"/month/overlay?month={MONTH}").status_code == 403
    assert centre.client("manager").get("/month/overlay?month=2020-01").status_code == 404


def test_a_refusal_needs_a_reason_and_changes_nothing(proposing: tuple[Centre, Path]) -> None:
    centre, rubrics = proposing
    client = centre.client("manager")
    assert centre.post(client, "/month/overlay", month=MONTH, decision="refused") == 422
    assert centre.post(client, "/month/overlay", month=MONTH, decision="whatever") == 422
    assert centre.post(client, "/month/overlay", month="2020-01", decision="refused", reason="x") == 404
    assert centre.post(client, "/month/overlay", month=MONTH, decision="refused", reason="下月换<b>新表</b>") == 303
    page = client.get("/month").text
    assert "下月换&lt;b&gt;新表" in page
    assert not (rubrics / "overlays").exists()


def test_last_months_focus_stands_with_what_was_expected_anyway(centre: Centre) -> None:
    now = closed(centre)
    agent = now.agents[0]
    then = replace(agent, mean_score=agent.mean_score - 5, adjusted_score=agent.mean_score - 3, focus=True)
    gone = replace(then, agent="9999")
    before = replace(now, month="2026-10", agents=(then, gone))
    found = last_focus(before, now, {agent.agent})
    (row,) = found.rows
    assert (row.gain, row.expected, row.coached) == ("+5.0", "+2.0", True)
    assert found.gone == ("9999",)
    assert "+5.0" in found.said.zh
    # Who was not coached is no control group: nothing is claimed against them.
    assert "候补坐席作对照" in found.said.zh
    assert "没有接受辅导" in last_focus(before, now, set()).said.zh


def test_ranks_are_a_picture_of_everybody(centre: Centre) -> None:
    close = closed(centre)
    picture = ranks(close)
    assert picture is not None
    assert len(picture.whiskers) == len(close.agents)
    assert sum(w.marked for w in picture.whiskers) == len(close.focus)
    assert [w.at for w in picture.whiskers] == sorted((w.at for w in picture.whiskers), reverse=True)
    assert all(0 <= w.top <= w.bottom for w in picture.whiskers)
    assert ranks(replace(close, agents=close.agents[:2])) is None


def site(name: str, calls: int, mean: float, reach: float) -> SiteMonth:
    return SiteMonth(name, 10, calls, mean, mean - reach, mean + reach)


def test_a_site_is_outside_where_chance_does_not_throw_it() -> None:
    # One call varies by 10 points: the 90 % reach of a mean of n is 16.45 / √n.
    sizes = {"甲": 100, "乙": 400, "丙": 900, "丁": 1600}
    alike = [site(name, n, 85.0, 16.45 / n**0.5) for name, n in sizes.items()]
    picture = funnel(alike)
    assert picture is not None
    assert not any(dot.outside for dot in picture.dots)
    # Two points are within reach of a small site, not of a large one.
    small = funnel([replace(alike[0], mean_score=87.0), *alike[1:]])
    large = funnel([*alike[:3], site("丁", 1600, 83.0, 16.45 / 40)])
    assert small is not None
    assert large is not None
    assert [dot.outside for dot in small.dots] == [False] * 4
    assert next(dot for dot in large.dots if dot.name == "丁").outside
    assert funnel(alike[:2]) is None


def test_everybodys_table_follows_the_address(centre: Centre) -> None:
    client = centre.client("manager")

    def agents(query: str) -> list[str]:
        page = client.get(f"/month?month={MONTH}&{query}").text
        return re.findall(r'href="/calls\?agent=(\d+)"', page.split('id="ranking"')[1].split("</table>")[0])

    assert agents("sort=agent") == ["1001", "1002", "1003"]
    assert agents("sort=-agent") == ["1003", "1002", "1001"]
    by_score = [agent.agent for agent in sorted(closed(centre).agents, key=lambda agent: agent.adjusted_score)]
    assert agents("sort=adjusted") == by_score
    assert agents("agent=1002") == ["1002"]
    assert agents("team=%E4%B8%89%E7%BB%84") == ["1003"]
    assert f"/month?month={MONTH}&amp;sort=-agent#everyone" in client.get(f"/month?month={MONTH}&sort=agent").text
    assert "没有符合条件的坐席" in client.get(f"/month?month={MONTH}&agent=nobody").text


def test_the_page_shows_last_months_focus_once_two_months_are_closed(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = closed(centre)
    before = replace(now, month="2026-10", agents=tuple(replace(agent, focus=True) for agent in now.agents))
    months = (("2026-10", (1,)), (MONTH, (1,)))
    monkeypatch.setattr(month_view, "list_closes", lambda _folder: months)
    monkeypatch.setattr(month_view, "read_close", lambda _folder, month, _revision: now if month == MONTH else before)
    at = datetime(2026, 11, 3, tzinfo=UTC)
    with centre.people.writing() as db:
        plan = coaching.make_plan(db, "1001", MONTH, criteria=[], goal="", made_by=1, now=at)
        talk = coaching.plan_session(db, plan, coach=1, planned_for=at)
        coaching.hold_session(db, talk, held_at=at, note="")
    try:
        page = centre.client("manager").get("/month").text
        assert "上次重点（2026-10）的变化" in page
        assert "接受辅导的坐席平均变化" in page
        assert "上次重点" not in centre.client("manager").get("/month?month=2026-10").text
    finally:
        with centre.people.writing() as db:
            db.execute(COACHING_SESSIONS.delete())
            db.execute(COACHING_PLANS.delete())


def test_before_the_first_close_the_page_says_how(centre: Centre, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for part in ("truth", "mart"):
        (data / part).symlink_to(centre.settings.data / part)
    settings = centre.settings.model_copy(update={"data": data})
    client = TestClient(create_app(settings, people=centre.people), headers=ORIGIN, follow_redirects=False)
    client.post("/signin", data={"name": "manager", "password": PASSWORD})
    page = client.get("/month").text
    assert "还没有月结" in page
    assert "/month/close" in page


def rates(*passed: int, judged: int = 1000) -> list[Rate]:
    return [Rate(f"2026-{n:02d}", judged, one) for n, one in enumerate(passed, 1)]


def test_limits_are_those_of_a_p_chart_where_chance_alone_moves_the_months() -> None:
    found = limits(rates(800, 800, 800, 800), 1000)
    assert found is not None
    assert found.low == pytest.approx(0.8 - 3 * (0.8 * 0.2 / 1000) ** 0.5)
    # Months that differ more than chance would make them widen the limits, and are not called unusual.
    wider = limits(rates(700, 900, 720, 880), 1000)
    assert wider is not None
    assert wider.low < 0.6
    assert limits(rates(800, 800, 800), 1000) is None


def test_what_is_out_of_its_limits_is_shown_first_and_what_is_not_only_where_it_is_key() -> None:
    def rows(criterion: str, *passed: int) -> list[dict[str, Any]]:
        return [
            {"rubric": "r", "criterion": criterion, "month": rate.month, "judged": 1000, "passed": rate.passed}
            for rate in rates(*passed)
        ]

    months = [
        *rows("usual", 800, 805, 795, 800, 802),
        *rows("key", 700, 705, 695, 700, 702),
        *rows("fell", 800, 805, 795, 800, 500),
        *rows("rose", 800, 805, 795, 800, 950),
        *rows("young", 300),
    ]
    found = control_charts(months, keys=[("r", "key"), ("r", "young")])
    assert [(chart.criterion, chart.below) for chart in found] == [("fell", True), ("rose", False), ("key", False)]
    assert [point.outside for point in found[0].points] == [False] * 4 + [True]
    assert found[2].limits is not None
    assert all(0 <= point.y <= 88 for chart in found for point in chart.points)
