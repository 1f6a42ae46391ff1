"""`topic: [words], different: 2`: the call is about something, as several of its words show."""

from __future__ import annotations

from qa.rubric.operators.topic import Topic
from qa.scoring.conditions.places import once
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.heard import Call
from qa.scoring.unheard import missing_in


@operator(Topic)
def topic(condition: Topic, call: Call, judge: Judge) -> Verdict:
    """As probable as the least sure of the different words that it takes, whoever said them."""
    del judge
    if not call.speech:
        return Verdict.unknown("没有可用的语音")
    voice = call.voices[None]
    surest: dict[str, float] = {}
    hits = once(hit for hit in voice.find_any(condition.patterns) if not hit.rearranged)
    for hit in hits:
        word = hit.finding.phrase
        surest[word] = max(hit.finding.probability, surest.get(word, 0.0))
    ranked = sorted(surest.values(), reverse=True)
    if len(ranked) < condition.different:
        return Verdict(missing_in(voice), tuple(hit.finding for hit in hits), f"说到其中 {len(ranked)} 个词")
    return Verdict(ranked[condition.different - 1], tuple(hit.finding for hit in hits))
