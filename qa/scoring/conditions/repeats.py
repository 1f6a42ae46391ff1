"""`repeats: {last: 3}`: a sentence that was said a few turns before is said again."""

from __future__ import annotations

from qa.rubric.operators.repeats import Repeats
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import Place, lacking_evidence, somewhere
from qa.scoring.heard import Call, Hit, Voice
from qa.scoring.likeness import alike
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
    likeness = alike([s.text for s in voice.sentences], [s.text for s in before.sentences], asked.at_least)
    places = []
    for sentence, row in zip(voice.sentences, likeness, strict=True):
        if sentence.length < asked.shortest or not len(row) or row.max() < asked.at_least:
            continue
        start = voice.turns[sentence.turn].words[sentence.first].start
        earlier = _earlier(before, start, asked.last)
        if any(row[i] >= asked.at_least and before.sentences[i].length >= asked.shortest for i in earlier):
            finding = voice.finding("重复", sentence, sentence.clarity)
            places.append(Place(finding, Hit(finding, sentence.turn, sentence.first, sentence.last)))
    return somewhere(condition, places, call, judge)


def _earlier(voice: Voice, start: float, turns: int) -> list[int]:
    """Which sentences of the last turns of a voice began before."""
    done = [i for i, s in enumerate(voice.sentences) if voice.turns[s.turn].words[s.first].start < start]
    last = sorted({voice.sentences[i].turn for i in done})[-turns:]
    return [i for i in done if voice.sentences[i].turn in last]
