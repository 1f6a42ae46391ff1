"""How good the ranking is where the truth is known: many simulated months through the very functions of a close."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from statistics import NormalDist
from typing import Final

import numpy as np

from qa.month.case_mix import Cell, adjust
from qa.month.effect import Followed, ancova
from qa.month.fairness import Ranking, rank
from qa.month.machine_bias import CONFIDENCE, GroupCalls, ScoredTwice, machine_biases
from qa.month.shape import Level, MachineBias, Standing
from qa.simulate.centre import Agents, Centre, Floats, Integers, hire, true_scores
from qa.simulate.draw import Calls, draw_month
from qa.simulate.history import history, raw_means
from qa.simulate.tables import agent_name

FOCUS: Final = 10
BINS: Final = 10
EQUAL = Centre(agents=200, calls=20, spread=4.0, noise=14.0)
SCENARIOS: Final = (
    ("equal", EQUAL),
    ("unequal", replace(EQUAL, unequal=1.0)),
    ("mixed", replace(EQUAL, unequal=1.0, case_mix=6.0, uneven_mix=0.5)),
    ("many calls", replace(EQUAL, calls=100, unequal=0.5, case_mix=6.0, uneven_mix=0.5)),
    ("nearly equal", replace(EQUAL, spread=1.0, unequal=1.0)),
    ("all equal", replace(EQUAL, spread=0.0, unequal=1.0)),
)
"""What the centres are like; «all equal» has no weak agents at all."""
WAITING = Centre(agents=200, calls=40, spread=4.0, noise=14.0, unequal=0.5, coaching=3.0, drift=1.0)
BIASED: Final = Centre(agents=100, calls=100, spread=4.0, noise=14.0, machine_bias=3.0)
HEARD: Final = 0.03
"""Share of the calls that people hear by lot, in the months in which the machine is biased."""
ELIGIBLE: Final = 40
"""Agents of whom half are coached and half wait, in the months that ask whether coaching helped."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Agents whose probability of being among the weakest was in one tenth."""

    predicted: float
    """Mean probability."""
    true: float
    """Share who really were."""
    n: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """What came of the months of one kind of centre."""

    name: str
    months: int
    precision: float
    """Share of our ten who are truly among the ten weakest."""
    raw_precision: float
    """The same of the ten lowest plain means."""
    coverage: float
    """Share of the 90 % intervals that hold the true score."""
    calibration_error: float
    """Mean distance of predicted and true share over the bins, weighted by agents."""
    bins: tuple[Bin, ...]
    named_clear: float
    """Share of months in which somebody is «clear»."""
    clear_right: float | None
    """Share of the «clear» who are truly among the ten weakest; None where nobody is."""


@dataclass(frozen=True, slots=True)
class Coaching:
    """What came of the months that ask whether coaching helped."""

    months: int
    true_effect: float
    before_after: float
    """Mean gain of the coached: what a naive reader takes for the effect."""
    estimate: float
    """Mean of the ANCOVA estimates."""
    coverage: float
    """Share of their 90 % intervals that hold the true effect."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What came of the months in which the machine takes points from one site that it should not take."""

    months: int
    true_bias: float
    """Mean of what it really took."""
    estimate: float
    """Mean of what the calls heard by lot say that it took."""
    heard: float
    """Mean number of these, of that site."""
    uncorrected: float
    """Share of the 90 % intervals around the machine's mean that hold what people would have given."""
    coverage: float
    """The same of the corrected intervals."""
    named: float
    """Share of that site's agents among the ten, the machine's error taken out …"""
    named_raw: float
    """… and left in; half of the agents are of that site."""


@dataclass(frozen=True, slots=True)
class Study:
    """All of it."""

    months: int
    scenarios: tuple[Scenario, ...]
    coaching: Coaching
    correction: Correction


@dataclass
class _Tally:
    hits: float = 0.0
    raw_hits: float = 0.0
    covered: int = 0
    agents: int = 0
    months: int = 0
    months_clear: int = 0
    clear: int = 0
    clear_right: int = 0
    predicted: list[Floats] = field(default_factory=list)
    true: list[Floats] = field(default_factory=list)


def study(months: int, *, seed: int = 0, progress: Callable[[int, int], None] = lambda *_: None) -> Study:
    """Run `months` months of each scenario; the same seed gives the same figures."""
    total, done = months * (len(SCENARIOS) + 2), 0
    found = []
    for number, (name, centre) in enumerate(SCENARIOS):
        tally = _Tally()
        for month in range(months):
            _add(tally, centre, np.random.default_rng([seed, number, month]))
            done += 1
            progress(done, total)
        found.append(_scenario(name, tally))
    effects = []
    for month in range(months):
        effects.append(_coached(np.random.default_rng([seed, 99, month])))
        done += 1
        progress(done, total)
    errors = []
    for month in range(months):
        errors.append(_heard_by_lot(np.random.default_rng([seed, 98, month])))
        done += 1
        progress(done, total)
    return Study(months, tuple(found), _coaching(effects), _correction(errors))


def ranked(calls: Calls, agents: Agents, *, focus_size: int = FOCUS, seed: int = 10060) -> Ranking:
    """The month ranked as a close ranks it: case mix, shrinkage, draws."""
    return rank(adjust(list(cells(calls, agents))).samples, focus_size=focus_size, seed=seed)


def listened(calls: Calls, agents: Agents, heard: Integers, share: float) -> tuple[MachineBias, ...]:
    """The machine's error by site, from the calls `heard` that a lot of probability `share` picked."""
    score, right, site = calls.score, calls.right_score, agents.site[calls.agent]
    groups = [
        GroupCalls(Level.SITE, str(one), int((site == one).sum()), float(score[site == one].mean()))
        for one in np.unique(site)
    ]
    return machine_biases(
        groups, [ScoredTwice(1, share, str(site[i]), "", float(score[i]), float(right[i])) for i in heard]
    )


def cells(calls: Calls, agents: Agents) -> Iterator[Cell]:
    """The calls summed up by agent, queue and direction."""
    queues = agents.mix.shape[1]
    key = (calls.agent * queues + calls.queue) * 2 + calls.outbound
    score = calls.score
    counts = np.bincount(key)
    total, squares = np.bincount(key, weights=score), np.bincount(key, weights=score**2)
    for place in np.flatnonzero(counts):
        n, mean = int(counts[place]), float(total[place] / counts[place])
        outbound, queue, agent = place % 2, place // 2 % queues, place // 2 // queues
        strata = (("queue", str(queue)), ("direction", "outbound" if outbound else "inbound"))
        yield Cell(agent_name(int(agent)), strata, n, mean, max(0.0, float(squares[place]) - n * mean**2))


def _add(tally: _Tally, centre: Centre, random: np.random.Generator) -> None:
    agents = hire(centre, random)
    calls = draw_month(centre, agents, agents.level, random)
    truth = true_scores(agents.level, agents, centre)
    weakest = np.zeros(centre.agents, dtype=bool)
    weakest[np.argsort(truth, kind="stable")[:FOCUS]] = True
    raw = np.argsort(raw_means(calls, centre.agents), kind="stable")[:FOCUS]
    places = {agent_name(i): i for i in range(centre.agents)}
    found = ranked(calls, agents).agents
    index = np.array([places[agent.agent] for agent in found])
    tally.months += 1
    tally.hits += float(weakest[[places[agent.agent] for agent in found if agent.focus]].mean())
    tally.raw_hits += float(weakest[raw].mean())
    low, high = np.array([agent.low for agent in found]), np.array([agent.high for agent in found])
    tally.covered += int(((low <= truth[index]) & (truth[index] <= high)).sum())
    tally.agents += len(found)
    tally.predicted.append(np.array([agent.p_weakest for agent in found]))
    tally.true.append(weakest[index].astype(np.float64))
    clear = [places[agent.agent] for agent in found if agent.standing is Standing.CLEAR]
    tally.months_clear += bool(clear)
    tally.clear += len(clear)
    tally.clear_right += int(weakest[clear].sum())


def _scenario(name: str, tally: _Tally) -> Scenario:
    predicted, true = np.concatenate(tally.predicted), np.concatenate(tally.true)
    place = np.minimum((predicted * BINS).astype(int), BINS - 1)
    bins = tuple(
        Bin(float(predicted[place == b].mean()), float(true[place == b].mean()), int((place == b).sum()))
        for b in range(BINS)
        if (place == b).any()
    )
    error = sum(abs(b.predicted - b.true) * b.n for b in bins) / len(predicted)
    return Scenario(
        name=name,
        months=tally.months,
        precision=tally.hits / tally.months,
        raw_precision=tally.raw_hits / tally.months,
        coverage=tally.covered / tally.agents,
        calibration_error=error,
        bins=bins,
        named_clear=tally.months_clear / tally.months,
        clear_right=tally.clear_right / tally.clear if tally.clear else None,
    )


def _coached(random: np.random.Generator) -> tuple[float, float, bool]:
    """Naive gain, ANCOVA's estimate, and whether its interval holds the truth."""
    agents = hire(WAITING, random)
    seed = int(random.integers(2**31))
    first, second = history(WAITING, agents, 2, focus=ELIGIBLE, wait_list=0.5, seed=seed)
    before, after = raw_means(first.calls, WAITING.agents), raw_means(second.calls, WAITING.agents)
    followed = [
        Followed(agent_name(int(i)), before[i], before[i], after[i], bool(second.coached[i]))
        for i in np.flatnonzero(second.coached | second.waiting)
    ]
    effect = ancova(followed)
    if effect is None:
        raise AssertionError("half of the eligible wait")
    gain = float(np.mean([one.after - one.before for one in followed if one.coached]))
    return gain, effect.points, effect.low <= WAITING.coaching <= effect.high


def _heard_by_lot(random: np.random.Generator) -> tuple[float, ...]:
    """The fields of `Correction` in one month, each as a number."""
    agents = hire(BIASED, random)
    calls = draw_month(BIASED, agents, agents.level, random)
    heard = np.flatnonzero(random.random(len(calls.agent)) < HEARD)
    machine = listened(calls, agents, heard, HEARD)
    biased = agents.site[calls.agent] == 1
    score, right = calls.score[biased], float(calls.right_score[biased].mean())
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * float(score.std(ddof=1)) / np.sqrt(len(score))
    samples = adjust(list(cells(calls, agents))).samples
    taken = {int(one.group): one.taken_out for one in machine}
    fair = [replace(s, mean=s.mean - taken[int(agents.site[i])]) for i, s in enumerate(samples)]
    named = [
        np.mean([agents.site[int(a.agent[4:]) - 1] for a in rank(some, focus_size=FOCUS).agents if a.focus])
        for some in (fair, samples)
    ]
    one = next(one for one in machine if one.group == "1")
    return (
        float(score.mean()) - right,
        one.bias,
        float(one.heard),
        float(abs(score.mean() - right) <= reach),
        float(one.low <= right <= one.high),
        *map(float, named),
    )


def _correction(found: list[tuple[float, ...]]) -> Correction:
    return Correction(len(found), *(float(np.mean(column)) for column in zip(*found, strict=True)))


def _coaching(found: list[tuple[float, float, bool]]) -> Coaching:
    gains, estimates, covered = zip(*found, strict=True)
    return Coaching(
        months=len(found),
        true_effect=WAITING.coaching,
        before_after=float(np.mean(gains)),
        estimate=float(np.mean(estimates)),
        coverage=float(np.mean(covered)),
    )
