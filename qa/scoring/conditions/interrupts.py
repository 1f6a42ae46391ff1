"""`interrupts: {longer_than: 1 s}`: one party starts while the other still speaks."""

from __future__ import annotations

from qa.measures.exchange import interruptions_over
from qa.measures.limits import above
from qa.rubric.operators.interrupts import Interrupts
from qa.scoring.conditions.places import Place
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import lacking_evidence, somewhere
from qa.scoring.evaluation import Finding, Measured
from qa.scoring.heard import Call


@operator(Interrupts)
def interrupts(condition: Interrupts, call: Call, judge: Judge) -> Verdict:
    """Each interruption by the condition's limits is a hit."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    asked = condition.interrupts
    found = interruptions_over(call.measures, call.transcript.utterances, asked.overrun, asked.shortest)
    places = [
        Place(Finding(Measured.INTERRUPTION, f"同时说话 {one.end - one.start:.1f} 秒", one.by, one.start, one.end, 1.0))
        for one in found
        if condition.by in (None, one.by) and above(one.end - one.start, asked.longer_than)
    ]
    return somewhere(condition, places, call, judge)
