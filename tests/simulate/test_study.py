"""On simulated months the ranking keeps what it promises; the few months here only guard it against breaking."""

from __future__ import annotations

import pytest

from qa.month.effect import Followed, ancova, did_it_help, sentence
from qa.report.rendering import render_study
from qa.simulate.study import Scenario, Study, study

MONTHS = 12


@pytest.fixture(scope="module")
def found() -> Study:
    return study(MONTHS, seed=5)


def named(found: Study, name: str) -> Scenario:
    return next(scenario for scenario in found.scenarios if scenario.name == name)


def test_intervals_hold_the_truth_and_probabilities_what_they_say(found: Study) -> None:
    for scenario in found.scenarios:
        assert scenario.calibration_error < 0.03
    for name in ("equal", "unequal", "mixed", "many calls"):
        assert 0.85 < named(found, name).coverage < 0.95
    # Where agents hardly differ the spread itself is unsure, and the intervals have to say so.
    assert named(found, "nearly equal").coverage > 0.75
    assert named(found, "all equal").coverage > 0.88


def test_ours_finds_more_of_the_weakest_where_calls_are_uneven(found: Study) -> None:
    assert named(found, "unequal").precision > named(found, "unequal").raw_precision
    assert named(found, "mixed").precision > named(found, "mixed").raw_precision + 0.05


def test_nobody_is_clear_where_all_are_alike_and_somebody_is_where_calls_are_many(found: Study) -> None:
    assert named(found, "all equal").named_clear <= 1 / MONTHS
    assert named(found, "many calls").named_clear > 0.8
    right = named(found, "many calls").clear_right
    assert right is not None
    assert right > 0.8


def test_coaching_is_found_and_not_what_comes_by_itself(found: Study) -> None:
    coaching = found.coaching
    assert abs(coaching.estimate - coaching.true_effect) < coaching.before_after - coaching.true_effect
    assert coaching.coverage > 0.6


def test_a_biased_machine_is_found_out_by_the_calls_heard_by_lot(found: Study) -> None:
    machine = found.correction
    assert machine.true_bias == pytest.approx(-3, abs=0.15)
    assert machine.estimate == pytest.approx(machine.true_bias, abs=0.4)
    assert machine.coverage > 0.65
    assert machine.uncorrected == 0
    assert abs(machine.named - 0.5) < 0.5 * abs(machine.named_raw - 0.5)


def test_the_same_seed_gives_the_same_figures_and_a_page(found: Study) -> None:
    assert study(2, seed=1) == study(2, seed=1) != study(2, seed=2)
    html = render_study(found)
    assert html.count("<figure>") == 5
    assert "模拟" in html


def followed(coached: int, waited: int, *, effect: float = 3.0) -> list[Followed]:
    n = coached + waited
    return [
        Followed(f"a{i}", 60 + i, 66 + i / 2, 66 + i / 2 + (effect if i % n < coached else 0) + (-1) ** i, i < coached)
        for i in range(n)
    ]


def test_the_effect_is_the_difference_to_those_who_waited() -> None:
    effect = ancova(followed(10, 10))
    assert effect is not None
    assert effect.low < 3.0 < effect.high
    assert (effect.coached, effect.waited) == (10, 10)


@pytest.mark.parametrize(
    ("coached", "waited", "effect", "says"),
    [
        (0, 0, 0.0, "没有接受辅导"),
        (5, 1, 3.0, "无法断定"),
        (12, 12, 6.0, "确有效果"),
        (12, 12, 0.0, "尚不能断定"),
        (12, 12, -6.0, "有害"),
    ],
)
def test_one_sentence_says_no_more_than_the_figures(coached: int, waited: int, effect: float, says: str) -> None:
    told = sentence(did_it_help(followed(coached, waited, effect=effect)))
    assert says in told.zh
    assert told.zh.endswith("。")
    assert told.zh.count("。") == 1
