"""月度: a closed month for those who may see the ranking."""

from __future__ import annotations

import pytest

from tests.web.centre import Centre


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
