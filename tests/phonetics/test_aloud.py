"""Numbers as they are said on a hotline."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.phonetics.aloud import read_aloud
from qa.phonetics.syllables import syllables


def aloud(text: str) -> str:
    return "".join(said.character for said in read_aloud(text))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("13800004481", "一三八零零零零四四八一"),
        ("工号1006为您服务", "工号一零零六为您服务"),
        ("1001号", "一零零一号"),
        ("16号2栋401", "十六号二栋四零一"),
        ("一共120元", "一共一百二十元"),
        ("300兆", "三百兆"),
        ("12.50元", "十二点五零元"),
        ("3,281,138.48", "三百二十八万一千一百三十八点四八"),
        ("20%", "百分之二十"),
        ("２０％", "百分之二十"),
        ("¥99", "九十九元"),
        ("9:30", "九点三十分"),
        ("9:05", "九点零五分"),
        ("10:00", "十点"),
        ("2026年10月1日", "二零二六年十月一日"),
        ("2026-10-01", "二零二六年十月一日"),
        ("10010", "一零零一零"),
        ("40分钟", "四十分钟"),
        ("10050元", "一万零五十元"),
        ("20000元", "二万元"),
        ("200300元", "二十万零三百元"),
        ("1006元", "一千零六元"),
        ("05", "零五"),
        ("拨打10086人工服务", "拨打一零零八六人工服务"),
        ("96166分机", "九六一六六分机"),
        ("100多块", "一百多块"),
        ("300左右", "三百左右"),
        ("保证100%", "保证百分之百"),
        ("您好，请讲。", "您好，请讲。"),
        ("", ""),
    ],
)
def test_numbers_are_read_as_they_are_said(written: str, said: str) -> None:
    assert aloud(written) == said


def test_a_phrase_with_a_number_is_found_however_the_number_is_written() -> None:
    for written, said in (("一百二十元", "120元"), ("百分之二十", "20%"), ("一零零六号", "1006号")):
        assert [s.reading for s in syllables(written)] == [s.reading for s in syllables(said)]


@given(st.text(alphabet="0123456789.,:%¥-元年月日号您好 ，", max_size=20))
def test_every_character_said_lies_in_the_text_in_order(text: str) -> None:
    said = list(read_aloud(text))
    assert all(0 <= one.start < one.end <= len(text) for one in said)
    assert [one.start for one in said] == sorted(one.start for one in said)
