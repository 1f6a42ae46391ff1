"""`said: [phrases], by: agent`: one of the phrases was said, matched on syllables."""

from __future__ import annotations

from functools import partial

from qa.rubric.operators.said import Said
from qa.scoring.conditions.happening import gathered
from qa.scoring.conditions.places import Place, hits_of
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import NAMES, by_whom, lacking_evidence, somewhere, unless_unheard
from qa.scoring.heard import Call
from qa.scoring.voice import MUMBLED


@operator(Said)
def said(condition: Said, call: Call, judge: Judge) -> Verdict:
    """As probable as the best hit; without a hit, impossible when the party was heard clearly, else unknown."""
    if (lacking := lacking_evidence(condition, call)) is not None:
        return lacking
    voice = call.voices[condition.by]
    verdict = by_whom(condition, partial(hits_of, condition), partial(_judged, condition, call, judge), call)
    if verdict.probability == 0 and voice.clarity < MUMBLED:
        return Verdict.unknown(f"{NAMES.get(voice.party, '通话')}语音不清，无法断定没有说")
    return unless_unheard(verdict, condition, call)


def _judged(condition: Said, call: Call, judge: Judge, places: list[Place]) -> Verdict:
    verdict = somewhere(condition, places, call, judge)
    return _different(condition, verdict) if condition.different > 1 else verdict


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
    several = gathered(verdict.hits, condition.different, lambda finding: finding.phrase)
    return Verdict(probability, verdict.hits, reason, gathered=several)
