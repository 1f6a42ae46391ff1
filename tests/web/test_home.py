"""今日: what each person finds on coming in, before the first night as well."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from qa.people import users
from qa.people.roles import Role
from qa.people.store import People, sqlite_address
from qa.settings import Settings
from qa.web.app import create_app
from tests.builders import START
from tests.web.centre import ORIGIN, PASSWORD, Centre, calls

POOR = calls()[1].recording.recording_id


def test_a_fatal_call_is_one_click_away_for_those_who_see_it(centre: Centre) -> None:
    for user in ("manager", "leader"):
        page = centre.client(user).get("/").text
        assert f"/calls/{POOR}?at=" in page
        assert "致命" in page
    assert POOR not in centre.client("other_leader").get("/").text


def test_an_agent_finds_their_own_calls(centre: Centre) -> None:
    page = centre.client("other_agent").get("/").text
    assert "我最近的通话" in page
    assert "C0003" in page
    assert "C0001" not in page
    assert "请先听" not in page


def test_before_the_first_night_the_page_says_what_to_do(tmp_path: Path) -> None:
    with People(sqlite_address(tmp_path)) as people:
        with people.writing() as db:
            users.add_user(db, "wang", Role.MANAGER, PASSWORD, now=START)
        client = TestClient(create_app(Settings(data=tmp_path), people=people), headers=ORIGIN)
        answer = client.post("/signin", data={"name": "wang", "password": PASSWORD})
        assert answer.status_code == 503
        assert "qa nightly" in answer.text


def test_without_users_the_sign_in_page_says_how_to_make_one(tmp_path: Path) -> None:
    with People(sqlite_address(tmp_path)) as people:
        page = TestClient(create_app(Settings(data=tmp_path), people=people)).get("/signin").text
    assert "qa users add NAME --role admin" in page
