"""Where a condition is looked for: whose, in which part of the call, beside what, how often, and what excuses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from qa.rubric.operators.where import Where
from qa.scoring.conditions.excuses import not_excused
from qa.scoring.conditions.near import nearby, often_enough
from qa.scoring.conditions.places import NOBODYS, Place, places_of, within
from qa.scoring.conditions.verdict import LIKELY, Judge, Verdict
from qa.scoring.heard import Call
from qa.scoring.hit import Hit
from qa.scoring.unheard import SETTLED, missing_in
from qa.scoring.voice import Voice
from qa.transcript import Party

NAMES = {Party.AGENT: "坐席", Party.CUSTOMER: "客户"}


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
    left = [place.finding for place in not_excused(condition, inside, call, judge)]
    near = condition.near
    if near is None:
        return often_enough(left, condition.times)
    return nearby(condition, near, left, call, judge)


def by_whom(
    condition: Where, find: Callable[[Voice], Iterable[Hit]], judged: Callable[[list[Place]], Verdict], call: Call
) -> Verdict:
    """What `judged` makes of a party's words; unknown where those of a speaker nobody could name might change it."""
    own, nobody = places_of(find(call.voices[condition.by])), call.voices[Party.UNKNOWN]
    verdict = judged(own)
    if condition.by is None or not nobody.turns or verdict.probability is None:
        return verdict
    if verdict.probability >= LIKELY and condition.times.at_most is None:
        return verdict
    known = {place.finding for place in own}
    perhaps = [Place(hit.finding, replace(hit, turn=NOBODYS)) for hit in find(nobody) if hit.finding not in known]
    if not perhaps or _standing(judged([*own, *perhaps])) == _standing(verdict):
        return verdict
    return Verdict.unknown("听到了，但分不清是谁说的")


def _standing(verdict: Verdict) -> tuple[bool, bool]:
    """Whether it speaks for the condition, and whether a person need not listen."""
    probability = 1.0 if verdict.probability is None else verdict.probability
    return probability >= LIKELY, probability <= SETTLED


def unless_unheard(verdict: Verdict, condition: Where, call: Call) -> Verdict:
    """A verdict that rests on words not found is no surer than the voice is clear."""
    if verdict.probability is None or condition.times.at_most is not None:
        return verdict
    missing = missing_in(call.voices[condition.by])
    return replace(verdict, probability=missing) if missing > verdict.probability else verdict
