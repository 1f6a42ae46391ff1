"""`rate: {faster_than: 300 字/分}`: a stretch of speech is too fast or too slow."""

from __future__ import annotations

from qa.measures.limits import above, below
from qa.rubric.operators.rate import RateOf
from qa.scoring.conditions.places import Place
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import lacking_evidence, somewhere
from qa.scoring.evaluation import Finding, Measured
from qa.scoring.heard import Call
from qa.transcript import Party


@operator(RateOf)
def rate(condition: RateOf, call: Call, judge: Judge) -> Verdict:
    """Each stretch beyond the limit is a hit."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    if call.measures.stretches is None:
        return Verdict.unknown("没有逐段语速")
    asked, places = condition.rate, []
    for stretch in call.measures.stretches:
        speed = stretch.speech_rate
        if speed is None or stretch.characters < asked.shortest or condition.by not in (None, stretch.party):
            continue
        fast = asked.faster_than is not None and above(speed, asked.faster_than.value)
        slow = asked.slower_than is not None and below(speed, asked.slower_than.value)
        if (fast or slow) and stretch.party is not Party.UNKNOWN:
            what = Measured.TOO_FAST if fast else Measured.TOO_SLOW
            places.append(Place(Finding(what, f"{speed:.0f} 字/分", stretch.party, stretch.start, stretch.end, 1.0)))
    return somewhere(condition, places, call, judge)
