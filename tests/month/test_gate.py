"""Which criteria count in the ranking, and the scores that are left when some do not."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest

from qa.month.close import close_month
from qa.month.closes import read_close
from qa.month.gate import standings, trust_of
from qa.month.indicators import CriterionCount
from qa.month.shape import MonthClose, Trust
from qa.people.reliability import reliability
from qa.people.reviews import WHOLE, Review
from qa.scoring.evaluation import CriterionResult, Outcome
from qa.settings import MonthSettings
from qa.warehouse.build import build_mart
from qa.warehouse.mart import open_mart
from qa.warehouse.parquet import write_shard
from qa.warehouse.result import CallResult
from tests import builders

MONTH = "2026-10"
SETTINGS = MonthSettings()


def review(
    number: int, *, machine: str, answer: str, criterion: str = "dont_know", blind: bool = True, user: int = 1
) -> Review:
    at = datetime(2026, 10, 20, tzinfo=UTC)
    words = (criterion, WHOLE, "", machine, None, answer, "", blind, user, at)
    return Review(f"call{number}", "telecom_hotline", "r", "m", *words)


def answers(agreed: int, wrong: int, criterion: str = "dont_know", *, blind: bool = True) -> list[Review]:
    """Half of the agreed answers are lapses; where people and machine differ, the machine saw one that was none."""
    found = []
    for i in range(agreed + wrong):
        machine = "violated" if i % 2 or i >= agreed else "clear"
        answer = "clear" if i >= agreed else machine
        found.append(review(i, machine=machine, answer=answer, criterion=criterion, blind=blind))
    return found


@pytest.mark.parametrize(
    ("both", "machine_only", "clean", "trust"),
    [
        (60, 0, 60, Trust.TRUSTED),
        (60, 9, 60, Trust.ADVISORY),
        (60, 25, 60, Trust.FOR_REVIEW),
        (3, 0, 3, Trust.NOT_REVIEWED),  # six that agree prove nothing
        (0, 0, 150, Trust.NOT_REVIEWED),  # nobody ever saw a lapse
        (2, 0, 198, Trust.NOT_REVIEWED),  # two lapses are too few, however many calls
        (1, 30, 30, Trust.FOR_REVIEW),  # what is known to be bad needs no more reviews
    ],
)
def test_the_rule(both: int, machine_only: int, clean: int, trust: Trust) -> None:
    calls = [[(True, True)]] * both + [[(True, False)]] * machine_only + [[(False, False)]] * clean
    assert trust_of(reliability(calls), SETTINGS) is trust


def test_nobody_reviewed_anything() -> None:
    counts = [CriterionCount("r", name, name, "", False, 9, 5, 0, 4.0, 9.0) for name in ("b", "a")]
    found = standings(counts, (), SETTINGS)
    assert [(one.criterion, one.trust, one.counts) for one in found] == [
        ("a", Trust.NOT_REVIEWED, True),
        ("b", Trust.NOT_REVIEWED, True),
    ]
    assert not any(one.counts for one in standings(counts, (), MonthSettings(trust="required")))


def test_answers_in_sight_of_the_machine_decide_nothing() -> None:
    counts = [CriterionCount("telecom_hotline", "dont_know", "推诿", "", False, 9, 5, 0, 4.0, 9.0)]
    (seen,) = standings(counts, answers(10, 90, blind=False), SETTINGS)
    (blind,) = standings(counts, answers(10, 90), SETTINGS)
    assert (seen.trust, seen.reviews) == (Trust.NOT_REVIEWED, 0)
    assert (blind.trust, blind.reviews, blind.counts) == (Trust.FOR_REVIEW, 100, False)


def call(number: int, agent: str, lines: list[tuple[str, Outcome, float, float]], *, start: bool = False) -> CallResult:
    """A call of a form of 100 points; with `start` it begins at 100 and every line takes off what was lost."""
    results = tuple(
        builders.criterion(criterion=name, name=name, outcome=outcome, points=points, max_points=most, fatal=not most)
        for name, outcome, points, most in lines
    )
    score = reference(results, (), start=start)
    judged = builders.evaluation(
        score=score, max_score=100.0, fatal=score == 0.0, criteria=results, band="" if score is None else "良"
    )
    about = builders.metadata(call_id=f"C{number:04d}", agent=agent, start=builders.START)
    return builders.call_result(call=builders.recording(about=about), judged=judged)


def reference(lines: tuple[CriterionResult, ...], out: tuple[str, ...], *, start: bool = False) -> float | None:
    """The score of what is left, worked out line by line."""
    left = [line for line in lines if line.criterion not in out and line.outcome.judged]
    if any(line.fatal and line.outcome is Outcome.VIOLATED for line in left):
        return 0.0
    stake = sum(line.max_points for line in left)
    earned = sum(line.points for line in left)
    if not stake:
        return None
    return round(max(0.0, 100 - (stake - earned)) if start else 100 * earned / stake, 2)


def month(chance: random.Random, *, start: bool = False) -> list[CallResult]:
    """Eighty calls of eight agents, with every outcome and now and then a fatal one."""
    found = []
    for number in range(80):
        lines = []
        for name, most in (("greeting", 30.0), ("dont_know", 30.0), ("closing", 40.0), ("insult", 0.0)):
            good, bad = (Outcome.CLEAR, Outcome.VIOLATED) if most != 40.0 else (Outcome.MET, Outcome.MISSED)
            outcome = chance.choices(
                (good, bad, Outcome.NOT_APPLICABLE, Outcome.CANNOT_JUDGE), (6, 0.5 if not most else 3, 1, 1)
            )[0]
            lines.append((name, outcome, most if outcome is good else 0.0, most))
        found.append(call(number, f"10{number % 8:02d}", lines, start=start))
    return found


def close(
    root: Path, results: list[CallResult], reviews: list[Review], trust: Literal["when_reviewed", "required"]
) -> MonthClose:
    write_shard(root / "truth", date(2026, 10, 12), "s1", results)
    build_mart(root / "truth", root / "mart")
    with open_mart(root / "mart") as mart:
        return close_month(MONTH, mart, MonthSettings(trust=trust), root / "m", reviews=reviews)


@pytest.mark.parametrize("start", [False, True])
@pytest.mark.parametrize("out", [("dont_know",), ("insult",), ("dont_know", "insult", "greeting")])
def test_the_ranking_rests_on_what_is_trusted(tmp_path: Path, out: tuple[str, ...], start: bool) -> None:
    results = month(random.Random(3), start=start)
    closed = close(tmp_path, results, [r for name in out for r in answers(10, 90, name)], "when_reviewed")
    assert {one.criterion for one in closed.left_out} == set(out)
    expected: dict[str, list[float]] = {}
    for result in results:
        assert result.evaluation
        score = reference(result.evaluation.criteria, out, start=start)
        if score is not None and result.evaluation.score is not None:
            expected.setdefault(result.recording.metadata.agent, []).append(score)
    assert {agent.agent: agent.mean_score for agent in closed.agents} == pytest.approx(
        {agent: sum(scores) / len(scores) for agent, scores in expected.items()}, abs=0.006
    )
    assert {agent.agent: agent.calls for agent in closed.agents} == {a: len(s) for a, s in expected.items()}
    assert not any(w.criterion in out for agent in closed.agents for w in agent.weaknesses)
    assert not any(one.criterion in out for one in closed.key_indicators)
    whole = [r.evaluation.score for r in results if r.evaluation and r.evaluation.score is not None]
    assert closed.mean_score == pytest.approx(sum(whole) / len(whole), abs=1e-6)


def test_what_must_be_reviewed_and_was_not_ranks_nobody(tmp_path: Path) -> None:
    closed = close(tmp_path, month(random.Random(3)), [], "required")
    assert closed.agents == ()
    assert len(closed.agents_without_score) == 8
    assert len(closed.left_out) == 4
    assert closed.mean_score is not None


def test_reviews_are_among_the_inputs(tmp_path: Path) -> None:
    results = month(random.Random(3))
    first = close(tmp_path, results, [], "when_reviewed")
    assert close(tmp_path, results, [], "when_reviewed") == first
    some = close(tmp_path, results, answers(60, 0), "when_reviewed")
    assert (some.revision, some.left_out) == (2, ())
    assert some.inputs_hash != first.inputs_hash
    assert [agent.adjusted_score for agent in some.agents] == [agent.adjusted_score for agent in first.agents]
    assert read_close(tmp_path / "m", MONTH, 2).criteria == some.criteria
