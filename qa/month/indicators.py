"""The month's indicators: how often each criterion was met, what it cost, and which ones are next month's key ones.

Pure arithmetic. Every criterion of every rubric is an indicator.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

from qa.month.shape import IndicatorMonth

MINIMUM_JUDGED = 5
"""An indicator judged less often is shown, and never a key one."""

_Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class CriterionCount:
    """The outcomes of one criterion over some calls."""

    rubric: str
    criterion: str
    name: str
    section: str
    fatal: bool
    judged: int
    passed: int
    """Judged calls in which it was met or clear."""
    cannot_judge: int
    lost: float
    """Points lost in all judged calls together."""
    at_stake: float
    """Points that could be lost in them."""


def indicators(
    counts: Sequence[CriterionCount], *, key_size: int, doubted: Collection[tuple[str, str]] = ()
) -> tuple[IndicatorMonth, ...]:
    """One indicator a criterion, weakest first; `counts` holds each (rubric, criterion) once, in any order.

    The `doubted` ones are shown and never key: what the machine may have made up is no weakness of the centre.

    **Rule.** Indicators are ordered by *lasting loss*: the mean points lost a judged call, were the true rate of
    failure as low as its 95 % interval allows. What a few unlucky calls can explain does not count. The first
    `key_size` with a lasting loss and at least `MINIMUM_JUDGED` judged calls are key indicators. Fatal criteria have no
    points to lose: they stand after the others, lowest rate first, are watched every month and never key. Criteria that
    no call judged stand last, with a rate of 0 in the interval 0 to 1.
    """
    months = [_indicator(count) for count in counts]
    months.sort(key=_order)
    keys = [
        i
        for i, month in enumerate(months)
        if month.judged >= MINIMUM_JUDGED
        and _lasting_loss(month) > 0
        and (month.rubric, month.criterion) not in doubted
    ]
    chosen = set(keys[:key_size])
    return tuple(replace(month, key=i in chosen) for i, month in enumerate(months))


def wilson(passed: int, judged: int) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927); (0, 1) when nothing was judged."""
    if judged == 0:
        return 0.0, 1.0
    rate, z2 = passed / judged, _Z95**2
    centre = (rate + z2 / (2 * judged)) / (1 + z2 / judged)
    reach = _Z95 / (1 + z2 / judged) * math.sqrt(rate * (1 - rate) / judged + z2 / (4 * judged**2))
    # At the ends the formula is exact but floats are not.
    low = 0.0 if passed == 0 else centre - reach
    high = 1.0 if passed == judged else centre + reach
    return low, high


def _indicator(count: CriterionCount) -> IndicatorMonth:
    low, high = wilson(count.passed, count.judged)
    return IndicatorMonth(
        rubric=count.rubric,
        criterion=count.criterion,
        name=count.name,
        section=count.section,
        fatal=count.fatal,
        judged=count.judged,
        passed=count.passed,
        cannot_judge=count.cannot_judge,
        rate=count.passed / count.judged if count.judged else 0.0,
        low=low,
        high=high,
        points_lost=count.lost / count.judged if count.judged else 0.0,
        key=False,
    )


def _lasting_loss(month: IndicatorMonth) -> float:
    if month.fatal or month.passed == month.judged:
        return 0.0
    return month.points_lost * (1 - month.high) / (1 - month.rate)


def _order(month: IndicatorMonth) -> tuple[object, ...]:
    return (
        month.judged == 0,
        month.fatal,
        -round(_lasting_loss(month), 9),
        round(month.rate, 9),
        month.rubric,
        month.criterion,
    )
