"""A number is what was said, and no sound among others."""

from __future__ import annotations

import pytest

from qa.scoring.evaluation import Outcome
from qa.scoring.other_numbers import is_another_number, numbers_of
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from tests.scoring.test_operators import A, C, call_of, rubric_of


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("请拨打120", {"120"}),
        ("请拨打幺二零", {"120"}),
        ("二十四小时，48小时", {"24", "48"}),
        ("十五天，一百零三块，两千块", {"15", "103", "2000"}),
        ("罚你5,334块", {"5334"}),
        ("稍等一下", set()),
        ("欠了{any:0-3}(十|百|千)块", set()),
        ("工号{number}在{any:0-6}", set()),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, numbers: set[str]) -> None:
    assert numbers_of(text) == numbers


@pytest.mark.parametrize(
    ("phrase", "before", "said", "after", "another"),
    [
        ("三个工作日内给您回复", "", "三个工作日内给您回复", "", False),
        ("三个工作日内给您回复", "十", "三个工作日内给您回复", "", True),
        ("三个工作日内给您回复", "五", "个工作日内给您回复", "", True),
        ("三个工作日内给您回复", "", "是个工作日内给您回复", "", False),
        ("(24|四十八)小时内", "", "48小时内", "", False),
        ("(24|四十八)小时内", "", "七十二小时内", "", True),
        ("请拨打120", "", "请拨打120", "", False),
        ("请拨打120", "", "请拨打12", "0", False),
        ("请拨打120", "", "请拨打110", "", True),
        ("十分满意", "我的工号三零五", "你十分满意", "", False),
        ("{number}小时内", "十", "三小时内", "", False),
        ("请稍等一下", "", "请稍等两下", "", False),
    ],
)
def test_another_number_is_one_that_the_phrase_has_not(
    phrase: str, before: str, said: str, after: str, another: bool
) -> None:
    assert is_another_number(phrase, before, said, after) is another


@pytest.mark.parametrize(
    ("demand", "phrase", "said", "outcome"),
    [
        ("require", "三个工作日内给您回复", "三个工作日内给您回复", Outcome.MET),
        ("require", "三个工作日内给您回复", "十三个工作日内给您回复", Outcome.CANNOT_JUDGE),
        ("forbid", "请拨打120", "请拨打幺二零", Outcome.VIOLATED),
        ("forbid", "请拨打120", "请拨打110", Outcome.CANNOT_JUDGE),
        ("require", "'{name}(先生|女士)'", "好的王先生您说", Outcome.MET),
        ("require", "'{name}(先生|女士)'", "好的先生您说", Outcome.CANNOT_JUDGE),
        ("require", "'我叫{name}'", "我叫你们改一下", Outcome.CANNOT_JUDGE),
    ],
)
def test_another_number_and_no_name_are_for_a_person(demand: str, phrase: str, said: str, outcome: Outcome) -> None:
    call = call_of([(A, "您好"), (C, "嗯那个"), (A, said), (C, "好")])
    rubric = rubric_of(f"{{said: {phrase}, by: agent}}", demand)
    (line,) = evaluate(rubric, call, Stamp("", ""), Thresholds()).criteria
    assert line.outcome is outcome
