"""A simulated centre is as its figures say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.simulate.centre import WEIGHTS, Centre, hire, true_scores
from qa.simulate.draw import draw_month
from qa.simulate.history import history, raw_means


def random(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_points_of_all_criteria_make_a_hundred() -> None:
    assert sum(WEIGHTS) == 100


@pytest.mark.parametrize("spread", [0.0, 4.0, 7.0])
@pytest.mark.parametrize("noise", [12.0, 14.0, 17.0])
def test_agents_and_calls_spread_as_asked(spread: float, noise: float) -> None:
    centre = Centre(agents=600, calls=40, spread=spread, noise=noise)
    agents = hire(centre, random())
    calls = draw_month(centre, agents, agents.level, random(1))
    within = np.sqrt(np.mean([calls.score[calls.agent == a].var(ddof=1) for a in range(centre.agents)]))
    assert true_scores(agents.level, agents, centre).std() == pytest.approx(spread, abs=0.1 * spread + 1e-9)
    assert within == pytest.approx(noise, abs=0.6)


@given(bias=st.floats(-5, 5), mix=st.floats(0, 6), seed=st.integers(0, 99))
@settings(max_examples=10, deadline=None)
def test_many_calls_show_the_truth_where_nothing_distorts_it(bias: float, mix: float, seed: int) -> None:
    centre = Centre(agents=8, calls=20_000, case_mix=mix, machine_bias=bias)
    agents = hire(centre, random(seed))
    seen = raw_means(draw_month(centre, agents, agents.level, random(seed + 1)), centre.agents)
    taken = np.where(agents.site == 1, bias, 0.0)
    assert seen == pytest.approx(true_scores(agents.level, agents, centre) - taken, abs=0.8)


def test_an_uneven_mix_makes_raw_means_mislead() -> None:
    def agreement(uneven: float) -> float:
        centre = Centre(agents=300, calls=200, case_mix=8.0, uneven_mix=uneven)
        agents = hire(centre, random())
        seen = raw_means(draw_month(centre, agents, agents.level, random(1)), centre.agents)
        return float(np.corrcoef(seen, true_scores(agents.level, agents, centre))[0, 1])

    assert agreement(0.0) > agreement(0.5) > agreement(1.0)


def test_the_weakest_are_coached_and_gain_what_coaching_gives() -> None:
    centre = Centre(agents=100, coaching=5.0)
    agents = hire(centre, random())
    first, second, _ = history(centre, agents, 3, focus=10, wait_list=0.4, seed=3)
    gained = second.true_score - first.true_score
    assert (second.coached.sum(), second.waiting.sum()) == (6, 4)
    assert not (second.coached & second.waiting).any()
    assert gained[second.coached] == pytest.approx(np.full(6, 5.0), abs=0.3)
    assert gained[~second.coached] == pytest.approx(np.zeros(94))


@pytest.mark.parametrize("wrong", [{"noise": 5}, {"agents": 0}, {"calls": 0}, {"spread": -1}, {"uneven_mix": 1.5}])
def test_no_centre_of_impossible_numbers(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError):
        Centre(**wrong)  # type: ignore[arg-type]
