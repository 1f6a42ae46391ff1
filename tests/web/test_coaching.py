"""辅导计划: kept up by the coach of the agent's present team, read and heard by the agent, and by nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qa.month.shape import Lot
from qa.people import audit, coaching
from qa.people.coaching import CoachingPlan
from qa.people.tables import COACHING_CLIPS, COACHING_PLANS, COACHING_SESSIONS
from qa.web.views import agents
from tests import builders
from tests.web.centre import EVIL, Centre, calls

GOOD, POOR, OTHER = (call.recording.recording_id for call in calls()[:3])
PLAN = {"month": "2026-12", "goal": "等待前说明原因", "criterion:greeting": "on", "note": "每周一次"}
MINE = "/agents/1001/coaching"


@pytest.fixture(autouse=True)
def _fresh(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        for table in (COACHING_CLIPS, COACHING_SESSIONS, COACHING_PLANS):
            db.execute(table.delete())


@pytest.fixture
def plan(centre: Centre) -> CoachingPlan:
    assert centre.post(centre.client("leader"), MINE, **PLAN) == 303
    return plans(centre)[0]


def plans(centre: Centre) -> tuple[CoachingPlan, ...]:
    with centre.people.reading() as db:
        return coaching.coaching_plans(db)


def audited(centre: Centre, action: str) -> list[tuple[str, str, dict[str, object]]]:
    with centre.people.reading() as db:
        return [(line.actor, line.object, json.loads(line.details)) for line in audit.lines(db, action=action)]


@pytest.mark.parametrize(
    ("user", "status"),
    [("leader", 303), ("analyst", 303), ("manager", 303)]
    + [(user, 404) for user in ("other_leader", "agent", "other_agent", "admin")],
)
def test_who_makes_a_plan(centre: Centre, user: str, status: int) -> None:
    assert centre.post(centre.client(user), MINE, **PLAN) == status
    assert len(plans(centre)) == (status == 303)
    if status == 404:
        assert audited(centre, "coaching.refused")[0][:2] == (user, "1001")


def test_the_form_warns_of_a_plan_under_way_until_it_ends(centre: Centre, plan: CoachingPlan) -> None:
    client = centre.client("leader")
    assert "已有进行中的计划" in client.get("/agents/1001").text
    assert "已有进行中的计划" not in client.get("/agents/1003").text
    assert "已有进行中的计划" not in centre.client("agent").get("/agents/1001").text
    assert centre.post(client, f"{MINE}/{plan.id}", what="done") == 303
    assert "已有进行中的计划" not in client.get("/agents/1001").text


@pytest.mark.parametrize(("closed", "warned"), [("2026-11", "2026-12"), ("2025-01", "")])
def test_the_form_warns_where_the_agent_waits_by_lot(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, closed: str, warned: str
) -> None:
    waits = replace(builders.agent_month(agent="1001", focus=False), lot=Lot.WAITS)
    monkeypatch.setattr(agents, "months_named", lambda closes, agent: ((closed, waits),))
    for user in ("leader", "manager"):
        page = centre.client(user).get("/agents/1001").text
        assert (f"{warned} 请勿安排辅导" in page) is bool(warned)
    for user in ("agent", "admin"):
        assert "请勿安排辅导（致命错误除外）" not in centre.client(user).get("/agents/1001").text


@pytest.mark.parametrize("wrong", [{"month": "2026-13"}, {"month": "../../x"}, {"goal": " "}])
def test_a_plan_needs_a_month_and_a_goal(centre: Centre, wrong: dict[str, str]) -> None:
    assert centre.post(centre.client("leader"), MINE, **{**PLAN, **wrong}) == 422
    assert plans(centre) == ()


def test_a_plan_from_goal_to_done_and_every_step_is_audited(centre: Centre, plan: CoachingPlan) -> None:
    client, address = centre.client("leader"), f"{MINE}/{plan.id}"
    soon = f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%dT%H:%M}"
    assert centre.post(client, address, what="talk", when=soon, topic="听两通等待") == 303
    page = client.get("/agents/1001").text
    assert "等待前说明原因" in page
    assert "规范问候" in page
    assert "待面谈" in page
    assert "场辅导面谈" in client.get("/").text
    assert "听两通等待" in client.get("/coaching").text
    with centre.people.reading() as db:
        (talk,) = coaching.sessions(db, [plan.id])
    assert centre.post(client, address, what="held", of=str(talk.id), when="2026-11-20T10:00", note="已听，同意") == 303
    assert centre.post(client, address, what="amend", goal="达标率到 90 %", note="") == 303
    assert centre.post(client, address, what="done") == 303
    page = client.get("/agents/1001").text
    for seen in ("已面谈", "已听，同意", "达标率到 90 %", "已完成"):
        assert seen in page
    with centre.people.reading() as db:
        assert coaching.coached(db, "2026-12") == {"1001"}
        assert audit.verify(db).lines
    for step in ("make", "talk", "held", "amend", "state"):
        assert audited(centre, f"coaching.{step}")[0][:2] == ("leader", "1001")
    assert audited(centre, "coaching.amend")[0][2]["before"] == {
        "criteria": ["greeting"], "goal": "等待前说明原因", "note": "每周一次",
    }  # fmt: skip


def test_a_talk_that_was_held_stays_one_that_was_planned_can_be_called_off(centre: Centre, plan: CoachingPlan) -> None:
    client, address = centre.client("leader"), f"{MINE}/{plan.id}"
    for when in ("2026-12-01T10:00", "2026-12-02T10:00"):
        centre.post(client, address, what="talk", when=when)
    with centre.people.reading() as db:
        first, second = coaching.sessions(db, [plan.id])
    assert centre.post(client, address, what="held", of=str(first.id), when="2026-11-20T10:00", note="") == 303
    assert centre.post(client, address, what="cancel", of=str(first.id)) == 422
    assert centre.post(client, address, what="cancel", of=str(second.id)) == 303
    with centre.people.reading() as db:
        assert [talk.id for talk in coaching.sessions(db, [plan.id])] == [first.id]


@pytest.mark.parametrize(
    "form",
    [
        {"what": "talk", "when": "morgen"},
        {"what": "talk", "when": "0001-01-01T00:00"},
        {"what": "held", "of": "999", "when": "2026-11-20T10:00"},
        {"what": "remove", "of": "999"},
        {"what": "clip", "recording": GOOD, "start": "4", "end": "1", "kind": "good"},
        {"what": "clip", "recording": GOOD, "start": "nan", "end": "inf", "kind": "good"},
        {"what": "clip", "recording": GOOD, "start": "1", "end": "2", "kind": "best"},
        {"what": "clip", "recording": GOOD, "start": "0", "end": "190", "kind": "good"},
        {"what": "delete"},
    ],
)
def test_what_makes_no_sense_changes_nothing(centre: Centre, plan: CoachingPlan, form: dict[str, str]) -> None:
    assert centre.post(centre.client("leader"), f"{MINE}/{plan.id}", **form) == 422
    with centre.people.reading() as db:
        assert coaching.sessions(db, [plan.id]) == ()
        assert coaching.clips(db, [plan.id]) == ()


def test_a_held_talk_lies_not_in_the_future(centre: Centre, plan: CoachingPlan) -> None:
    client, address = centre.client("leader"), f"{MINE}/{plan.id}"
    centre.post(client, address, what="talk", when="2026-12-01T10:00")
    with centre.people.reading() as db:
        (talk,) = coaching.sessions(db, [plan.id])
    assert centre.post(client, address, what="held", of=str(talk.id), when="2099-01-01T10:00") == 422


@pytest.mark.parametrize("user", ["other_leader", "agent", "other_agent", "admin"])
def test_nobody_else_changes_a_plan_or_hears_of_it(centre: Centre, plan: CoachingPlan, user: str) -> None:
    client = centre.client(user)
    assert centre.post(client, f"{MINE}/{plan.id}", what="dropped") == 404
    assert client.get(f"{MINE}/{plan.id}/examples").status_code == 404
    # Nor by way of an agent whom the person may coach.
    assert centre.post(client, f"/agents/1002/coaching/{plan.id}", what="dropped") == 404
    assert plans(centre)[0].state == "open"
    if user != "agent":
        assert "等待前说明原因" not in client.get("/coaching").text
        assert "等待前说明原因" not in client.get("/agents/1001").text


def test_the_agent_reads_the_own_plan_and_cannot_change_it(centre: Centre, plan: CoachingPlan) -> None:
    page = centre.client("agent").get("/agents/1001").text
    assert "我的辅导计划" in page
    assert "等待前说明原因" in page
    assert f"{MINE}/{plan.id}" not in page
    assert 'name="what"' not in page


def test_clips_are_offered_from_the_calls_that_failed(centre: Centre) -> None:
    client = centre.client("leader")
    assert centre.post(client, MINE, **{**PLAN, "criterion:no_shirking": "on", "criterion:greeting": "on"}) == 303
    (plan,) = plans(centre)
    offered = client.get(f"{MINE}/{plan.id}/examples").text
    assert "C0002" in offered
    assert "C0001" not in offered
    assert 'value="clip"' in offered


def test_the_agent_hears_a_colleagues_clip_and_no_more_of_the_call(centre: Centre, plan: CoachingPlan) -> None:
    form = {"what": "clip", "start": "1", "end": "4", "kind": "good", "note": f"这样问候 {EVIL}"}
    # A leader may not lend what is not theirs to hear; an analyst hears every team.
    assert centre.post(centre.client("leader"), f"{MINE}/{plan.id}", recording=OTHER, **form) == 404
    assert centre.post(centre.client("analyst"), f"{MINE}/{plan.id}", recording=OTHER, **form) == 303
    with centre.people.reading() as db:
        (clip,) = coaching.clips(db, [plan.id])
    address = f"{MINE}/{plan.id}/clips/{clip.id}"
    for user in ("agent", "leader"):
        client = centre.client(user)
        page = client.get("/agents/1001").text
        assert "同事的示范，不具名" in page
        assert "这样问候 &lt;script&gt;" in page
        assert OTHER not in page
        heard = client.get(address)
        assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/ogg")
        assert client.get(f"/calls/{OTHER}/sound").status_code == 404
        assert audited(centre, "audio.play")[0][:2] == (user, OTHER)
    whole = centre.client("analyst").get(f"/calls/{OTHER}/sound").content
    assert len(heard.content) < len(whole)
    for user in ("other_leader", "other_agent", "admin"):
        assert centre.client(user).get(address).status_code == 404
    assert centre.client("agent").get(f"{MINE}/{plan.id}/clips/999").status_code == 404
    assert centre.post(centre.client("leader"), f"{MINE}/{plan.id}", what="remove", of=str(clip.id)) == 303
    assert centre.client("agent").get(address).status_code == 404


def test_a_call_lends_its_stretch_to_the_plan(centre: Centre, plan: CoachingPlan) -> None:
    assert f'formaction="{MINE}/{plan.id}"' in centre.client("leader").get(f"/calls/{GOOD}").text
    assert "formaction" not in centre.client("analyst").get(f"/calls/{OTHER}").text
    assert "formaction" not in centre.client("agent").get(f"/calls/{GOOD}").text


def test_a_leader_sees_their_agents_months_in_the_focus(centre: Centre) -> None:
    assert "列入重点的月份" in centre.client("leader").get("/agents/1001").text
    assert "列入重点的月份" not in centre.client("agent").get("/agents/1001").text
