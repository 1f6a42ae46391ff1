"""How far the machine's mean is from what people would have given, by the calls that people scored by lot. Pure.

Prediction-powered inference: the machine's mean over all calls of a group, less its mean error on the calls that chance
picked and people scored blind. The machine may be wrong in any way: the sample says by how much, and the interval holds
the mean that people would have given as often as it says. What is asked for is the mean of the month's own calls, all
of which the machine scored: so only the error's sampling makes it uncertain (the difference estimator of survey
sampling, Särndal, Swensson and Wretman 1992, ch. 6). Source: Angelopoulos, Bates, Fannjiang, Jordan and Zrnic 2023,
Science 382:669; weights 1 ÷ probability after Hájek, Särndal et al. § 5.7.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import chdtrc, stdtrit

from qa.month.shape import Level, MachineBias
from qa.month.spread import Floats

CONFIDENCE: Final = 0.90
MINIMUM_HEARD: Final = 20
"""Calls that people scored, below which nothing is said of a group: errors are mostly 0 and now and then large."""
SIGNIFICANT: Final = 0.05
"""Sites are corrected when chance alone sets their errors so far apart less often than this."""


@dataclass(frozen=True, slots=True)
class ScoredTwice:
    """A call that chance picked, scored by the machine and by people without sight of it."""

    plan: int
    """Of the listening plan: probabilities are those within it."""
    probability: float
    """With which the plan took it, above 0."""
    site: str
    team: str
    machine: float
    """0 to 100."""
    human: float


@dataclass(frozen=True, slots=True)
class GroupCalls:
    """All scored calls of a group, as the machine scored them."""

    level: Level
    group: str
    calls: int
    mean: float


def machine_biases(groups: Sequence[GroupCalls], sample: Sequence[ScoredTwice]) -> tuple[MachineBias, ...]:
    """The bias of each group with `MINIMUM_HEARD` scored calls or more: the centre, then sites, then teams by name.

    Where sites differ by more than chance, `MachineBias.taken_out` says what their agents' means are corrected by.
    """
    members: Mapping[Level, Callable[[ScoredTwice], str]] = {
        Level.CENTRE: lambda _: "",
        Level.SITE: lambda call: call.site,
        Level.TEAM: lambda call: call.team,
    }
    heard: dict[tuple[Level, str], list[ScoredTwice]] = defaultdict(list)
    for call in sample:
        for level, group_of in members.items():
            heard[level, group_of(call)].append(call)
    order = list(Level)
    ordered = sorted(groups, key=lambda group: (order.index(group.level), group.group))
    least = _variance(sorted(sample, key=_order))
    found = [
        _bias(group, calls, least)
        for group in ordered
        if group.calls and len(calls := heard[group.level, group.group]) >= MINIMUM_HEARD
    ]
    return _with_corrections(found)


def _order(call: ScoredTwice) -> tuple[float, ...]:
    return (call.plan, call.probability, call.machine, call.human)


def _mean(calls: Sequence[ScoredTwice]) -> tuple[float, Floats, Floats]:
    """The weighted mean error, every call's distance from it, and the weights as shares."""
    weight = _weights(calls)
    share: Floats = weight / weight.sum()
    error = np.array([call.machine - call.human for call in calls])
    mean = float(share @ error)
    return mean, error - mean, share


def _variance(calls: Sequence[ScoredTwice]) -> float:
    """Of the error of one call."""
    if len(calls) < 2:
        return 0.0
    _, away, share = _mean(calls)
    return float(share @ away**2) * len(calls) / (len(calls) - 1)


def _bias(group: GroupCalls, calls: Sequence[ScoredTwice], least: float) -> MachineBias:
    ordered, n = sorted(calls, key=_order), len(calls)
    bias, away, share = _mean(ordered)
    # A group where the few calls heard happen to show no error at all is not surer than the centre's errors make it.
    variance = max(float(share**2 @ away**2) * n / (n - 1), least * float(share @ share))
    reach = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * math.sqrt(variance)
    corrected = group.mean - bias
    return MachineBias(
        level=group.level,
        group=group.group,
        calls=group.calls,
        mean=group.mean,
        heard=n,
        bias=bias,
        bias_low=bias - reach,
        bias_high=bias + reach,
        corrected=corrected,
        low=max(corrected - reach, min(corrected, 0.0)),
        high=min(corrected + reach, max(corrected, 100.0)),
        error=math.sqrt(variance),
    )


def _weights(calls: Sequence[ScoredTwice]) -> Floats:
    """1 ÷ probability; each plan weighs by its calls, so that a few drawn thinly do not outweigh all others."""
    raw = np.array([1 / call.probability for call in calls])
    plan = np.array([call.plan for call in calls])
    for number in np.unique(plan):
        own = plan == number
        raw[own] *= own.sum() / raw[own].sum()
    return raw


def _with_corrections(found: Iterable[MachineBias]) -> tuple[MachineBias, ...]:
    """Sites' errors drawn together by how little each sample says (DerSimonian and Laird 1986), against their mean."""
    biases = list(found)
    sites = [i for i, one in enumerate(biases) if one.level is Level.SITE]
    variance = np.array([biases[i].error ** 2 for i in sites])
    if len(sites) < 2 or not (variance > 0).all():
        return tuple(biases)
    bias, weight = np.array([biases[i].bias for i in sites]), 1 / variance
    mean = float(weight @ bias / weight.sum())
    spread, freedom = float(weight @ (bias - mean) ** 2), len(sites) - 1
    if chdtrc(freedom, spread) >= SIGNIFICANT:
        return tuple(biases)
    between = (spread - freedom) / float(weight.sum() - weight @ weight / weight.sum())
    reliability = between / (between + variance)
    drawn = mean + reliability * (bias - mean)
    calls = np.array([biases[i].calls for i in sites], dtype=np.float64)
    own = drawn - float(calls @ drawn / calls.sum())
    for i, points, error in zip(sites, own.tolist(), (reliability * variance).tolist(), strict=True):
        biases[i] = replace(biases[i], taken_out=points, error=math.sqrt(error))
    return tuple(biases)
