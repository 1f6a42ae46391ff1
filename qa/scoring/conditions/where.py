"""Where a condition is looked for: whose, in which part of the call, beside what, how often, and what excuses it.

`within: first 3 turns` counts the turns of the party in `by` that say more than 嗯. `before:`, `after:` and `around:`
want a place near another condition's hits; with `hit: every` near each of them. `unless:` excuses: a place that shares
words with an excusing phrase does not count, and an excusing condition of another kind lifts the whole demand.
`unless_after:` excuses only what comes right after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from qa.recording import Seconds
from qa.rubric.condition import Condition
from qa.rubric.operators.said import Said
from qa.rubric.operators.where import Near, Times, Where
from qa.rubric.quantity import Scope
from qa.scoring.conditions.verdict import Judge, Verdict
from qa.scoring.confidence import DOUBTFUL
from qa.scoring.evaluation import Finding
from qa.scoring.heard import Call
from qa.scoring.unheard import missing_in
from qa.scoring.voice import Hit, Voice
from qa.transcript import Party

TOUCHING: Seconds = 1.0
"""A phrase may run this far into the silence it announces: spans of speech end a little early or late."""
EXCUSED = 0.6
"""How probable an excuse must be to settle it; as for points, since it works for the agent."""
LIKELY = 0.5
"""More likely than not; a less likely excuse excuses nothing."""
NAMES = {Party.AGENT: "坐席", Party.CUSTOMER: "客户"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition may hold: the finding, and the words it rests on where it rests on words."""

    finding: Finding
    hit: Hit | None = None


def lacking_evidence(condition: Where, call: Call) -> Verdict | None:
    """Why nothing can be said about a condition on what somebody says or does; None where it can."""
    if not call.speech:
        return Verdict.unknown("没有可用的语音")
    if condition.by is not None and not call.parties_known:
        return Verdict.unknown("无法确定哪一方是坐席")
    voice = call.voices[condition.by]
    return None if voice.turns else Verdict.unknown(f"没有听到{NAMES[voice.party]}说话")


def somewhere(condition: Where, places: Iterable[Place], call: Call, judge: Judge) -> Verdict:
    """As probable as the places that are left after everything the condition says about where."""
    inside = within(condition, places, call)
    left = [place.finding for place in _excused(condition, inside, call, judge)]
    near = condition.near
    if near is None:
        return often_enough(left, condition.times)
    return _nearby(left, near, _beside(condition), call, judge)


def unless_unheard(verdict: Verdict, condition: Where, call: Call) -> Verdict:
    """A verdict that rests on words not found is no surer than the voice is clear."""
    if verdict.probability is None or condition.times.at_most is not None:
        return verdict
    missing = missing_in(call.voices[condition.by])
    return replace(verdict, probability=missing) if missing > verdict.probability else verdict


def within(condition: Where, places: Iterable[Place], call: Call) -> list[Place]:
    """Those of the places that lie in the asked part of the call."""
    voice = call.voices[condition.by]
    scope = condition.within
    return [place for place in places if scope is None or _inside(scope, place, voice, call)]


def often_enough(findings: Sequence[Finding], times: Times) -> Verdict:
    """Whether there are as many findings as asked: as probable as the least of those that it takes."""
    if not findings and times.at_most is None:
        return Verdict.of(False, reason="未听到")
    sure = sorted((finding.probability for finding in findings), reverse=True)
    probability = sure[times.at_least - 1] if len(sure) >= times.at_least else 0.0
    reason = f"共 {len(sure)} 次，要求至少 {times.at_least} 次" if probability == 0 else ""
    if times.at_most is not None and len(sure) > times.at_most:
        probability = min(probability, 1 - sure[times.at_most])
        reason = f"共 {len(sure)} 次，最多 {times.at_most} 次"
    return Verdict(probability, tuple(findings), reason)


def _inside(scope: Scope, place: Place, voice: Voice, call: Call) -> bool:
    amount, first = scope.amount, scope.end == "first"
    if amount.unit == "turns":
        turn = place.hit.turn if place.hit else _turn_at(place.finding.start, voice)
        ordinal, turns = voice.ordinals[turn], voice.ordinals[-1]
        return ordinal < amount.value if first else ordinal >= turns - amount.value
    seconds = amount.value if amount.unit == "s" else call.seconds * amount.value / 100
    return place.finding.start < seconds if first else place.finding.end > call.seconds - seconds


def _turn_at(moment: Seconds, voice: Voice) -> int:
    """The last of a voice's turns that has begun."""
    return max(0, bisect_right([turn.start for turn in voice.turns], moment) - 1)


def _excused(condition: Where, places: list[Place], call: Call, judge: Judge) -> list[Place]:
    left = _after_unless(condition.unless, condition, places, call, judge)
    near = condition.unless_after
    if near is None or not left:
        return left
    excuses = [hit for hit in judge(near.condition, call).hits if hit.probability >= EXCUSED]
    return [p for p in left if not any(_is_after(p.finding, excuse, near.within) for excuse in excuses)]


def _after_unless(
    excuse: Condition | None, condition: Where, places: list[Place], call: Call, judge: Judge
) -> list[Place]:
    if excuse is None or not places:
        return places
    if isinstance(excuse, Said) and any(place.hit for place in places):
        voice = call.voices[condition.by]
        excusing = within(excuse, said_places(excuse, voice), call)
        return [left for place in places if (left := _after_excuses(place, excusing)) is not None]
    return [] if judge(excuse, call).probability != 0 else places


def _after_excuses(place: Place, excusing: list[Place]) -> Place | None:
    """None where an excuse surely shares words with the place; where it perhaps does, a person decides."""
    own = place.hit
    excuse = max((o.finding.probability for o in excusing if own and o.hit and own.shares_words(o.hit)), default=0.0)
    if excuse < LIKELY:
        return place
    if excuse >= EXCUSED:
        return None
    return replace(place, finding=replace(place.finding, probability=min(place.finding.probability, DOUBTFUL)))


def said_places(condition: Said, voice: Voice) -> list[Place]:
    """Every saying once: of hits on the same words, however many phrases they fit, the most probable."""
    found = (hit for phrase, pattern in condition.patterns for hit in voice.find(phrase, pattern))
    return [Place(hit.finding, hit) for hit in once(found)]


def once(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits that share words the most probable, in order of time."""
    found = list(hits)
    if len(found) <= 1:
        return found
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (-h.finding.probability, h.turn, h.first, h.finding.phrase)):
        if not any(hit.shares_words(other) for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.turn, h.first))


def _nearby(
    findings: list[Finding], near: Near, beside: Callable[[Finding, Finding], bool], call: Call, judge: Judge
) -> Verdict:
    """Whether the anchors (say, long silences) have one of the findings beside them."""
    anchors = judge(near.condition, call)
    if anchors.probability is None:
        return Verdict.unknown(anchors.reason)
    wanted = chosen(anchors.hits, near.hit)
    if not wanted:
        lacking = "没有对应的时刻"
        return Verdict.unknown(lacking) if anchors.probability else Verdict.not_asked(lacking)
    near_to = {anchor: [f for f in findings if beside(f, anchor)] for anchor in wanted}
    found = tuple(dict.fromkeys(f for fs in near_to.values() for f in fs))
    scores = [max((f.probability for f in fs), default=0.0) for fs in near_to.values()]
    probability = min(scores) if near.hit == "every" else max(scores)
    alone = [anchor for anchor, fs in near_to.items() if not fs]
    reason = "；".join(f"{a.start:.0f} 秒处{a.text}旁未听到" for a in alone) if probability == 0 else ""
    return Verdict(probability, found, reason)


def chosen(anchors: Sequence[Finding], hit: str) -> Sequence[Finding]:
    """The hits that count: all, the first or the last one."""
    return anchors[:1] if hit == "first" else anchors[-1:] if hit == "last" else anchors


def _beside(condition: Where) -> Callable[[Finding, Finding], bool]:
    near = condition.near
    if near is None:
        raise AssertionError("asked only where there is something to be near to")
    reach = near.within
    if condition.before:
        return lambda f, anchor: anchor.start - reach <= f.end <= anchor.start + TOUCHING
    if condition.after:
        return lambda f, anchor: anchor.end - TOUCHING <= f.start <= anchor.end + reach
    return lambda f, anchor: f.end >= anchor.start - reach and f.start <= anchor.end + reach


def _is_after(finding: Finding, excuse: Finding, reach: Seconds) -> bool:
    return excuse.start <= finding.start <= excuse.end + reach
