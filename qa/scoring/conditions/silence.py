"""`silence: {longer_than: 8 s}`: nobody speaks for so long; music is no speech."""

from __future__ import annotations

from qa.measures.limits import above
from qa.recording import Seconds
from qa.rubric.operators.silence import Silence
from qa.scoring.conditions.places import Place
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import lacking_evidence, somewhere
from qa.scoring.evaluation import Finding, Measured
from qa.scoring.heard import Call
from qa.transcript import Party

AT_THE_END: Seconds = 1.0
"""A silence that ends closer than this to the recording's end is the line left open (`last_speech_to_end`)."""


@operator(Silence)
def silence(condition: Silence, call: Call, judge: Judge) -> Verdict:
    """Each silence longer than the limit is a hit; the one before the hang-up keeps nobody waiting."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    asked = condition.silence
    kept = [s for s in call.measures.silences if s.end < call.seconds - AT_THE_END]
    long = [s for s in kept if above(s.seconds, asked.longer_than)]
    if asked.waiting_for is not None and any(s.waiting_for is Party.UNKNOWN for s in long):
        return Verdict.unknown("无法确定轮到谁说话")
    places = [
        Place(Finding(Measured.SILENCE, f"静默 {s.seconds:.1f} 秒", Party.UNKNOWN, s.start, s.end, 1.0))
        for s in long
        if asked.waiting_for in (None, s.waiting_for.value)
    ]
    if not places and condition.times.least:
        return Verdict.of(False)
    return somewhere(condition, places, call, judge)
