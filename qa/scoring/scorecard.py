"""From a rubric and a call to the filled-in form: every criterion's outcome, the score, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.operators.answers import Answers
from qa.rubric.section import Section
from qa.scoring.conditions import judge
from qa.scoring.cost import times
from qa.scoring.evaluation import CriterionResult, Evaluation, Finding, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds, judged
from qa.scoring.sought import sought_by
from qa.scoring.totals import critical_parts, sections_lost, total
from qa.transcript import Party


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an evaluation was made with."""

    rubric_hash: str
    model_hash: str


def evaluate(rubric: Rubric, call: Call, stamp: Stamp, thresholds: Thresholds) -> Evaluation:
    """Score one call. Fatal violations make the score 0; what could not be judged leaves the denominator."""
    sought = sought_by(rubric)
    for party, phrases in sought.items():
        call.voices[party].look_for(phrases)
    call.voices[Party.UNKNOWN].look_for_rearranged(phrases for party, phrases in sought.items() if party is not None)
    results = tuple(_result(section, criterion, call, thresholds) for section, criterion in rubric.criteria())
    results = sections_lost(rubric, results)
    whole = total(rubric, results)
    critical, non_critical = critical_parts(rubric, results)
    return Evaluation(
        recording_id=call.transcript.recording_id,
        rubric=rubric.rubric,
        rubric_hash=stamp.rubric_hash,
        model_hash=stamp.model_hash,
        score=whole.score,
        max_score=rubric.scale.points,
        coverage=whole.coverage,
        fatal=whole.fatal,
        band=whole.band,
        criteria=results,
        critical=critical,
        non_critical=non_critical,
    )


def _result(section: Section, criterion: Criterion, call: Call, thresholds: Thresholds) -> CriterionResult:
    outcome, findings, reason = judged(criterion, call, thresholds)
    return CriterionResult(
        criterion=criterion.id,
        name=criterion.name,
        section=section.name,
        outcome=outcome,
        points=_points(criterion, outcome, findings, call),
        max_points=criterion.points,
        fatal=bool(criterion.fatal),
        reason=reason,
        findings=findings,
    )


def _points(criterion: Criterion, outcome: Outcome, findings: tuple[Finding, ...], call: Call) -> float:
    if outcome in (Outcome.MET, Outcome.CLEAR):
        return criterion.points
    forbidden, deduct = criterion.forbid, criterion.deduct
    if outcome is Outcome.VIOLATED and forbidden is not None and deduct is not None:
        # Answers to several questions are one offence.
        often = 1 if isinstance(forbidden, Answers) else times(judge(forbidden, call), findings)
        return criterion.points - min(deduct.each * often, deduct.at_most)
    return 0.0
