"""`hold: {longer_than: 60 s}`: the customer is kept waiting, with music or after being asked to wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.measures.limits import above
from qa.measures.shape import Hold as Held
from qa.rubric.operators.hold import Hold
from qa.scoring.conditions.places import Place
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import lacking_evidence, somewhere
from qa.scoring.evaluation import Finding, Measured
from qa.scoring.heard import Call
from qa.transcript import Party


@operator(Hold)
def hold(condition: Hold, call: Call, judge: Judge) -> Verdict:
    """Each hold that is as asked is a hit.

    Unknown where it hangs on words that nobody heard for certain, and where nobody knows who is the agent and more
    might settle it.
    """
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    long = [held for held in call.measures.holds if above(held.seconds, condition.hold.longer_than)]
    verdict = _judged([held for held in long if _as_asked(condition, held)], condition, call, judge)
    perhaps = _judged([held for held in long if _as_asked(condition, held) is not False], condition, call, judge)
    if perhaps.probability != verdict.probability:
        return Verdict.unknown("无法确定等待前后坐席说了什么")
    if _all_found(condition, call) or verdict.probability is None:
        return verdict
    settled = verdict.probability > 0 if condition.times.at_most is None else verdict.probability == 0
    return verdict if settled else Verdict.unknown("无法确定哪一方是坐席")


def _judged(asked: Sequence[Held], condition: Hold, call: Call, judge: Judge) -> Verdict:
    """The verdict where these holds are as asked and no others."""
    if not asked and condition.times.least:
        return Verdict.of(False)
    found = (
        Finding(Measured.HOLD, f"等待 {held.seconds:.0f} 秒", Party.UNKNOWN, held.start, held.end, 1.0)
        for held in asked
    )
    return somewhere(condition, map(Place, found), call, judge)


def _all_found(condition: Hold, call: Call) -> bool:
    """Whether there is no hold but those found: by its music one is found without knowing who asked to wait."""
    return call.measures.hold_count is not None and (call.parties_known or condition.hold.music is True)


def _as_asked(condition: Hold, held: Held) -> bool | None:
    """None where it is not known. What may be no hold is none, or else one that was announced."""
    asked = condition.hold
    if not held.certain:
        certain = _as_asked(condition, replace(held, announced=True))
        return None if certain else certain
    pairs = ((asked.announced, held.announced), (asked.thanked, held.thanked), (asked.music, held.music))
    wanted = [(want, found) for want, found in pairs if want is not None]
    if any(found is not None and want is not found for want, found in wanted):
        return False
    return None if any(found is None for _, found in wanted) else True
