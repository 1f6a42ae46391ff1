"""When a condition was fulfilled: by as many as it takes, beside other words than its own, and surely asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.scoring.conditions import judge
from qa.scoring.evaluation import Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import PERHAPS_ASKED, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import HeardAgain
from tests.scoring.test_operators import NOT, SURE, A, C, Lines, call_of, parsed, rubric_of, told

COMPLAINT = "trigger: {said: 我要投诉, by: customer}"
TWICE = f"{{answers: {{{COMPLAINT}, reply: {{said: 非常抱歉, by: agent, times: {{at_least: 2}}}}}}}}"
TWO = f"{{answers: {{{COMPLAINT}, reply: {{said: [非常抱歉, 给您登记, 帮您核实], by: agent, different: 2}}}}}}"
THEN = "{said: 感谢您的来电, by: agent}"
ASKED_TWICE = f"{{order: [{{said: 请问您贵姓, by: agent, times: {{at_least: 2}}}}, {THEN}]}}"
ASKED_BOTH = "{order: [{said: [您的姓名, 您的地址], by: agent, different: 2}, {said: 请您核对, by: agent}]}"
EITHER = f"{{order: [{{any: [{{said: 请问您贵姓, by: agent, times: {{at_least: 2}}}}]}}, {THEN}]}}"


@pytest.mark.parametrize(
    ("condition", "agent", "expected"),
    [
        (TWICE, ["非常抱歉", None, "非常抱歉"], NOT),
        (TWICE, [None, "非常抱歉，真的非常抱歉"], SURE),
        (TWICE, ["非常抱歉", None, "非常抱歉，真的非常抱歉"], SURE),
        (TWO, ["给您登记", None, "非常抱歉"], NOT),
        (TWO, [None, "非常抱歉，我给您登记"], SURE),
        (TWO, ["给您登记", None, "非常抱歉，我给您登记"], SURE),
        (TWO, [None, "非常抱歉，非常抱歉"], NOT),
        (ASKED_TWICE, ["请问您贵姓", "感谢您的来电", "请问您贵姓"], NOT),
        (ASKED_TWICE, ["请问您贵姓", "请问您贵姓", "感谢您的来电"], SURE),
        (EITHER, ["请问您贵姓", "感谢您的来电", "请问您贵姓"], NOT),
        (EITHER, ["请问您贵姓", "请问您贵姓", "感谢您的来电"], SURE),
        (ASKED_BOTH, ["您的姓名", "请您核对", "您的地址"], NOT),
        (ASKED_BOTH, ["您的地址", "您的姓名", "请您核对"], SURE),
        (ASKED_BOTH, ["您的地址", "您的地址", "请您核对"], NOT),
    ],
)
def test_what_takes_several_is_done_when_the_last_of_them_is(
    condition: str, agent: list[str | None], expected: str
) -> None:
    lines: Lines = [(C, "我要投诉") if said is None else (A, said) for said in agent]
    lines = [line for said in lines for line in (said, (C, "你接着说"))]
    assert told(judge(parsed(condition), call_of(lines))) == expected


@pytest.mark.parametrize(
    ("condition", "lines", "expected"),
    [
        ("{said: 我不清楚, by: agent, after: {said: 我不清楚, by: agent, within: 20 s}}", ["我不清楚"], NOT),
        (
            "{said: 我不清楚, by: agent, after: {said: 我不清楚, by: agent, within: 20 s}}",
            ["我不清楚", "我不清楚"],
            SURE,
        ),
        ("{said: 这是规定, by: agent, around: {said: 规定, by: agent, within: 20 s}}", ["这是规定"], NOT),
        ("{said: 这是规定, by: agent, around: {said: 规定, by: agent, within: 20 s}}", ["这是规定", "规定"], SURE),
        ("{answers: {trigger: {said: 请问您, by: agent}, reply: {said: 请问您, by: agent}}}", ["请问您贵姓"], NOT),
    ],
)
def test_nothing_stands_beside_itself(condition: str, lines: list[str], expected: str) -> None:
    talk = [line for said in lines for line in ((A, said), (C, "你再看看"))]
    assert told(judge(parsed(condition), call_of(talk))) == expected


@pytest.mark.parametrize(
    "condition",
    [
        "{all: [{answers: {trigger: {said: 我要投诉, by: customer}, reply: {said: 抱歉, by: agent}}}, %s]}",
        "{all: [%s, {not: {said: 这是规定, by: agent, after: {said: 我要投诉, by: customer, within: 20 s}}}]}",
    ],
)
@pytest.mark.parametrize(
    ("said", "demanded", "forbidden"),
    [("感谢您的来电", Outcome.MET, Outcome.NOT_APPLICABLE), ("您说吧", Outcome.MISSED, Outcome.CLEAR)],
)
def test_who_does_all_that_the_call_gave_occasion_for_has_done_it(
    condition: str, said: str, demanded: Outcome, forbidden: Outcome
) -> None:
    call = call_of([(C, "你好啊"), (A, said)])
    outcomes = [_outcome(condition % THEN, demand, call)[0] for demand in ("require", "forbid")]
    assert outcomes == [demanded, forbidden]


@pytest.mark.parametrize(("said", "outcome"), [("您接着说", Outcome.NOT_APPLICABLE), ("不行啊", Outcome.CANNOT_JUDGE)])
def test_beside_a_faint_anchor_nothing_is_in_doubt_where_nothing_was_said(said: str, outcome: Outcome) -> None:
    call = call_of([(C, "我要投诉"), (A, said)])
    place = call.transcript.turns[0]
    again = (HeardAgain("我要投诉", C, place.start, place.end, 0.4),)
    faint = Call(replace(call.transcript, again=again), call.measures, call.metadata)
    forbidden = "{said: 不行啊, by: agent, after: {said: 我要投诉, by: customer, within: 30 s}}"
    assert _outcome(forbidden, "forbid", faint)[0] is outcome


@pytest.mark.parametrize(("sure", "outcome"), [(0.95, Outcome.MISSED), (0.6, Outcome.CANNOT_JUDGE)])
@pytest.mark.parametrize(
    "condition",
    [
        "{said: 首晚房费, by: agent, before: {said: 已经为您取消, by: agent, within: 60 s, hit: first}}",
        "{answers: {trigger: {said: 已经为您取消, by: agent}, reply: {said: 首晚房费, by: agent}}}",
    ],
)
def test_a_demand_beside_something_doubtful_is_not_missed(condition: str, sure: float, outcome: Outcome) -> None:
    call = call_of([(C, "你好"), (A, "已经为您取消")])
    place = call.transcript.turns[1]
    again = (HeardAgain("已经为您取消", A, place.start, place.end, sure),)
    found, why = _outcome(
        condition, "require", Call(replace(call.transcript, again=again), call.measures, call.metadata)
    )
    assert found is outcome
    assert outcome is Outcome.MISSED or why == PERHAPS_ASKED


def test_nothing_beside_something_doubtful_is_no_suspicion() -> None:
    call = call_of([(C, "我要投诉"), (A, "您接着说")])
    place = call.transcript.turns[0]
    again = (HeardAgain("我要投诉", C, place.start, place.end, 0.5),)
    heard = Call(replace(call.transcript, again=again), call.measures, call.metadata)
    for forbidden in (
        "{said: 不行啊, by: agent, after: {said: 我要投诉, by: customer, within: 30 s}}",
        "{answers: {trigger: {said: 我要投诉, by: customer}, reply: {said: 不行啊, by: agent}}}",
    ):
        assert _outcome(forbidden, "forbid", heard)[0] is Outcome.CLEAR


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("订单已经取消", Outcome.MISSED),
        ("您是说订单已经取消", Outcome.CANNOT_JUDGE),
        ("酒店跟您说订单已经取消", Outcome.CANNOT_JUDGE),
        ("如果订单已经取消", Outcome.CANNOT_JUDGE),
    ],
)
def test_what_an_agent_retells_or_supposes_is_a_doubtful_occasion(said: str, outcome: Outcome) -> None:
    call = call_of([(C, "你好"), (A, said)])
    demand = "when: {said: 订单已经取消, by: agent}\n        require"
    assert _outcome("{said: 首晚房费, by: agent}", demand, call)[0] is outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("我要投诉你们", Outcome.MISSED),
        ("我没有要投诉你们", Outcome.CANNOT_JUDGE),
        ("我不想投诉你们", Outcome.CANNOT_JUDGE),
    ],
)
def test_who_says_that_he_will_not_complain_may_want_no_apology(said: str, outcome: Outcome) -> None:
    trigger = "trigger: {said: [我要投诉, 投诉你们], by: customer}"
    condition = f"{{answers: {{{trigger}, reply: {{said: 非常抱歉, by: agent}}}}}}"
    assert _outcome(condition, "require", call_of([(C, said), (A, "您接着说"), (C, "就这样")]))[0] is outcome


def _outcome(condition: str, demand: str, call: Call) -> tuple[Outcome, str]:
    (line,) = evaluate(rubric_of(condition, demand), call, Stamp("", ""), Thresholds()).criteria
    return line.outcome, line.reason
