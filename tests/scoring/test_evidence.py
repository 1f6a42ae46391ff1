"""A violation rests on what happened, and costs as often as it did: parts that do not hold prove and cost nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.measures.shape import Measures, Silence
from qa.scoring.conditions import judge
from qa.scoring.evaluation import CriterionResult, Outcome
from qa.scoring.heard import Call
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import HeardAgain
from tests import builders
from tests.scoring.test_operators import A, C, Lines, call_of, parsed, rubric_of


def charged(forbidden: str, lines: Lines, measured: Measures | None = None) -> CriterionResult:
    """The line of a call in which something is forbidden, at 5 points each."""
    rubric = rubric_of(forbidden, "deduct: {each: 5, at_most: 50}\n        forbid")
    (line,) = evaluate(rubric, call_of(lines, measured), Stamp("", ""), Thresholds()).criteria
    return line


HELPLESS = "{said: 这个我没办法, by: agent}"
REGISTERED_FOR_REPAIR = "{all: [{said: 帮您登记一下, by: agent}, {metadata: {queue: 抢修}}]}"
BOTH = "{all: [{said: 您不讲理, by: agent}, {said: 帮您登记一下, by: agent}]}"
INSULT = "{said: 神经病, by: agent}"


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        (f"{{any: [{HELPLESS}, {REGISTERED_FOR_REPAIR}]}}", [(A, "我没有说这个我没办法"), (A, "帮您登记一下")]),
        (
            f"{{any: [{HELPLESS}, {{said: [帮您登记, 请您稍等], by: agent, different: 2}}]}}",
            [(A, "我没有说这个我没办法"), (A, "帮您登记一下")],
        ),
        (
            f"{{any: [{HELPLESS}, {{order: [{{said: 帮您登记, by: agent}}, {{said: 再见, by: agent}}]}}]}}",
            [(A, "再见"), (A, "我没有说这个我没办法"), (A, "帮您登记一下")],
        ),
    ],
)
def test_beside_what_is_only_retold_a_part_that_does_not_hold_accuses_nobody(part: str, lines: Lines) -> None:
    line = charged(part, [(C, "喂"), *lines])
    assert (line.outcome, [hit.phrase for hit in line.findings]) == (Outcome.CANNOT_JUDGE, ["这个我没办法"])


def test_why_the_other_part_does_not_hold_explains_nothing() -> None:
    often = "{said: 没办法, by: agent, times: {at_least: 3}}"
    line = charged(f"{{any: [{often}, {INSULT}]}}", [(C, "喂"), (A, "没办法"), MAD])
    assert (line.outcome, line.reason) == (Outcome.VIOLATED, "")
    assert "要求至少 3 次" in judge(parsed(f"{{any: [{often}]}}"), call_of([(C, "喂"), (A, "没办法")])).reason


def test_what_is_not_done_is_not_proved_by_the_half_that_was() -> None:
    line = charged(f"{{not: {BOTH}}}", [(C, "喂"), (A, "帮您登记一下")])
    assert (line.outcome, line.findings) == (Outcome.VIOLATED, ())
    assert judge(parsed(f"{{not: {BOTH}}}"), call_of([(C, "喂"), (A, "帮您登记一下")])).hits == ()


SELDOM = "{not: {said: 这个我没办法, by: agent, times: {at_most: 1}}}"
SELDOM_AROUND = (
    "{not: {said: 这个我没办法, by: agent, times: {at_most: 1}, around: {said: 什么, by: customer, within: 60 s}}}"
)


@pytest.mark.parametrize(
    "condition",
    [
        f"{{not: {{not: {HELPLESS}}}}}",
        f"{{not: {{any: [{{not: {HELPLESS}}}, {{metadata: {{queue: 抢修}}}}]}}}}",
        f"{{not: {{all: [{{not: {HELPLESS}}}, {{metadata: {{queue: 移动账单}}}}]}}}}",
        f"{{any: [{{not: {{not: {HELPLESS}}}}}, {INSULT}]}}",
        SELDOM,
        SELDOM_AROUND,
    ],
)
@pytest.mark.parametrize(
    ("line", "outcome", "found", "cost"),
    [("这个我没办法", Outcome.VIOLATED, 2, 10), ("我没有说这个我没办法", Outcome.CANNOT_JUDGE, 2, 100)],
)
def test_what_was_not_to_happen_proves_that_it_did(
    condition: str, line: str, outcome: Outcome, found: int, cost: float
) -> None:
    result = charged(condition, [(C, "喂"), (A, line), (C, "什么"), (A, line)])
    assert (result.outcome, len(result.findings), result.max_points - result.points) == (outcome, found, cost)


@pytest.mark.parametrize(
    ("condition", "lines", "cost"),
    [
        (
            f"{{any: [{{said: 没办法, by: agent, times: {{at_least: 3}}}}, {INSULT}]}}",
            [(A, "没办法"), (A, "我没办法"), (A, "你神经病啊")],
            5,
        ),
        (f"{{any: [{BOTH}, {INSULT}]}}", [(A, "您不讲理"), (A, "你神经病啊")], 5),
        (f"{{not: {BOTH}}}", [(A, "您不讲理"), (A, "您不讲理")], 5),
    ],
)
def test_only_what_happened_costs(condition: str, lines: Lines, cost: float) -> None:
    line = charged(condition, [(C, "喂"), *lines])
    assert (line.outcome, line.max_points - line.points) == (Outcome.VIOLATED, cost)


RUDE, REGISTER, MAD = (A, "您不讲理"), (A, "帮您登记一下"), (A, "你神经病啊")
NOT_REPAIR = "{all: [{said: 您不讲理, by: agent}, {not: {metadata: {queue: 抢修}}}]}"
ABOUT_WATER = "{all: [{said: 您不讲理, by: agent}, {topic: [停水, 水压]}]}"
NO_GOODBYE = "{all: [{said: 您不讲理, by: agent}, {not: {said: 再见, by: agent}}]}"
SELDOM_SORRY = "{all: [{said: 您不讲理, by: agent}, {said: 抱歉, by: agent, times: {at_most: 1}}]}"


@pytest.mark.parametrize(
    ("condition", "lines", "cost"),
    [
        (NOT_REPAIR, [RUDE], 5),
        (NOT_REPAIR, [RUDE, RUDE], 10),
        (NO_GOODBYE, [RUDE, RUDE, RUDE], 15),
        (ABOUT_WATER, [(C, "我家停水了水压也不够"), RUDE, (C, "停水"), RUDE], 10),
        (SELDOM_SORRY, [RUDE, (A, "非常抱歉"), RUDE], 10),
        ("{all: [{said: 您不讲理, by: agent}]}", [RUDE, RUDE], 10),
        (f"{{all: [{BOTH}, {{not: {{said: 再见, by: agent}}}}]}}", [RUDE, REGISTER], 5),
        (BOTH, [RUDE, RUDE, REGISTER], 5),
        (BOTH, [RUDE, REGISTER, (C, "什么"), RUDE, REGISTER], 10),
        (f"{{any: [{BOTH}, {INSULT}]}}", [RUDE, REGISTER], 5),
        (f"{{any: [{BOTH}, {INSULT}]}}", [RUDE, MAD, REGISTER], 10),
        (f"{{any: [{BOTH}, {INSULT}]}}", [(A, "我没有说您不讲理"), MAD, REGISTER], 5),
    ],
)
def test_it_costs_as_often_as_all_of_it_happened(condition: str, lines: Lines, cost: float) -> None:
    line = charged(condition, [(C, "喂"), *lines])
    assert (line.outcome, line.max_points - line.points) == (Outcome.VIOLATED, cost)


@pytest.mark.parametrize(("sure", "cost"), [(0.77, 10), (0.7, 5)])
def test_what_is_sure_enough_to_accuse_costs(sure: float, cost: float) -> None:
    call = call_of([(C, "喂"), RUDE, (C, "什么"), RUDE])
    last = call.transcript.turns[-1]
    again = (HeardAgain("您不讲理", A, last.start, last.end, sure),)
    doubtful = Call(replace(call.transcript, again=again), call.measures, call.metadata)
    rubric = rubric_of(NOT_REPAIR, "deduct: {each: 5, at_most: 50}\n        forbid")
    (line,) = evaluate(rubric, doubtful, Stamp("", ""), Thresholds()).criteria
    assert line.max_points - line.points == cost


@pytest.mark.parametrize(
    ("condition", "cost"),
    [
        (f"{{any: [{{silence: {{longer_than: 5 s}}}}, {INSULT}]}}", 15),
        (f"{{any: [{INSULT}, {{silence: {{longer_than: 8 s}}}}]}}", 10),
        ("{any: [{silence: {longer_than: 5 s}}, {silence: {longer_than: 8 s}}]}", 10),
        (f"{{all: [{{silence: {{longer_than: 5 s}}}}, {INSULT}]}}", 5),
    ],
)
def test_silences_cost_beside_words(condition: str, cost: float) -> None:
    lines = [(C, "喂"), MAD]
    end = call_of(lines).transcript.turns[-1].end
    silences = [Silence(end - 0.1, end + 6, A), Silence(end + 10, end + 20, A)]
    line = charged(condition, lines, builders.measures(silences=silences))
    assert (line.outcome, line.max_points - line.points) == (Outcome.VIOLATED, cost)


def test_what_is_hardly_heard_is_no_evidence_beside_what_is() -> None:
    call = call_of([(C, "喂"), (A, "请您稍等"), (C, "好"), (A, "再见")])
    last = call.transcript.turns[-1]
    again = (HeardAgain("再见", A, last.start, last.end, 0.2),)
    faint = Call(replace(call.transcript, again=again), call.measures, call.metadata)
    rubric = rubric_of("{any: [{said: 请您稍等, by: agent}, {said: 再见, by: agent}]}")
    (line,) = evaluate(rubric, faint, Stamp("", ""), Thresholds()).criteria
    assert (line.outcome, [hit.text for hit in line.findings]) == (Outcome.MET, ["请您稍等"])
