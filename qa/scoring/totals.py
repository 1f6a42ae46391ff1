"""What the lines of a scorecard add up to: score, coverage, fatal and band. Pure."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qa.rubric.model import Rubric
from qa.scoring.evaluation import CriterionResult, Outcome, PartScore

FOR_REVIEW = "待复核"
"""Instead of a band while a person has to hear a suspected fatal violation."""


@dataclass(frozen=True, slots=True)
class Total:
    """What a form's lines add up to."""

    score: float | None
    coverage: float
    """Share of the applicable points that could be judged, 0 to 1."""
    fatal: bool
    band: str


def total(rubric: Rubric, results: Sequence[CriterionResult]) -> Total:
    """The total of a form's lines, in whatever order they stand."""
    form = part_of(results, {result.criterion for result in results})
    kills = {criterion.id for _, criterion in rubric.criteria() if criterion.fatal in (True, "rubric")}
    fatal = any(r.criterion in kills and r.outcome is Outcome.VIOLATED for r in results)
    enough = form.at_stake > 0 and form.coverage >= rubric.scale.least_judged
    reached = rubric.scale.score(form.points, form.at_stake) if enough else None
    score = 0.0 if fatal else None if reached is None else round(reached, 2)
    suspected = any(r.fatal and r.outcome is Outcome.CANNOT_JUDGE and r.findings for r in results)
    band = "" if score is None else FOR_REVIEW if suspected and not fatal else rubric.band(score)
    return Total(score, form.coverage, fatal, band)


def part_of(results: Sequence[CriterionResult], ids: Collection[str]) -> PartScore:
    """What some of the lines add up to; lines that do not apply count nowhere."""
    lines = [result for result in results if result.criterion in ids and not result.fatal]
    judged = [line for line in lines if line.outcome.judged]
    applicable = math.fsum(line.max_points for line in lines if line.outcome is not Outcome.NOT_APPLICABLE)
    at_stake = math.fsum(line.max_points for line in judged)
    coverage = min(1.0, round(at_stake / applicable, 4)) if applicable else 0.0
    return PartScore(math.fsum(line.points for line in judged), at_stake, coverage)


def critical_parts(
    rubric: Rubric, results: Sequence[CriterionResult]
) -> tuple[PartScore, PartScore] | tuple[None, None]:
    """What the critical criteria add up to, and all others; None where the rubric names none."""
    critical = {criterion.id for _, criterion in rubric.criteria() if criterion.critical}
    if not critical:
        return None, None
    return part_of(results, critical), part_of(results, {r.criterion for r in results} - critical)


def sections_lost(rubric: Rubric, results: Sequence[CriterionResult]) -> tuple[CriterionResult, ...]:
    """The lines once a violation that is fatal for its section took all points of it and of the sections in it."""
    violated = {r.criterion for r in results if r.fatal and r.outcome is Outcome.VIOLATED}
    lost = {
        criterion.id
        for section in rubric.all_sections()
        if any(c.fatal == "section" and c.id in violated for c in section.criteria or ())
        for _, criterion in section.all_criteria()
    }
    return tuple(replace(r, points=0.0) if r.criterion in lost and r.points else r for r in results)
