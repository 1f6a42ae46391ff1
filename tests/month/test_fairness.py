from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from qa.month.fairness import AgentSample, Ranking, rank
from qa.month.shape import Standing
from qa.month.spread import between_agents, f_tail

TAU, SIGMA, CENTRE = 4.0, 14.0, 80.0


def month(
    random: np.random.Generator, levels: NDArray[np.float64], calls: NDArray[np.int64], sigma: float = SIGMA
) -> list[AgentSample]:
    """Agents with known true levels and normal scores."""
    scores = [level + sigma * random.standard_normal(n) for level, n in zip(levels, calls, strict=True)]
    return [
        AgentSample(f"a{i:03d}", len(x), float(x.mean()), float(x.var(ddof=1)) if len(x) > 1 else 0.0)
        for i, x in enumerate(scores)
    ]


def number(agent: str) -> int:
    return int(agent[1:])


def simulate(
    months: int, agents: int, draw_calls: Callable[[np.random.Generator], NDArray[np.int64]], tau: float
) -> Iterator[tuple[NDArray[np.float64], Ranking]]:
    """True levels and the ranking of each month."""
    random = np.random.default_rng(10060)
    for seed in range(months):
        levels = CENTRE + tau * random.standard_normal(agents)
        yield levels, rank(month(random, levels, draw_calls(random)), focus_size=10, seed=seed)


def test_shrinkage_comes_closer_to_the_truth_than_the_raw_mean() -> None:
    raw, adjusted = [], []
    for levels, ranking in simulate(10, 120, lambda r: r.integers(3, 60, 120), TAU):
        for agent in ranking.agents:
            raw.append(agent.mean_score - levels[number(agent.agent)])
            adjusted.append(agent.adjusted_score - levels[number(agent.agent)])
    assert np.mean(np.square(adjusted)) < 0.6 * np.mean(np.square(raw))


def test_intervals_hold_the_truth_nine_times_in_ten() -> None:
    held = [
        agent.low <= levels[number(agent.agent)] <= agent.high
        for levels, ranking in simulate(20, 120, lambda r: r.integers(3, 150, 120), TAU)
        for agent in ranking.agents
    ]
    assert 0.88 <= np.mean(held) <= 0.92


def test_p_weakest_means_what_it_says() -> None:
    said, true = [], []
    for levels, ranking in simulate(30, 80, lambda r: r.integers(5, 150, 80), TAU):
        weakest = set(np.argsort(levels)[:10])
        for agent in ranking.agents:
            said.append(agent.p_weakest)
            true.append(number(agent.agent) in weakest)
    p, hit = np.array(said), np.array(true)
    for low in (0.0, 0.25, 0.5, 0.75):
        inside = (p >= low) & (p < low + 0.25)
        assert abs(p[inside].mean() - hit[inside].mean()) < 0.06


def test_the_ten_named_are_at_least_as_right_as_by_raw_means_when_n_differs() -> None:
    ours, raw = [], []
    for levels, ranking in simulate(20, 120, lambda r: r.integers(2, 150, 120), TAU):
        weakest = set(np.argsort(levels)[:10])
        ours.append(len(weakest & {number(a.agent) for a in ranking.agents if a.focus}))
        by_mean = sorted(ranking.agents, key=lambda a: a.mean_score)[:10]
        raw.append(len(weakest & {number(a.agent) for a in by_mean}))
    assert np.mean(ours) > np.mean(raw)


def test_among_equal_agents_nobody_is_clear() -> None:
    months = [ranking for _, ranking in simulate(60, 40, lambda r: np.full(40, 20), 0.0)]
    clear = [any(agent.standing is Standing.CLEAR for agent in ranking.agents) for ranking in months]
    assert np.mean(clear) <= 0.05
    assert np.mean([ranking.detectable for ranking in months]) <= 0.1
    assert all(sum(agent.focus for agent in ranking.agents) == 10 for ranking in months)


def test_a_weak_agent_with_many_calls_is_clear_and_one_with_few_is_not_judged() -> None:
    samples = [AgentSample(f"a{i:03d}", 200, 85.0 + i % 7, 100.0) for i in range(40)]
    samples += [AgentSample("weak", 200, 60.0, 100.0), AgentSample("new", 1, 40.0, 0.0)]
    ranking = rank(samples, focus_size=2, minimum_calls=1, seed=1)
    by_name = {agent.agent: agent for agent in ranking.agents}
    assert ranking.detectable
    assert by_name["weak"].standing is Standing.CLEAR
    assert by_name["new"].standing is Standing.INSUFFICIENT
    assert by_name["new"].adjusted_score > by_name["new"].mean_score
    assert ranking.agents[0].agent == "weak"
    assert ranking.agents[0].rank_low == 1


def test_below_the_minimum_an_agent_is_ranked_and_not_named() -> None:
    samples = [AgentSample(f"a{i}", 50, 80.0 + i, 25.0) for i in range(5)] + [AgentSample("new", 2, 20.0, 1.0)]
    ranking = rank(samples, focus_size=1, minimum_calls=3)
    assert [agent.agent for agent in ranking.agents if agent.focus] == ["a0"]
    new = next(agent for agent in ranking.agents if agent.agent == "new")
    assert new.standing is Standing.INSUFFICIENT


def test_thirteen_agents_and_a_focus_of_ten() -> None:
    ranking = rank([AgentSample(f"a{i:02d}", 100, 70.0 + i, 100.0) for i in range(13)], focus_size=10)
    assert sum(agent.focus for agent in ranking.agents) == 10
    assert [agent.agent for agent in ranking.agents] == [f"a{i:02d}" for i in range(13)]
    assert ranking.agents[0].standing is Standing.CLEAR
    assert ranking.agents[-1].standing is Standing.NOT_AMONG
    assert sum(agent.p_weakest for agent in ranking.agents) == pytest.approx(10)


def test_when_all_agents_fit_into_the_focus_none_is_distinguished() -> None:
    ranking = rank([AgentSample(f"a{i}", 100, 60.0 + 9 * i, 100.0) for i in range(4)], focus_size=10)
    assert ranking.detectable
    assert {agent.standing for agent in ranking.agents} == {Standing.NOT_DISTINGUISHABLE}
    assert all(agent.focus for agent in ranking.agents)


def test_no_agents() -> None:
    assert rank([], focus_size=10) == Ranking(None, 0.0, None, False, ())


@pytest.mark.parametrize(
    ("samples", "adjusted", "standing"),
    [
        pytest.param([AgentSample("a", 1, 70.0, 0.0)], [70.0], Standing.NOT_DISTINGUISHABLE, id="one agent, one call"),
        pytest.param([AgentSample("a", 9, 70.0, 4.0)], [70.0], Standing.NOT_DISTINGUISHABLE, id="one agent"),
        pytest.param(
            [AgentSample("b", 5, 90.0, 0.0), AgentSample("a", 5, 90.0, 0.0)],
            [90.0, 90.0],
            Standing.NOT_DISTINGUISHABLE,
            id="all scores equal",
        ),
        pytest.param(
            [AgentSample("b", 1, 50.0, 0.0), AgentSample("a", 1, 90.0, 0.0)],
            [70.0, 70.0],
            Standing.NOT_DISTINGUISHABLE,
            id="one call each",
        ),
        pytest.param(
            [AgentSample("a", 9, 50.0, 0.0), AgentSample("b", 9, 90.0, 0.0)],
            [50.0, 90.0],
            Standing.NOT_DISTINGUISHABLE,
            id="each agent perfectly steady",
        ),
        pytest.param(
            [AgentSample("a", 9, -5.0, 400.0), AgentSample("b", 9, -5.0, 400.0)],
            [-5.0, -5.0],
            Standing.NOT_DISTINGUISHABLE,
            id="negative scores",
        ),
    ],
)
def test_edges(samples: list[AgentSample], adjusted: list[float], standing: Standing) -> None:
    ranking = rank(samples, focus_size=10)
    assert [agent.adjusted_score for agent in ranking.agents] == pytest.approx(adjusted)
    for agent in ranking.agents:
        assert agent.standing is standing
        assert agent.low <= agent.adjusted_score <= agent.high
        assert 1 <= agent.rank_low <= agent.expected_rank <= agent.rank_high <= len(samples)
        assert 0.0 <= agent.reliability <= 1.0


def test_without_a_difference_the_order_is_by_plain_mean_then_by_name() -> None:
    samples = [AgentSample("c", 1, 90.0, 0.0), AgentSample("b", 1, 50.0, 0.0), AgentSample("a", 1, 90.0, 0.0)]
    ranking = rank(samples, focus_size=1)
    assert [agent.agent for agent in ranking.agents] == ["b", "a", "c"]
    assert [agent.p_weakest for agent in ranking.agents] == [1 / 3] * 3
    assert [agent.focus for agent in ranking.agents] == [True, False, False]


@pytest.mark.parametrize(
    "samples",
    [
        [AgentSample("a", 0, 1.0, 1.0)],
        [AgentSample("a", 2, float("nan"), 1.0)],
        [AgentSample("a", 2, 1.0, float("nan"))],
        [AgentSample("a", 2, 1.0, -1.0)],
        [AgentSample("a", 2, 1.0, 1.0), AgentSample("a", 2, 1.0, 1.0)],
    ],
)
def test_what_cannot_be_ranked_is_refused(samples: list[AgentSample]) -> None:
    with pytest.raises(ValueError, match="agent"):
        rank(samples, focus_size=1)


SAMPLES = st.lists(
    st.builds(AgentSample, st.text(max_size=3), st.integers(1, 400), st.floats(0, 100), st.floats(0, 2000)),
    max_size=12,
    unique_by=lambda sample: sample.agent,
)


@settings(max_examples=60, deadline=None)
@given(data=st.data(), samples=SAMPLES, focus_size=st.integers(1, 12))
def test_any_order_gives_the_same_ranking_and_every_figure_is_in_range(
    data: st.DataObject, samples: list[AgentSample], focus_size: int
) -> None:
    ranking = rank(samples, focus_size=focus_size, seed=3)
    assert rank(data.draw(st.permutations(samples)), focus_size=focus_size, seed=3) == ranking
    assert sum(agent.focus for agent in ranking.agents) == min(focus_size, len(samples))
    for agent in ranking.agents:
        assert agent.low <= agent.adjusted_score <= agent.high
        assert 0.0 <= agent.p_weakest <= 1.0
        assert 1 <= agent.rank_low <= agent.rank_high <= len(samples)


def test_the_spread_is_found() -> None:
    random = np.random.default_rng(1)
    found = []
    for _ in range(40):
        calls = random.integers(5, 60, 100)
        means = CENTRE + TAU * random.standard_normal(100) + SIGMA / np.sqrt(calls) * random.standard_normal(100)
        found.append(between_agents(calls.astype(np.float64), means, SIGMA**2)[0])
    assert np.mean(found) == pytest.approx(TAU**2, rel=0.1)


@pytest.mark.parametrize("freedom", [1, 2, 5, 12, 199])
@pytest.mark.parametrize("within", [3, 5, 17, 100, 5000])
def test_the_f_tail_agrees_with_the_exact_one(freedom: int, within: int) -> None:
    ratio = stats.f.isf(0.05, freedom, within)
    assert f_tail(ratio, freedom, within) == pytest.approx(0.05, abs=0.005)


def test_the_f_tail_says_nothing_from_too_little() -> None:
    assert f_tail(1e9, 5, 2) == 1.0


def test_intervals_own_that_the_spread_is_a_guess() -> None:
    """Forty months of agents who differ by one point, twenty calls each: where no spread is found there may be some."""
    covered = agents = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        true = 80 + chance.standard_normal(100)
        means = true + 14 / 20**0.5 * chance.standard_normal(100)
        ranked = rank([AgentSample(f"{i:03d}", 20, float(m), 196.0) for i, m in enumerate(means)], focus_size=10)
        covered += sum(agent.low <= true[int(agent.agent)] <= agent.high for agent in ranked.agents)
        agents += 100
    assert covered / agents > 0.85


def test_what_case_mix_took_is_given_back_to_next_months_expectation() -> None:
    samples = [AgentSample(f"a{i}", 200, 60.0 + i, 100.0, plain=55.0 + i) for i in range(20)]
    for agent in rank(samples, focus_size=5).agents:
        assert agent.offset == -5.0
        assert agent.mean_score == pytest.approx(55 + int(agent.agent[1:]))
