"""`said: [phrases], by: agent`: one of the phrases was said, matched on syllables."""

from __future__ import annotations

from qa.rubric.operators.said import Said
from qa.scoring.conditions.places import said_places, within
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import NAMES, lacking_evidence, somewhere, unless_unheard
from qa.scoring.heard import Call
from qa.scoring.voice import MUMBLED
from qa.transcript import Party


@operator(Said)
def said(condition: Said, call: Call, judge: Judge) -> Verdict:
    """As probable as the best hit; without a hit, impossible when the party was heard clearly, else unknown."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    voice = call.voices[condition.by]
    places = said_places(condition, voice)
    verdict = somewhere(condition, places, call, judge)
    if condition.different > 1:
        verdict = _different(condition, verdict)
    if verdict.probability == 0 and voice.clarity < MUMBLED:
        return Verdict.unknown(f"{NAMES.get(voice.party, '通话')}语音不清，无法断定没有说")
    if verdict.probability == 0 and condition.by is not None and _by_nobody_known(condition, call):
        return Verdict.unknown("听到了，但分不清是谁说的")
    return unless_unheard(verdict, condition, call)


def _by_nobody_known(condition: Said, call: Call) -> bool:
    nobody = call.voices[Party.UNKNOWN]
    return bool(nobody.turns) and bool(within(condition, said_places(condition, nobody), call))


def _different(condition: Said, verdict: Verdict) -> Verdict:
    """As probable as the least of the different phrases that it takes, of those that count."""
    if verdict.probability is None:
        return verdict
    surest: dict[str, float] = {}
    for finding in verdict.hits:
        surest[finding.phrase] = max(finding.probability, surest.get(finding.phrase, 0.0))
    ranked = sorted(surest.values(), reverse=True)
    enough = len(ranked) >= condition.different
    probability = min(verdict.probability, ranked[condition.different - 1]) if enough else 0.0
    reason = verdict.reason if enough else f"听到其中 {len(ranked)} 句，要求 {condition.different} 句"
    return Verdict(probability, verdict.hits, reason)
