"""`all`, `any` and `not` over other conditions."""

from __future__ import annotations

from qa.rubric.condition import Condition
from qa.rubric.operators.logic import All, AnyOf, Not
from qa.rubric.operators.moment import lasting
from qa.rubric.operators.topic import Topic
from qa.rubric.operators.where import Where
from qa.scoring.conditions.happening import together
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.heard import Call

SURE = 0.8
"""From here on a condition that holds settles an `any`, whatever the parts that nobody could judge."""


@operator(All)
def every(condition: All, call: Call, judge: Judge) -> Verdict:
    """All of the conditions hold: as probable as the least probable; one that surely fails settles it.

    One that the call gave no occasion for leaves none for the whole. It happens when the last of the parts has; what
    is so of the whole call, such as its queue, has no moment and no part in that.
    """
    verdicts = [judge(part, call) for part in condition.all]
    known = [v.probability for v in verdicts if v.probability is not None]
    least = min(known, default=1.0)
    if least > 0 and not all(v.asked for v in verdicts):
        return Verdict.not_asked(_reasons(verdicts))
    if len(known) < len(verdicts) and least > 0:
        return Verdict.unknown(_reasons(verdicts))
    moments = [v.happenings for part, v in zip(condition.all, verdicts, strict=True) if _has_moment(part)]
    # A faint part would take the place of a sure one right behind it.
    sure = [[one for one in times if one.probability >= min(least, SURE)] for times in moments if times]
    return Verdict(least, tuple(h for v in verdicts for h in v.hits), _reasons(verdicts), times=tuple(together(sure)))


def _has_moment(part: Condition) -> bool:
    return not (lasting(part) or isinstance(part, Topic) or (isinstance(part, Where) and part.times.least == 0))


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
    times = tuple(time for v in verdicts for time in v.happenings)
    return Verdict(most, tuple(part for time in times for part in time.parts), _reasons(verdicts), times=times)


@operator(Not)
def none(condition: Not, call: Call, judge: Judge) -> Verdict:
    """The condition does not hold."""
    verdict = judge(condition.not_, call)
    if verdict.probability is None:
        return verdict
    hits = tuple(part for time in verdict.happenings for part in time.parts)
    return Verdict(1 - verdict.probability, hits, verdict.reason, times=())


def _reasons(verdicts: list[Verdict]) -> str:
    return "；".join(dict.fromkeys(v.reason for v in verdicts if v.reason))
