"""A month's listening plans: quotas from the close, calls as the nights bring them, nothing drawn twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from qa.month.listening import draw_listening, keep_drawn, live_weeks, plan_listening
from qa.month.listening_account import ListeningAccount, listening_account, sample_mean
from qa.month.listening_frame import month_frame
from qa.month.sampling import weeks
from qa.month.shape import MonthClose
from qa.people import listening, reviews, users
from qa.people import quotas as kept
from qa.people.kinds import EvaluatorKind, ItemState
from qa.people.listening import ListeningItem
from qa.people.reviews import EvaluationKey
from qa.people.roles import Role
from qa.people.store import People, sqlite_address
from qa.recording import Flag
from qa.scoring.evaluation import Outcome
from qa.settings import ListeningSettings, RandomListening, TargetedListening
from qa.warehouse.build import build_mart
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import write_shard
from qa.warehouse.result import CallResult
from tests import builders

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 12, 5)
MONTH = "2026-11"
ANALYST, LEADER, EXPERT, OWN = (
    EvaluatorKind.ANALYST,
    EvaluatorKind.TEAM_LEADER,
    EvaluatorKind.EXPERT,
    EvaluatorKind.AGENT,
)
CLOSE = builders.month_close(
    month="2026-10",
    revision=2,
    agents=[builders.agent_month(agent="1001", focus=True), builders.agent_month(agent="1002", focus=False)],
)


def call(
    number: int, agent: str, day: int, *, score: float = 85.0, seconds: float = 120.0, flags: tuple[Flag, ...] = ()
) -> CallResult:
    about = builders.metadata(
        call_id=f"C{number:04d}",
        agent=agent,
        queue=("话费", "宽带")[number % 2],
        start=datetime(2026, 11, day, 9, number % 60, tzinfo=builders.SHANGHAI),
    )
    recording = builders.recording(about=about, seconds=seconds, flags=flags)
    return builders.call_result(call=recording, judged=builders.evaluation(score=score))


def known(call_id: str) -> str:
    """The id of the recording of a call."""
    return builders.recording(call_id=call_id).recording_id


def november() -> list[CallResult]:
    """Forty calls of each of two agents, spread over the month, and some that nobody can be asked to hear."""
    made = [call(n, ("1001", "1002")[n % 2], 1 + n * 29 // 80, score=60.0 + n % 40) for n in range(80)]
    made += [call(200, "1001", 3, seconds=12.0), call(201, "stranger", 4, flags=(Flag.UNKNOWN_AGENT,))]
    return made


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sa.Connection]:
    with People(sqlite_address(tmp_path)) as people, people.writing() as opened:
        yield opened


def draw(
    root: Path,
    db: sa.Connection,
    calls: list[CallResult],
    settings: ListeningSettings | None = None,
    *,
    close: MonthClose = CLOSE,
    today: date = TODAY,
    shard: str = "s1",
) -> ListeningAccount:
    """Write the calls, build the mart, plan and draw."""
    settings = settings or ListeningSettings()
    write_shard(root / "truth", date(2026, 11, 30), shard, calls)
    build_mart(root / "truth", root / "mart")
    with open_mart(root / "mart") as mart:
        plan_listening(db, close, settings, now=NOW)
        keep_drawn(db, draw_listening(db, mart, MONTH, settings, today=today), now=NOW)
        return listening_account(db, mart, MONTH, month_frame(mart, MONTH, settings, today=today))


def items(db: sa.Connection, kind: EvaluatorKind) -> tuple[ListeningItem, ...]:
    return listening.items(db, kept.drawn_plans(db, MONTH)[kind].id)


def lot(db: sa.Connection, kind: EvaluatorKind) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in items(db, kind):
        if not item.targeted:
            found.setdefault(item.agent, []).append(item.recording_id)
    return found


def test_each_kind_has_its_quota_and_a_focus_agent_more(tmp_path: Path, db: sa.Connection) -> None:
    account = draw(tmp_path, db, november())
    assert {agent: len(calls) for agent, calls in lot(db, ANALYST).items()} == {"1001": 8, "1002": 4}
    assert {agent: len(calls) for agent, calls in lot(db, OWN).items()} == {"1001": 2, "1002": 1}
    assert [(one.kind, one.quota) for one in account.plans] == [(ANALYST, 12), (LEADER, 6), (EXPERT, 0.75), (OWN, 3)]
    assert account.weeks_left == 0
    assert not items(db, LEADER)


def test_probabilities_are_kept_and_add_up(tmp_path: Path, db: sa.Connection) -> None:
    account = draw(tmp_path, db, november())
    drawn = [item for item in items(db, ANALYST) if not item.targeted]
    # The weights of an agent's calls are those of all their calls.
    for agent in ("1001", "1002"):
        weight = sum(1 / item.probability for item in drawn if item.agent == agent and item.probability)
        assert weight == pytest.approx(40, abs=12)
    assert all(item.stratum and item.blind for item in drawn)
    assert all(item.probability is None and not item.blind for item in items(db, ANALYST) if item.targeted)
    assert account.sample_mean == pytest.approx(account.all_mean, abs=8)


def test_what_nobody_can_hear_is_counted(tmp_path: Path, db: sa.Connection) -> None:
    excluded = draw(tmp_path, db, november()).excluded
    assert (excluded.too_short, excluded.not_in_roster, excluded.unjudged, excluded.late) == (1, 1, 0, 0)
    short = known("C0200")
    assert short not in {item.recording_id for kind in (ANALYST, EXPERT, OWN) for item in items(db, kind)}


def test_any_order_of_the_calls_gives_the_same_plan(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, november())
    first = [(item.recording_id, item.probability, item.why) for item in items(db, ANALYST)]
    shuffled = november()
    random.Random(4).shuffle(shuffled)
    with People(sqlite_address(tmp_path / "again")) as people, people.writing() as other:
        draw(tmp_path / "again", other, shuffled)
        assert [(item.recording_id, item.probability, item.why) for item in items(other, ANALYST)] == first


def test_another_seed_gives_another_plan(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, november())
    with People(sqlite_address(tmp_path / "again")) as people, people.writing() as other:
        draw(tmp_path / "again", other, november(), ListeningSettings(seed=1))
        assert lot(other, ANALYST) != lot(db, ANALYST)


def test_the_plan_grows_with_the_nights_and_takes_nothing_back(tmp_path: Path, db: sa.Connection) -> None:
    november_calls = november()
    early = [one for one in november_calls if one.recording.metadata.start.day < 12]
    late = [one for one in november_calls if one.recording.metadata.start.day >= 12]
    account = draw(tmp_path, db, early, today=date(2026, 11, 12))
    before = items(db, ANALYST)
    # The week from the ninth is not over, though it has calls.
    assert account.drawn_until == "2026-11-09"
    assert before
    listener = users.add_user(db, "li", Role.ANALYST, "correct horse battery", now=NOW)
    listening.finish(db, before[0], user_id=listener.id, now=NOW)
    draw(tmp_path, db, late, shard="s2")
    after = items(db, ANALYST)
    assert {item.recording_id for item in before} < {item.recording_id for item in after}
    assert next(item for item in after if item.id == before[0].id).state is ItemState.DONE
    # The whole month has the same random calls as if it had been drawn at once.
    with People(sqlite_address(tmp_path / "once")) as people, people.writing() as other:
        draw(tmp_path / "once", other, november_calls)
        assert {a: sorted(c) for a, c in lot(other, ANALYST).items()} == {
            a: sorted(c) for a, c in lot(db, ANALYST).items()
        }


def test_drawing_again_adds_nothing(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, november())
    before = {kind: items(db, kind) for kind in (ANALYST, EXPERT, OWN)}
    draw(tmp_path, db, november(), ListeningSettings(seed=7), close=replace(CLOSE, revision=3))
    assert {kind: items(db, kind) for kind in before} == before
    assert kept.drawn_plans(db, MONTH)[ANALYST].revision == 2


def test_a_call_that_comes_after_the_draw_is_counted_and_left_out(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, november())
    before = lot(db, ANALYST)
    account = draw(tmp_path, db, [call(300 + n, "1002", 3) for n in range(20)], shard="s2")
    assert account.excluded.late == 20
    assert lot(db, ANALYST) == before


def test_a_call_with_a_clock_that_runs_ahead_ends_no_week(tmp_path: Path, db: sa.Connection) -> None:
    account = draw(tmp_path, db, november(), today=date(2026, 11, 10))
    assert account.drawn_until == "2026-11-09"


def test_targeted_calls_are_the_worst_and_stay_apart(tmp_path: Path, db: sa.Connection) -> None:
    bad = [call(400, "1002", 5, score=20.0), call(401, "1002", 6, score=30.0)]
    draw(tmp_path, db, [*november(), *bad])
    chosen = [item for item in items(db, ANALYST) if item.targeted and item.agent == "1002"]
    drawn = {item.recording_id for item in items(db, ANALYST) if not item.targeted}
    worst = [known(f"C04{n:02d}") for n in range(2)]
    assert {item.recording_id for item in chosen} == set(worst) - drawn
    assert all(item.why == "定向：低分" for item in chosen)


def test_what_is_lost_in_a_key_indicator_is_heard(tmp_path: Path, db: sa.Connection) -> None:
    lost = builders.criterion(criterion="dont_know", outcome=Outcome.VIOLATED)
    judged = builders.evaluation(score=85.0, criteria=[lost])
    weak = [builders.call_result(call=call(500 + n, "1002", 5 + n).recording, judged=judged) for n in range(3)]
    write_shard(tmp_path / "truth", date(2026, 11, 30), "s1", [*november(), *weak])
    build_mart(tmp_path / "truth", tmp_path / "mart")
    with open_mart(tmp_path / "mart") as mart:
        plan_listening(db, CLOSE, ListeningSettings(), now=NOW)
        for keys, why in (
            ({(judged.rubric, "dont_know"): 0.05}, {"定向：重点指标失分"}),
            ({("other", "dont_know"): 0.05}, set()),
        ):
            found = draw_listening(db, mart, MONTH, ListeningSettings(), today=TODAY, keys=keys)
            assert {item.why for one in found for item in one.targeted if item.agent == "1002"} == why


@pytest.mark.parametrize(
    ("share", "cap", "heard"),
    [(0.0, 20, 0), (0.3, 20, 3), (0.31, 20, 4), (1.0, 20, 10), (1.0, 9, 3)],
    ids=["none", "a share", "rounded up", "all", "no more than the cap leaves"],
)
def test_of_calls_that_lose_points_in_a_key_indicator_the_share_is_heard(
    tmp_path: Path, db: sa.Connection, share: float, cap: int, heard: int
) -> None:
    lost = builders.criterion(criterion="dont_know", outcome=Outcome.VIOLATED)
    judged = builders.evaluation(score=85.0, criteria=[lost])
    weak = [builders.call_result(call=call(500 + n, "1002", 5 + n).recording, judged=judged) for n in range(10)]
    write_shard(tmp_path / "truth", date(2026, 11, 30), "s1", [*november(), *weak])
    build_mart(tmp_path / "truth", tmp_path / "mart")
    settings = ListeningSettings(
        calls=RandomListening(analyst=4, team_leader=2, agent=0, expert=0),
        targeted=TargetedListening(analyst=0, expert=0),
        cap=cap,
    )
    keys = {(judged.rubric, "dont_know"): share}
    with open_mart(tmp_path / "mart") as mart:
        plan_listening(db, CLOSE, settings, now=NOW)
        for _ in range(2):
            keep_drawn(db, draw_listening(db, mart, MONTH, settings, today=TODAY, keys=keys), now=NOW)
    chosen = [item for item in items(db, ANALYST) if item.targeted and item.agent == "1002"]
    by_lot = {item.recording_id for item in items(db, ANALYST) if not item.targeted}
    left = sum(one.recording.recording_id not in by_lot for one in weak)
    assert len(chosen) == min(heard, left)
    assert {item.why for item in chosen} <= {"定向：重点指标失分"}


def test_where_a_person_and_the_machine_differ_an_expert_listens(tmp_path: Path, db: sa.Connection) -> None:
    reviewer = users.add_user(db, "li", Role.ANALYST, "correct horse battery", now=NOW).id
    for number, answer in ((3, "missed"), (5, "met")):
        key = EvaluationKey(known(f"C{number:04d}"), "电信热线", "r", "m")
        reviews.add_review(db, key, "greeting", user_id=reviewer, now=NOW, machine="met", answer=answer)
    draw(tmp_path, db, november())
    chosen = [(item.recording_id, item.why) for item in items(db, EXPERT) if item.targeted]
    assert chosen == [(known("C0003"), "定向：人机意见不同")]


def test_nobody_is_heard_more_often_than_the_cap(tmp_path: Path, db: sa.Connection) -> None:
    settings = ListeningSettings(
        calls=RandomListening(analyst=4, team_leader=2, agent=1, expert=0.25),
        targeted=TargetedListening(analyst=9, expert=9),
        focus_multiplier=5,
        cap=9,
    )
    low = [call(500 + n, "1001", 10, score=10.0) for n in range(30)]
    draw(tmp_path, db, [*november(), *low], settings)
    heard = Counter(item.agent for kind in (ANALYST, EXPERT, OWN) for item in items(db, kind))
    plan = kept.drawn_plans(db, MONTH)[LEADER]
    for quota in kept.quotas(db, plan.id):
        heard[quota.agent] += sum(live_weeks(plan, quota).values())
    assert heard
    assert max(heard.values()) <= 9


def test_live_listening_has_weeks_and_no_calls(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, november())
    plan = kept.drawn_plans(db, MONTH)[LEADER]
    named = {quota.agent: live_weeks(plan, quota) for quota in kept.quotas(db, plan.id)}
    assert {agent: sum(times.values()) for agent, times in named.items()} == {"1001": 4, "1002": 2}
    assert all(week in weeks(MONTH) for times in named.values() for week in times)


def test_who_came_after_the_close_gets_the_quota_of_everybody(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, [*november(), *(call(600 + n, "1003", 17 + n % 10) for n in range(20))])
    assert len(lot(db, ANALYST)["1003"]) == 4


def test_a_planned_call_that_is_not_kept_any_longer_is_skipped_and_counted(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, november())
    gone = next(item for item in items(db, ANALYST) if not item.targeted)
    kept_calls = [one for one in november() if one.recording.recording_id != gone.recording_id]
    account = draw(tmp_path / "after", db, kept_calls)
    assert account.plans[0].gone == 1
    assert next(item for item in items(db, ANALYST) if item.id == gone.id).state is ItemState.SKIPPED


def test_a_month_without_calls_has_quotas_and_waits(tmp_path: Path, db: sa.Connection) -> None:
    account = draw(tmp_path, db, [], today=date(2026, 11, 1))
    assert (account.drawn_until, account.weeks_left) == ("", len(weeks(MONTH)))
    assert account.plans[0].quota == 12
    assert account.sample_mean is account.all_mean is None


def test_a_draw_of_the_next_day_comes_from_the_grace_rule(tmp_path: Path, db: sa.Connection) -> None:
    first = [one for one in november() if one.recording.metadata.start.day == 1]
    assert draw(tmp_path, db, first, today=date(2026, 11, 2)).drawn_until == ""
    assert draw(tmp_path, db, first, today=date(2026, 11, 2) + timedelta(days=2)).drawn_until == "2026-11-02"


def test_two_draws_at_once_add_their_calls_once(tmp_path: Path, db: sa.Connection) -> None:
    draw(tmp_path, db, [], today=date(2026, 11, 1))
    write_shard(tmp_path / "truth", date(2026, 11, 30), "s2", november())
    build_mart(tmp_path / "truth", tmp_path / "mart")
    with open_mart(tmp_path / "mart") as mart:
        first, second = (draw_listening(db, mart, MONTH, ListeningSettings(), today=TODAY) for _ in range(2))
    assert first == second
    assert keep_drawn(db, first, now=NOW) == sum(one.calls for one in first) > 0
    assert keep_drawn(db, second, now=NOW) == 0
    assert {agent: len(calls) for agent, calls in lot(db, ANALYST).items()} == {"1001": 8, "1002": 4}
    # Nor are late calls chosen twice for what is in them, though no week is drawn any more.
    late = ListeningSettings(low_score=100)
    with open_mart(tmp_path / "mart") as mart:
        third, fourth = (draw_listening(db, mart, MONTH, late, today=TODAY) for _ in range(2))
    assert keep_drawn(db, third, now=NOW) > 0
    assert keep_drawn(db, fourth, now=NOW) == 0


def test_over_many_seeds_the_weighted_mean_is_that_of_all_calls(tmp_path: Path, db: sa.Connection) -> None:
    # A focus agent who is heard twice as often and is worse: the plain mean of the drawn calls is off.
    calls = [call(n, ("1001", "1002")[n % 2], 1 + n * 29 // 80, score=60.0 + 20 * (n % 2) + n % 11) for n in range(80)]
    write_shard(tmp_path / "truth", date(2026, 11, 30), "s1", calls)
    build_mart(tmp_path / "truth", tmp_path / "mart")
    weighted, plain, truth, seeds = [], [], 0.0, 25
    score = {one.recording.recording_id: one.evaluation.score for one in calls if one.evaluation}
    with open_mart(tmp_path / "mart") as mart:
        for seed in range(seeds):
            only = RandomListening(analyst=4, team_leader=0, agent=0, expert=0)
            settings = ListeningSettings(seed=seed, calls=only, targeted=TargetedListening(analyst=2, expert=0))
            with db.begin_nested() as drawn:
                plan_listening(db, CLOSE, settings, now=NOW)
                keep_drawn(db, draw_listening(db, mart, MONTH, settings, today=TODAY), now=NOW)
                account = listening_account(db, mart, MONTH, month_frame(mart, MONTH, settings, today=TODAY))
                heard = [score[item.recording_id] or 0.0 for item in items(db, ANALYST)]
                drawn.rollback()
            assert account.sample_mean is not None
            assert account.all_mean is not None
            weighted.append(account.sample_mean)
            plain.append(sum(heard) / len(heard))
            truth = account.all_mean
    assert sum(weighted) / seeds == pytest.approx(truth, abs=0.6)
    assert sum(plain) / seeds < truth - 3


def test_the_weighted_mean_undoes_unequal_quotas_and_the_plain_one_does_not() -> None:
    # Two hundred calls: a hundred of a focus agent at 60, of which half were drawn, a hundred at 80, of which a tenth.
    drawn = [("f", n, 60.0, 0.5) for n in range(50)] + [("o", n, 80.0, 0.1) for n in range(10)]
    about = {"id": 0, "plan_id": 1, "priority": 2, "why": "", "targeted": False, "blind": True, "assigned_to": None}
    about |= {"state": ItemState.WAITING, "done_by": None, "done_at": None, "stratum": ""}
    items = [ListeningItem(**about, recording_id=f"{who}{n}", probability=p, agent=who) for who, n, _, p in drawn]  # type: ignore[arg-type]
    rows = [{"recording_id": f"{who}{n}", "percent": score} for who, n, score, _ in drawn]
    found = sample_mean(items, [*rows, {"recording_id": "unscored", "percent": None}])
    assert found.calls == 60
    assert found.weighted == pytest.approx(70.0)
    assert found.plain == pytest.approx(63.33, abs=0.01)
    assert found.error is not None
    assert sample_mean(items, []).weighted is None
