"""您 and 你 sound alike: nobody gains or loses by which of them was written down."""

from __future__ import annotations

import pytest

from qa.scoring.evaluation import Outcome
from qa.scoring.outcome import EITHER_YOU, Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from tests.scoring.test_operators import A, C, call_of, rubric_of

MET, CLEAR, VIOLATED, DOUBT = Outcome.MET, Outcome.CLEAR, Outcome.VIOLATED, Outcome.CANNOT_JUDGE


@pytest.mark.parametrize(
    ("demand", "condition", "said", "expected"),
    [
        ("require", "{said: 您好, by: agent}", "您好", MET),
        ("require", "{said: 您好, by: agent}", "你好", MET),
        ("require", "{said: 请问您贵姓, by: agent}", "请问你贵姓", MET),
        ("require", "{matches: '^您好', by: agent}", "您好请讲", MET),
        ("require", "{matches: '^您好', by: agent}", "你好请讲", DOUBT),
        ("require", "{matches: '^您好', by: agent}", "请讲", Outcome.MISSED),
        ("forbid", "{said: 你好, by: agent}", "你好", DOUBT),
        ("forbid", "{said: 你好, by: agent}", "您好", CLEAR),
        ("forbid", "{said: 你必须, by: agent}", "你必须", VIOLATED),
        ("forbid", "{said: 你必须, by: agent}", "您必须", VIOLATED),
        ("forbid", "{matches: 你, by: agent}", "你好", DOUBT),
        ("forbid", "{matches: 你, by: agent}", "您好", CLEAR),
        ("forbid", "{matches: 你必须, by: agent}", "你必须", VIOLATED),
        ("forbid", "{matches: 去别处, excludes: 建议您去别处, by: agent}", "去别处吧", VIOLATED),
        ("forbid", "{matches: 去别处, excludes: 建议您去别处, by: agent}", "建议您去别处", CLEAR),
        ("forbid", "{matches: 去别处, excludes: 建议您去别处, by: agent}", "建议你去别处", CLEAR),
        ("require", "{matches: 去别处, excludes: 建议您去别处, by: agent}", "建议你去别处", DOUBT),
    ],
)
def test_what_hangs_on_one_of_them_goes_to_a_person(demand: str, condition: str, said: str, expected: Outcome) -> None:
    call = call_of([(C, "喂"), (A, said)])
    (line,) = evaluate(rubric_of(condition, demand), call, Stamp("", ""), Thresholds()).criteria
    assert line.outcome is expected
    assert (line.reason == EITHER_YOU) == (demand == "forbid" and expected is DOUBT)
