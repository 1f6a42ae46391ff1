"""An excuse that says itself where, how often and beside what it is said excuses only where all of that holds."""

from __future__ import annotations

import pytest

from qa.scoring.evaluation import Outcome
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import Party
from tests.scoring.test_compounds import outcome_of
from tests.scoring.test_operators import A, C, Lines, call_of, rubric_of

U = Party.UNKNOWN
ASKED, NOT_ASKED = (C, "可以退款吗"), (C, "查一下话费")
HELPLESS = (A, "这个我没办法办理")
AFTER = "{said: 没办法办理, by: agent, after: {said: 退款, by: customer, within: 10 s}}"
BEFORE = "{said: 没办法办理, by: agent, before: {said: 退款, by: customer, within: 10 s}}"
AROUND = "{said: 没办法办理, around: {said: 退款, by: customer, within: 10 s}}"
TWICE = "{said: 没办法办理, by: agent, times: {at_least: 2}}"
DIFFERENT = "{said: [没办法办理, 帮您转接], by: agent, different: 2}"
UNLESS = "{said: 没办法办理, by: agent, unless: {said: 这个我没办法, by: agent}}"
UNLESS_AFTER = "{said: 没办法办理, by: agent, unless_after: {said: 退款, by: customer, within: 10 s}}"
FIRST = "{said: 没办法办理, within: first 1 turns}"


@pytest.mark.parametrize(
    ("excuse", "lines", "expected"),
    [
        (AFTER, [ASKED, HELPLESS], Outcome.CLEAR),
        (AFTER, [NOT_ASKED, HELPLESS], Outcome.VIOLATED),
        (AFTER, [HELPLESS, ASKED], Outcome.VIOLATED),
        (AFTER, [(U, "可以退款吗"), (C, "喂"), HELPLESS], Outcome.CANNOT_JUDGE),
        (BEFORE, [HELPLESS, ASKED], Outcome.CLEAR),
        (BEFORE, [ASKED, HELPLESS], Outcome.VIOLATED),
        (AROUND, [HELPLESS, ASKED], Outcome.CLEAR),
        (AROUND, [HELPLESS, NOT_ASKED], Outcome.VIOLATED),
        (TWICE, [NOT_ASKED, HELPLESS], Outcome.VIOLATED),
        (TWICE, [HELPLESS, NOT_ASKED, HELPLESS], Outcome.CLEAR),
        (DIFFERENT, [NOT_ASKED, HELPLESS], Outcome.VIOLATED),
        (DIFFERENT, [NOT_ASKED, HELPLESS, (A, "帮您转接")], Outcome.CLEAR),
        (UNLESS, [NOT_ASKED, HELPLESS], Outcome.VIOLATED),
        (UNLESS, [NOT_ASKED, (A, "那没办法办理")], Outcome.CLEAR),
        (UNLESS_AFTER, [ASKED, HELPLESS], Outcome.VIOLATED),
        (UNLESS_AFTER, [NOT_ASKED, HELPLESS], Outcome.CLEAR),
        (FIRST, [NOT_ASKED, (C, "您好"), HELPLESS], Outcome.CLEAR),
        (FIRST, [(A, "您好请讲"), NOT_ASKED, HELPLESS], Outcome.VIOLATED),
    ],
)
def test_an_excuse_counts_where_all_that_it_asks_holds(excuse: str, lines: Lines, expected: Outcome) -> None:
    assert outcome_of(f"{{said: 没办法, by: agent, unless: {excuse}}}", lines) is expected


@pytest.mark.parametrize(
    ("said", "demanded", "forbidden"),
    [
        ("我给您登记", Outcome.MET, Outcome.VIOLATED),
        ("上次给您登记", Outcome.MISSED, Outcome.CLEAR),
        ("商场给您登记", Outcome.CANNOT_JUDGE, Outcome.CANNOT_JUDGE),
    ],
    ids=["no excuse", "an excuse", "what may be one"],
)
def test_what_may_be_an_excuse_neither_accuses_nor_misses(said: str, demanded: Outcome, forbidden: Outcome) -> None:
    condition, lines = "{said: 给您登记, by: agent, unless: {said: 上次给您登记, by: agent}}", [NOT_ASKED, (A, said)]
    assert (demand_of(condition, lines), outcome_of(condition, lines)) == (demanded, forbidden)


def demand_of(required: str, lines: Lines) -> Outcome:
    """Of a call in which something is asked for."""
    (line,) = evaluate(rubric_of(required), call_of(lines), Stamp("", ""), Thresholds()).criteria
    return line.outcome


@pytest.mark.parametrize(
    ("excuse", "lines", "expected"),
    [
        (
            "{any: [{said: 不知道我是否, by: agent}]}",
            [(A, "这个我不知道"), (A, "不知道我是否说清楚了")],
            Outcome.VIOLATED,
        ),
        ("{any: [{said: 不知道我是否, by: agent}]}", [(C, "什么"), (A, "那我不知道我是否说清楚了")], Outcome.CLEAR),
        (
            "{any: [{said: 不知道我是否, by: agent}, {said: 不归你管, by: customer}]}",
            [(C, "不归你管"), (A, "这个我不知道")],
            Outcome.CLEAR,
        ),
    ],
)
def test_one_of_several_excuses_excuses_what_it_would_alone(excuse: str, lines: Lines, expected: Outcome) -> None:
    assert outcome_of(f"{{said: 我不知道, by: agent, unless: {excuse}}}", lines) is expected
