"""`all`, `any` and `not` over other conditions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qa.rubric.condition import Condition
from qa.rubric.operators.logic import All, AnyOf, Not
from qa.rubric.operators.topic import Topic
from qa.rubric.operators.where import Where
from qa.scoring.conditions.happening import Happening, together
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call

SURE = 0.8
"""From here on a condition that holds settles an `any`, whatever the parts that nobody could judge."""


@operator(All)
def every(condition: All, call: Call, judge: Judge) -> Verdict:
    """All of the conditions hold: as probable as the least probable; one that surely fails settles it.

    One that the call gave no occasion for leaves none for the whole, but a demand is met by doing the rest. It happens
    when the last of the parts has; what is so of the whole call, such as its queue, has no moment and no part in that.
    """
    verdicts = [judge(part, call) for part in condition.all]
    known = [v.probability for v in verdicts if v.probability is not None]
    least = min(known, default=1.0)
    if least > 0 and not all(v.asked for v in verdicts):
        return replace(Verdict.not_asked(_reasons(verdicts)), rest=_all_of([v for v in verdicts if v.asked]))
    if len(known) < len(verdicts) and least > 0:
        return Verdict.unknown(_reasons(verdicts))
    hits, times = tuple(h for v in verdicts for h in v.hits), _times(condition, verdicts, min(least, SURE))
    return Verdict(least, hits, _reasons(verdicts), times=times, against=_against(verdicts))


def _all_of(asked: Sequence[Verdict]) -> Verdict | None:
    """What those parts make of it that the call gave occasion for; None where there are none, or one is unknown."""
    known = [v.probability for v in asked if v.probability is not None]
    if not asked or len(known) < len(asked):
        return None
    return Verdict(min(known), tuple(hit for v in asked for hit in v.hits))


def _times(condition: All, verdicts: list[Verdict], sure: float) -> tuple[Happening, ...]:
    """Each time that all parts that have a moment had happened."""
    parts = zip(condition.all, verdicts, strict=True)
    happened = [(part, times) for part, verdict in parts if (times := verdict.fulfilments)]
    moments = [times for part, times in happened if not _of_the_whole_call(part)] or [times for _, times in happened]
    if len(moments) == 1:
        return moments[0]
    # A faint part would take the place of a sure one right behind it.
    return tuple(together([[time for time in times if time.probability >= sure] for times in moments]))


def _of_the_whole_call(part: Condition) -> bool:
    """Whether it is what a call is about, what does not happen in it, or how often something does at most."""
    return isinstance(part, Topic | Not) or (isinstance(part, Where) and part.times.least == 0)


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
    # Of a part that does not hold, what it was looking for proves nothing, and why it does not explains nothing.
    times = tuple(time for v in verdicts for time in v.happenings)
    several = None if all(v.gathered is None for v in verdicts) else tuple(f for v in verdicts for f in v.fulfilments)
    reasons = _reasons([v for v in verdicts if v.probability or not most])
    return Verdict(most, _parts(times), reasons, times=times, gathered=several, against=_against(verdicts))


@operator(Not)
def none(condition: Not, call: Call, judge: Judge) -> Verdict:
    """The condition does not hold; what proves that is what happened against it."""
    verdict = judge(condition.not_, call)
    if verdict.probability is None:
        return verdict
    probability, times = 1 - verdict.probability, verdict.against
    return Verdict(probability, _parts(times), verdict.reason, times=times, against=verdict.happenings)


def _against(verdicts: Iterable[Verdict]) -> tuple[Happening, ...]:
    return tuple(time for verdict in verdicts for time in verdict.against)


def _parts(times: Iterable[Happening]) -> tuple[Finding, ...]:
    return tuple(part for time in times for part in time.parts)


def _reasons(verdicts: list[Verdict]) -> str:
    return "；".join(dict.fromkeys(v.reason for v in verdicts if v.reason))
