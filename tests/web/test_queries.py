"""Every query of the viewer keeps to the calls that a person may see."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from qa.people.users import get_user
from qa.warehouse.mart import Sort, open_mart
from qa.warehouse.queries import sorts
from qa.web.marts import Marts
from tests.web.centre import Centre

PARTS = {"web_scope", "web_chosen"}
NO_CALLS = {"web_criteria"}
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
