from __future__ import annotations

import random
from dataclasses import replace

import pytest

from qa.month.focus import weaknesses
from qa.month.indicators import CriterionCount, indicators, wilson
from qa.month.sites import SiteSample, sites


def count(
    criterion: str = "greeting",
    *,
    judged: int = 100,
    passed: int = 80,
    points: float = 5.0,
    fatal: bool = False,
    cannot_judge: int = 0,
) -> CriterionCount:
    """A criterion whose failures cost all its points."""
    points = 0.0 if fatal else points
    return CriterionCount(
        rubric="telecom_hotline",
        criterion=criterion,
        name=criterion.title(),
        section="开头语",
        fatal=fatal,
        judged=judged,
        passed=passed,
        cannot_judge=cannot_judge,
        lost=points * (judged - passed),
        at_stake=points * judged,
    )


@pytest.mark.parametrize(
    ("passed", "judged", "low", "high"),
    # Values of Wilson's formula from Newcombe 1998, table I.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson(passed: int, judged: int, low: float, high: float) -> None:
    assert wilson(passed, judged) == pytest.approx((low, high), abs=5e-5)
    mirrored = wilson(judged - passed, judged)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_the_weakest_stand_first_and_the_dearest_are_key() -> None:
    months = indicators(
        [
            count("cheap", passed=20, points=1.0),
            count("dear", passed=60, points=10.0),
            count("rare", judged=2, passed=0, points=20.0),
            count("good", passed=100),
            count("insult", passed=99, fatal=True),
            count("nobody", judged=0, passed=0, cannot_judge=7),
        ],
        key_size=2,
    )
    assert [month.criterion for month in months] == ["rare", "dear", "cheap", "good", "insult", "nobody"]
    assert [month.criterion for month in months if month.key] == ["dear", "cheap"]
    nobody = months[-1]
    assert (nobody.rate, nobody.low, nobody.high, nobody.points_lost) == (0.0, 0.0, 1.0, 0.0)


def test_bad_luck_of_a_few_calls_weighs_less_than_a_steady_loss() -> None:
    months = indicators(
        [count("few", judged=6, passed=3, points=10.0), count("many", judged=600, passed=330, points=10.0)], key_size=1
    )
    assert [month.criterion for month in months if month.key] == ["many"]


def test_nothing_lost_nothing_key() -> None:
    assert not any(month.key for month in indicators([count(passed=100)], key_size=3))
    assert indicators([], key_size=3) == ()


def test_order_of_counts_does_not_matter() -> None:
    counts = [count(f"c{i}", passed=40 + i % 5, points=1.0 + i % 3) for i in range(30)]
    shuffled = counts.copy()
    random.Random(1).shuffle(shuffled)
    assert indicators(counts, key_size=3) == indicators(shuffled, key_size=3)


def test_weaknesses_are_those_below_colleagues_by_more_than_chance() -> None:
    everyone = [count("a", judged=1000, passed=900), count("b", judged=1000, passed=900), count("c", judged=1000)]
    own = [count("a", judged=50, passed=20), count("b", judged=50, passed=44), count("c", judged=1, passed=0)]
    (weak,) = weaknesses(own, everyone)
    assert (weak.criterion, weak.judged, weak.rate) == ("a", 50, 0.4)
    assert weak.peer_rate == pytest.approx(880 / 950)


def test_the_dearest_weakness_stands_first_and_a_fatal_one_costs_the_whole_score() -> None:
    everyone = [count(name, judged=1000, passed=900, points=points) for name, points in (("a", 2.0), ("b", 9.0))]
    everyone.append(count("insult", judged=1000, passed=998, fatal=True))
    own = [count("a", judged=40, passed=10, points=2.0), count("b", judged=40, passed=20, points=9.0)]
    own.append(count("insult", judged=40, passed=38, fatal=True))
    assert [weak.criterion for weak in weaknesses(own, everyone)] == ["insult", "b", "a"]
    assert [weak.criterion for weak in weaknesses(own, everyone, at_most=1)] == ["insult"]


def test_without_colleagues_nobody_is_weak() -> None:
    own = [count(passed=0)]
    assert weaknesses(own, own) == ()


def test_perfect_colleagues_still_allow_a_slip() -> None:
    own = count(judged=20, passed=19)
    everyone = [replace(own, judged=25, passed=24, lost=5.0, at_stake=125.0)]
    assert weaknesses([own], everyone) == ()


def test_sites() -> None:
    months = sites(
        [
            SiteSample("杭州", "a", 100, 90.0, 25.0),
            SiteSample("杭州", "b", 100, 80.0, 25.0),
            SiteSample("宁波", "a", 1, 70.0, 0.0),
            SiteSample("温州", "c", 50, 88.0, 50.0),
            SiteSample("空", "d", 0, 0.0, 0.0),
        ]
    )
    assert [(month.site, month.agents, month.calls, month.mean_score) for month in months] == [
        ("宁波", 1, 1, 70.0),
        ("杭州", 2, 200, 85.0),
        ("温州", 1, 50, 88.0),
    ]
    one_call, clusters, one_agent = months
    assert (one_call.low, one_call.high) == (0.0, 100.0)
    assert clusters.high - 85.0 == pytest.approx(1.6449 * 5.0, rel=1e-3)
    assert one_agent.high - 88.0 == pytest.approx(1.6449, rel=1e-3)
