from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.asr.error_rate import CharacterErrors, align, character_errors, normalise, normalised_with_origin
from qa.asr.numerals import canonical_numbers, canonical_pieces

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
        ("3,281,138.48", "3281138.48"),
        ("三点五万", "35000"),
        ("3.5万", "35000"),
        ("三分之一", "1/3"),
        ("百分之百", "100%"),
        ("20％", "20%"),
        ("百分之三点二", "3.2%"),
        ("二零二六年十月一日", "2026年10月1日"),
        ("2026-10-01", "2026年10月1日"),
        ("2026/10/1", "2026年10月1日"),
        ("138-0000-4481", "13800004481"),
        ("138 0000 4481", "13800004481"),
        ("0571-88886666", "057188886666"),
        ("十二块五", "12.5元"),
        ("十二块五毛", "12.5元"),
        ("三块五毛二", "3.52元"),
        ("三块五的", "3.5元的"),
        ("¥12.50", "12.5元"),
        ("12.5元", "12.5元"),
        ("五十块钱", "50元"),
        ("九十九块", "99元"),
        ("五十元", "50元"),
        ("十块一个", "10元1个"),
        ("一块儿", "1块儿"),
        ("九点半", "9:30"),
        ("9点30分", "9:30"),
        ("九点三十", "9:30"),
        ("9:30", "9:30"),
        ("9:00", "9点"),
        ("九点整", "9点"),
        ("九点钟", "9点"),
        ("下午三点一刻", "下午3:15"),
        ("三点零五分", "3:05"),
        ("十点二十五", "10:25"),
        ("三点二吨", "3.2吨"),
        ("二十五点六", "25.6"),
        ("一点也不", "1点也不"),
        ("四十分钟之内", "40分钟之内"),
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


@given(st.text(alphabet="一二十百千万亿零点分之元块毛年月日:：-/.%¥,0123半刻您好 ", max_size=16))
def test_pieces_cover_the_text(text: str) -> None:
    pieces = list(canonical_pieces(text))
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces)][: len(pieces)]
    assert not pieces or pieces[-1].end == len(text)
    assert "".join(piece.text for piece in pieces) == canonical_numbers(text)


def test_every_normalised_character_knows_where_it_comes_from() -> None:
    text, origin = normalised_with_origin("一共一百二十元，好")
    assert text == "1共120元好"
    assert origin == ((0, 1), (1, 2), *[(2, 6)] * 3, (6, 7), (8, 9))


def test_an_alignment_pairs_what_is_alike() -> None:
    assert align("请您稍等", "请稍等啊") == ((0, 0), (1, None), (2, 1), (3, 2), (None, 3))
    assert align("", "好") == ((None, 0),)


@given(HAN, HAN)
def test_errors_are_a_distance(one: str, other: str) -> None:
    there, back = character_errors(one, other), character_errors(other, one)
    assert there.errors == back.errors
    assert (there.errors == 0) == (normalise(one) == normalise(other))
    assert there.errors <= max(there.characters, back.characters)
    assert there.characters - there.deletions + there.insertions == back.characters
