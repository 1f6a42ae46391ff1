"""抽听计划: what is drawn is seen agent by agent by those whose agents they are; a plan is made from a search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.month.closes import read_close
from qa.month.listening import plan_listening
from qa.people import audit, listening, users
from qa.people import quotas as kept
from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.listening import ItemCount, ListeningItem, NewItem
from qa.people.quotas import Quota
from qa.people.tables import (
    LISTENING_FRAMES,
    LISTENING_ITEMS,
    LISTENING_PLANS,
    LISTENING_QUOTAS,
    REVIEWS,
)
from qa.report.listening_board import board
from tests.web.centre import EVIL, Centre, calls

NOW = datetime(2026, 12, 2, tzinfo=UTC)
GOOD, POOR, OTHER = (call.recording.recording_id for call in calls()[:3])
MADE = {"name": "低分复听", "calls": "2", "how": "anyone", "query": "agent=1001&sort=percent"}


@pytest.fixture(autouse=True)
def _fresh(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        for table in (REVIEWS, LISTENING_ITEMS, LISTENING_FRAMES, LISTENING_QUOTAS, LISTENING_PLANS):
            db.execute(table.delete())


@pytest.fixture
def drawn(centre: Centre) -> int:
    """The plans of December, with two calls for the QA team; the id of its plan."""
    with centre.people.writing() as db:
        plan_listening(db, read_close(centre.settings.data / "months", "2026-11"), centre.settings.listening, now=NOW)
        plan = kept.drawn_plans(db, "2026-12")[EvaluatorKind.ANALYST].id
        random = NewItem(GOOD, why="随机", priority=2, blind=True, probability=0.5, agent="1001")
        listening.add_items(db, plan, [random, NewItem(POOR, why="致命", priority=3, targeted=True, agent="1001")])
    return plan


def waiting(centre: Centre, name: str) -> list[ListeningItem]:
    with centre.people.reading() as db:
        return list(listening.waiting(db, users.get_user(db, name).id))


def audited(centre: Centre, action: str) -> str:
    with centre.people.reading() as db:
        return audit.lines(db, action=action)[0].actor


def test_before_the_first_plan_the_page_says_what_to_do(centre: Centre) -> None:
    page = centre.client("expert").get("/listening").text
    assert "制定 2026-12 抽听计划" in page
    assert "/listening/draw" not in centre.client("analyst").get("/listening").text
    assert centre.client("agent").get("/listening").status_code == 403


def test_an_expert_plans_the_month_after_the_last_close(centre: Centre) -> None:
    client = centre.client("expert")
    assert centre.post(client, "/listening/draw", month="2020-01") == 404
    assert centre.post(client, "/listening/draw", month="2026-11") == 303
    page = client.get("/listening").text
    for kind in ("质检组抽听", "专家抽查", "坐席自听", "班组长旁听"):
        assert kind in page
    assert audited(centre, "listening.draw") == "expert"
    for user in ("analyst", "leader", "admin"):
        assert centre.post(centre.client(user), "/listening/draw", month="2026-11") == 403


def test_the_random_calls_mean_is_weighted_and_of_what_one_may_see(centre: Centre, drawn: int) -> None:
    with centre.people.writing() as db:
        # A good call that stands for two, one of another team that stands for ten.
        listening.add_items(db, drawn, [NewItem(OTHER, why="随机", blind=True, probability=0.1, agent="1002")])
    page = centre.client("manager").get("/listening?month=2026-12").text
    assert "随机抽到的 2 通" in page
    assert "<strong>88.0</strong>" in page
    assert "95 % 区间" in page
    assert "不加权 88.0" in page
    assert "随机抽到的 1 通" in centre.client("leader").get("/listening?month=2026-12").text


def test_random_and_targeted_stand_apart_for_each_agent(centre: Centre, drawn: int) -> None:
    page = centre.client("manager").get("/listening?month=2026-12&agent=1001").text
    row = page.split('href="/agents/1001"')[1].split("</tr>")[0]
    assert "0 / 1" in row
    assert "+ 0 / 1" in row
    assert 'href="/agents/1002"' not in page
    assert centre.client("manager").get("/listening?month=2020-01").status_code == 404
    for query in ("sort=-waiting", "sort=analyst", "sort=-team", "focus=yes", "page=99", "sort=nonsense"):
        assert centre.client("manager").get(f"/listening?{query}").status_code == 200


@pytest.mark.parametrize(("user", "seen"), [("leader", {"1001"}), ("other_leader", {"1002"}), ("analyst", None)])
def test_a_leader_sees_their_own_team(centre: Centre, drawn: int, user: str, seen: set[str] | None) -> None:
    page = centre.client(user).get("/listening").text
    for agent in ("1001", "1002", "1003"):
        assert (f'href="/agents/{agent}"' in page) is (seen is None or agent in seen)


def test_the_queue_begins_with_what_is_planned(centre: Centre, drawn: int) -> None:
    client = centre.client("analyst")
    page = client.get("/review").text
    assert f'href="/review/{POOR}?plan={drawn}"' in page
    assert page.index(POOR) < page.index(GOOD)
    assert "盲评" in page
    # Who hears nothing of the plan finds the machine's queue.
    assert f'?plan={drawn}"' not in centre.client("leader").get("/review").text
    done = client.post(f"/review/{POOR}/done", data={"csrf": centre.token(client), "plan": str(drawn), "state": "done"})
    assert done.headers["location"] == f"/review/{GOOD}?plan={drawn}"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_plan_leaves_as_a_file_and_that_is_noted(centre: Centre, drawn: int, kind: str) -> None:
    answer = centre.client("expert").get(f"/listening.{kind}?month=2026-12")
    assert answer.status_code == 200
    assert len(answer.content) > 200
    assert audited(centre, "listening.export") == "expert"
    assert centre.client("expert").get(f"/listening.{kind}?month=2020-01").status_code == 404
    assert centre.client("leader").get(f"/listening.{kind}?month=2026-12").status_code == 403
    assert centre.client("expert").get("/listening.exe?month=2026-12").status_code == 404


def test_a_plan_from_a_search_waits_for_whoever_comes_first(centre: Centre) -> None:
    client = centre.client("expert")
    assert "安排听评" in client.get("/calls").text
    assert "安排听评" not in centre.client("analyst").get("/calls").text
    assert centre.post(client, "/listening", **{**MADE, "name": f"低分 {EVIL}"}) == 303
    for user in ("analyst", "second_analyst", "leader"):
        assert [item.recording_id for item in waiting(centre, user)] == [POOR, GOOD]
    assert all(item.targeted and item.probability is None for item in waiting(centre, "analyst"))
    assert "低分 &lt;script&gt;" in client.get("/listening").text
    assert audited(centre, "listening.make") == "expert"


def test_a_calibration_is_heard_by_each_and_blind(centre: Centre) -> None:
    with centre.people.reading() as db:
        ids = [users.get_user(db, name).id for name in ("analyst", "second_analyst", "agent")]
    people = {f"to:{one}": "on" for one in ids}
    form = {**MADE, "how": "each", "blind": "yes", **people}
    assert centre.post(centre.client("manager"), "/listening", **form) == 303
    for user in ("analyst", "second_analyst"):
        assert [(item.recording_id, item.blind) for item in waiting(centre, user)] == [(POOR, True), (GOOD, True)]
        assert (
            "违规" not in centre.client(user).get(f"/review/{POOR}").text.split('id="scorecard"')[1].split("未违规")[0]
        )
    # An agent reviews nothing, and is not asked to.
    assert waiting(centre, "agent") == []
    assert waiting(centre, "leader") == []


def test_calls_are_parted_among_people(centre: Centre) -> None:
    with centre.people.reading() as db:
        people = {f"to:{users.get_user(db, name).id}": "on" for name in ("analyst", "second_analyst")}
    assert centre.post(centre.client("manager"), "/listening", **{**MADE, "how": "parted", **people}) == 303
    assert len(waiting(centre, "analyst")) == len(waiting(centre, "second_analyst")) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"calls": "0"}, {"calls": "201"}, {"calls": "x"}, {"how": "each"}, {"how": "nobody"},
        {"query": "agent=nobody"},
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(centre: Centre, wrong: dict[str, str]) -> None:
    assert centre.post(centre.client("manager"), "/listening", **{**MADE, **wrong}) == 422
    assert waiting(centre, "analyst") == []


def test_what_is_left_of_a_plan_is_withdrawn_what_was_heard_stays(centre: Centre, drawn: int) -> None:
    client = centre.client("manager")
    centre.post(client, "/listening", **MADE)
    (plan,) = {item.plan_id for item in waiting(centre, "leader")}
    with centre.people.writing() as db:
        first = listening.items(db, plan)[0]
        listening.finish(db, first, user_id=1, now=NOW)
    assert centre.post(centre.client("analyst"), f"/listening/{plan}", what="withdraw") == 403
    assert centre.post(client, f"/listening/{plan}", what="burn") == 422
    assert centre.post(client, f"/listening/{plan}", what="withdraw") == 303
    with centre.people.reading() as db:
        assert [item.state for item in listening.items(db, plan)] == [ItemState.DONE, ItemState.SKIPPED]
    # What the rule drew stays drawn: an estimate rests on it.
    assert centre.post(client, f"/listening/{drawn}", what="withdraw") == 404


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.sampled_from(ItemState)), max_size=30),
    st.one_of(st.none(), st.sets(st.sampled_from("abc"))),
)
def test_nothing_is_counted_twice(found: list[tuple[str, bool, ItemState]], only: set[str] | None) -> None:
    items = [ItemCount(agent, targeted=chosen, state=state, calls=2) for agent, chosen, state in found]
    quotas = [Quota(agent, 2.0, 1, agent == "a") for agent in "abc"]
    made = board({EvaluatorKind.ANALYST: (quotas, items)}, only=only)
    (kind,) = made.kinds
    mine = [one for one in items if only is None or one.agent in only]
    assert kind.hearing.drawn + kind.hearing.targeted == 2 * len(mine)
    assert kind.hearing.waiting == 2 * sum(one.state is ItemState.WAITING for one in mine)
    assert sum(agent.waiting for agent in made.agents) == kind.hearing.waiting
    assert kind.agents == len(made.agents) == (3 if only is None else len(only))
