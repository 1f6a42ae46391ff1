"""What an evaluation would be had a person's answers stood in place of the machine's. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qa.rubric.model import Rubric
from qa.scoring.evaluation import CriterionResult, Evaluation, Outcome
from qa.scoring.totals import critical_parts, part_of, sections_lost, total


def corrected(
    evaluation: Evaluation, answers: Mapping[str, Outcome], *, reason: str, rubric: Rubric | None = None
) -> Evaluation:
    """The evaluation with these outcomes by criterion.

    A criterion that is passed has its full points, one that is failed none; a line that nobody answered stays as the
    machine left it. With the rubric it was made with, score, coverage, fatal and band follow as in every evaluation.
    Without it the score is the share of points earned, every fatal line is fatal for the form, and the
    band stays empty, for that is the rubric's to say.
    """
    lines = tuple(
        _answered(line, answers[line.criterion], reason) if line.criterion in answers else line
        for line in evaluation.criteria
    )
    if rubric is not None:
        # What a violation took from passed lines of its section comes back where that violation is overruled.
        lines = sections_lost(rubric, tuple(_in_full(line) for line in lines))
        whole = total(rubric, lines)
        critical, non_critical = critical_parts(rubric, lines)
        return replace(
            evaluation,
            score=whole.score,
            coverage=whole.coverage,
            fatal=whole.fatal,
            band=whole.band,
            criteria=lines,
            critical=critical,
            non_critical=non_critical,
        )
    form = part_of(lines, {line.criterion for line in lines})
    fatal = any(line.fatal and line.outcome in (Outcome.VIOLATED, Outcome.MISSED) for line in lines)
    earned = round(evaluation.max_score * form.points / form.at_stake, 2) if form.at_stake else None
    return replace(
        evaluation,
        score=0.0 if fatal else earned,
        coverage=form.coverage,
        fatal=fatal,
        band="",
        criteria=lines,
        critical=None,
        non_critical=None,
    )


def _in_full(line: CriterionResult) -> CriterionResult:
    return replace(line, points=line.max_points) if line.outcome in (Outcome.MET, Outcome.CLEAR) else line


def _answered(line: CriterionResult, outcome: Outcome, reason: str) -> CriterionResult:
    passed = outcome in (Outcome.MET, Outcome.CLEAR)
    return replace(line, outcome=outcome, points=line.max_points if passed else 0.0, reason=reason)
