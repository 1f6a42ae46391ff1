"""Agreement of two judgements of pass or fail beyond chance. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Reliability:
    """Of `n` pairs; a figure is None where it is not defined."""

    n: int
    agreed: float | None
    """Share of pairs that are alike."""
    kappa: float | None
    """Cohen 1960."""
    alpha: float | None
    """Krippendorff's, nominal (2011)."""
    alpha_interval: tuple[float, float] | None
    """95 %, Bayesian bootstrap over calls; None where nothing varies, or with one call."""
    pabak: float | None
    """2·agreed − 1 (Byrt, Bishop and Carlin 1993)."""
    prevalence: float | None
    """Share of lapses, over both judgements."""
    precision: float | None
    """Of the lapses of the first judgement, those that the second calls one too."""
    recall: float | None
    """Of the lapses of the second, those that the first found."""


def reliability(calls: Sequence[Sequence[tuple[bool, bool]]], seed: int = 0) -> Reliability:
    """Compare two judgements, True for a lapse, as pairs grouped by call; the same seed gives the same interval."""
    tables = np.array([_table(pairs) for pairs in calls], dtype=np.float64).reshape(-1, 4)
    total = tables.sum(axis=0)
    both, first, second, n = total[0], total[0] + total[1], total[0] + total[2], total.sum()
    agreed = _ratio(both + total[3], n)
    chance = _ratio(first * second + (n - first) * (n - second), n * n)
    alpha = _alpha(total)
    return Reliability(
        n=int(n),
        agreed=agreed,
        kappa=None if agreed is None or chance is None else _ratio(agreed - chance, 1 - chance),
        alpha=alpha,
        alpha_interval=_interval(tables, seed, alpha),
        pabak=None if agreed is None else 2 * agreed - 1,
        prevalence=_ratio(first + second, 2 * n),
        precision=_ratio(both, first),
        recall=_ratio(both, second),
    )


def _table(pairs: Sequence[tuple[bool, bool]]) -> list[int]:
    return [list(pairs).count(cell) for cell in ((True, True), (True, False), (False, True), (False, False))]


def _alpha(total: Counts) -> float | None:
    """α of the counts; None where every judgement is the same."""
    lapses, values = 2 * total[0] + total[1] + total[2], 2 * total.sum()
    disagreement = _ratio(2 * (total[1] + total[2]) * (values - 1), 2 * lapses * (values - lapses))
    return None if disagreement is None else 1 - disagreement


def _interval(tables: Counts, seed: int, alpha: float | None) -> tuple[float, float] | None:
    """The Bayesian bootstrap (Rubin 1981) with half a pair of each kind beside what was seen (Jeffreys).

    A plain bootstrap takes six pairs that agree for certainty: none of its draws holds a pair that does not.
    """
    if len(tables) < 2 or alpha is None:
        return None
    kinds, counts = np.unique(tables, axis=0, return_counts=True)
    weights = np.random.default_rng(seed).standard_gamma(
        np.concatenate((counts, np.full(4, 0.5))), (_DRAWS, len(counts) + 4)
    )
    both, first, second, neither = (weights @ np.concatenate((kinds, np.eye(4)))).T
    whole = both + first + second + neither
    lapses = (2 * both + first + second) / (2 * whole)
    low, high = np.quantile(1 - (first + second) / whole / (2 * lapses * (1 - lapses)), (0.025, 0.975))
    return min(float(low), alpha), max(float(high), alpha)


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
