"""Reviews and appeals from beginning to end, by the people who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from qa.people import evaluations, listening, reviews, users
from qa.people.answers import answers
from qa.people.kinds import EvaluatorKind, Verdict
from qa.people.tables import APPEALS, HUMAN_EVALUATIONS, LISTENING_ITEMS, LISTENING_PLANS, REVIEWS
from qa.web.views.review import COLUMNS
from tests.web.centre import Centre, calls

GOOD, POOR, OTHER = calls()[:3]
ID = POOR.recording.recording_id
CALL = f"/calls/{ID}"
assert POOR.evaluation is not None
CARD = POOR.evaluation


@pytest.fixture(autouse=True)
def _fresh(centre: Centre) -> Iterator[None]:
    yield
    with centre.people.writing() as db:
        for table in (HUMAN_EVALUATIONS, APPEALS, REVIEWS, LISTENING_ITEMS, LISTENING_PLANS):
            db.execute(table.delete())


def said(centre: Centre) -> list[reviews.Review]:
    with centre.people.reading() as db:
        return list(reviews.reviews_of_call(db, ID))


def test_a_verdict_is_kept_with_its_reason_and_shown_again(centre: Centre) -> None:
    client = centre.client("analyst")
    form = {"criterion": "dont_know", "position": "0", "verdict": "false", "reason": "客户说的 <b>"}
    answer = client.post(f"{CALL}/reviews", data=form, headers={"X-CSRF-Token": centre.token(client)})
    assert answer.status_code == 200
    assert 'value="false" aria-pressed="true"' in answer.text
    assert "<b>" not in answer.text
    (review,) = said(centre)
    assert (review.verdict, review.reason, review.machine) == (Verdict.FALSE, "客户说的 <b>", "violated")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"criterion": "hold_thanked", "position": "-1", "answer": "met"}, 200),
        ({"criterion": "", "position": "-1", "reason": "请当面沟通"}, 200),
        ({"criterion": "dont_know", "position": "7", "verdict": "true"}, 422),
        ({"criterion": "dont_know", "position": "0", "verdict": "maybe"}, 422),
        ({"criterion": "dont_know", "position": "0", "answer": "met"}, 422),
        ({"criterion": "nonsense", "position": "-1", "answer": "met"}, 422),
        ({"criterion": "hold_thanked", "position": "-1", "answer": "perfect"}, 422),
        ({"criterion": "hold_thanked", "position": "-1", "verdict": "true"}, 422),
    ],
)
def test_what_can_be_said(centre: Centre, fields: dict[str, str], status: int) -> None:
    client = centre.client("analyst")
    if not fields["criterion"] and status == 200:
        status = 200
    assert centre.post(client, f"{CALL}/reviews", **fields) == status
    assert len(said(centre)) == (status == 200)


@pytest.mark.parametrize(("user", "status"), [("agent", 403), ("admin", 403), ("other_leader", 404), ("leader", 200)])
def test_who_may_review(centre: Centre, user: str, status: int) -> None:
    fields = {"criterion": "dont_know", "position": "0", "verdict": "true"}
    assert centre.post(centre.client(user), f"{CALL}/reviews", **fields) == status


def test_the_queue_begins_with_the_fatal_call_and_gets_shorter(centre: Centre) -> None:
    client = centre.client("analyst")
    found = re.findall(r'<td><a href="/review/([0-9a-f]{16})', client.get("/review").text)
    assert found[0] == ID
    centre.post(client, f"{CALL}/reviews", criterion="dont_know", position="0", verdict="true")
    after = re.findall(r'<td><a href="/review/([0-9a-f]{16})', client.get("/review").text)
    assert after == found[1:]
    assert "100 %" in client.get("/review").text


@pytest.mark.parametrize("column", [column.key for column in COLUMNS])
def test_the_queue_stands_in_the_order_of_the_address(centre: Centre, column: str) -> None:
    client = centre.client("analyst")

    def shown(sort: str) -> list[str]:
        return re.findall(r'<td><a href="/review/([0-9a-f]{16})', client.get(f"/review?sort={sort}").text)

    assert sorted(shown(column)) == sorted(shown(f"-{column}")) == sorted(shown(""))
    assert 'aria-sort="descending"' in client.get(f"/review?sort=-{column}").text


def test_a_blind_reviewer_learns_nothing_from_the_order(centre: Centre) -> None:
    ids = (ID, OTHER.recording.recording_id, GOOD.recording.recording_id)
    plan = blind_plan(centre, "expert", calls=ids)
    client = centre.client("expert")
    orders = {
        tuple(re.findall(r'<td><a href="/review/([0-9a-f]{16})', client.get(f"/review?plan={plan}&sort={sort}").text))
        for sort in ("percent", "coverage")
    }
    assert orders == {ids}


@pytest.mark.parametrize("sort", ["call_id", "criterion", "asked_at", "state"])
def test_appeals_stand_in_the_order_of_the_address(centre: Centre, sort: str) -> None:
    for criterion in ("greeting", "dont_know"):
        assert ask(centre, criterion=criterion) == 303
    client = centre.client("expert")
    found = [re.findall(r"#c-(\w+)", client.get(f"/appeals?sort={way}{sort}").text) for way in ("", "-")]
    assert sorted(found[0]) == sorted(found[1]) == ["dont_know", "greeting"]
    if sort in ("criterion", "asked_at"):
        assert found[0] == found[1][::-1]


def test_done_leads_to_the_next_call_of_the_plan(centre: Centre) -> None:
    ids = [ID, OTHER.recording.recording_id]
    with centre.people.writing() as db:
        new = [listening.NewItem(i, why="重点坐席", priority=n) for n, i in enumerate(reversed(ids))]
        plan = listening.make_plan(db, "十一月", "2026-11", new, made_by=None, now=datetime.now(UTC))
    client = centre.client("analyst")
    address = f"/review/{ID}/done"
    assert "重点坐席" in client.get(f"/review?plan={plan}").text
    form = {"csrf": centre.token(client), "plan": str(plan), "state": "done"}
    first = client.post(address, data=form)
    assert first.headers["location"] == f"/review/{ids[1]}?plan={plan}"
    second = client.post(f"/review/{ids[1]}/done", data={**form, "state": "skipped"})
    assert second.headers["location"] == f"/review?plan={plan}"
    assert "2 / 2" in client.get("/review").text


def test_a_drawn_plan_waits_for_its_kind_of_evaluator(centre: Centre) -> None:
    with centre.people.writing() as db:
        item = listening.NewItem(ID, why="随机：宽带报障", blind=True, probability=0.1, agent="1001")
        about = {"made_by": None, "now": datetime.now(UTC), "evaluator": EvaluatorKind.EXPERT, "revision": 1, "seed": 7}
        plan = listening.make_plan(db, "2026-11 专家抽查", "2026-11", [item], **about)  # type: ignore[arg-type]
    expert, analyst, manager = (centre.client(name) for name in ("expert", "analyst", "manager"))
    assert "随机：宽带报障" in expert.get(f"/review?plan={plan}").text
    assert "2026-11 专家抽查" not in analyst.get("/review").text
    assert f"/review/{ID}" not in analyst.get(f"/review?plan={plan}").text
    # The queue that says what the machine suspects does not name a call that is to be scored blind.
    assert f'"/review/{ID}"' in analyst.get("/review").text
    assert f'"/review/{ID}"' not in expert.get("/review").text
    # Who plans the listening sees how far it is and hears none of it.
    assert "2026-11 专家抽查" in manager.get("/review").text
    assert "不合格" in manager.get(CALL).text
    centre.post(expert, f"/review/{ID}/done", plan=str(plan), state="done")


def test_who_scores_blind_sees_nobodys_result_until_done(centre: Centre) -> None:
    centre.post(centre.client("analyst"), f"{CALL}/reviews", criterion="dont_know", position="0", verdict="true")
    with centre.people.writing() as db:
        second = users.get_user(db, "second_analyst").id
        item = listening.NewItem(ID, blind=True, assigned_to=second)
        plan = listening.make_plan(db, "校准", "2026-11", [item], made_by=None, now=datetime.now(UTC))
    client = centre.client("second_analyst")
    for page in (client.get(f"/review/{ID}?plan={plan}").text, client.get(CALL).text):
        assert "不合格" not in page
        assert 'class="sign violated"' not in page
        assert "这个我不清楚”" not in page
        assert '"findings": []' in page
    answer_all(centre, client)
    centre.post(client, f"/review/{ID}/done", plan=str(plan), state="done")
    assert [r.blind for r in said(centre)] == [False] + [True] * len(CARD.criteria)
    assert 'class="sign violated"' in client.get(CALL).text


def evaluated(centre: Centre) -> list[tuple[EvaluatorKind, dict[str, str]]]:
    with centre.people.reading() as db:
        return [(one.evaluator, dict(one.outcomes)) for one in evaluations.evaluations_of_call(db, ID)]


def test_a_finished_review_adds_an_evaluation_beside_the_machines(centre: Centre) -> None:
    client = centre.client("leader")
    done = {"plan": "0", "state": "done"}
    centre.post(client, f"/review/{ID}/done", **done)
    assert evaluated(centre) == []
    centre.post(client, f"{CALL}/reviews", criterion="dont_know", position="0", verdict="true")
    centre.post(client, f"/review/{ID}/done", plan="0", state="skipped")
    assert evaluated(centre) == []
    centre.post(client, f"/review/{ID}/done", **done)
    assert "与机器一致" in client.get(CALL).text
    centre.post(client, f"{CALL}/reviews", criterion="dont_know", position="0", verdict="false")
    centre.post(client, f"{CALL}/reviews", criterion="greeting", position="-1", answer="met")
    for _ in range(2):
        centre.post(client, f"/review/{ID}/done", **done)
    leader = EvaluatorKind.TEAM_LEADER
    assert evaluated(centre) == [(leader, {}), (leader, {"dont_know": "clear", "greeting": "met"})]
    assert "改判 2 项" in centre.client("agent").get(CALL).text
    # The machine's own evaluation is as it was.
    assert "不合格" in client.get(CALL).text


def blind_plan(centre: Centre, *names: str, calls: tuple[str, ...] = (ID,)) -> int:
    with centre.people.writing() as db:
        items = [
            listening.NewItem(call, blind=True, assigned_to=users.get_user(db, name).id)
            for call in calls
            for name in names
        ]
        return listening.make_plan(db, "校准", "2026-11", items, made_by=None, now=datetime.now(UTC))


def answer_all(centre: Centre, client: TestClient, **others: str) -> None:
    """Answer every criterion of the call as the machine did, but for `others`."""
    for line in CARD.criteria:
        likely = "met" if line.outcome.value == "cannot_judge" else line.outcome.value
        answer = others.get(line.criterion, likely)
        assert centre.post(client, f"{CALL}/reviews", criterion=line.criterion, position="-1", answer=answer) == 200


def test_a_blind_review_is_done_when_every_criterion_is_answered(centre: Centre) -> None:
    plan = blind_plan(centre, "expert")
    client, form = centre.client("expert"), {"plan": str(plan), "state": "done"}
    first, second = (line.criterion for line in CARD.criteria[:2])
    total = len(CARD.criteria)
    assert f"已答 0 / {total} 项" in client.get(f"/review/{ID}?plan={plan}").text
    fields = {"criterion": first, "position": "-1", "answer": "met", "csrf": centre.token(client)}
    again = client.post(f"{CALL}/reviews", data=fields).text
    assert 'id="answered"' in again
    assert 'hx-swap-oob="true"' in again
    assert f"已答 1 / {total} 项" in again
    refused = client.post(f"/review/{ID}/done", data={**form, "csrf": fields["csrf"]}).headers["location"]
    assert refused == f"/review/{ID}?plan={plan}&open=yes#c-{second}"
    page = client.get(refused).text
    assert f"还有 {total - 1} 项未答" in page
    # Nothing was given away, nothing is taken for done.
    assert 'class="sign violated"' not in page
    assert evaluated(centre) == []
    answer_all(centre, client, dont_know="clear")
    assert f"已答 {total} / {total} 项" in client.get(f"/review/{ID}?plan={plan}").text
    centre.post(client, f"/review/{ID}/done", **form)
    ((evaluator, outcomes),) = evaluated(centre)
    assert evaluator is EvaluatorKind.EXPERT
    assert outcomes["dont_know"] == "clear"


def test_a_call_that_cannot_be_scored_blind_is_passed_over(centre: Centre) -> None:
    plan = blind_plan(centre, "expert")
    centre.post(centre.client("expert"), f"/review/{ID}/done", plan=str(plan), state="skipped")
    assert evaluated(centre) == []
    with centre.people.reading() as db:
        assert {item.state for item in listening.items(db, plan)} == {"skipped"}


def test_after_a_blind_review_the_person_sees_how_it_compares(centre: Centre) -> None:
    plan = blind_plan(centre, "expert", "second_analyst")
    expert, analyst = centre.client("expert"), centre.client("second_analyst")
    after = f"/review?plan={plan}&after={ID}"
    answer_all(centre, expert, dont_know="clear")
    assert "与机器不同" not in expert.get(after).text
    form = {"plan": str(plan), "state": "done", "csrf": centre.token(expert)}
    assert expert.post(f"/review/{ID}/done", data=form).headers["location"] == after
    judged = sum(line.outcome.value != "cannot_judge" for line in CARD.criteria)
    page = expert.get(after).text
    assert f"与机器相同 {judged - 1} / {judged} 项" in page
    assert "与机器不同（您 / 机器）" in page
    # Who is still to score it sees none of that, whatever the address says, and neither does somebody else.
    assert "与机器相同" not in analyst.get(after).text
    assert "与机器相同" not in centre.client("analyst").get(after).text
    assert "与机器相同" not in centre.client("other_leader").get(after).text
    answer_all(centre, analyst, greeting="met")
    centre.post(analyst, f"/review/{ID}/done", plan=str(plan), state="done")
    assert f"与expert相同 {len(CARD.criteria) - 2} / {len(CARD.criteria)} 项" in analyst.get(after).text


def test_the_agreement_of_a_plan_is_seen_by_who_has_nothing_left_to_score(centre: Centre) -> None:
    plan = blind_plan(centre, "expert", "second_analyst")
    expert, analyst = centre.client("expert"), centre.client("second_analyst")
    address = f"/review?plan={plan}"
    assert "本计划盲评一致性" not in expert.get(address).text
    answer_all(centre, expert)
    centre.post(expert, f"/review/{ID}/done", plan=str(plan), state="done")
    page = expert.get(address).text
    assert "本计划盲评一致性" in page
    assert "其他人还有 1 通未评" in page
    assert "本计划盲评一致性" not in analyst.get(address).text
    answer_all(centre, analyst, dont_know="clear")
    centre.post(analyst, f"/review/{ID}/done", plan=str(plan), state="done")
    page = analyst.get(address).text
    assert "1 通 · 2 人" in page
    assert "其他人还有" not in page


@given(st.data())
def test_verdicts_overrule_only_where_every_place_is_false(data: st.DataObject) -> None:
    card = POOR.evaluation
    assert card is not None
    said = []
    for line in card.criteria:
        for position in range(len(line.findings)):
            verdict = data.draw(st.sampled_from([None, *Verdict]))
            if verdict is not None:
                said.append(review_of(line.criterion, position, verdict=verdict))
        answer = data.draw(st.sampled_from(["", "met", "missed", "clear", "violated", "not_applicable"]))
        if answer:
            said.append(review_of(line.criterion, reviews.WHOLE, answer=answer))
    found = answers(said, card)
    for line in card.criteria:
        mine = [one for one in said if one.criterion == line.criterion]
        whole = [one.answer for one in mine if one.answer]
        verdicts = [one.verdict for one in mine if one.verdict]
        assert (line.criterion in found) is bool(mine)
        if whole:
            assert found[line.criterion] == whole[-1]
        elif verdicts and (len(verdicts) < len(line.findings) or set(verdicts) != {Verdict.FALSE}):
            assert found[line.criterion] is line.outcome
        elif verdicts and line.outcome.value in ("violated", "met"):
            assert found[line.criterion].value == {"violated": "clear", "met": "missed"}[line.outcome.value]


def review_of(criterion: str, position: int, *, verdict: Verdict | None = None, answer: str = "") -> reviews.Review:
    about = {"recording_id": ID, "rubric": "r", "rubric_hash": "h", "model_hash": "m", "phrase": "", "machine": ""}
    said = {"verdict": verdict, "answer": answer, "reason": "", "blind": False, "user_id": 1, "at": datetime.now(UTC)}
    return reviews.Review(**about, criterion=criterion, position=position, **said)  # type: ignore[arg-type]


def ask(centre: Centre, user: str = "agent", **fields: str) -> int:
    form = {"recording": ID, "criterion": "greeting", "reason": "我说了您好", **fields}
    return centre.post(centre.client(user), "/appeals", **form)


@pytest.mark.parametrize(
    ("user", "fields", "status"),
    [
        ("agent", {}, 303),
        ("agent", {"reason": " "}, 422),
        ("agent", {"criterion": "nonsense"}, 422),
        ("agent", {"recording": OTHER.recording.recording_id}, 404),
        ("other_agent", {}, 404),
        ("leader", {}, 403),
        ("manager", {}, 403),
    ],
)
def test_who_may_appeal_against_what(centre: Centre, user: str, fields: dict[str, str], status: int) -> None:
    assert ask(centre, user, **fields) == status


def test_the_list_of_appeals_follows_the_address(centre: Centre) -> None:
    assert ask(centre) == 303
    expert = centre.client("expert")
    for query, seen in (
        ("", True),
        ("state=open", True),
        ("state=upheld", False),
        ("state=x", True),
        ("page=2", False),
    ):
        assert ("我说了您好" in expert.get(f"/appeals?{query}").text) is seen
    assert "我说了您好" not in centre.client("other_agent").get("/appeals?state=open").text


def test_an_appeal_is_decided_by_another_and_adds_an_evaluation(centre: Centre) -> None:
    assert "申诉期还剩 5 天" in centre.client("agent").get(CALL).text
    assert ask(centre) == 303
    assert ask(centre) == 422
    assert "已申诉" in centre.client("agent").get(CALL).text
    centre.post(centre.client("expert"), f"{CALL}/reviews", criterion="greeting", position="-1", answer="missed")
    with centre.people.reading() as db:
        appeal = db.execute(sa.select(APPEALS.c.id)).scalar_one()
    decision = {"decision": "upheld", "reason": "录音里确实说了"}
    address = f"/appeals/{appeal}/decide"
    assert centre.post(centre.client("agent"), address, **decision) == 403
    assert centre.post(centre.client("analyst"), address, **decision) == 403
    assert centre.post(centre.client("expert"), address, **decision) == 422
    manager = centre.client("manager")
    assert centre.post(manager, address, decision="upheld", reason="") == 422
    assert "我说了您好" in manager.get(f"/appeals/{appeal}").text
    assert centre.post(manager, address, **decision) == 303
    assert centre.post(manager, address, **decision) == 422
    with centre.people.reading() as db:
        (added,) = evaluations.evaluations_of_call(db, ID)
    assert added.outcomes == {"greeting": "met"}
    assert added.score == 0.0  # it is still fatal
    mine = centre.client("agent")
    assert "录音里确实说了" in mine.get("/appeals").text
    page = mine.get(CALL).text
    assert "申诉结果" in page
    assert "不合格" in page  # the machine's own evaluation stands


def test_an_appeal_of_others_is_out_of_sight(centre: Centre) -> None:
    ask(centre)
    assert "我说了您好" not in centre.client("other_agent").get("/appeals").text
    with centre.people.reading() as db:
        appeal = db.execute(sa.select(APPEALS.c.id)).scalar_one()
    assert centre.post(centre.client("other_agent"), f"/appeals/{appeal}/withdraw", sure="yes") == 404
    assert centre.post(centre.client("agent"), f"/appeals/{appeal}/withdraw", sure="yes") == 303
    assert ask(centre) == 303
