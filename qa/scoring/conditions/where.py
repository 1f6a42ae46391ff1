"""Where a condition is looked for: whose, in which part of the call, beside what, how often, and what excuses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qa.rubric.operators.where import Where
from qa.scoring.conditions.excuses import not_excused
from qa.scoring.conditions.near import nearby, often_enough
from qa.scoring.conditions.places import Place, within
from qa.scoring.conditions.verdict import Judge, Verdict
from qa.scoring.heard import Call
from qa.scoring.unheard import missing_in
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


def unless_unheard(verdict: Verdict, condition: Where, call: Call) -> Verdict:
    """A verdict that rests on words not found is no surer than the voice is clear."""
    if verdict.probability is None or condition.times.at_most is not None:
        return verdict
    missing = missing_in(call.voices[condition.by])
    return replace(verdict, probability=missing) if missing > verdict.probability else verdict
