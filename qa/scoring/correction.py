"""What an evaluation would be had a person's answers stood in place of the machine's. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome


def corrected(evaluation: Evaluation, answers: Mapping[str, Outcome], *, reason: str) -> Evaluation:
    """The evaluation with these outcomes by criterion; its band is left empty, for that is the rubric's to say.

    A criterion that is passed has its full points, one that is failed none; a line that nobody answered stays as the
    machine left it. Score, coverage and fatal follow as in every evaluation.
    """
    lines = tuple(
        _answered(line, answers[line.criterion], reason) if line.criterion in answers else line
        for line in evaluation.criteria
    )
    judged = [line for line in lines if line.outcome.judged and not line.fatal]
    at_stake = sum(line.max_points for line in judged)
    applicable = sum(line.max_points for line in lines if line.outcome is not Outcome.NOT_APPLICABLE)
    fatal = any(line.fatal and line.outcome in (Outcome.VIOLATED, Outcome.MISSED) for line in lines)
    earned = round(evaluation.max_score * sum(line.points for line in judged) / at_stake, 2) if at_stake else None
    return replace(
        evaluation,
        score=0.0 if fatal else earned,
        coverage=round(at_stake / applicable, 4) if applicable else 0.0,
        fatal=fatal,
        band="",
        criteria=lines,
    )


def _answered(line: CriterionResult, outcome: Outcome, reason: str) -> CriterionResult:
    passed = outcome in (Outcome.MET, Outcome.CLEAR)
    return replace(line, outcome=outcome, points=line.max_points if passed else 0.0, reason=reason)
