"""`repeats: {last: 3}`: a sentence that was said a few turns before is said again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.recording import Seconds
from qa.rubric.operators.repeats import Repeats
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import Place, lacking_evidence, somewhere
from qa.scoring.heard import Call
from qa.scoring.likeness import alike
from qa.scoring.voice import Hit, Sentence, Voice
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
    said = [sentence for sentence in voice.sentences if sentence.length >= asked.shortest]
    earlier = [sentence for sentence in before.sentences if sentence.length >= asked.shortest]
    where = _within_reach(said, voice, earlier, before, asked.last)
    likeness = alike([s.text for s in said], [s.text for s in earlier], asked.at_least, where)
    places = []
    repeated = (likeness >= asked.at_least) & where
    for sentence, row in zip(said, repeated, strict=True):
        if row.any():
            finding = voice.finding("重复", sentence, sentence.clarity)
            places.append(Place(finding, Hit(finding, sentence.turn, sentence.first, sentence.last)))
    return somewhere(condition, places, call, judge)


def _within_reach(
    said: Sequence[Sentence], voice: Voice, earlier: Sequence[Sentence], before: Voice, turns: int
) -> NDArray[np.bool_]:
    """Which of the earlier sentences began before each, in the last turns that say something; [said, earlier]."""
    opened: dict[int, Seconds] = {}
    for sentence in before.sentences:
        opened[sentence.turn] = min(_start(sentence, before), opened.get(sentence.turn, math.inf))
    now = np.array([_start(sentence, voice) for sentence in said])[:, None]
    begun = now > np.array([_start(sentence, before) for sentence in earlier])
    begun_turns = now > np.array(list(opened.values()))
    recent = np.cumsum(begun_turns[:, ::-1], axis=1)[:, ::-1] <= turns
    columns = {turn: column for column, turn in enumerate(opened)}
    return begun & recent[:, [columns[sentence.turn] for sentence in earlier]]


def _start(sentence: Sentence, voice: Voice) -> Seconds:
    return voice.turns[sentence.turn].words[sentence.first].start
