"""坐席: everybody's month with its interval, and each agent's growth file, for those whose business it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from statistics import fmean, stdev
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from qa.month.indicators import wilson
from qa.month.shape import Lot
from qa.people import coaching
from qa.people.roles import Scope
from qa.people.tables import COACHING_PLANS, COACHING_SESSIONS
from qa.report.agent_sheet import SHOWN, agent_sheet
from qa.report.growth import agent_lines, mean_of, section_lines
from qa.warehouse.mart import open_mart
from qa.web.search import scope_parameters
from qa.web.views.agents import months_named
from tests import builders
from tests.web.centre import Centre, calls


@given(st.lists(st.floats(0, 100), min_size=2, max_size=60))
def test_the_interval_is_students(scores: list[float]) -> None:
    found = mean_of(len(scores), sum(scores), sum(score**2 for score in scores))
    assert found is not None
    reach = float(student.ppf(0.95, len(scores) - 1)) * stdev(scores) / len(scores) ** 0.5
    assert found.value == pytest.approx(fmean(scores))
    assert found.low == pytest.approx(max(0.0, fmean(scores) - reach), abs=1e-3)
    assert found.high == pytest.approx(min(100.0, fmean(scores) + reach), abs=1e-3)


def test_one_score_says_nothing_of_how_far_it_may_be_off() -> None:
    assert mean_of(0, None, None) is None
    found = mean_of(1, 80.0, 6400.0)
    assert found is not None
    assert (found.low, found.high) == (0.0, 100.0)


def test_a_sections_curve_runs_by_month_and_the_bar_is_of_the_latest() -> None:
    about = {"rubric": "r", "section": "开头语", "all_judged": 100, "all_passed": 90}
    rows = [
        {**about, "month": "2026-09", "judged": 10, "passed": 5},
        {**about, "month": "2026-10", "judged": 20, "passed": 20},
    ]
    (line,) = section_lines(rows)
    assert (line.judged, line.rate, line.peers) == (20, "100 %", "90 %")
    (first, second) = line.points
    assert first[0] < second[0]
    assert first[1] > second[1]
    assert line.interval.low < line.interval.at == 100


def test_everybody_stands_with_an_interval_and_leads_to_their_calls(centre: Centre) -> None:
    page = centre.client("manager").get("/agents").text
    for agent in ("1001", "1002", "1003"):
        assert f'href="/agents/{agent}"' in page
        assert f"/calls?agent={agent}" in page
    # 1002 has one call only: no interval is drawn for it.
    assert page.count('class="span"') > 0
    assert "有得分的通话仅 1 通，样本不足" in page


def test_two_calls_do_not_stretch_the_scale_of_all() -> None:
    about = {"team": "", "site": "", "fatal_calls": 0}
    many = {**about, "agent": "a", "calls": 400, "scored": 400, "percent_sum": 34000, "percent_squares": 2_900_000}
    few = {**about, "agent": "b", "calls": 2, "scored": 2, "percent_sum": 50.0, "percent_squares": 2000.0}
    lines, scale = agent_lines([few, many])
    assert scale.low >= 80
    assert (lines[0].interval, lines[0].scored) == (None, 2)
    assert lines[0].range == "0.0–100.0"
    assert agent_lines([few])[0][0].interval is not None


@pytest.mark.parametrize(
    ("user", "seen"),
    [("leader", {"1001"}), ("other_leader", {"1002"}), ("analyst", {"1001", "1002", "1003"}), ("admin", None)],
)
def test_a_leader_sees_their_own_team(centre: Centre, user: str, seen: set[str] | None) -> None:
    client = centre.client(user)
    page = client.get("/agents").text
    for agent in ("1001", "1002", "1003"):
        mine = seen is None or agent in seen
        assert (f"/agents/{agent}" in page) is mine
        assert client.get(f"/agents/{agent}").status_code == (200 if mine else 404)


def test_an_agent_has_their_own_file_and_no_other(centre: Centre) -> None:
    client = centre.client("agent")
    answer = client.get("/agents")
    assert (answer.status_code, answer.headers["location"]) == (303, "/agents/1001")
    page = client.get("/agents/1001").text
    assert "我的成长" in page
    assert "列入重点的月份" not in page
    assert client.get("/agents/1002").status_code == 404


counts = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(st.lists(st.tuples(counts, counts), max_size=12))
def test_only_what_chance_does_not_explain_is_weak_or_strong(
    found: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    rows: list[dict[str, Any]] = [
        {
            "rubric": "r", "criterion": f"c{i}", "section": "s", "name": f"c{i}", "position": i,
            "judged": judged, "passed": passed, "peers_judged": peers_judged, "peers_passed": peers_passed,
        }
        for i, ((passed, judged), (peers_passed, peers_judged)) in enumerate(found)
    ]  # fmt: skip
    sheet = agent_sheet("2026-10", rows, [], [])
    sides = {line.criterion: "weak" for line in sheet.weak} | {line.criterion: "strong" for line in sheet.strong}
    for row in rows:
        if row["criterion"] not in sides:
            continue
        low, high = wilson(row["passed"], row["judged"])
        peers = row["peers_passed"] / row["peers_judged"]
        assert (sides[row["criterion"]] == "weak") is (high < peers)
        assert (sides[row["criterion"]] == "strong") is (low > peers)
    assert len(sheet.weak) <= SHOWN
    assert len(sheet.strong) <= SHOWN


def test_a_kind_of_call_and_a_measure_differ_where_the_colleagues_are_outside() -> None:
    queue = {"queue": "投诉", "calls": 100, "scored": 100, "percent_sum": 7000.0, "percent_squares": 494_000.0}
    far, near = ({**queue, "peers_scored": 900, "peers_sum": 900.0 * mean} for mean in (80.0, 70.3))
    few = {**queue, "calls": 2, "scored": 2, "percent_sum": 140.0, "percent_squares": 9804.0}
    sheet = agent_sheet("2026-10", [], [far, near, {**few, "peers_scored": 900, "peers_sum": 72_000.0}], [])
    assert [line.differs for line in sheet.queues] == [True, False, False]
    speech = {"measure": "agent_speech_rate", "n": 100, "total": 28_000.0, "squares": 7_850_000.0, "peers_n": 900}
    share = {"measure": "agent_talk_share", "n": 1, "total": 0.5, "squares": 0.25, "peers_n": 0, "peers_total": None}
    (rate, talk) = agent_sheet("2026-10", [], [], [share, {**speech, "peers_total": 900 * 240.0}]).measures
    assert (rate.value, rate.peers, rate.differs) == ("280", "240", True)
    assert (talk.value, talk.peers, talk.differs) == ("50 %", "–", False)


def test_the_analysis_is_of_the_month_asked_for_and_leads_to_the_places(centre: Centre) -> None:
    client = centre.client("leader")
    page = client.get("/agents/1001?month=2026-11").text
    assert "分析 2026-11" in page
    assert "各类业务" in page
    assert "语速（字/分）" in page
    assert "分析 2026-11" in client.get("/agents/1001?month=../../x").text
    assert client.get("/agents/1001/places").status_code == 200
    assert client.get("/agents/1002/places").status_code == 404
    own = centre.client("agent")
    assert own.get("/agents/1001/places").status_code == 200
    assert own.get("/agents/1002/places").status_code == 404


def test_what_is_summed_up_at_build_is_what_the_scorecards_say(centre: Centre) -> None:
    with open_mart(centre.settings.data / "mart") as mart:
        rows = mart.rows("web_agent_criteria", agent="1001", month="2026-11", **scope_parameters(Scope()))
    cards = [call.evaluation for call in calls() if call.recording.metadata.agent == "1001"]
    passed = {"met", "clear"}
    for row in rows:
        own = [
            line.outcome.value
            for card in cards
            if card
            for line in card.criteria
            if line.criterion == row["criterion"] and line.outcome.value in {*passed, "missed", "violated"}
        ]
        assert (row["judged"], row["passed"]) == (len(own), sum(outcome in passed for outcome in own))
    assert rows


def test_closed_months_and_stars_stand_in_the_growth_file(centre: Centre) -> None:
    for user in ("agent", "leader", "manager"):
        page = centre.client(user).get("/agents/1001").text
        assert "历月校正分" in page
        assert "星级评定需要至少 3 个已关账的月份" in page
        assert ("名次区间" in page) is (user != "agent")


@pytest.mark.parametrize("query", ["sort=-mean", "sort=agent&team=一组", "month=1999-01", "agent=%27%3B--", "page=900"])
def test_what_stands_in_the_address_is_followed_or_passed_over(centre: Centre, query: str) -> None:
    assert centre.client("manager").get(f"/agents?{query}").status_code == 200


def test_the_order_is_the_one_asked_for(centre: Centre) -> None:
    page = centre.client("manager").get("/agents?sort=-agent").text
    assert page.index("/agents/1003") < page.index("/agents/1002") < page.index("/agents/1001")


def test_coaching_is_for_the_agent_and_the_coach(centre: Centre) -> None:
    now = datetime(2026, 11, 3, tzinfo=UTC)
    with centre.people.writing() as db:
        plan = coaching.make_plan(db, "1001", "2026-12", criteria=["greeting"], goal="先问候", made_by=1, now=now)
        coaching.plan_session(db, plan, coach=1, planned_for=now, topic="听两通")
    try:
        for user in ("agent", "leader", "manager"):
            page = centre.client(user).get("/agents/1001").text
            assert "先问候" in page
            assert "规范问候" in page
            assert "听两通" in page
        assert "先问候" not in centre.client("admin").get("/agents/1001").text
    finally:
        with centre.people.writing() as db:
            db.execute(COACHING_SESSIONS.delete())
            db.execute(COACHING_PLANS.delete())


def test_who_waits_by_lot_is_known_to_the_coach() -> None:
    waits = replace(builders.agent_month(agent="1001", focus=False), lot=Lot.WAITS)
    named = builders.agent_month(agent="1001")
    neither = replace(named, focus=False)
    closes = [
        builders.month_close(month=f"2026-{9 + i:02d}", agents=[a]) for i, a in enumerate((named, neither, waits))
    ]
    assert months_named(closes, "1001") == (("2026-11", waits), ("2026-09", named))
    assert months_named(closes, "1002") == ()
