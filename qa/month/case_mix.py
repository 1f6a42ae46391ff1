"""Case mix: what an agent's calls were is no merit of theirs. Means as they would be on the centre's own mix of calls.

Pure arithmetic on cells: an agent's calls of one stratum (queue, direction, rubric). Each call's score is the agent's
own level plus the effects of its queue, direction and rubric plus chance. The effects are estimated within agents only
(fixed effects, least squares weighted by calls), so an agent's own level cannot pass for the difficulty of a queue that
mostly they serve. Source: the within estimator, e.g. Wooldridge 2010, ch. 10.5.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.month.fairness import AgentSample
from qa.month.shape import Effect
from qa.month.spread import Floats

MINIMUM_CALLS = 20
"""Scored calls of a level (of a queue, say) below which it has no effect of its own: it would be chance."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The scored calls of one agent in one stratum."""

    agent: str
    strata: tuple[tuple[str, str], ...]
    """Factor and level: (("direction", "inbound"), ("queue", "话费"))."""
    calls: int
    mean: float
    squares: float
    """Sum of squared deviations from `mean`."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The agents' samples on the centre's mix, and the effects that were taken out."""

    samples: tuple[AgentSample, ...]
    effects: tuple[Effect, ...]


def adjust(cells: Sequence[Cell]) -> Adjusted:
    """Take the case mix out of the agents' means; the order of `cells` does not matter."""
    ordered = sorted((cell for cell in cells if cell.calls), key=lambda cell: (cell.agent, cell.strata))
    agents = sorted({cell.agent for cell in ordered})
    columns = _columns(ordered)
    n = np.array([cell.calls for cell in ordered], dtype=np.float64)
    means = np.array([cell.mean for cell in ordered], dtype=np.float64)
    index = {agent: i for i, agent in enumerate(agents)}
    own = np.array([index[cell.agent] for cell in ordered], dtype=np.int64)
    design = np.array(
        [[float(column in cell.strata) for column in columns] for cell in ordered], dtype=np.float64
    ).reshape(len(ordered), len(columns))
    calls = np.bincount(own, weights=n, minlength=len(agents))
    raw = np.bincount(own, weights=n * means, minlength=len(agents)) / calls
    mix = (
        np.stack([np.bincount(own, weights=n * x, minlength=len(agents)) / calls for x in design.T], axis=1)
        if (columns)
        else np.zeros((len(agents), 0))
    )
    deviation = design - mix[own]
    normal = (deviation * n[:, None]).T @ deviation
    beta, covariance, rank = _solved(normal, deviation.T @ (n * (means - raw[own])))
    if calls.sum() - len(agents) - rank <= 0:  # too few calls to tell the effects from chance
        beta, covariance, rank = np.zeros_like(beta), np.zeros_like(covariance), 0
    overall = (calls @ mix) / calls.sum() if agents else np.zeros(len(columns))
    residual = sum(cell.squares for cell in ordered) + float(n @ (means - raw[own] - deviation @ beta) ** 2)
    freedom = calls.sum() - len(agents) - rank
    within = max(0.0, residual / freedom) if freedom > 0 else 0.0
    shifted = mix - overall
    extra = np.einsum("ij,jk,ik->i", shifted, covariance, shifted)
    level = raw - shifted @ beta
    samples = tuple(
        AgentSample(
            agent, int(calls[i]), float(level[i]), within, plain=float(raw[i]), effective=_effective(calls[i], extra[i])
        )
        for i, agent in enumerate(agents)
    )
    return Adjusted(samples, _effects(columns, ordered, beta, overall))


def _effective(calls: float, extra: float) -> float:
    """As many calls as say as much: the effects are estimates, and who is far from the mean mix feels it."""
    return float(1 / (1 / calls + extra))


def _columns(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """The levels that have an effect: of each factor all but the most frequent one, from `MINIMUM_CALLS` calls."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for cell in cells:
        for factor, level in cell.strata:
            counts[factor][level] += cell.calls
    found = []
    for factor, levels in sorted(counts.items()):
        ranked = sorted(levels, key=lambda level: (-levels[level], level))
        found += [(factor, level) for level in ranked[1:] if levels[level] >= MINIMUM_CALLS]
    return found


def _solved(normal: Floats, right: Floats) -> tuple[Floats, Floats, int]:
    """Least squares of least norm: what agents' calls cannot tell apart gets no effect rather than a wild one."""
    if not len(right):
        return np.zeros(0), np.zeros((0, 0)), 0
    inverse: Floats = np.asarray(np.linalg.pinv(normal, rcond=1e-9, hermitian=True), dtype=np.float64)
    return inverse @ right, inverse, int(np.linalg.matrix_rank(normal, hermitian=True))


def _effects(
    columns: Sequence[tuple[str, str]], cells: Sequence[Cell], beta: Floats, overall: Floats
) -> tuple[Effect, ...]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for cell in cells:
        for stratum in cell.strata:
            counts[stratum] += cell.calls
    known: Mapping[tuple[str, str], float] = dict(zip(columns, beta.tolist(), strict=True))
    mean: dict[str, float] = defaultdict(float)
    for (factor, _), points, share in zip(columns, beta.tolist(), overall.tolist(), strict=True):
        mean[factor] += points * share
    several = {factor for factor, _ in columns}
    return tuple(
        Effect(factor, level, calls, known.get((factor, level), 0.0) - mean[factor])
        for (factor, level), calls in sorted(counts.items())
        if factor in several and math.isfinite(mean[factor])
    )
