"""The machine's error from the calls that people scored by lot: right where the machine is wrong, and honest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.month.heard_calls import scored_twice
from qa.month.indicators import CriterionCount
from qa.month.machine_bias import MINIMUM_HEARD, GroupCalls, ScoredTwice, machine_biases
from qa.month.shape import Level
from qa.people.heard import HeardByLot
from tests.month.test_gate import review

CENTRE = GroupCalls(Level.CENTRE, "", 1000, 80.0)
SITES = [GroupCalls(Level.SITE, "宁波", 600, 78.0), GroupCalls(Level.SITE, "杭州", 400, 83.0)]


def heard(errors: list[float], *, site: str = "杭州", plan: int = 1, probability: float = 0.1) -> list[ScoredTwice]:
    return [ScoredTwice(plan, probability, site, "一组", 80.0 + error, 80.0) for error in errors]


def test_the_interval_holds_what_people_would_have_given_and_the_machines_does_not() -> None:
    """200 months of a machine that takes 10 points in three calls of ten; poor calls are heard more often."""
    held = uncorrected = 0
    for seed in range(200):
        chance = np.random.default_rng(seed)
        human = np.clip(chance.normal(80, 12, 3000), 0, 100)
        machine = np.clip(human - np.where(chance.random(3000) < 0.3, 10, 0), 0, 100)
        probability = np.where(human < 80, 0.06, 0.02)
        taken = np.flatnonzero(chance.random(3000) < probability)
        sample = [ScoredTwice(1, probability[i], "", "", machine[i], human[i]) for i in taken]
        (found,) = machine_biases([replace(CENTRE, calls=3000, mean=float(machine.mean()))], sample)
        held += found.low <= human.mean() <= found.high
        uncorrected += abs(machine.mean() - human.mean()) < 1.645 * machine.std() / np.sqrt(3000)
    assert 0.85 <= held / 200 <= 0.95
    assert uncorrected == 0


def test_a_plan_that_takes_few_calls_does_not_outweigh_one_that_takes_many() -> None:
    (found,) = machine_biases(
        [CENTRE], heard([0.0] * 90, probability=0.2) + heard([-10.0] * 10, plan=2, probability=0.01)
    )
    assert found.bias == pytest.approx(-1.0)
    (found,) = machine_biases([CENTRE], heard([0.0] * 30, probability=0.5) + heard([-10.0] * 10, probability=1 / 6))
    assert found.bias == pytest.approx(-5.0)


def test_few_calls_say_nothing() -> None:
    assert machine_biases([CENTRE], heard([0.0] * (MINIMUM_HEARD - 1))) == ()
    assert machine_biases([], heard([0.0] * 50)) == ()


def test_sites_are_corrected_only_where_their_errors_differ() -> None:
    wrong = [-8.0, -4.0] * 20
    same = machine_biases(SITES, heard(wrong) + heard(wrong, site="宁波"))
    assert [one.taken_out for one in same] == [0.0, 0.0]
    first, second = machine_biases(SITES, heard(wrong) + heard([0.0] * 40, site="宁波"))
    assert [first.bias, second.bias] == pytest.approx([0.0, -6.0])
    # What is taken out moves nobody's mean but against each other, and is drawn together a little.
    assert 600 * first.taken_out + 400 * second.taken_out == pytest.approx(0)
    assert 5.5 < first.taken_out - second.taken_out <= 6.0
    # The site without an error among those heard is not taken to be without one.
    assert first.bias_low < 0 < first.bias_high


@given(st.permutations(list(range(40))))
def test_the_order_of_the_calls_does_not_show(order: list[int]) -> None:
    sample = heard([float(i % 7) for i in range(20)]) + heard([0.1 * i for i in range(20)], site="宁波", plan=2)
    assert machine_biases(SITES, [sample[i] for i in order]) == machine_biases(SITES, sample)


COUNTS = [CriterionCount("telecom_hotline", "dont_know", "推诿", "", False, 10, 8, 0, 8.0, 300.0)]
"""Two lapses cost four points each."""


def line(criterion: str, outcome: str, points: float, most: float, *, fatal: bool = False) -> dict[str, object]:
    about: dict[str, object] = {
        "recording_id": "call1",
        "team": "一组",
        "site": "杭州",
        "rubric": "telecom_hotline",
        "rubric_hash": "r",
    }
    score: dict[str, object] = {
        "max_score": 100.0,
        "percent": 90.0,
        "points": points,
        "max_points": most,
        "fatal": fatal,
    }
    return about | score | {"criterion": criterion, "outcome": outcome}


LINES = [
    line("greeting", "met", 60.0, 60.0),
    line("dont_know", "clear", 40.0, 40.0),
    line("hold", "not_applicable", 0.0, 20.0),
    line("insult", "clear", 0.0, 0.0, fatal=True),
]
DRAWN = [HeardByLot(1, "call1", 0.1)]


@pytest.mark.parametrize(
    ("changed", "human"),
    [
        ({}, 100.0),
        ({"greeting": "missed"}, 40.0),
        ({"dont_know": "violated"}, 96.0),  # as much as the machine's lapses cost
        ({"greeting": "not_applicable"}, 100.0),
        ({"hold": "missed"}, 83.33),
        ({"insult": "violated"}, 0.0),
    ],
)
def test_the_score_that_a_person_would_have_given(changed: dict[str, str], human: float) -> None:
    answers = {"greeting": "met", "dont_know": "clear", "insult": "clear"} | changed
    said = [review(1, machine="", answer=answer, criterion=name) for name, answer in answers.items()]
    (found,) = scored_twice(LINES, DRAWN, said, counts=COUNTS)
    assert (found.machine, round(found.human, 2)) == (100.0, human)


def test_only_whole_blind_answers_on_the_present_form_count() -> None:
    whole = [review(1, machine="", answer="clear", criterion=name) for name in ("dont_know", "insult", "greeting")]
    assert len(scored_twice(LINES, DRAWN, whole, counts=COUNTS)) == 1
    assert scored_twice(LINES, DRAWN, whole[:2], counts=COUNTS) == ()
    assert scored_twice(LINES, [], whole, counts=COUNTS) == ()
    assert scored_twice(LINES, DRAWN, [replace(one, blind=False) for one in whole], counts=COUNTS) == ()
    assert scored_twice(LINES, DRAWN, [replace(one, rubric_hash="old") for one in whole], counts=COUNTS) == ()
    left_out = {("telecom_hotline", "greeting")}
    (found,) = scored_twice(LINES, DRAWN, whole[:2], counts=COUNTS, left_out=left_out)
    assert (found.machine, found.human) == (100.0, 100.0)
