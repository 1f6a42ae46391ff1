"""`similar: [sentences], at_least: 60 %`: somebody said about the same in other words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

from qa.rubric.operators.similar import Similar
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import by_whom, lacking_evidence, somewhere, unless_unheard
from qa.scoring.framing import deny_each_other
from qa.scoring.heard import Call
from qa.scoring.hit import Hit
from qa.scoring.voice import Voice

_STEEP = 20.0
"""How fast doubt goes: a tenth above the asked likeness is .88, a tenth below it .12."""
FAINT = 0.1
_DENIED = 0.35
"""The opposite in like words neither fulfils nor breaks anything; a 不 is easily lost, so nobody has missed it."""
_FAR = -math.log(FAINT / (1 - FAINT)) / _STEEP
"""So far below what was asked even the clearest sentence is fainter."""


@operator(Similar)
def similar(condition: Similar, call: Call, judge: Judge) -> Verdict:
    """As probable as the likest sentence is above what was asked; the words' own probability weighs in."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    verdict = by_whom(
        condition, partial(_hits, condition, call), lambda places: somewhere(condition, places, call, judge), call
    )
    return unless_unheard(verdict, condition, call)


def _hits(condition: Similar, call: Call, voice: Voice) -> Iterator[Hit]:
    said = [sentence.text for sentence in voice.sentences]
    likenesses = call.alike(condition.similar, said, condition.at_least - _FAR)
    likest = zip(voice.sentences, likenesses.max(0).tolist(), likenesses.argmax(0).tolist(), strict=True)
    for sentence, likeness, which in likest:
        sure = sentence.clarity / (1 + math.exp(-_STEEP * (likeness - condition.at_least)))
        if sure >= FAINT:
            if deny_each_other(condition.similar[which], sentence.text):
                sure = min(sure, _DENIED)
            finding = voice.finding(condition.similar[which], sentence, sure)
            yield Hit(finding, sentence.turn, sentence.first, sentence.last)
