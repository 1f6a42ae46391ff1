"""Words whose speaker nobody knows neither earn nor cost a point, and are no proof that something was not said."""

from __future__ import annotations

import pytest

from qa.scoring.evaluation import Outcome
from qa.transcript import Party
from tests.scoring.test_scorecard import judge, line

A, C, U = Party.AGENT, Party.CUSTOMER, Party.UNKNOWN
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
