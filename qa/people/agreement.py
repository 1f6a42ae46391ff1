"""How far people and machine, and people among themselves, agree. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from qa.people.kinds import Verdict
from qa.people.reviews import WHOLE, Review, latest

_PASSED = {"met": True, "clear": True, "missed": False, "violated": False}
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` with the 95 % Wilson interval; None where n is 0."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        """The share itself, 0 to 1."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper end."""
        if not self.n:
            return None
        p, n, z2 = self.hits / self.n, self.n, _Z * _Z
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        reach = _Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        # At 0 and at 1 the end is exact; rounding of the sum must not leave it just short.
        low = max(0.0, middle - reach) if self.hits else 0.0
        return low, min(1.0, middle + reach) if self.hits < n else 1.0


@dataclass(frozen=True, slots=True)
class CriterionAgreement:
    """What reviews say of one criterion of one rubric."""

    rubric: str
    criterion: str
    precision: Share
    """Findings that people called true, of those they called true or false."""
    unsure: int
    machine: Share
    """Criteria on which a person's answer passes or fails as the machine's did."""
    people: Share
    """Pairs of people who scored the same call and criterion alike."""
    kappa: float | None
    """Cohen's κ of those pairs; None where chance alone explains everything or there are no pairs."""


def agreement(reviews: Iterable[Review]) -> tuple[CriterionAgreement, ...]:
    """The agreement by rubric and criterion, the last word of each person counting."""
    groups: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in latest(r for r in reviews if r.criterion):
        groups[review.rubric, review.criterion].append(review)
    return tuple(_of(rubric, criterion, group) for (rubric, criterion), group in sorted(groups.items()))


def overall(reviews: Iterable[Review]) -> CriterionAgreement:
    """The agreement on all criteria together; its rubric and criterion are empty."""
    return _of("", "", list(latest(r for r in reviews if r.criterion)))


def _of(rubric: str, criterion: str, group: list[Review]) -> CriterionAgreement:
    verdicts = Counter(r.verdict for r in group if r.position != WHOLE)
    answers = [r for r in group if r.position == WHOLE and r.answer]
    judged = [(_PASSED[r.answer], _PASSED[r.machine]) for r in answers if r.answer in _PASSED and r.machine in _PASSED]
    pairs = _pairs(answers)
    return CriterionAgreement(
        rubric=rubric,
        criterion=criterion,
        precision=Share(verdicts[Verdict.TRUE], verdicts[Verdict.TRUE] + verdicts[Verdict.FALSE]),
        unsure=verdicts[Verdict.UNSURE],
        machine=Share(sum(a == b for a, b in judged), len(judged)),
        people=Share(sum(a == b for a, b in pairs), len(pairs)),
        kappa=_kappa(pairs),
    )


def _pairs(answers: Iterable[Review]) -> list[tuple[str, str]]:
    """Answers of two people on one criterion of one call; blind ones take the place of a person's open one."""
    by_line: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
    for review in sorted(answers, key=lambda r: (r.blind, r.at)):
        by_line[review.recording_id, review.rubric, review.criterion][review.user_id] = review.answer
    return [pair for line in by_line.values() for pair in combinations(line.values(), 2)]


def _kappa(pairs: list[tuple[str, str]]) -> float | None:
    if not pairs:
        return None
    # Who of two people stands first is arbitrary, so both orders count.
    both = Counter(value for pair in pairs for value in pair)
    chance = sum((count / (2 * len(pairs))) ** 2 for count in both.values())
    seen = sum(a == b for a, b in pairs) / len(pairs)
    return None if chance >= 1 else (seen - chance) / (1 - chance)
