"""Which of a month's calls people hear by lot: quotas, weeks, and places in a list that has been put in order. Pure.

**The draw.** An agent's calls of a week stand in a list by queue, then by length, then shuffled. The quota of the month
is spread over its weeks by their days, and each call of a week is as wide as every other, so that the widths of a week
add up to its part of the quota. A ruler with one mark a unit, laid on with one random shift an agent, takes the calls
that its marks fall on: systematic sampling (Madow 1949; Särndal, Swensson and Wretman 1992, § 3.4). So every call is
taken with exactly the probability of its width, the month has exactly the quota where that is a whole number, and each
queue and each length has its share to within one call.

What a week has too few calls for is spread over the weeks behind it. A week's part depends on counts of calls alone,
never on what is in them: estimates from the probabilities stay unbiased however the nights come in.
"""

from __future__ import annotations

import hashlib
import math
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

_BITS = 64


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week, Monday to Sunday, as far as it lies in the month."""

    first: date
    end: date
    """The day after its last."""

    @property
    def days(self) -> int:
        """1 to 7."""
        return (self.end - self.first).days


def weeks(month: str) -> tuple[Week, ...]:
    """The weeks of a month, YYYY-MM."""
    year, number = int(month[:4]), int(month[5:])
    first = date(year, number, 1)
    end = first + timedelta(days=monthrange(year, number)[1])
    found = []
    while first < end:
        following = min(end, first + timedelta(days=7 - first.weekday()))
        found.append(Week(first, following))
        first = following
    return tuple(found)


def quotas(base: float, *, multiplier: float, focus: bool, left: int) -> float:
    """Calls of one agent that one kind of evaluator hears by lot, when `left` may still be heard under the cap."""
    return min(base * (multiplier if focus else 1.0), float(left))


def parts(quota: float, calls: Sequence[int], month: Sequence[Week]) -> tuple[Fraction, ...]:
    """How much of an agent's quota falls to each week that is over; `calls` are the agent's of those weeks.

    A week gets its days' share of what is left, and at most one a call.
    """
    left, days = Fraction(quota).limit_denominator(10_000), sum(week.days for week in month)
    found = []
    for week, count in zip(month, calls, strict=False):
        part = min(Fraction(count), left * week.days / days)
        found.append(part)
        left, days = left - part, days - week.days
    return tuple(found)


def shift(seed: int, *names: str) -> Fraction:
    """Where the ruler of these names is laid on: [0, 1), the same for the same seed."""
    digest = hashlib.sha256("\0".join((str(seed), *names)).encode()).digest()
    return Fraction(int.from_bytes(digest[: _BITS // 8]), 2**_BITS)


def places(part: Fraction, calls: int, *, before: Fraction, shift: Fraction) -> tuple[int, ...]:
    """The places (from 0) in a week's list of `calls` that the ruler's marks fall on.

    `part` of the quota falls to the week, `before` to the weeks before it. Each place is taken with the probability
    part / calls, none twice.
    """
    first, last = math.ceil(before - shift), math.ceil(before + part - shift)
    return tuple(int((shift + mark - before) * calls / part) for mark in range(first, last))


def weighted_mean(drawn: Iterable[tuple[float, float]]) -> float | None:
    """The mean of a value over all calls from (value, probability) of those drawn; None without any.

    Hájek's ratio of two Horvitz–Thompson totals: right also where a drawn call could not be heard by chance.
    """
    pairs = [(value, 1 / probability) for value, probability in drawn]
    weight = math.fsum(w for _, w in pairs)
    return math.fsum(value * w for value, w in pairs) / weight if pairs else None


def standard_error(drawn: Iterable[tuple[float, float]]) -> float | None:
    """Of `weighted_mean`; None with fewer than two.

    By linearisation as if each had been drawn by itself: for a list put in order it is rather too large than too small.
    """
    pairs = [(value, 1 / probability) for value, probability in drawn]
    if len(pairs) < 2:
        return None
    weight = math.fsum(w for _, w in pairs)
    mean = math.fsum(value * w for value, w in pairs) / weight
    return math.sqrt(math.fsum((w * (value - mean)) ** 2 for value, w in pairs)) / weight
