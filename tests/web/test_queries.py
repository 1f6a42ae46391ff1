"""Every query of the viewer keeps to the calls that a person may see."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from qa.people.users import get_user
from qa.warehouse.mart import Sort, open_mart
from qa.warehouse.queries import filled_sql, sorts
from qa.web.marts import Marts
from qa.web.search import FILTERS, parameters, scope_parameters
from qa.web.table import TableState
from qa.web.views.calls import COLUMNS, days_of_page
from tests.web.centre import Centre

PARTS = {"web_scope", "web_chosen"}
NO_CALLS = {"web_criteria", "web_month_means", "web_rubric_figures", "web_indicator_months"}
"""Queries whose rows tell of no call and no person."""
QUERIES = sorted(
    file.name.removesuffix(".sql")
    for file in (files("qa.warehouse") / "sql").iterdir()
    if file.name.startswith("web_") and file.name.removesuffix(".sql") not in PARTS
)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_over_calls_includes_the_scope(name: str) -> None:
    text = (files("qa.warehouse") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    assert ("/* include web_scope */" in text) is (name not in NO_CALLS)


@pytest.mark.parametrize(
    ("user", "agents"),
    [
        ("agent", {"1001"}),
        ("other_agent", {"1002"}),
        ("leader", {"1001"}),
        ("other_leader", {"1002"}),
        ("analyst", {"1001", "1002", "1003"}),
    ],
)
def test_the_choices_are_those_of_the_calls_one_may_see(centre: Centre, user: str, agents: set[str]) -> None:
    with centre.people.reading() as db:
        mine = get_user(db, user).scope
    scope: dict[str, Any] = {
        "only_agent": mine.agent,
        "only_team": mine.team,
        "only_site": mine.site,
        "nothing": mine.nothing,
    }
    with open_mart(centre.settings.data / "mart") as mart:
        assert set(mart.rows("web_choices", **scope)[0]["agents"]) == agents


def test_a_column_that_the_query_does_not_name_is_no_order(centre: Centre) -> None:
    assert "percent" in sorts("web_calls")
    with open_mart(centre.settings.data / "mart") as mart, pytest.raises(ValueError, match="sort"):
        mart.rows("web_calls", sort=Sort("1; DROP TABLE calls"))


def test_a_mart_put_in_place_under_a_reader_is_taken_up_by_the_next(centre: Centre) -> None:
    folder = centre.settings.data / "mart"
    name = (folder / "CURRENT").read_text(encoding="utf-8")
    marts = Marts(folder)
    try:
        with marts.lend() as before:
            copy = folder / "mart-20990101T000000000000Z-0123456789ab.duckdb"
            copy.write_bytes((folder / name.strip()).read_bytes())
            (folder / "CURRENT").write_text(f"{copy.name}\n", encoding="utf-8")
            with marts.lend() as after:
                assert after.name == copy.name
                assert before.rows("web_criteria") == after.rows("web_criteria")
        with marts.lend() as again:
            assert again is after
    finally:
        (folder / "CURRENT").write_text(name, encoding="utf-8")
        marts.close()


def test_a_new_mart_is_asked_first_what_the_old_one_is_asked_and_nobody_waits(centre: Centre) -> None:
    folder = centre.settings.data / "mart"
    name = (folder / "CURRENT").read_text(encoding="utf-8")
    copy = folder / "mart-20990102T000000000000Z-0123456789ab.duckdb"
    copy.write_bytes((folder / name.strip()).read_bytes())
    marts = Marts(folder)
    try:
        with marts.lend() as before:
            found = before.rows("web_criteria")
            assert before.rows("web_criteria") is found
            before.rows("bench_real_calls")
            assert before.asked("own", lambda mart: [mart.name]) == [before.name]
        (folder / "CURRENT").write_text(f"{copy.name}\n", encoding="utf-8")
        until = time.monotonic() + 10
        while (name_now := _name(marts)) != copy.name and time.monotonic() < until:
            assert name_now == before.name
        with marts.lend() as after:
            assert after.name == copy.name
            questions = after.remembers()
            assert [key[0] for key in questions if isinstance(key, tuple)] == ["web_criteria", "bench_real_calls"]
            assert "own" in questions
            assert after.asked("own", lambda _: ["not asked again"]) == [after.name]
            assert after.rows("web_criteria") == found
    finally:
        (folder / "CURRENT").write_text(name, encoding="utf-8")
        marts.close()


def _name(marts: Marts) -> str:
    with marts.lend() as mart:
        return mart.name


@pytest.mark.parametrize(
    ("absent", "sql", "gone"),
    [
        ({"a"}, "SELECT 1\nOR $b\nAND $c", {"a"}),
        (set(), "SELECT 1\nAND $a = 1\nAND $c", {"b"}),
    ],
)
def test_a_part_for_a_parameter_without_value_is_left_out(absent: set[str], sql: str, gone: set[str]) -> None:
    text = "SELECT 1\n/* if a */\nAND $a = 1\n/* end */\n/* unless a */\nOR $b\n/* end */\nAND $c"
    assert filled_sql(text, frozenset(absent)) == (sql, frozenset(gone))


EVERYTHING: dict[str, Any] = {"only_agent": None, "only_team": None, "only_site": None, "nothing": False}
OVER_ALL_CALLS = {
    "web_month_so_far": """
        SELECT month, count(*) AS calls, count(percent) AS scored, avg(percent) AS mean_percent,
            avg(coverage) AS mean_coverage, count(*) FILTER (fatal) AS fatal_calls, count(DISTINCT agent) AS agents
        FROM calls WHERE month = (SELECT max(month) FROM calls) AND team IN $teams GROUP BY month""",
    "web_month_days": """
        SELECT CAST(start_local AS DATE) AS day, count(*) AS calls, avg(percent) AS mean_percent,
            count(*) FILTER (fatal) AS fatal_calls
        FROM calls WHERE month = (SELECT max(month) FROM calls) AND team IN $teams GROUP BY ALL ORDER BY day""",
    "web_newest": "SELECT CAST(max(start_local) AS DATE) AS day FROM calls WHERE team IN $teams",
}


@pytest.mark.parametrize("name", OVER_ALL_CALLS)
@pytest.mark.parametrize("team", [None, "一组", "三组", "九组"])
def test_what_is_summed_up_beforehand_is_what_the_calls_sum_up_to(centre: Centre, name: str, team: str | None) -> None:
    with open_mart(centre.settings.data / "mart") as mart:
        found = mart.rows(name, **{**EVERYTHING, "only_team": team})
        answer = mart._connection.execute(OVER_ALL_CALLS[name], {"teams": [team] if team else ["一组", "二组", "三组"]})
        columns = [column[0] for column in answer.description]
        rows = [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
    assert found == [{key: pytest.approx(value) for key, value in row.items()} for row in rows]


def test_an_agents_failures_are_found_as_those_of_all(centre: Centre) -> None:
    query = "criterion=telecom_hotline:greeting&outcome=missed"
    pages = [centre.client("manager").get(f"/calls?{query}{more}").text for more in ("", "&agent=1001", "&agent=1002")]
    assert ["C0002" in page for page in pages] == [True, True, False]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "agent=1001",
        "agent=nobody",
        "team=三组",
        "from=2026-11-02",
        "to=2026-11-01",
        "from=2026-11-01&to=2026-11-01&agent=1003",
        "from=2026-12-01",
    ],
)
@pytest.mark.parametrize("user", ["manager", "leader", "agent"])
def test_the_days_sum_up_to_what_the_calls_do(centre: Centre, user: str, query: str) -> None:
    with centre.people.reading() as db:
        scope = scope_parameters(get_user(db, user).scope)
    state = TableState.read("/calls", QueryParams(query), columns=COLUMNS, filters=FILTERS)
    chosen = {**parameters(state), **scope}
    with open_mart(centre.settings.data / "mart") as mart:
        (whole,) = mart.rows("web_calls_sum", **chosen)
        wanted = ("agent", "team", "site", "from", "to", *scope)
        (summed,) = mart.rows("web_days_sum", **{name: chosen[name] for name in wanted})
    mean = summed.pop("mean_percent")
    assert mean == (None if whole["mean_percent"] is None else pytest.approx(whole["mean_percent"]))
    assert summed == {name: whole[name] for name in summed}


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(0, 60), st.integers(1, 12))
def test_a_page_touches_the_days_that_hold_its_calls(counts: list[int], offset: int, size: int) -> None:
    days = [(date(2026, 11, 28) - timedelta(days=i), calls) for i, calls in enumerate(counts)]
    calls = [day for day, n in days for _ in range(n)]
    page = calls[offset : offset + size]
    found = days_of_page(days, offset, size)
    if not page:
        assert found is None
        return
    assert found is not None
    first, last, before = found
    window = [day for day in calls if first <= day <= last]
    assert window[before : before + size] == page
    assert (first, last) == (page[-1], page[0])


@pytest.mark.parametrize(
    "query", ["", "agent=1003", "team=三组", "from=2026-11-01&to=2026-11-01", "agent=nobody", "page=2"]
)
@pytest.mark.parametrize("user", ["manager", "leader"])
def test_a_page_by_its_days_is_the_page_of_all_calls(centre: Centre, user: str, query: str) -> None:
    with centre.people.reading() as db:
        scope = scope_parameters(get_user(db, user).scope)
    state = TableState.read("/calls", QueryParams(query), columns=COLUMNS, filters=FILTERS)
    with open_mart(centre.settings.data / "mart") as mart:
        rows = mart.rows("web_calls", limit=50, offset=state.offset, **{**parameters(state), **scope})
    page = centre.client(user).get(f"/calls?{query}").text
    assert re.findall(r'<td[^>]*><a href="/calls/([0-9a-f]{16})', page) == [row["recording_id"] for row in rows]
