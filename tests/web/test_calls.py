"""The search over calls: what it finds, for whom, and its rows as a file."""

from __future__ import annotations

import csv
import io
import re

import pytest

from qa.people import audit
from tests.web.centre import EVIL, FORMULA, Centre

CALL = re.compile(r'<a href="/calls/[0-9a-f]{16}[^"]*">([^<]+)</a>')


def found(centre: Centre, user: str, query: str = "") -> list[str]:
    answer = centre.client(user).get(f"/calls?{query}")
    assert answer.status_code == 200
    return CALL.findall(answer.text)


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("agent=1001", {"C0001", "C0002"}),
        ("team=二组", {"C0003"}),
        ("queue=宽带报障", {"C0001", "C0003"}),
        ("fatal=yes", {"C0002"}),
        ("score_from=85&score_to=90&from=2026-11-02", {"C0001", "C0003"}),
        ("flag=clipped", {"C0002"}),
        ("criterion=telecom_hotline:hold_thanked&outcome=cannot_judge", {"C0001", "C0002", "C0003"}),
        ("criterion=telecom_hotline:dont_know&outcome=violated", {"C0002"}),
        ("phrase=不清楚", {"C0002"}),
        ("phrase=buqingchu", {"C0002"}),
        ("phrase=不轻触", {"C0002"}),
        ("phrase=不轻触&how=written", set()),
        ("phrase=离线&party=customer", set()),
        ("phrase=离线&party=agent", {"C0001", "C0003"}),
        ("phrase=离线&from=2020-01-01&to=2020-02-01", set()),
        ("call=C0003", {"C0003"}),
        ("agent=1001&from=nonsense&score_from=x&sort=drop&page=zero", {"C0001", "C0002"}),
    ],
)
def test_what_a_search_finds(centre: Centre, query: str, calls: set[str]) -> None:
    assert set(found(centre, "analyst", query)) == calls


@pytest.mark.parametrize(
    ("user", "calls"),
    [
        ("agent", {"C0001", "C0002"}),
        ("other_agent", {"C0003"}),
        ("leader", {"C0001", "C0002"}),
        ("other_leader", {"C0003"}),
    ],
)
@pytest.mark.parametrize("query", ["", "agent=1003", "phrase=您好", "team=三组", "call=S0001"])
def test_nobody_finds_a_call_that_is_not_for_them(centre: Centre, user: str, calls: set[str], query: str) -> None:
    assert set(found(centre, user, query)) <= calls


def test_order_filters_and_page_stand_in_the_address(centre: Centre) -> None:
    first = found(centre, "analyst", "agent=1003&sort=percent")
    second = found(centre, "analyst", "agent=1003&sort=percent&page=2")
    assert (len(first), len(second)) == (50, 10)
    assert not set(first) & set(second)
    page = centre.client("analyst").get("/calls?agent=1003&sort=percent").text
    assert "agent=1003&amp;sort=-percent" in page
    assert "agent=1003&amp;sort=percent&amp;page=2" in page
    assert 'aria-sort="ascending"' in page


def test_what_a_caller_said_is_text_and_not_a_script(centre: Centre) -> None:
    page = centre.client("analyst").get("/calls?phrase=alert").text
    assert EVIL not in page
    assert "&lt;script&gt;alert" in page


def test_a_number_in_a_hit_is_masked(centre: Centre) -> None:
    page = centre.client("manager").get("/calls?phrase=身份证").text
    assert "我的身份证是" in page
    assert "110101199003071234" not in page


@pytest.mark.parametrize("user", ["analyst", "leader"])
def test_an_export_holds_the_search_no_formula_and_is_noted(centre: Centre, user: str) -> None:
    answer = centre.client(user).get("/calls.csv?agent=1001")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:]] == ["C0002", "C0001"]
    assert f"'{FORMULA}" in rows[1]
    assert "attachment" in answer.headers["content-disposition"]
    with centre.people.reading() as db:
        (line,) = audit.lines(db, actor=user, action="calls.export", limit=1)
    assert "agent=1001" in line.details


def test_an_xlsx_export_opens(centre: Centre) -> None:
    answer = centre.client("analyst").get("/calls.xlsx")
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize(("user", "path", "status"), [("agent", "/calls.csv", 403), ("analyst", "/calls.exe", 404)])
def test_an_export_that_is_refused(centre: Centre, user: str, path: str, status: int) -> None:
    assert centre.client(user).get(path).status_code == status


def test_a_search_is_kept_and_forgotten(centre: Centre) -> None:
    client = centre.client("analyst")
    assert centre.post(client, "/calls/searches", name="<b>我的</b>", query="agent=1001&evil=1&sort=-percent") == 303
    page = client.get("/calls").text
    assert "/calls?agent=1001&amp;sort=-percent" in page
    assert "<b>我的</b>" not in page
    assert "我的" not in centre.client("expert").get("/calls").text
    assert centre.post(client, "/calls/searches/remove", name="<b>我的</b>") == 303
    assert "我的&lt;" not in client.get("/calls").text
