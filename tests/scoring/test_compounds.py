"""A condition inside another one counts only where it holds itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.measures.shape import Measures, Silence
from qa.rubric.diagnostics import RubricError
from qa.scoring.conditions import judge
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import HeardAgain, Party
from tests import builders
from tests.scoring.test_operators import NOT, SURE, A, C, Lines, call_of, parsed, rubric_of, told

REFUND, COMPLAINT, SORRY = (C, "我要退款"), (C, "我要投诉你们"), (A, "非常抱歉")
TWICE_AFTER = "{matches: 不行, by: agent, times: {at_least: 2}, after: {said: 退款, by: customer, within: 30 s}}"
SELDOM_AFTER = "{said: 不行啊, by: agent, times: {at_most: 1}, after: {said: 退款, by: customer, within: 30 s}}"
SORRY_AFTER_TWO = "{said: 抱歉, by: agent, after: {said: 投诉, by: customer, times: {at_least: 2}, within: 15 s}}"
SORRY_AFTER_BOTH = "{said: 抱歉, by: agent, after: {all: [{said: 投诉}, {said: 举报}], within: 15 s}}"
FIRST_OF = (
    "{said: 抱歉, by: agent, after: {any: [{said: 投诉, by: customer}, {said: 停水, by: customer}],"
    " within: 15 s, hit: first}}"
)
THRICE = "{order: [{said: 你好, times: {at_least: 3}}, {said: 再见}]}"
ABOUT_WATER = "{answers: {trigger: {topic: [停水, 水压, 抢修]}, reply: {said: 抱歉, by: agent}}}"
ANY_REPLY = (
    "{answers: {trigger: {said: 投诉, by: customer}, within: 2 turns,"
    " reply: {any: [{said: 抱歉, by: agent}, {said: 理解您, by: agent}]}}}"
)


@pytest.mark.parametrize(
    ("condition", "lines", "expected"),
    [
        (TWICE_AFTER, [REFUND, (A, "不行")], NOT),
        (TWICE_AFTER, [(A, "不行"), REFUND, (A, "不行")], NOT),
        (TWICE_AFTER, [REFUND, (A, "不行"), (C, "为什么"), (A, "就是不行")], SURE),
        (SELDOM_AFTER, [REFUND, (A, "这样不行啊"), (C, "为什么"), (A, "真的不行啊")], NOT),
        (SELDOM_AFTER, [REFUND, (A, "好的马上办")], SURE),
        (SORRY_AFTER_TWO, [COMPLAINT, SORRY], "not asked"),
        (SORRY_AFTER_TWO, [COMPLAINT, (A, "请讲"), COMPLAINT, SORRY], SURE),
        (SORRY_AFTER_BOTH, [COMPLAINT, SORRY], "not asked"),
        (SORRY_AFTER_BOTH, [COMPLAINT, (C, "还要举报"), SORRY], SURE),
        (FIRST_OF, [(C, "我家停水了"), SORRY, (C, "好的"), COMPLAINT, (A, "请讲")], SURE),
        (
            FIRST_OF,
            [(C, "我家停水了"), (A, "好的请您讲一下地址在哪里"), *[(C, "在那边的路口往前面走")] * 6, SORRY],
            NOT,
        ),
        (THRICE, [(A, "你好"), (A, "再见")], NOT),
        (ABOUT_WATER, [(C, "我家停水了"), (A, "请讲")], "not asked"),
        (ABOUT_WATER, [(C, "我家停水了水压也不够"), (A, "请讲"), (C, "怎么办")], NOT),
        (ANY_REPLY, [COMPLAINT, (A, "请问怎么称呼您"), (C, "我姓王叫王二"), SORRY], SURE),
        (ANY_REPLY, [COMPLAINT, (A, "请问怎么称呼您"), (C, "我姓王叫王二"), (A, "我先查询一下"), SORRY], NOT),
        ("{said: 请您稍等, by: agent, times: {at_most: 2}}", [(A, "您好"), (C, "喂")], SURE),
        ("{silence: {longer_than: 5 s}, times: {at_most: 2}}", [(A, "您好"), (C, "喂")], SURE),
    ],
)
def test_what_does_not_hold_is_no_occasion_no_step_and_no_answer(condition: str, lines: Lines, expected: str) -> None:
    assert told(judge(parsed(condition), call_of(lines))) == expected


CLOSE_IT = [(C, "我家停水了"), (A, "你必须先关阀门"), (C, "好的再见")]


@pytest.mark.parametrize(
    ("excuse", "expected"),
    [
        ("{said: 停水, by: customer}", Outcome.CLEAR),
        ("{said: 停电, by: customer}", Outcome.VIOLATED),
        ("{said: 你必须先关, by: agent}", Outcome.CLEAR),
        ("{said: 你必须先关}", Outcome.CLEAR),
        ("{said: 你必须先关, by: customer}", Outcome.VIOLATED),
        ("{not: {said: 停水, by: customer}}", Outcome.VIOLATED),
        ("{not: {said: 停电, by: customer}}", Outcome.CLEAR),
        ("{measure: ended_by, is: customer}", Outcome.CANNOT_JUDGE),
        ("{answers: {trigger: {said: 停电, by: customer}, reply: {said: 抱歉, by: agent}}}", Outcome.VIOLATED),
        ("{metadata: {queue: 抢修}}", Outcome.VIOLATED),
    ],
)
def test_only_what_holds_excuses_and_what_nobody_knows_goes_to_a_person(excuse: str, expected: Outcome) -> None:
    rubric = rubric_of(f"{{said: 你必须, by: agent, unless: {excuse}}}", "forbid")
    call = call_of(CLOSE_IT, builders.measures(silences=(), ended_by=Party.UNKNOWN))
    (line,) = evaluate(rubric, call, Stamp("", ""), Thresholds()).criteria
    assert line.outcome is expected


@pytest.mark.parametrize(
    "step", ["{not: {said: 抱歉, by: agent}}", "{metadata: {queue: 话费}}", "{measure: time_to_greeting, at_most: 5 s}"]
)
def test_what_happens_at_no_moment_is_no_step_of_an_order(step: str) -> None:
    with pytest.raises(RubricError, match="排不了先后"):
        rubric_of(f"{{order: [{step}, {{said: 再见, by: agent}}]}}")


@pytest.mark.parametrize(
    ("condition", "cost"),
    [
        ("{all: [{said: 不行啊, by: agent}, {said: 没办法, by: agent}]}", 5),
        ("{order: [{said: 不行啊, by: agent}, {said: 没办法, by: agent}]}", 5),
        ("{any: [{said: 不行啊, by: agent}, {said: 没办法, by: agent}]}", 10),
        ("{said: [不行啊, 没办法], by: agent}", 10),
    ],
)
def test_what_several_things_make_up_costs_once(condition: str, cost: float) -> None:
    rubric = rubric_of(condition, "deduct: {each: 5, at_most: 20}\n        forbid")
    call = call_of([(A, "这个不行啊"), (C, "为什么"), (A, "我也没办法")])
    (line,) = evaluate(rubric, call, Stamp("", ""), Thresholds()).criteria
    assert (line.outcome, line.max_points - line.points) == (Outcome.VIOLATED, cost)


def test_a_doubtful_occasion_makes_a_doubtful_finding() -> None:
    forbidden = parsed("{said: 不行啊, by: agent, after: {said: 我要投诉, by: customer, within: 30 s}}")
    call = call_of([(C, "我要投诉"), (A, "不行啊")])
    angry = call.transcript.turns[0]
    again = (HeardAgain("我要投诉", C, angry.start, angry.end, 0.6),)
    doubtful = Call(replace(call.transcript, again=again), call.measures, call.metadata)
    assert told(judge(forbidden, call)) == SURE
    assert judge(forbidden, doubtful).probability == 0.6


@pytest.mark.parametrize(
    ("demand", "sure", "outcome"),
    [
        ("forbid", 0.9, Outcome.VIOLATED),
        ("forbid", 0.6, Outcome.CANNOT_JUDGE),
        ("forbid", 0.4, Outcome.NOT_APPLICABLE),
        ("require", 0.6, Outcome.MET),
    ],
)
def test_a_doubtful_trigger_credits_an_answer_and_accuses_nobody_of_it(
    demand: str, sure: float, outcome: Outcome
) -> None:
    asked = "{answers: {trigger: {said: 我要找主管, by: customer}, reply: {said: 不行啊, by: agent}, within: 2 turns}}"
    call = call_of([(C, "我要找主管"), (A, "不行啊")])
    trigger = call.transcript.turns[0]
    again = (HeardAgain("我要找主管", C, trigger.start, trigger.end, sure),)
    heard = Call(replace(call.transcript, again=again), call.measures, call.metadata)
    (line,) = evaluate(rubric_of(asked, demand), heard, Stamp("", ""), Thresholds()).criteria
    assert line.outcome is outcome


def test_an_excuse_beside_something_takes_the_moment_that_was_asked_for() -> None:
    silence = "silence: {longer_than: 5 s}, unless_after: {said: 请您稍等, by: agent, within: 2 s"
    lines = [(A, "请您稍等"), (C, "好"), (A, "请您稍等")]
    last = call_of(lines).transcript.turns[-1].end
    call = call_of(lines, builders.measures(silences=[Silence(last + 1, last + 9, A)]))
    assert told(judge(parsed(f"{{{silence}}}}}"), call)) == NOT
    assert told(judge(parsed(f"{{{silence}, hit: first}}}}"), call)) == SURE


RETELLS = [(C, "我要投诉你们"), (A, "我没有说您不讲理")]


@pytest.mark.parametrize("together", ["all", "order"])
def test_what_the_agent_only_retells_accuses_him_beside_others_words_neither(together: str) -> None:
    parts = "[{said: 我要投诉, by: customer}, {said: 您不讲理, by: agent}]"
    outcome = outcome_of(f"{{{together}: {parts}}}", RETELLS)
    assert outcome is Outcome.CANNOT_JUDGE
    assert outcome_of(f"{{{together}: {parts}}}", [RETELLS[0], (A, "您不讲理")]) is Outcome.VIOLATED


@pytest.mark.parametrize(
    ("condition", "lines", "expected"),
    [
        ("{order: [{said: 您好}, {said: 不行, times: {at_most: 2}}]}", [(A, "您好"), (A, "好的")], NOT),
        (
            "{said: [您好请讲, 感谢来电], by: agent, different: 2, after: {said: 投诉, by: customer, within: 30 s}}",
            [COMPLAINT, (A, "您好请讲"), (A, "感谢来电")],
            SURE,
        ),
        (
            "{said: [您好请讲, 感谢来电], by: agent, different: 2, after: {said: 投诉, by: customer, within: 30 s}}",
            [(A, "您好请讲"), COMPLAINT, (A, "感谢来电")],
            NOT,
        ),
        (
            "{said: [您好请讲, 感谢来电], by: agent, different: 2, after: {said: 投诉, by: customer, within: 30 s}}",
            [(C, "喂"), (A, "您好请讲"), (A, "感谢来电")],
            "not asked",
        ),
        (
            "{order: [{said: 您好}, {said: 抱歉, by: agent, after: {said: 投诉, by: customer, within: 9 s}}]}",
            [(C, "喂"), (A, "您好"), SORRY],
            "not asked",
        ),
        ("{matches: 办理, by: agent}", [(C, "喂"), (A, "İ办理")], SURE),
        ("{similar: 抱歉让您久等了, by: agent}", [(C, "喂"), (A, "对不起让您久等了")], "0.72"),
    ],
)
def test_steps_and_different_phrases_count_where_they_are_asked_for(
    condition: str, lines: Lines, expected: str
) -> None:
    assert told(judge(parsed(condition), call_of(lines))) == expected


def test_an_excuse_that_nobody_can_know_leaves_it_to_a_person() -> None:
    silence = "{silence: {longer_than: 5 s}, unless_after: {said: 请您稍等, by: agent, within: 10 s}}"
    measured = builders.measures(silences=[Silence(10, 20, A)])
    assert outcome_of(silence, [(C, "喂"), (Party.UNKNOWN, "请您稍等")], measured) is Outcome.CANNOT_JUDGE


@pytest.mark.parametrize(
    ("before", "outcome"),
    [
        ("请您稍等", Outcome.CLEAR),
        ("请您找等", Outcome.CANNOT_JUDGE),
        ("好的我看看", Outcome.VIOLATED),
    ],
)
def test_a_silence_that_was_perhaps_announced_is_for_a_person(before: str, outcome: Outcome) -> None:
    silence = "{silence: {longer_than: 5 s}, unless_after: {said: 请您稍等, by: agent, within: 10 s}}"
    lines = [(C, "喂"), (A, before)]
    said = call_of(lines).transcript.turns[-1].end
    measured = builders.measures(silences=[Silence(said + 1, said + 10, A)])
    assert outcome_of(silence, lines, measured) is outcome


def test_each_of_several_silences_costs() -> None:
    rubric = rubric_of("{silence: {longer_than: 5 s}}", "deduct: {each: 10, at_most: 50}\n        forbid")
    call = call_of([(A, "您好")], builders.measures(silences=[Silence(5, 12, A), Silence(20, 30, A)]))
    (line,) = evaluate(rubric, call, Stamp("", ""), Thresholds()).criteria
    assert line.max_points - line.points == 20


def test_under_a_demand_an_excuse_of_the_other_party_is_refused() -> None:
    with pytest.raises(RubricError, match="同一方的 said"):
        rubric_of("{said: 很高兴为您服务, by: agent, unless: {said: 我家停水了, by: customer}}")


def outcome_of(forbidden: str, lines: Lines, measured: Measures | None = None) -> Outcome:
    """Of a call in which something is forbidden."""
    (line,) = evaluate(rubric_of(forbidden, "forbid"), call_of(lines, measured), Stamp("", ""), Thresholds()).criteria
    return line.outcome
