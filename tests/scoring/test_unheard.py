"""What nobody found in an unclear voice was not surely left unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.scoring.conditions import judge
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import DOUBT, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.scoring.unheard import unheard
from qa.transcript import HeardAgain, Party
from tests.scoring.test_operators import GREETED, call_of, parsed, rubric_of

CLEAR, UNCLEAR = 0.9, 0.55
LOOKED_FOR = (
    "{said: 祝您生活愉快, by: agent}",
    "{said: [祝您生活愉快, 请您稍等], by: agent, different: 2}",
    "{said: 祝您生活愉快, by: agent, within: last 2 turns}",
    "{said: 祝您生活愉快, by: agent, after: {said: 请您稍等, by: agent, within: 60 s}}",
    "{matches: 生活愉快, by: agent}",
    "{similar: 祝您生活愉快天天开心, by: agent}",
    "{topic: [停水, 水管, 水压]}",
    "{order: [{said: 请您稍等, by: agent}, {said: 祝您生活愉快, by: agent}]}",
    "{any: [{said: 祝您生活愉快, by: agent}, {said: 再见, by: agent}]}",
    "{all: [{said: 祝您生活愉快, by: agent}, {said: 请您稍等, by: agent}]}",
    "{answers: {trigger: {said: 话费, by: customer}, reply: {said: 祝您生活愉快, by: agent}, within: 2 turns}}",
)


@pytest.mark.parametrize("condition", LOOKED_FOR)
def test_only_a_clear_voice_has_missed_a_phrase(condition: str) -> None:
    assert outcome_of(condition, "require", CLEAR) == (Outcome.MISSED, "")
    outcome, reason = outcome_of(condition, "require", UNCLEAR)
    assert outcome is Outcome.CANNOT_JUDGE
    assert reason


@pytest.mark.parametrize("condition", LOOKED_FOR)
def test_an_unclear_voice_is_no_suspicion_of_a_forbidden_phrase(condition: str) -> None:
    assert outcome_of(condition, "forbid", UNCLEAR)[0] in (Outcome.CLEAR, Outcome.NOT_APPLICABLE)


def test_steps_in_the_wrong_order_are_wrong_however_unclear() -> None:
    condition = "{order: [{said: 请您稍等, by: agent}, {said: 您好很高兴为您服务, by: agent}]}"
    assert outcome_of(condition, "require", UNCLEAR)[0] is Outcome.MISSED


def test_something_measured_is_not_excused_by_an_unclear_voice() -> None:
    condition = "{all: [{said: 请您稍等, by: agent}, {measure: time_to_greeting, at_most: 0.1 s}]}"
    assert outcome_of(condition, "require", UNCLEAR)[0] is Outcome.MISSED


def test_too_often_is_too_often() -> None:
    condition = parsed("{said: 请您稍等, by: agent, times: {at_most: 1}}")
    lines = [*GREETED, (GREETED[0][0], "请您稍等")]
    verdict = judge(condition, call_of(lines, sure=UNCLEAR))
    assert verdict.probability is not None
    assert verdict.probability <= 1 - Thresholds().accuse


@pytest.mark.parametrize(
    ("voice", "sound", "accuse", "expected"),
    [
        (0.9, 0.28, 0.7, Outcome.MISSED),
        (0.9, 0.35, 0.7, Outcome.CANNOT_JUDGE),
        (0.9, 0.28, 0.95, Outcome.CANNOT_JUDGE),
        (0.7, 0.28, 0.7, Outcome.CANNOT_JUDGE),
        (0.7, 0.12, 0.7, Outcome.CANNOT_JUDGE),
        (0.7, 0.05, 0.7, Outcome.MISSED),
    ],
)
def test_a_faint_place_settles_it_only_in_a_clear_voice(
    voice: float, sound: float, accuse: float, expected: Outcome
) -> None:
    call = call_of(GREETED, sure=voice)
    said = next(turn for turn in call.transcript.turns if turn.party is Party.AGENT)
    again = HeardAgain("祝您生活愉快", Party.AGENT, said.start, said.end, sound)
    heard = Call(replace(call.transcript, again=(again,)), call.measures, call.metadata)
    rubric = rubric_of("{said: 祝您生活愉快, by: agent}", "require")
    (line,) = evaluate(rubric, heard, Stamp("", ""), Thresholds(accuse=accuse)).criteria
    assert line.outcome is expected


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_clearer_the_voice_the_less_is_missed_in_it(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert 0 < unheard(more) <= unheard(less) < 1
    assert unheard(1.0) < 1 - Thresholds().accuse < DOUBT < unheard(0.0)


def outcome_of(condition: str, demand: str, sure: float) -> tuple[Outcome, str]:
    call = call_of(GREETED, sure=sure)
    (line,) = evaluate(rubric_of(condition, demand), call, Stamp("", ""), Thresholds()).criteria
    return line.outcome, line.reason if line.outcome is Outcome.CANNOT_JUDGE else ""
