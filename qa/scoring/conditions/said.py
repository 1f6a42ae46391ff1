"""`said: [phrases], by: agent`: one of the phrases was said, matched on syllables.

`within: first 3 turns` counts the turns of the party in `by` that say more than 嗯. `before:`/`after:` want it near
another condition's hits; with `hit: every` near each of them. `unless:` excuses: a hit that shares words with an
excusing phrase does not count, and an excusing condition of another kind lifts the whole demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.recording import Seconds
from qa.rubric.condition import Near, Said
from qa.rubric.quantity import Scope
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.confidence import DOUBTFUL
from qa.scoring.evaluation import Finding
from qa.scoring.heard import MUMBLED, Call, Hit, Voice
from qa.transcript import Party

TOUCHING: Seconds = 1.0
"""A phrase may run this far into the silence it announces: spans of speech end a little early or late."""
EXCUSED = 0.6
"""How probable an excuse must be to settle it; as for points, since it works for the agent."""
_NAMES = {Party.AGENT: "坐席", Party.CUSTOMER: "客户"}


@operator(Said)
def said(condition: Said, call: Call, judge: Judge) -> Verdict:
    """As probable as the best hit; without a hit, impossible when the party was heard clearly, else unknown."""
    if not call.speech:
        return Verdict.unknown("没有可用的语音")
    if condition.by is not None and not call.parties_known:
        return Verdict.unknown("无法确定哪一方是坐席")
    voice = call.voices[condition.by]
    if not voice.turns:
        return Verdict.unknown(f"没有听到{_NAMES[voice.party]}说话")
    hits = _excused(_hits(condition, voice, call), condition, voice, call, judge)
    findings = [hit.finding for hit in hits]
    near = condition.before or condition.after
    verdict = _nearby(findings, near, condition.before is not None, call, judge) if near else _anywhere(findings)
    if verdict.probability == 0 and voice.clarity < MUMBLED:
        return Verdict.unknown(f"{_NAMES.get(voice.party, '通话')}语音不清，无法断定没有说")
    if verdict.probability == 0 and condition.by is not None and _hits(condition, call.voices[Party.UNKNOWN], call):
        return Verdict.unknown("听到了，但分不清是谁说的")
    return verdict


def _hits(condition: Said, voice: Voice, call: Call) -> list[Hit]:
    """Every saying once: of hits on the same words, however many phrases they fit, the most probable."""
    found = (hit for phrase, pattern in condition.patterns for hit in voice.find(phrase, pattern))
    inside = [hit for hit in found if condition.within is None or _inside(condition.within, hit, voice, call)]
    kept: list[Hit] = []
    for hit in sorted(inside, key=lambda h: (-h.finding.probability, h.turn, h.first, h.finding.phrase)):
        if not any(hit.shares_words(other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.turn, h.first))


def _inside(scope: Scope, hit: Hit, voice: Voice, call: Call) -> bool:
    amount, first = scope.amount, scope.end == "first"
    if amount.unit == "turns":
        ordinal, turns = voice.ordinals[hit.turn], voice.ordinals[-1]
        return ordinal < amount.value if first else ordinal >= turns - amount.value
    seconds = amount.value if amount.unit == "s" else call.seconds * amount.value / 100
    return hit.finding.start < seconds if first else hit.finding.end > call.seconds - seconds


def _excused(hits: list[Hit], condition: Said, voice: Voice, call: Call, judge: Judge) -> list[Hit]:
    excuse = condition.unless
    if excuse is None or not hits:
        return hits
    if isinstance(excuse, Said):
        excusing = _hits(excuse, voice, call)
        return [left for hit in hits if (left := _after_excuses(hit, excusing)) is not None]
    return [] if judge(excuse, call).probability != 0 else hits


def _after_excuses(hit: Hit, excusing: list[Hit]) -> Hit | None:
    """None where an excuse surely shares words with the hit; where it perhaps does, a person decides."""
    excuse = max((other.finding.probability for other in excusing if hit.shares_words(other)), default=0.0)
    if excuse >= EXCUSED:
        return None
    sure = hit.finding.probability
    return replace(hit, finding=replace(hit.finding, probability=min(sure, DOUBTFUL))) if excuse else hit


def _anywhere(findings: list[Finding]) -> Verdict:
    if not findings:
        return Verdict.of(False, reason="未听到")
    return Verdict(max(f.probability for f in findings), tuple(findings))


def _nearby(findings: list[Finding], near: Near, before: bool, call: Call, judge: Judge) -> Verdict:
    """Whether the anchors (say, long silences) have one of the findings beside them."""
    anchors = judge(near.condition, call)
    if anchors.probability is None:
        return Verdict.unknown(anchors.reason)
    wanted = _chosen(anchors.hits, near)
    if not wanted:
        return Verdict.unknown("没有对应的时刻")
    beside = {anchor: [f for f in findings if _is_beside(f, anchor, near.within, before)] for anchor in wanted}
    found = tuple(dict.fromkeys(f for fs in beside.values() for f in fs))
    scores = [max((f.probability for f in fs), default=0.0) for fs in beside.values()]
    probability = min(scores) if near.hit == "every" else max(scores)
    lacking = [anchor for anchor, fs in beside.items() if not fs]
    side = "前" if before else "后"
    reason = "；".join(f"{a.start:.0f} 秒处{a.text}{side}未听到" for a in lacking) if probability == 0 else ""
    return Verdict(probability, found, reason)


def _chosen(anchors: Sequence[Finding], near: Near) -> Sequence[Finding]:
    if near.hit == "first":
        return anchors[:1]
    return anchors[-1:] if near.hit == "last" else anchors


def _is_beside(finding: Finding, anchor: Finding, within: Seconds, before: bool) -> bool:
    if before:
        return anchor.start - within <= finding.end <= anchor.start + TOUCHING
    return anchor.end - TOUCHING <= finding.start <= anchor.end + within
