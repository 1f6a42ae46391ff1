from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.recording import Direction
from qa.roles.model import DIGITS, FITTED, NUMBER, RoleModel, sayings

TEXTS = st.text(alphabet="您好我家请稍等喂一二三，。？a1 ", max_size=30)


def said(text: str) -> list[str]:
    return [saying for saying, _, _ in sayings(text)]


def test_sayings_are_one_to_three_syllables_as_they_sound_and_know_the_beginning() -> None:
    assert said("您好吗") == [
        "^", "^ nin", "^ nin hao", "nin", "nin hao", "nin hao ma", "hao", "hao ma", "ma",
    ]  # fmt: skip
    assert said("宁，好嘛")[1:] == said("宁好嘛")[1:]


@pytest.mark.parametrize(("text", "token"), [("三三四二", DIGITS), ("一三九零零零一二零零二", NUMBER)])
def test_which_digits_a_number_has_tells_nothing(text: str, token: str) -> None:
    assert said(text) == ["^", f"^ {token}", token]


def test_one_or_two_numerals_are_words() -> None:
    assert "yi xia" in said("等一下")


@given(TEXTS)
def test_signs_lie_in_the_text_and_add_up(text: str) -> None:
    signs = FITTED.signs(text)
    assert all(0 <= sign.start <= sign.end <= len(text) for sign in signs)
    assert FITTED.speaks_for_agent(text) == pytest.approx(sum(sign.log_odds for sign in signs))


@pytest.mark.parametrize(
    "text", ["请问您贵姓", "我帮您查一下", "您稍等", "给您登记一下", "身份证号说一下", "师傅明天联系您"]
)
def test_agents_are_heard(text: str) -> None:
    assert FITTED.speaks_for_agent(text) > 1


@pytest.mark.parametrize(
    "text", ["我家没水了", "你们怎么搞的", "我要投诉", "那我要等多久啊", "我的话费怎么又扣了", "能不能帮我查一下"]
)
def test_customers_are_heard(text: str) -> None:
    assert FITTED.speaks_for_agent(text) < -1


def test_a_number_is_the_customers() -> None:
    assert FITTED.speaks_for_agent("一三九零零零一二零零二") < 0


def test_parts_are_worth_less_in_a_longer_conversation() -> None:
    model = RoleModel({}, 8.0, {Direction.INBOUND: 1.0, Direction.OUTBOUND: -1.0})
    assert model.worth(0) > model.worth(100) > model.worth(1_000) > 0
    assert 10 * model.worth(1_000) > model.worth(0)
