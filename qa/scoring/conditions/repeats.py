"""`repeats: {last: 3}`: a sentence that was said a few turns before is said again."""

from __future__ import annotations

from qa.rubric.operators.repeats import Repeats
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import Place, lacking_evidence, somewhere
from qa.scoring.heard import Call, Hit, Sentence, Voice
from qa.scoring.likeness import likeness
from qa.transcript import Party

_OTHER = {Party.AGENT: Party.CUSTOMER, Party.CUSTOMER: Party.AGENT}


@operator(Repeats)
def repeats(condition: Repeats, call: Call, judge: Judge) -> Verdict:
    """Each sentence that is like an earlier one of the asked voice; as probable as its words."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    voice, asked = call.voices[condition.by], condition.repeats
    other = _OTHER.get(voice.party) if asked.of == "other" else None
    if asked.of == "other" and other is None:
        return Verdict.unknown("无法确定哪一方是坐席")
    before = call.voices[other] if other else voice
    places = []
    for sentence in voice.sentences:
        if sentence.length < asked.shortest:
            continue
        start = voice.turns[sentence.turn].words[sentence.first].start
        earlier = [s for s in _earlier(before, start, asked.last) if s.length >= asked.shortest]
        like = max((likeness(one.text, sentence.text) for one in earlier), default=0.0)
        if like >= asked.at_least:
            finding = voice.finding("重复", sentence, sentence.clarity)
            places.append(Place(finding, Hit(finding, sentence.turn, sentence.first, sentence.last)))
    return somewhere(condition, places, call, judge)


def _earlier(voice: Voice, start: float, turns: int) -> list[Sentence]:
    """The sentences of the last turns of a voice that began before."""
    done = [s for s in voice.sentences if voice.turns[s.turn].words[s.first].start < start]
    last = sorted({s.turn for s in done})[-turns:]
    return [s for s in done if s.turn in last]
