"""What becomes of one criterion in one call: met or missed, clear or violated, or left to a person. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from qa.rubric.condition import Condition
from qa.rubric.criterion import Criterion
from qa.scoring.conditions import Verdict, judge
from qa.scoring.evaluation import Finding, Outcome
from qa.scoring.heard import Call
from qa.scoring.homophones import are_other_words
from qa.scoring.own_words import are_own_words, hangs_on_you, heard_otherwise, is_own_doing
from qa.scoring.sought import speaks_for
from qa.scoring.unheard import settled_up_to
from qa.scoring.voice import Voice
from qa.transcript import Party

Judged: TypeAlias = tuple[Outcome, tuple[Finding, ...], str]
"""The outcome, what it rests on, and why, in Chinese."""

DOUBT = 0.4
"""Under this an occasion is none by itself …"""
TRACE = 0.2
"""… but from here on it is one where what it asks for was done: nobody says sorry for nothing. Measured on calls left
out of the fit (`models/second-listen/thresholds.py`)."""
SUSPECTED = 0.5
"""From here on a person is asked whether something forbidden was said."""
DOUBTED = "疑似听到，待人工确认"
"""Why a required phrase that there is some place for is neither met nor missed."""
UNHEARD = "没有听到，但语音不清，无法断定没有说"
"""Why a required phrase that nothing was found of is not called missed."""
EITHER_YOU = "“您”和“你”听不清，待人工确认"
"""Why 你好 instead of 您好 accuses nobody."""
OTHER_WORDS = "听起来相同，写下来的却是别的话，待人工确认"
"""Why words that are surely others than the forbidden ones accuse nobody."""
PERHAPS_ASKED = "不确定是否涉及，待人工确认"
"""Why a demand is not missed whose occasion may not have arisen."""
RETOLD = "像是转述、否认或在问，待人工确认"
"""Why a phrase that was heard clearly accuses nobody, nor earns points."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How probable a finding must be to earn points, and to cost points; accusing asks for more."""

    credit: float = 0.7
    accuse: float = 0.75


def judged(criterion: Criterion, call: Call, t: Thresholds) -> Judged:
    """Whether a demand was met or a rule broken, by what, and why where the findings do not say it."""
    applies = judge(criterion.when, call) if criterion.when else None
    waived = applies and _waived(applies, call, t)
    if criterion.require is not None:
        if applies and waived and waived[0] is Outcome.NOT_APPLICABLE and (applies.probability or 0) < TRACE:
            return waived
        found = _required(criterion.require, call, t)
        return waived if waived and found[0] is not Outcome.MET else found  # what was done was done, asked or not
    if criterion.forbid is None:
        raise AssertionError("a criterion has require or forbid")
    return waived or _forbidden(criterion, criterion.forbid, call, t)


def _waived(applies: Verdict, call: Call, t: Thresholds) -> Judged | None:
    """Why the occasion did not arise or nobody can tell whether it did; None where it did."""
    if not applies.asked:
        return Outcome.NOT_APPLICABLE, (), applies.reason
    if applies.probability is None:
        return Outcome.CANNOT_JUDGE, (), applies.reason
    if applies.probability < DOUBT:
        return Outcome.NOT_APPLICABLE, (), "本次通话不涉及"
    if applies.probability < t.credit:
        return Outcome.CANNOT_JUDGE, applies.hits, PERHAPS_ASKED
    sure = [hit for hit in applies.hits if hit.probability >= t.credit and hit.party is Party.AGENT]
    if sure and len(sure) == len(applies.hits) and not any(are_own_words(hit, call.transcript.turns) for hit in sure):
        return Outcome.CANNOT_JUDGE, applies.hits, PERHAPS_ASKED
    return None


def _required(condition: Condition, call: Call, t: Thresholds) -> Judged:
    verdict = judge(condition, call)
    if verdict.rest is not None and (verdict.rest.probability or 0) >= t.credit:
        verdict = verdict.rest
    if not verdict.asked:
        return Outcome.NOT_APPLICABLE, (), verdict.reason
    if verdict.probability is None:
        return Outcome.CANNOT_JUDGE, (), verdict.reason
    if verdict.probability >= t.credit:
        # What is hardly heard proves nothing beside what is.
        heard = tuple(hit for hit in verdict.hits if hit.probability >= DOUBT) or verdict.hits
        if heard and not any(is_own_doing(hit, call.transcript.turns) for hit in heard):
            return Outcome.CANNOT_JUDGE, heard, RETOLD
        return Outcome.MET, heard, verdict.reason
    # Whoever asks for more certainty to accuse gets it here as well.
    caution = min(1.0, (1 - t.accuse) / (1 - Thresholds().accuse))
    if verdict.probability > caution * settled_up_to([(hit, _voice_of(hit, call)) for hit in verdict.hits]):
        no_hits = UNHEARD if verdict.arose >= t.accuse else PERHAPS_ASKED
        return Outcome.CANNOT_JUDGE, verdict.hits, DOUBTED if verdict.hits else no_hits
    return Outcome.MISSED, (), verdict.reason


def _voice_of(hit: Finding, call: Call) -> Voice:
    """Whose words it rests on; of what anybody may have said, everybody's."""
    return call.voices[None if hit.party is Party.UNKNOWN else hit.party]


def _forbidden(criterion: Criterion, condition: Condition, call: Call, t: Thresholds) -> Judged:
    verdict = judge(condition, call)
    if not verdict.asked:
        return Outcome.NOT_APPLICABLE, (), verdict.reason
    if verdict.probability is None:
        return Outcome.CANNOT_JUDGE, (), verdict.reason
    if verdict.probability >= t.accuse and verdict.arose >= t.accuse:
        sure = tuple(hit for hit in verdict.hits if hit.probability >= t.accuse)
        return _accused(sure, verdict.reason, call, speaks_for(criterion))
    if verdict.probability >= SUSPECTED:
        return Outcome.CANNOT_JUDGE, verdict.hits, "疑似听到禁语，待人工确认"
    return Outcome.CLEAR, (), ""


def _accused(sure: tuple[Finding, ...], reason: str, call: Call, phrases: frozenset[str]) -> Judged:
    """What is certain accuses; an agent's words do not where he retells them, they are others, or all hangs on 您."""
    said = tuple(hit for hit in sure if hit.party is Party.AGENT)
    own = tuple(hit for hit in said if are_own_words(hit, call.transcript.turns))
    if said and not own:
        return Outcome.CANNOT_JUDGE, said, RETOLD
    meant = tuple(hit for hit in own if hit.phrase not in phrases or _is_meant(hit, call))
    if own and not meant:
        return Outcome.CANNOT_JUDGE, own, OTHER_WORDS
    told = tuple(hit for hit in meant if not hangs_on_you(hit))
    if told or not said:
        return Outcome.VIOLATED, tuple(hit for hit in sure if hit in told or hit.party is not Party.AGENT), reason
    perhaps = tuple(hit for hit in meant if not heard_otherwise(hit))
    return (Outcome.CANNOT_JUDGE, perhaps, EITHER_YOU) if perhaps else (Outcome.CLEAR, (), "")


def _is_meant(hit: Finding, call: Call) -> bool:
    """Whether the phrase was said and not what merely sounds like it; where the sound was asked, it has answered."""
    again = call.voices[hit.party].again
    asked = any(one.phrase == hit.phrase and one.start < hit.end and hit.start < one.end for one in again)
    return asked or not are_other_words(hit, call.transcript.turns)
