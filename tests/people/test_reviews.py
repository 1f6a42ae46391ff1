"""Reviews, agreement, appeals and what else people write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from qa.people import appeals, coaching, evaluations, listening, overlays, playlists, projects, reviews, searches, users
from qa.people.agreement import Share, agreement, overall
from qa.people.errors import AppealBySamePerson, AppealClosed, AppealDecided, AppealTwice
from qa.people.kinds import AppealState, ClipKind, Decision, EvaluatorKind, ItemState, PlanState, Verdict
from qa.people.reviews import EvaluationKey
from qa.people.roles import Role

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
KEY = EvaluationKey("c1", "电信热线", "r" * 64, "m" * 64)
WINDOW = appeals.Window(ask=timedelta(days=5), decide=timedelta(days=3))


@pytest.fixture
def team(db: sa.Connection) -> dict[str, int]:
    people = {"agent": Role.AGENT, "analyst": Role.ANALYST, "expert": Role.EXPERT, "manager": Role.MANAGER}
    return {
        name: users.add_user(db, name, role, "correct horse battery", now=NOW, agent="1001").id
        for name, role in people.items()
    }


def test_the_last_word_of_a_person_on_a_finding_counts(db: sa.Connection, team: dict[str, int]) -> None:
    for verdict in (Verdict.TRUE, Verdict.FALSE):
        reviews.add_review(
            db, KEY, "greeting", user_id=team["analyst"], now=NOW, machine="met", position=0, verdict=verdict
        )
    assert len(reviews.reviews_of_call(db, "c1")) == 2
    (last,) = reviews.latest(reviews.reviews_of_call(db, "c1"))
    assert last.verdict is Verdict.FALSE


def test_a_review_says_something(db: sa.Connection, team: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="without"):
        reviews.add_review(db, KEY, "greeting", user_id=team["analyst"], now=NOW, machine="met")


def test_agreement_of_machine_and_people(db: sa.Connection, team: dict[str, int]) -> None:
    for i in range(10):
        key = EvaluationKey(f"c{i}", "电信热线", "r", "m")
        verdict = Verdict.FALSE if i == 0 else Verdict.UNSURE if i == 1 else Verdict.TRUE
        said = {"user_id": team["analyst"], "now": NOW, "machine": "violated"}
        reviews.add_review(db, key, "dont_know", position=0, verdict=verdict, **said)  # type: ignore[arg-type]
        reviews.add_review(db, key, "dont_know", answer="clear" if i < 2 else "violated", **said)  # type: ignore[arg-type]
        said["user_id"] = team["expert"]
        reviews.add_review(db, key, "dont_know", answer="clear" if i < 3 else "violated", blind=True, **said)  # type: ignore[arg-type]
    (found,) = agreement(reviews.reviews_since(db, NOW))
    assert found.precision == Share(8, 9)
    assert found.unsure == 1
    assert found.machine == Share(15, 20)
    assert found.people == Share(9, 10)
    # Scott's π of 9 of 10 alike with 5 of 20 answers clear: (0.9 − 0.625) / 0.375
    assert found.kappa == pytest.approx(0.7333, abs=1e-3)


def test_the_agreement_on_all_criteria_compares_like_with_like(db: sa.Connection, team: dict[str, int]) -> None:
    for criterion, theirs in (("greeting", "met"), ("farewell", "missed")):
        said = {"now": NOW, "machine": "met", "blind": True}
        reviews.add_review(db, KEY, criterion, answer="met", user_id=team["analyst"], **said)  # type: ignore[arg-type]
        reviews.add_review(db, KEY, criterion, answer=theirs, user_id=team["expert"], **said)  # type: ignore[arg-type]
    found = overall(reviews.reviews_since(db, NOW))
    assert found.people == Share(1, 2)
    assert found.machine == Share(3, 4)


@pytest.mark.parametrize("n", [1, 7, 366, 1000])
def test_the_ends_of_an_interval_are_whole_where_all_or_none_are_alike(n: int) -> None:
    none, every = Share(0, n).interval, Share(n, n).interval
    assert none is not None
    assert every is not None
    assert (none[0], every[1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (8, 10, 0.490, 0.943)]
)
def test_wilson_interval(hits: int, n: int, low: float, high: float) -> None:
    assert Share(hits, n).interval == pytest.approx((low, high), abs=1e-3)


def test_no_share_of_nothing() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def ask(db: sa.Connection, team: dict[str, int], *, days: float = 1, criterion: str = "greeting") -> appeals.Appeal:
    row = appeals.ask(
        db,
        KEY,
        call_id="C1",
        criterion=criterion,
        reason="我说了您好",
        asked_by=team["agent"],
        known_since=NOW - timedelta(days=days),
        window=WINDOW,
        now=NOW,
    )
    found = appeals.get_appeal(db, row)
    assert found is not None
    return found


@pytest.mark.parametrize(("days", "left"), [(0, 5), (0.1, 5), (4.9, 1), (5, 0), (50, 0)])
def test_days_left(days: float, left: int) -> None:
    assert WINDOW.days_left(NOW - timedelta(days=days), NOW) == left


def test_an_appeal_is_decided_by_somebody_else_and_once(db: sa.Connection, team: dict[str, int]) -> None:
    reviews.add_review(db, KEY, "greeting", user_id=team["analyst"], now=NOW, machine="missed", answer="missed")
    appeal = ask(db, team)
    for same in ("analyst", "agent"):
        with pytest.raises(AppealBySamePerson):
            appeals.decide(db, appeal, upheld=True, reason="", user_id=team[same], now=NOW)
    appeals.decide(db, appeal, upheld=True, reason="确实说了", user_id=team["expert"], now=NOW)
    decided = appeals.get_appeal(db, appeal.id)
    assert decided is not None
    assert decided.state is AppealState.UPHELD
    with pytest.raises(AppealDecided):
        appeals.decide(db, decided, upheld=False, reason="", user_id=team["manager"], now=NOW)
    with pytest.raises(AppealDecided):
        appeals.withdraw(db, decided)


def test_an_appeal_too_late_or_twice(db: sa.Connection, team: dict[str, int]) -> None:
    with pytest.raises(AppealClosed):
        ask(db, team, days=6)
    first = ask(db, team)
    with pytest.raises(AppealTwice):
        ask(db, team)
    ask(db, team, criterion="farewell")
    appeals.withdraw(db, first)
    ask(db, team)


def test_evaluations_by_people_are_added(db: sa.Connection, team: dict[str, int]) -> None:
    for score in (80.0, 85.0):
        evaluations.add_evaluation(
            db,
            KEY,
            evaluator=EvaluatorKind.APPEAL,
            user_id=team["expert"],
            now=NOW,
            score=score,
            max_score=100,
            fatal=False,
            band="合格",
            outcomes={"greeting": "met"},
        )
    assert [e.score for e in evaluations.evaluations_of_call(db, "c1")] == [80.0, 85.0]


def test_a_listening_plan_is_worked_off_by_priority(db: sa.Connection, team: dict[str, int]) -> None:
    new = [
        listening.NewItem("c1"),
        listening.NewItem("c2", priority=5, why="致命"),
        listening.NewItem("c3", assigned_to=team["expert"]),
    ]
    plan = listening.make_plan(db, "十一月重点", "2026-11", new, made_by=None, now=NOW)
    mine = listening.waiting(db, team["analyst"])
    assert [item.recording_id for item in mine] == ["c2", "c1"]
    listening.finish(db, mine[0], user_id=team["analyst"], now=NOW)
    assert [item.recording_id for item in listening.waiting(db, team["expert"], plan)] == ["c1", "c3"]
    (progress,) = listening.plans(db, "2026-11")
    assert (progress.done, progress.total) == (1, 3)
    done = [item.id for item in listening.items(db, plan) if item.state is ItemState.DONE]
    assert done == [mine[0].id]


def test_a_plan_of_one_kind_of_evaluator_waits_for_them_alone(db: sa.Connection, team: dict[str, int]) -> None:
    for kind in (EvaluatorKind.ANALYST, EvaluatorKind.AGENT):
        new = [listening.NewItem(f"{kind}-{agent}", agent=agent) for agent in ("1001", "1002")]
        listening.make_plan(db, kind.value, "2026-11", new, made_by=None, now=NOW, evaluator=kind, seed=1)
    waits = {who: [item.recording_id for item in listening.waiting(db, team[who])] for who in team}
    assert waits["analyst"] == ["analyst-1001", "analyst-1002"]
    assert waits["agent"] == ["agent-1001"]
    assert waits["expert"] == waits["manager"] == []


def test_coached_are_those_whose_talk_was_held(db: sa.Connection, team: dict[str, int]) -> None:
    plans = [
        coaching.make_plan(db, agent, "2026-11", criteria=["greeting"], goal="问候", made_by=team["manager"], now=NOW)
        for agent in ("1001", "1002")
    ]
    talks = [coaching.plan_session(db, plan, coach=team["manager"], planned_for=NOW, topic="听两通") for plan in plans]
    coaching.hold_session(db, talks[0], held_at=NOW, note="一起听了")
    coaching.set_state(db, plans[1], PlanState.DROPPED)
    assert coaching.coached(db, "2026-11") == {"1001"}
    assert coaching.sessions(db, plans)[0].topic == "听两通"


def test_clips_keep_their_order(db: sa.Connection, team: dict[str, int]) -> None:
    playlist = playlists.make_playlist(db, "周会", made_by=team["analyst"], now=NOW)
    first, second = (
        playlists.add_clip(db, playlist, "c1", start=start, end=start + 5, kind=ClipKind.GOOD, note=note)
        for start, note in ((0, "a"), (9, "b"))
    )
    playlists.move_clip(db, playlist, second, up=True)
    assert [clip.id for clip in playlists.clips(db, playlist)] == [second, first]
    playlists.remove_clip(db, playlist, second)
    assert [clip.id for clip in playlists.clips(db, playlist)] == [first]
    with pytest.raises(ValueError, match="begins"):
        playlists.add_clip(db, playlist, "c1", start=5, end=5, kind=ClipKind.BAD)


def test_the_latest_decision_on_an_overlay_stands_first(db: sa.Connection, team: dict[str, int]) -> None:
    for decision in (Decision.REFUSED, Decision.ACCEPTED):
        overlays.decide(
            db, "2026-10", 1, decision=decision, overlay="a: 1", reason="", decided_by=team["manager"], now=NOW
        )
    assert overlays.decisions(db, "2026-10")[0].decision is Decision.ACCEPTED


def test_a_project_and_a_search(db: sa.Connection, team: dict[str, int]) -> None:
    about = {"rubric": "电信热线", "criterion": "greeting", "title": "问候竞赛", "owner": "王"}
    row = projects.make_project(db, "2026-10", **about, target=0.9, due_at=NOW, made_by=team["manager"], now=NOW)
    projects.set_state(db, row, PlanState.DONE)
    assert projects.projects(db)[0].state is PlanState.DONE
    for query in ("agent=1001", "agent=1002"):
        searches.save_search(db, team["analyst"], "我的坐席", query, now=NOW)
    assert [s.query for s in searches.saved_searches(db, team["analyst"])] == ["agent=1002"]
