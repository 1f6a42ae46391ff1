"""What an agent's calls were is taken out of their mean, and nothing else."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.month.case_mix import Cell, adjust
from qa.simulate.centre import Centre, hire, true_scores
from qa.simulate.draw import draw_month


def cell(agent: str, queue: str, calls: int, mean: float, *, deviation: float = 10.0) -> Cell:
    return Cell(agent, (("queue", queue),), calls, mean, (calls - 1) * deviation**2)


def adjusted(*cells: Cell) -> dict[str, float]:
    return {sample.agent: sample.mean for sample in adjust(cells).samples}


def test_who_serves_the_hard_queue_is_not_weaker_for_it() -> None:
    levels = adjusted(
        cell("a", "话费", 90, 85.0),
        cell("a", "投诉", 10, 65.0),
        cell("b", "话费", 10, 85.0),
        cell("b", "投诉", 90, 65.0),
    )
    assert levels["a"] == pytest.approx(levels["b"])
    assert levels["a"] == pytest.approx(75.0)


def test_a_weak_agent_does_not_make_a_queue_hard() -> None:
    # The weak one serves only complaints; the other, who serves both, shows that complaints are no harder.
    levels = adjusted(cell("weak", "投诉", 100, 60.0), cell("good", "投诉", 50, 85.0), cell("good", "话费", 50, 85.0))
    assert levels["good"] - levels["weak"] == pytest.approx(25.0)


def test_where_everybody_serves_one_queue_alone_nothing_can_be_told_apart_and_nothing_is_taken_out() -> None:
    levels = adjusted(cell("a", "话费", 50, 85.0), cell("b", "投诉", 50, 65.0))
    assert levels == pytest.approx({"a": 85.0, "b": 65.0})


def test_a_queue_of_a_few_calls_has_no_effect_of_its_own() -> None:
    found = adjust([cell("a", "话费", 50, 85.0), cell("a", "抢修", 3, 20.0), cell("b", "话费", 50, 85.0)])
    assert found.effects == ()


def test_who_is_far_from_the_usual_mix_is_known_less_well() -> None:
    found = adjust(
        [
            *(cell(f"u{i}", queue, 30, 80.0) for i in range(5) for queue in ("话费", "投诉")),
            cell("far", "投诉", 60, 80.0),
            cell("near", "话费", 30, 80.0),
            cell("near", "投诉", 30, 80.0),
        ]
    )
    effective = {sample.agent: sample.effective for sample in found.samples}
    assert effective["near"] == pytest.approx(60.0, abs=1.0)
    assert effective["far"] is not None
    assert effective["far"] < 55.0


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_the_order_of_the_cells_shows_nowhere(seed: int) -> None:
    chance = random.Random(seed)
    cells = [
        cell(f"a{i}", queue, chance.randint(1, 60), chance.uniform(50, 95))
        for i in range(6)
        for queue in ("话费", "投诉", "宽带")
    ]
    shuffled = list(cells)
    chance.shuffle(shuffled)
    assert adjust(cells) == adjust(shuffled)


def test_no_calls_and_single_calls() -> None:
    assert adjust([]).samples == ()
    alone = adjust([cell("a", "话费", 1, 85.0), cell("b", "投诉", 1, 65.0)])
    assert [sample.mean for sample in alone.samples] == [85.0, 65.0]


def test_on_a_simulated_centre_adjusted_means_are_nearer_to_the_truth() -> None:
    centre = Centre(agents=150, calls=120, case_mix=8.0, uneven_mix=0.5)
    agents = hire(centre, np.random.default_rng(1))
    calls = draw_month(centre, agents, agents.level, np.random.default_rng(2))
    cells = []
    for agent in range(centre.agents):
        for queue in range(5):
            own = calls.score[(calls.agent == agent) & (calls.queue == queue)]
            if len(own):
                squares = float(((own - own.mean()) ** 2).sum())
                strata = (("queue", str(queue)),)
                cells.append(Cell(f"a{agent:03d}", strata, len(own), float(own.mean()), squares))
    truth = true_scores(agents.level, agents, centre)
    samples = adjust(cells).samples
    ours = np.array([sample.mean for sample in samples])
    plain = np.array([sample.plain for sample in samples])
    assert np.abs(ours - truth).mean() < 0.5 * np.abs(plain - truth).mean()
