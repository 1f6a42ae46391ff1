"""`all`, `any` and `not` over other conditions."""

from __future__ import annotations

from qa.rubric.operators.logic import All, AnyOf, Not
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.heard import Call

SURE = 0.8
"""From here on a condition that holds settles an `any`, whatever the parts that nobody could judge."""


@operator(All)
def every(condition: All, call: Call, judge: Judge) -> Verdict:
    """All of the conditions hold: as probable as the least probable; one that surely fails settles it.

    One that the call gave no occasion for leaves none for the whole.
    """
    verdicts = [judge(part, call) for part in condition.all]
    known = [v.probability for v in verdicts if v.probability is not None]
    least = min(known, default=1.0)
    if least > 0 and not all(v.asked for v in verdicts):
        return Verdict.not_asked(_reasons(verdicts))
    if len(known) < len(verdicts) and least > 0:
        return Verdict.unknown(_reasons(verdicts))
    return Verdict(least, tuple(h for v in verdicts for h in v.hits), _reasons(verdicts))


@operator(AnyOf)
def some(condition: AnyOf, call: Call, judge: Judge) -> Verdict:
    """One of the conditions holds: as probable as the most probable; one that surely holds settles it.

    Those that the call gave no occasion for are passed over.
    """
    judged = [judge(part, call) for part in condition.any]
    verdicts = [verdict for verdict in judged if verdict.asked]
    if not verdicts:
        return Verdict.not_asked(_reasons(judged))
    known = [v.probability for v in verdicts if v.probability is not None]
    most = max(known, default=0.0)
    if len(known) < len(verdicts) and most < SURE:
        return Verdict.unknown(_reasons(verdicts))
    # Of a part that does not hold, what it was looking for proves nothing.
    return Verdict(most, tuple(h for v in verdicts for h in v.occurrences), _reasons(verdicts))


@operator(Not)
def none(condition: Not, call: Call, judge: Judge) -> Verdict:
    """The condition does not hold."""
    verdict = judge(condition.not_, call)
    if verdict.probability is None:
        return verdict
    return Verdict(1 - verdict.probability, verdict.occurrences, verdict.reason)


def _reasons(verdicts: list[Verdict]) -> str:
    return "；".join(dict.fromkeys(v.reason for v in verdicts if v.reason))
