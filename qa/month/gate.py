"""Which criteria count in the ranking: those on which people and machine agree. Pure.

The rule stands on blind answers alone. Who sees the machine's outcome first is led by it, and an open review asks
mostly about lapses; without sight of it a person answers every criterion of the form on their own judgement.

**Rule.** Krippendorff's α between machine and people with its 95 % interval: trusted while the lower limit is .80 or
more; advisory from .667; for review below. Too few reviews to say — fewer than `trust_reviews`, or fewer than
`LEAST_VARIED` calls on either side of the judgement — leave a criterion «not reviewed», unless the upper limit is
below .80 already: what is known to be bad needs no more reviews. Source of the limits: Krippendorff 2004, p. 241.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from qa.month.indicators import CriterionCount
from qa.month.shape import CriterionStanding, Trust
from qa.people.reliability import Reliability
from qa.people.reviews import Review
from qa.people.trust import criteria_trust
from qa.settings import MonthSettings

TRUSTED_FROM: Final = 0.80
ADVISORY_FROM: Final = 0.667
YEARS: Final = 1
"""How far back answers count: speech model and forms change, and what was true of others says little of these."""
LEAST_VARIED: Final = 10
"""Reviewed calls with a lapse, and without one, below which a rare lapse says nothing about the machine."""


def standings(
    counts: Iterable[CriterionCount], reviews: Iterable[Review], settings: MonthSettings
) -> tuple[CriterionStanding, ...]:
    """The standing of every criterion of the month, by rubric and criterion."""
    known = {(one.rubric, one.criterion): one.blind for one in criteria_trust(reviews)}
    ordered = sorted(counts, key=lambda count: (count.rubric, count.criterion))
    return tuple(_standing(count, known.get((count.rubric, count.criterion)), settings) for count in ordered)


def counted_from(month: str) -> datetime:
    """From when on answers count in the close of a month, YYYY-MM."""
    return datetime(int(month[:4]) - YEARS, int(month[5:]), 1, tzinfo=UTC)


def trust_of(found: Reliability | None, settings: MonthSettings) -> Trust:
    """What the agreement of people and machine makes of a criterion."""
    if found is None or found.alpha_interval is None:
        return Trust.NOT_REVIEWED
    low, high = found.alpha_interval
    if low >= TRUSTED_FROM:
        return Trust.TRUSTED
    if high >= TRUSTED_FROM and not _enough(found, settings):
        return Trust.NOT_REVIEWED
    return Trust.ADVISORY if low >= ADVISORY_FROM else Trust.FOR_REVIEW


def _enough(found: Reliability, settings: MonthSettings) -> bool:
    lapses = found.prevalence or 0.0
    return found.n >= settings.trust_reviews and found.n * min(lapses, 1 - lapses) >= LEAST_VARIED


def _standing(count: CriterionCount, found: Reliability | None, settings: MonthSettings) -> CriterionStanding:
    trust = trust_of(found, settings)
    low, high = (found and found.alpha_interval) or (None, None)
    return CriterionStanding(
        rubric=count.rubric,
        criterion=count.criterion,
        name=count.name,
        trust=trust,
        counts=trust is Trust.TRUSTED or (trust is Trust.NOT_REVIEWED and settings.trust == "when_reviewed"),
        reviews=found.n if found else 0,
        alpha=found.alpha if found else None,
        low=low,
        high=high,
    )
