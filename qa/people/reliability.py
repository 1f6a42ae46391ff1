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
    """95 %, bootstrap over calls; None where too few draws define an α."""
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
    return Reliability(
        n=int(n),
        agreed=agreed,
        kappa=None if agreed is None or chance is None else _ratio(agreed - chance, 1 - chance),
        alpha=_number(_alphas(total[None, :])[0]),
        alpha_interval=_interval(tables, seed),
        pabak=None if agreed is None else 2 * agreed - 1,
        prevalence=_ratio(first + second, 2 * n),
        precision=_ratio(both, first),
        recall=_ratio(both, second),
    )


def _table(pairs: Sequence[tuple[bool, bool]]) -> list[int]:
    return [list(pairs).count(cell) for cell in ((True, True), (True, False), (False, True), (False, False))]


def _alphas(totals: Counts) -> Counts:
    """α of each row of counts; NaN where every judgement is the same."""
    lapses = 2 * totals[:, 0] + totals[:, 1] + totals[:, 2]
    values = 2 * totals.sum(axis=1)
    seen = 2 * (totals[:, 1] + totals[:, 2]) * (values - 1)
    expected = 2 * lapses * (values - lapses)
    disagreement: Counts = np.divide(seen, expected, out=np.full(len(totals), np.nan), where=expected > 0)
    return 1 - disagreement


def _interval(tables: Counts, seed: int) -> tuple[float, float] | None:
    if len(tables) < 2:
        return None
    draws = np.random.default_rng(seed).multinomial(len(tables), np.full(len(tables), 1 / len(tables)), _DRAWS)
    alphas = _alphas(draws @ tables)
    known = alphas[~np.isnan(alphas)]
    if len(known) < 0.9 * _DRAWS:
        return None
    return float(np.quantile(known, 0.025)), float(np.quantile(known, 0.975))


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
