"""Words whose speaker nobody knows neither earn nor cost a point, and are no proof that something was not said."""

from __future__ import annotations

import pytest

from qa.scoring.conditions import judge as judge_condition
from qa.scoring.evaluation import Outcome
from qa.transcript import Party
from tests.scoring.test_operators import NOT, SURE, UNKNOWN, A, C, Lines, call_of, parsed, told
from tests.scoring.test_scorecard import judge, line

U = Party.UNKNOWN
GREETING = (A, "您好很高兴为您服务")


@pytest.mark.parametrize(
    ("lines", "criterion", "outcome"),
    [
        ([(U, "您好很高兴为您服务"), (A, "什么事啊你说吧")], "greeting", Outcome.CANNOT_JUDGE),
        ([(U, "什么事啊"), (A, "您好很高兴为您服务")], "greeting", Outcome.MET),
        ([(U, "什么事啊"), (A, "你说吧")], "greeting", Outcome.MISSED),
        ([GREETING, (U, "我不知道")], "evasive", Outcome.CANNOT_JUDGE),
        ([GREETING, (U, "我不知道"), (A, "我没办法")], "evasive", Outcome.VIOLATED),
        ([GREETING, (U, "神经病")], "insult", Outcome.CANNOT_JUDGE),
        ([GREETING, (U, "好的好的我明白")], "evasive", Outcome.CLEAR),
        ([GREETING, (U, "我要投诉")], "apology", Outcome.CANNOT_JUDGE),
    ],
)
def test_words_of_an_unknown_voice(lines: list[tuple[Party, str]], criterion: str, outcome: Outcome) -> None:
    assert line(judge(*lines), criterion).outcome is outcome


REFUND, NO_REFUND = "{matches: 退款, by: agent}", "{not: {matches: 退款, by: agent}}"
OTHER_WORDS = "{similar: 请问您还有其他问题吗, by: agent}"
AGAIN, AFTER_HIM = "{repeats: {last: 3}, by: agent}", "{repeats: {of: other}, by: agent}"
TWICE, ONCE = "{said: 没办法, by: agent, times: {at_least: 2}}", "{said: 没办法, by: agent, times: {at_most: 1}}"
LATE = "{said: 再见, by: agent, within: last 1 turns}"
BALANCE, BROKEN = "您的余额是三十元", "我家的宽带断了"


@pytest.mark.parametrize(
    ("condition", "lines", "expected"),
    [
        (REFUND, [(A, "您好"), (U, "可以退款")], UNKNOWN),
        (REFUND, [(A, "可以退款"), (U, "退款吗")], SURE),
        (REFUND, [(A, "您好"), (U, "可以办理")], NOT),
        (NO_REFUND, [(A, "您好"), (U, "可以退款")], UNKNOWN),
        (NO_REFUND, [(A, "您好"), (U, "可以办理")], SURE),
        (OTHER_WORDS, [(A, "您好"), (U, "请问您还有什么别的问题吗")], UNKNOWN),
        (OTHER_WORDS, [(A, "请问您还有什么别的问题吗"), (U, "没有")], SURE),
        (OTHER_WORDS, [(A, "您好"), (U, "您的话费余额是三十二元")], NOT),
        (AGAIN, [(A, BALANCE), (C, "多少"), (U, BALANCE)], UNKNOWN),
        (AGAIN, [(U, BALANCE), (C, "多少"), (A, BALANCE)], UNKNOWN),
        (AGAIN, [(U, BALANCE), (C, "多少"), (U, BALANCE), (A, "您好")], UNKNOWN),
        (AGAIN, [(A, BALANCE), (C, "多少"), (A, BALANCE), (U, "嗯")], SURE),
        (AGAIN, [(A, BALANCE), (C, BALANCE), (U, "嗯"), (A, "您好")], NOT),
        (AFTER_HIM, [(U, BROKEN), (C, "喂"), (A, BROKEN)], UNKNOWN),
        (AFTER_HIM, [(C, BROKEN), (A, "您好"), (U, BROKEN)], UNKNOWN),
        (AFTER_HIM, [(C, BROKEN), (A, BROKEN), (U, BROKEN)], SURE),
        (TWICE, [(A, "我没办法"), (U, "我没办法")], UNKNOWN),
        (ONCE, [(A, "我没办法"), (U, "我没办法")], UNKNOWN),
        (ONCE, [(A, "我没办法"), (U, "您好")], SURE),
        (LATE, [(U, "再见"), (A, "您好"), (C, "喂"), (A, "请讲")], NOT),
        (LATE, [(A, "您好"), (C, "喂"), (A, "请讲"), (U, "再见")], UNKNOWN),
    ],
)
def test_words_of_an_unknown_voice_that_might_change_the_answer_leave_it_open(
    condition: str, lines: Lines, expected: str
) -> None:
    assert told(judge_condition(parsed(condition), call_of(lines))) == expected
