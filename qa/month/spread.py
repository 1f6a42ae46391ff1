"""How much agents differ by more than chance: the variance between agents, and a test of whether there is any."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

SIGNIFICANT = 0.05
"""Agents count as different when chance alone makes so large a spread less often than this."""
MINIMUM_FREEDOM = 3
"""Degrees of freedom within agents that a verdict needs: calls less agents."""


def between_agents(n: Floats, means: Floats, within: float | None) -> tuple[float, bool]:
    """τ² by Paule–Mandel in points squared, and whether the means spread more than chance makes them (F-test).

    `n` calls an agent, their `means`, and the variance `within` agents of one call (None: unknown). Without the test,
    ties between agents of equal adjusted score make an arbitrary ten look certain.

    Source: Paule & Mandel 1982, DerSimonian & Kacker 2007.
    """
    k, freedom = len(n), round(float(n.sum())) - len(n)
    if k < 2 or within is None or np.ptp(means) < 1e-9:
        return 0.0, False
    if within < 1e-12:
        # Every agent is perfectly steady: their means are their levels.
        return float(np.var(means, ddof=1)), freedom >= MINIMUM_FREEDOM
    noise = within / n
    observed = _heterogeneity(0.0, means, noise)
    if observed <= k - 1:
        return 0.0, False
    low, high = 0.0, float(np.var(means, ddof=1))
    while _heterogeneity(high, means, noise) > k - 1:
        high *= 2
    # Q falls steadily in τ²: halving the bracket cannot miss, and sixty halvings exhaust a float.
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _heterogeneity(middle, means, noise) > k - 1 else (low, middle)
    significant = f_tail(observed / (k - 1), k - 1, freedom) < SIGNIFICANT
    return (low + high) / 2, significant


def _heterogeneity(between: float, means: Floats, noise: Floats) -> float:
    """Cochran's Q of the means with weights 1 / (τ² + σ²/n)."""
    weights = 1 / (between + noise)
    centre = float(weights @ means / weights.sum())
    return float(weights @ (means - centre) ** 2)


def f_tail(ratio: float, freedom: int, freedom_within: int) -> float:
    """P(F > ratio) for two independent variances, by Paulson's normal approximation (1942).

    Within .005 of the exact value near 5 % from three degrees of freedom within; below that it is of little use, and
    1 is returned.
    """
    if freedom_within < MINIMUM_FREEDOM:
        return 1.0
    a, b = 2 / (9 * freedom), 2 / (9 * freedom_within)
    root = ratio ** (1 / 3)
    return 1 - NormalDist().cdf(((1 - b) * root - (1 - a)) / math.sqrt(b * root**2 + a))
