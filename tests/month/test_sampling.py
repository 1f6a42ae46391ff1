"""Which calls are heard by lot: each with exactly the probability that is kept, the quota kept, strata in step."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.month.sampling import parts, places, quotas, shift, standard_error, weeks, weighted_mean
from qa.settings import ListeningSettings

NOVEMBER = weeks("2026-11")
counts = st.lists(st.integers(0, 60), min_size=len(NOVEMBER), max_size=len(NOVEMBER))
quota = st.sampled_from([0.0, 0.25, 1.0, 2.5, 4.0, 8.0, 20.0])


def drawn(quota: float, calls: list[int], moved: Fraction) -> list[tuple[int, int]]:
    """(week, place) of every call that one laying of the ruler takes."""
    found, before = [], Fraction(0)
    for week, (part, count) in enumerate(zip(parts(quota, calls, NOVEMBER), calls, strict=True)):
        found += [(week, place) for place in places(part, count, before=before, shift=moved)]
        before += part
    return found


def test_weeks_run_from_monday_and_end_with_the_month() -> None:
    assert [(week.first.day, week.days) for week in NOVEMBER] == [(1, 1), (2, 7), (9, 7), (16, 7), (23, 7), (30, 1)]
    assert sum(week.days for week in weeks("2027-02")) == 28
    assert weeks("2026-12")[-1].end.isoformat() == "2027-01-01"


@given(quota, counts)
def test_probabilities_add_up_to_the_quota(quota: float, calls: list[int]) -> None:
    spread = parts(quota, calls, NOVEMBER)
    assert all(0 <= part <= count for part, count in zip(spread, calls, strict=True))
    assert sum(spread) <= quota
    # Only a month whose last weeks have too few calls falls short.
    if all(count >= quota for count in calls):
        assert sum(spread) == Fraction(quota)


@given(quota, counts, st.integers(0, 2**32), st.sampled_from(["1001", "1002"]))
def test_a_draw_is_the_quota_to_within_one_and_takes_nothing_twice(
    quota: float, calls: list[int], seed: int, agent: str
) -> None:
    taken = drawn(quota, calls, shift(seed, agent))
    assert len(set(taken)) == len(taken)
    assert all(0 <= place < calls[week] for week, place in taken)
    total = sum(parts(quota, calls, NOVEMBER))
    assert math.floor(total) <= len(taken) <= math.ceil(total) <= math.ceil(quota)


@given(quota, counts)
def test_over_all_layings_of_the_ruler_each_call_is_taken_with_its_probability(quota: float, calls: list[int]) -> None:
    # The share of layings that take a call is the width of the call: measured on a grid finer than any call is wide.
    grid = 400
    taken: dict[tuple[int, int], int] = {}
    for i in range(grid):
        for one in drawn(quota, calls, Fraction(2 * i + 1, 2 * grid)):
            taken[one] = taken.get(one, 0) + 1
    for week, (part, count) in enumerate(zip(parts(quota, calls, NOVEMBER), calls, strict=True)):
        for place in range(count):
            assert taken.get((week, place), 0) / grid == pytest.approx(float(part / count), abs=2 / grid)


@given(st.integers(1, 20), st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(0, 1000))
def test_every_stratum_has_its_share_to_within_one(quota: int, strata: list[int], seed: int) -> None:
    # A week's list goes by queue and length: a stratum is a stretch of it.
    calls = [0, sum(strata), 0, 0, 0, 0]
    part = parts(quota, calls, NOVEMBER)[1]
    taken = [place for week, place in drawn(quota, calls, shift(seed, "1001")) if week == 1]
    begin = 0
    for size in strata:
        share = float(part) * size / calls[1] if calls[1] else 0.0
        heard = sum(begin <= place < begin + size for place in taken)
        assert abs(heard - share) <= 1
        begin += size


def test_the_weighted_mean_of_many_draws_is_the_mean_of_all_calls() -> None:
    calls = [3, 40, 25, 1, 30, 4]
    score = {(week, place): 60.0 + 10 * week - place / 2 for week, count in enumerate(calls) for place in range(count)}
    probability = [float(part / count) for part, count in zip(parts(4, calls, NOVEMBER), calls, strict=True)]
    totals, means = [], []
    for seed in range(3000):
        one = [(score[call], probability[call[0]]) for call in drawn(4, calls, shift(seed, "1001"))]
        totals.append(sum(value / p for value, p in one) / len(score))
        means.append(weighted_mean(one))
    truth = sum(score.values()) / len(score)
    plain = sum(sum(v for v, _ in [(score[c], 1) for c in drawn(4, calls, shift(s, "1001"))]) / 4 for s in range(500))
    assert sum(totals) / len(totals) == pytest.approx(truth, abs=1.0)
    assert sum(m for m in means if m is not None) / len(means) == pytest.approx(truth, abs=1.5)
    # Without the weights the few calls of the last week would count too much.
    assert abs(plain / 500 - truth) > 1.5


def test_what_a_week_lacks_falls_to_the_weeks_behind_it() -> None:
    away = parts(6, [0, 0, 0, 50, 50, 50], NOVEMBER)
    assert not any(away[:3])
    assert sum(away) == 6


def test_the_mean_of_nothing_is_none() -> None:
    assert weighted_mean([]) is None
    assert standard_error([(80.0, 0.5)]) is None
    assert weighted_mean([(80.0, 0.5), (60.0, 0.25)]) == pytest.approx(200 / 3)


def test_focus_is_heard_more_but_never_over_what_is_left() -> None:
    assert quotas(4, multiplier=2, focus=False, left=20) == 4
    assert quotas(4, multiplier=2, focus=True, left=20) == 8
    assert quotas(4, multiplier=2, focus=True, left=5) == 5


def test_defaults_stay_under_their_own_cap() -> None:
    settings = ListeningSettings()
    assert sum(settings.calls.model_dump().values()) < settings.cap
