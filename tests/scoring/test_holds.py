"""What agents say before and after a hold, and what becomes of the duty to announce it and to thank for it."""

from __future__ import annotations

import pytest

from qa.authoring.case import Bounds, Case, Line
from qa.authoring.staging import stage
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from tests.scoring.test_operators import rubric_of

ANNOUNCED, THANKED = "{hold: {announced: false}}", "{hold: {thanked: false}}"
LONG, SILENT = "{hold: {longer_than: 30 s}}", "{hold: {longer_than: 30 s, music: false}}"


def outcome(rule: str, before: str, after: str, *, music: bool = True, sure: float = 0.95) -> str:
    """What becomes of a rule against it where 60 s lie between two lines of the agent, heard so clearly."""
    turns = (
        Line(customer="我想查一下话费"),
        Line(agent=before),
        Line.model_validate({"silence": "60 s", "music": music}),
        Line(agent=after),
    )
    case = Case(name="等", turns=turns, score=Bounds(at_least=0.0))
    call = stage(case, lambda text: [(char, sure) for char in text])
    (line,) = evaluate(rubric_of(rule, "forbid"), call, Stamp("", ""), Thresholds()).criteria
    return line.outcome.value


@pytest.mark.parametrize(
    ("rule", "before", "after", "expected"),
    [
        (ANNOUNCED, "电话您先别放", "话费是三十元", "clear"),
        (ANNOUNCED, "您等我一小会儿", "话费是三十元", "clear"),
        (ANNOUNCED, "我帮您看一下", "让您久等了", "violated"),
        (ANNOUNCED, "您别挂在心上", "让您久等了", "violated"),
        (THANKED, "请您稍等", "辛苦您等了这么久", "clear"),
        (THANKED, "请您稍等", "抱歉耽误您时间话费是三十元", "clear"),
        (THANKED, "请您稍等", "查到了话费是三十元", "violated"),
        (THANKED, "请您稍等", "师傅让您等了三天是吧", "violated"),
    ],
)
def test_usual_words_fulfil_the_duty_and_others_do_not(rule: str, before: str, after: str, expected: str) -> None:
    assert outcome(rule, before, after) == expected


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [(ANNOUNCED, "请您道等", "话费是三十元"), (THANKED, "请您稍等", "让您就跟了话费"), (ANNOUNCED, "我看看啊", "话费")],
)
def test_what_was_not_heard_clearly_accuses_nobody(rule: str, before: str, after: str) -> None:
    assert outcome(rule, before, after, sure=0.5) == "cannot_judge"


@pytest.mark.parametrize(
    ("before", "sure", "expected"),
    [
        ("您等我一小会儿", 0.95, "violated"),
        ("您等我一小会儿", 0.45, "cannot_judge"),
        ("您的宽带是昨天停的", 0.95, "clear"),
    ],
)
@pytest.mark.parametrize("rule", [LONG, SILENT])
def test_a_silence_without_music_is_a_hold_where_it_was_announced(
    rule: str, before: str, sure: float, expected: str
) -> None:
    assert outcome(rule, before, "话费是三十元", music=False, sure=sure) == expected
