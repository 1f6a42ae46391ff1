"""`loudness: {raised: 8 dB}`: a stretch of speech is loud, faint, or suddenly louder."""

from __future__ import annotations

from qa.measures.limits import above, below
from qa.measures.shape import Stretch
from qa.rubric.operators.loudness import Loudness
from qa.scoring.conditions.places import Place
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import lacking_evidence, somewhere
from qa.scoring.evaluation import Finding, Measured
from qa.scoring.heard import Call
from qa.transcript import Party


@operator(Loudness)
def loudness(condition: Loudness, call: Call, judge: Judge) -> Verdict:
    """Each stretch beyond the limit is a hit."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    if call.measures.stretches is None:
        return Verdict.unknown("没有逐段音量")
    places, before = [], dict[Party, Stretch]()
    for stretch in call.measures.stretches:
        told = _told(condition, stretch, before.get(stretch.party))
        before[stretch.party] = stretch
        if told and stretch.party is not Party.UNKNOWN and condition.by in (None, stretch.party):
            places.append(Place(Finding(Measured.LOUDNESS, told, stretch.party, stretch.start, stretch.end, 1.0)))
    return somewhere(condition, places, call, judge)


def _told(condition: Loudness, stretch: Stretch, before: Stretch | None) -> str:
    """What is wrong with a stretch; empty where nothing is."""
    asked, level = condition.loudness, stretch.loudness
    if level is None:
        return ""
    if asked.raised is not None and stretch.raised is not None and above(stretch.raised, asked.raised.value):
        return f"比平时高 {stretch.raised:.0f} dB"
    jump = None if before is None or before.loudness is None else level - before.loudness
    if asked.jump is not None and jump is not None and above(jump, asked.jump.value):
        return f"比前一段高 {jump:.0f} dB"
    if asked.above is not None and above(level, asked.above.value):
        return f"{level:.0f} dBFS"
    return f"{level:.0f} dBFS" if asked.below is not None and below(level, asked.below.value) else ""
