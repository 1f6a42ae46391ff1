"""今日: what each person finds on coming in, before the first night as well."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from qa.people import listening, users
from qa.people.kinds import EvaluatorKind
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


def test_an_agent_hears_the_own_calls_of_the_plan(centre: Centre) -> None:
    ids = {call.recording.metadata.call_id: call.recording.recording_id for call in calls()}
    with centre.people.writing() as db:
        new = [listening.NewItem(ids[call], agent=agent) for call, agent in (("C0002", "1001"), ("C0003", "1002"))]
        about = {"made_by": None, "now": START, "evaluator": EvaluatorKind.AGENT, "revision": 1, "seed": 7}
        plan = listening.make_plan(db, "自听", "2026-11", new, **about)  # type: ignore[arg-type]
    with centre.people.reading() as db:
        mine, other = sorted(listening.items(db, plan), key=lambda item: item.agent)
    client = centre.client("agent")
    assert "本月请自听" in client.get("/").text
    assert centre.post(client, "/listened", item=str(other.id)) == 404
    assert centre.post(client, "/listened", item=str(mine.id)) == 303
    assert "本月请自听" not in client.get("/").text
    assert "本月请自听" in centre.client("other_agent").get("/").text
    assert "本月请自听" not in centre.client("analyst").get("/").text
    assert centre.post(centre.client("analyst"), "/listened", item=str(other.id)) == 403


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
