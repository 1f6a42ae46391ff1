"""`measure: time_to_greeting, at_most: 5 s`: a measure of the call lies within bounds."""

from __future__ import annotations

from qa.measures.limits import above, below
from qa.rubric.operators.measure import PARTIES, Measure
from qa.scoring.conditions.verdict import Judge, Verdict, operator
from qa.scoring.conditions.where import NAMES
from qa.scoring.heard import Call
from qa.transcript import Party


@operator(Measure)
def measure(condition: Measure, call: Call, judge: Judge) -> Verdict:
    """Within the bounds, both ends included; unknown where the measure could not be taken."""
    del judge
    if condition.measure in PARTIES:
        return _party(condition, getattr(call.measures, condition.measure))
    value: float | None = getattr(call.measures, condition.measure)
    if value is None:
        return Verdict.unknown(_unmeasured(condition.measure, call))
    unit = next(bound.unit for bound in (condition.at_most, condition.at_least) if bound is not None)
    shown = value * 100 if unit == "percent" else value
    most, least = condition.at_most, condition.at_least
    holds = not ((most and above(shown, most.value)) or (least and below(shown, least.value)))
    return Verdict.of(holds, reason=f"实测 {shown:.1f} {'%' if unit == 'percent' else '秒' if unit == 's' else unit}")


def _party(condition: Measure, party: Party | None) -> Verdict:
    if party is None or party is Party.UNKNOWN:
        return Verdict.unknown("无法确定是哪一方")
    return Verdict.of(party.value == condition.is_, reason="坐席" if party is Party.AGENT else "客户")


def _unmeasured(name: str, call: Call) -> str:
    """Why a measure could not be taken."""
    if not call.speech:
        return "没有可用的语音"
    if call.measures.agent_talk_seconds is None:
        return "无法确定哪一方是坐席"
    party = Party.CUSTOMER if name.startswith("customer_") else Party.AGENT
    if not call.voices[party].turns:
        return f"没有听到{NAMES[party]}说话"
    return "本通测不出这一项（话太少，或没有声音可测）"
