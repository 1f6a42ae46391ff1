"""A gap of a phrase may hold anything but what turns the phrase round."""

from __future__ import annotations

import pytest

from qa.scoring.evaluation import Outcome
from qa.scoring.gap_denial import is_denied_in_a_gap
from qa.scoring.outcome import Thresholds
from qa.scoring.scorecard import Stamp, evaluate
from qa.transcript import Party
from tests.scoring.test_operators import call_of, rubric_of

DENIED = (
    ("我{any:0-4}给您办理", "我不能给您办理"),
    ("我{any:0-4}给您办理", "我没法现在给您办理"),
    ("单子[我]{any:0-1}(给您|帮您)建", "单子我没给你建"),
    ("我{any:0-4}(给|为|帮)您(办理|处理)", "我这边无法为您处理"),
    ("(今天|马上){any:0-6}处理好", "今天可能没办法处理好"),
    ("我{any:0-4}骂你", "我可没有骂你"),
    ("师傅[会]{any:0-3}[在]{number}点到", "师傅不会在三点到"),
    ("请{any:0-4}(先{any:0-2}关|关)阀门", "请您先不要关阀门"),
    ("验证码{any:0-4}告诉我", "验证码不需要告诉我"),
    ("验证码{any:0-4}告诉我", "验证码请勿告诉我"),
    ("验证码{any:0-4}告诉我", "验证码没人会告诉我"),
    ("我私下{any:0-4}给您", "我们私下不可以给您"),
)
SAID = (
    ("我{any:0-4}给您办理", "我马上给您办理"),
    ("我{any:0-4}给您办理", "我没问题给您办理"),
    ("我{any:0-4}给您办理", "我特别给您办理"),
    ("还有{any:0-6}帮您", "还有没有别的能帮您"),
    ("您{any:0-6}帮您办", "您看能不能帮您办"),
    ("您是说{any:2-12}对吧", "您是说家里没水对吧"),
    ("您是说{any:2-12}对吧", "您是说水费不对对吧"),
    ("(别|不要){any:0-3}挂电话", "别挂电话"),  # the phrase's own
    ("工号{number}为您服务", "工号不为您服务"),  # no gap for words
)


@pytest.mark.parametrize(("phrase", "said"), DENIED)
def test_what_denies_how_a_phrase_goes_on_is_for_a_person(phrase: str, said: str) -> None:
    assert is_denied_in_a_gap(phrase, said)


@pytest.mark.parametrize(("phrase", "said"), SAID)
def test_anything_else_may_stand_in_a_gap(phrase: str, said: str) -> None:
    assert not is_denied_in_a_gap(phrase, said)


@pytest.mark.parametrize(
    ("demand", "phrase", "said", "outcome"),
    [
        ("require", "我{any:0-4}给您办理", "我马上就给您办理", Outcome.MET),
        ("require", "我{any:0-4}给您办理", "我不能给您办理", Outcome.CANNOT_JUDGE),
        ("forbid", "我{any:0-4}骂你", "我真想骂你", Outcome.VIOLATED),
        ("forbid", "我{any:0-4}骂你", "我可没有骂你", Outcome.CANNOT_JUDGE),
    ],
)
def test_it_neither_credits_nor_accuses(demand: str, phrase: str, said: str, outcome: Outcome) -> None:
    rubric = rubric_of(f"{{said: '{phrase}', by: agent}}", demand)
    call = call_of([(Party.AGENT, said)])
    (line,) = evaluate(rubric, call, Stamp("r", "m"), Thresholds()).criteria
    assert line.outcome is outcome
