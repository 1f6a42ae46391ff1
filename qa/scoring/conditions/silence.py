"""`silence: {longer_than: 8 s}`: nobody speaks for so long; music is no speech."""

from __future__ import annotations

from qa.rubric.condition import Silence
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.transcript import Party


@operator(Silence)
def silence(condition: Silence, call: Call, judge: Judge) -> Verdict:
    """Each silence longer than the limit is a hit."""
    if condition.unless is not None and judge(condition.unless, call).probability != 0:
        return Verdict.of(False)
    hits = tuple(
        Finding("静默", f"静默 {s.seconds:.1f} 秒", Party.UNKNOWN, s.start, s.end, 1.0)
        for s in call.measures.silences
        if s.seconds > condition.silence.longer_than
    )
    return Verdict.of(bool(hits), hits)
