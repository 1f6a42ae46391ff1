"""A violation rests on what happened, and costs as often as it did: parts that do not hold prove and cost nothing."""

from __future__ import annotations

import pytest

from qa.scoring.conditions import judge
from qa.scoring.evaluation import CriterionResult, Outcome
from qa.scoring.scorecard import Stamp, Thresholds, evaluate
from tests.scoring.test_operators import A, C, Lines, call_of, parsed, rubric_of


def charged(forbidden: str, lines: Lines) -> CriterionResult:
    """The line of a call in which something is forbidden, at 5 points each."""
    rubric = rubric_of(forbidden, "deduct: {each: 5, at_most: 50}\n        forbid")
    (line,) = evaluate(rubric, call_of(lines), Stamp("", ""), Thresholds()).criteria
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


def test_what_is_not_done_is_not_proved_by_the_half_that_was() -> None:
    line = charged(f"{{not: {BOTH}}}", [(C, "喂"), (A, "帮您登记一下")])
    assert (line.outcome, line.findings) == (Outcome.VIOLATED, ())
    assert judge(parsed(f"{{not: {BOTH}}}"), call_of([(C, "喂"), (A, "帮您登记一下")])).hits == ()


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
