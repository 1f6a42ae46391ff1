"""`said: [phrases], by: agent`: one of the phrases was said, matched on syllables.

`within: first 3 turns` counts the turns of the party in `by`. `before:`/`after:` want it near another condition's
hits; with `hit: every` near each of them. `unless:` excuses: a hit that shares words with an excusing phrase does not
count, and an excusing condition of another kind lifts the whole demand.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.recording import Seconds
from qa.rubric.condition import Near, Said
from qa.rubric.quantity import Scope
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.evaluation import Finding
from qa.scoring.heard import MUMBLED, Call, Hit, Voice
from qa.transcript import Party

TOUCHING: Seconds = 1.0
"""A phrase may run this far into the silence it announces: spans of speech end a little early or late."""


@operator(Said)
def said(condition: Said, call: Call, judge: Judge) -> Verdict:
    """As probable as the best hit; without a hit, impossible when the party was heard clearly, else unknown."""
    if not call.speech:
        return Verdict.unknown("没有可用的语音")
    if condition.by is not None and not call.parties_known:
        return Verdict.unknown("无法确定哪一方是坐席")
    voice = call.voices[condition.by]
    hits = [hit for phrase, pattern in condition.patterns for hit in voice.find(phrase, pattern)]
    hits = [hit for hit in hits if condition.within is None or _inside(condition.within, hit, voice, call)]
    findings = _excused(_best([hit.finding for hit in hits]), condition, call, judge)
    near = condition.before or condition.after
    if near is not None:
        return _nearby(findings, near, condition.before is not None, call, judge)
    return _verdict(findings, voice)


def _verdict(findings: list[Finding], voice: Voice) -> Verdict:
    if findings:
        return Verdict(max(f.probability for f in findings), tuple(findings))
    if voice.clarity < MUMBLED:
        who = {Party.AGENT: "坐席", Party.CUSTOMER: "客户"}.get(voice.party, "通话")
        return Verdict.unknown(f"{who}语音不清，无法断定没有说")
    return Verdict.of(False, reason="未听到")


def _best(findings: list[Finding]) -> list[Finding]:
    """Of findings on the same words the most probable: one saying counts once, however many phrases it fits."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (-f.probability, f.start, f.phrase)):
        if not any(_overlap(finding, other) for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)


def _overlap(a: Finding, b: Finding) -> bool:
    return a.start < b.end and b.start < a.end


def _inside(scope: Scope, hit: Hit, voice: Voice, call: Call) -> bool:
    amount, first = scope.amount, scope.end == "first"
    if amount.unit == "turns":
        return hit.turn < amount.value if first else hit.turn >= len(voice.turns) - amount.value
    seconds = amount.value if amount.unit == "s" else call.seconds * amount.value / 100
    return hit.finding.start < seconds if first else hit.finding.end > call.seconds - seconds


def _excused(findings: list[Finding], condition: Said, call: Call, judge: Judge) -> list[Finding]:
    if condition.unless is None or not findings:
        return findings
    excuse = judge(condition.unless, call)
    if isinstance(condition.unless, Said):
        return [f for f in findings if not any(_overlap(f, e) for e in excuse.hits)]
    return [] if excuse.probability != 0 else findings


def _nearby(findings: list[Finding], near: Near, before: bool, call: Call, judge: Judge) -> Verdict:
    """Whether the anchors (say, long silences) have one of the findings beside them."""
    anchors = judge(near.condition, call)
    if anchors.probability is None:
        return Verdict.unknown(anchors.reason)
    wanted = _chosen(anchors.hits, near)
    beside = {anchor: [f for f in findings if _is_beside(f, anchor, near.within, before)] for anchor in wanted}
    found = tuple(dict.fromkeys(f for fs in beside.values() for f in fs))
    scores = [max((f.probability for f in fs), default=0.0) for fs in beside.values()]
    if not scores:
        return Verdict.of(False, reason="没有对应的时刻")
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
