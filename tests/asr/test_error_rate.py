from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asr.error_rate import CharacterErrors, character_errors, normalise
from qa.asr.numerals import canonical_numbers

HAN = st.text(alphabet="您好请稍等一三八百万点零12", max_size=12)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("一三八零零", "13800"),
        ("幺三八〇", "1380"),
        ("138", "138"),
        ("两百", "200"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("一百二十", "120"),
        ("三千五", "3500"),
        ("两万三", "23000"),
        ("十二", "12"),
        ("二十", "20"),
        ("一千零一", "1001"),
        ("一万零五十", "10050"),
        ("一亿两千万", "120000000"),
        ("1万", "10000"),
        ("三百二十八万一千一百三十八点四八", "3281138.48"),
        ("百分之二十", "20%"),
        ("百分之九十九点五", "99.5%"),
        ("九月一日", "9月1日"),
        ("千万不要", "千万不要"),
        ("三百零五千", "3百05千"),
        ("有点", "有点"),
        ("", ""),
    ],
)
def test_numbers_have_one_form(text: str, canonical: str) -> None:
    assert canonical_numbers(text) == canonical


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("您的号码是一三八零零", "您的号碼是13800。"),
        ("一共两百元", "一共２００元"),
        ("优惠百分之二十", "優惠 20%"),
        ("三百二十八万一千一百三十八点四八", "3,281,138.48"),
        ("OK，没问题", "ok没问题"),
        ("嗯，好的", "嗯好的"),
    ],
)
def test_the_same_words_in_other_writing_are_no_error(said: str, heard: str) -> None:
    assert character_errors(said, heard).rate == 0


def test_fillers_count() -> None:
    assert normalise("嗯，那个，我想…") == "嗯那个我想"
    assert character_errors("嗯我想", "我想") == CharacterErrors(3, deletions=1)


@pytest.mark.parametrize(
    ("said", "heard", "expected"),
    [
        ("请稍等", "请稍等", CharacterErrors(3)),
        ("请稍等", "请少等", CharacterErrors(3, substitutions=1)),
        ("请稍等", "请您稍等", CharacterErrors(3, insertions=1)),
        ("请您稍等", "请稍等", CharacterErrors(4, deletions=1)),
        ("您好", "", CharacterErrors(2, deletions=2)),
        ("", "谢谢观看", CharacterErrors(0, insertions=4)),
    ],
)
def test_errors_are_told_apart(said: str, heard: str, expected: CharacterErrors) -> None:
    assert character_errors(said, heard) == expected


def test_errors_of_several_texts_add_up_before_the_rate_is_taken() -> None:
    both = CharacterErrors(8, 1, 1, 0) + CharacterErrors(2, 0, 0, 2)
    assert both == CharacterErrors(10, 1, 1, 2)
    assert both.rate == pytest.approx(0.4)
    assert CharacterErrors(insertions=3).rate is None


@given(HAN, HAN)
def test_errors_are_a_distance(one: str, other: str) -> None:
    there, back = character_errors(one, other), character_errors(other, one)
    assert there.errors == back.errors
    assert (there.errors == 0) == (normalise(one) == normalise(other))
    assert there.errors <= max(there.characters, back.characters)
    assert there.characters - there.deletions + there.insertions == back.characters
