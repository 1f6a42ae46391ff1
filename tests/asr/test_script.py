from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asr.script import as_recognised, simplified, simplified_words
from tests.builders import word


def test_traditional_and_full_width_become_simplified_and_ascii_and_punctuation_stays() -> None:
    assert simplified("請問您的號碼是１３８嗎？謝謝，ＡＰＰ。") == "请问您的号码是138吗？谢谢，APP。"


@pytest.mark.parametrize(
    ("written", "shown"),
    [("您別著急", "您别着急"), ("等著吧", "等着吧"), ("顯著", "显著"), ("著名的著作", "著名的著作"), ("名著", "名著")],
)
def test_the_particle_is_written_as_today(written: str, shown: str) -> None:
    assert simplified(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("您好,请讲.", "您好，请讲."),
        ("对吗?好的!", "对吗？好的！"),
        ("欠1,200元,8:30前交", "欠1,200元，8:30前交"),
        ("工号:101,请讲", "工号：101，请讲"),
        ("101,102号", "101,102号"),
    ],
)
def test_marks_are_full_width_but_within_numbers_and_the_model_gets_its_own_back(written: str, shown: str) -> None:
    assert simplified(written) == shown
    assert as_recognised(shown) == written


def test_a_number_in_two_words_keeps_its_comma() -> None:
    assert [w.text for w in simplified_words([word("1,"), word("200元,"), word("好")])] == ["1,", "200元，", "好"]


def test_a_word_keeps_its_edges_and_times_though_its_neighbours_decide_its_characters() -> None:
    words = [word("乾", start=0.0), word("淨，", start=0.5), word("乾", start=1.0), word("隆", start=1.5)]
    converted = simplified_words(words)
    assert [w.text for w in converted] == ["干", "净，", "乾", "隆"]
    assert [(w.start, w.end, w.probability) for w in converted] == [(w.start, w.end, w.probability) for w in words]


@given(st.lists(st.text(alphabet="請問您的號碼髮發後乾著麼１２3，", min_size=1, max_size=3), max_size=8))
def test_no_character_moves_to_another_word(texts: list[str]) -> None:
    converted = simplified_words([word(text) for text in texts])
    assert [len(w.text) for w in converted] == [len(text) for text in texts]
