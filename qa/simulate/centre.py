"""A centre to be made up: its size, how much its agents differ, and what pulls their raw means apart from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RATES: Final = (
    *(0.62, 0.66, 0.70, 0.74, 0.78, 0.82, 0.64, 0.68, 0.72, 0.76),
    *(0.80, 0.63, 0.67, 0.71, 0.75, 0.79, 0.65, 0.69, 0.73, 0.77),
)
"""Share of calls in which an average agent on an average queue does well, by criterion."""
WEIGHTS: Final = (8.0, 7.0, 6.0, 6.0, 5.0, 5.0, 4.0, 4.0, 3.0, 3.0, 8.0, 7.0, 6.0, 5.0, 5.0, 5.0, 4.0, 4.0, 3.0, 2.0)
"""Points of each criterion; together 100, so that a change of all rates by one percent is one point of the score."""
QUEUES: Final = ("话费", "宽带", "套餐", "投诉", "办理")
OUTBOUND_SHARE: Final = 0.2
LEAST_NOISE: Final = 10.7
_LIMITS: Final = (0.02, 0.98)


@dataclass(frozen=True, slots=True)
class Centre:
    """What is true of a simulated centre. Spreads are standard deviations in points of 100."""

    agents: int = 200
    calls: float = 40
    """Mean number of an agent's calls in a month."""
    unequal: float = 0.0
    """How much agents differ in that number: σ of its logarithm."""
    spread: float = 4.0
    """τ: of agents' true levels."""
    noise: float = 14.0
    """σ: of one call around its agent's level, on one queue; `LEAST_NOISE` is what the criteria alone make."""
    case_mix: float = 0.0
    """Of the queues' difficulty."""
    uneven_mix: float = 0.0
    """0: every agent serves all queues alike; 1: nearly one queue an agent."""
    machine_bias: float = 0.0
    """Points that the machine takes too many from agents of the second site."""
    coaching: float = 0.0
    """Points that a coached agent really gains."""
    drift: float = 0.0
    """Of an agent's level from one month to the next."""
    sites: int = 2
    teams: int = 10

    def __post_init__(self) -> None:
        """Raises ValueError where a number makes no centre."""
        if min(self.agents, self.sites, self.teams) < 1 or self.calls <= 0:
            raise ValueError("a centre has agents, sites, teams and calls")
        if self.noise < LEAST_NOISE:
            raise ValueError(f"the criteria alone make a noise of {LEAST_NOISE}")
        if min(self.unequal, self.spread, self.case_mix, self.drift) < 0 or not 0 <= self.uneven_mix <= 1:
            raise ValueError("a spread is not negative, and uneven_mix lies from 0 to 1")


@dataclass(frozen=True, slots=True)
class Agents:
    """The agents of a centre. Arrays of shape [agents] unless a shape is given."""

    level: Floats
    """θ: points above the centre's mean, before any coaching."""
    site: Integers
    team: Integers
    busy: Floats
    """Mean number of calls in a month."""
    mix: Floats
    """Share of an agent's calls on each queue. Shape [agents, queues]."""
    difficulty: Floats
    """Points that a queue adds. Shape [queues]."""


def hire(centre: Centre, random: np.random.Generator) -> Agents:
    """Draw the centre's agents."""
    n, queues = centre.agents, len(QUEUES)
    level = centre.spread * random.standard_normal(n)
    busy = centre.calls * np.exp(centre.unequal * random.standard_normal(n) - centre.unequal**2 / 2)
    # From nearly equal shares to nearly one queue each.
    mix = random.dirichlet(np.full(queues, 10 ** (2 - 3 * centre.uneven_mix)), n)
    if centre.uneven_mix == 0:
        mix = np.full((n, queues), 1 / queues)
    number = np.arange(n)
    difficulty = centre.case_mix * random.standard_normal(queues)
    return Agents(level, number % centre.sites, number % centre.teams, busy, mix, difficulty - difficulty.mean())


def rates(shift: Floats) -> Floats:
    """Probability of each criterion at so many points above the mean. Shape of `shift` + [criteria]."""
    return np.clip(np.asarray(RATES) + np.asarray(shift)[..., None] / 100, *_LIMITS)


def call_spread(centre: Centre) -> float:
    """Standard deviation of what one call's circumstances add, so that a call's score has the centre's noise."""
    p, w = np.asarray(RATES), np.asarray(WEIGHTS)
    # What is spread cannot be random in itself any more: Σw²(p(1 − p) − s²/100²) + (Σws/100)² with Σw = 100.
    spread = (centre.noise**2 - float(w**2 @ (p * (1 - p)))) / (1 - float(w @ w) / 1e4)
    return float(np.sqrt(max(0.0, spread)))


def true_scores(levels: Floats, agents: Agents, centre: Centre) -> Floats:
    """The mean score that agents of such levels would have on the centre's own mix of calls. Shape [agents]."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(15)
    shift = levels[:, None, None] + agents.difficulty[None, :, None] + call_spread(centre) * nodes[None, None, :]
    scores = rates(shift) @ np.asarray(WEIGHTS)
    by_queue = scores @ (weights / weights.sum())
    share = agents.busy @ agents.mix / agents.busy.sum()
    return np.asarray(by_queue @ share, dtype=np.float64)
