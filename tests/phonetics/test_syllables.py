"""Text is read aloud as people say it on the telephone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from qa.phonetics.syllables import syllables


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("您好", "nin hao"),
        ("挂机", "gua ji"),
        ("刮几", "gua ji"),
        ("一三八", "yi san ba"),
        ("138", "yi san ba"),
        ("１３８", "yi san ba"),
        ("幺三八", "yi san ba"),
        ("工号要零六", "gong hao yi ling liu"),  # 幺, misheard
        ("二要七", "er yi qi"),
        ("我要三个", "wo yao san ge"),
        ("您，好。 ", "nin hao"),
        ("绿色", "lv se"),
        ("一会儿", "yi hui"),
        ("这儿，儿子", "zhe er zi"),
        ("女儿", "nv er"),
        ("儿", "er"),
        ("二", "er"),
        ("", ""),
        ("😀\n…", ""),
    ],
)
def test_reading(text: str, read: str) -> None:
    assert " ".join(s.reading for s in syllables(text)) == read


def test_every_syllable_knows_its_character() -> None:
    text = "您好，工号1024。"
    assert "".join(text[s.start : s.end] for s in syllables(text)) == "您好工号1024"


def test_a_polyphone_offers_its_other_reading() -> None:
    (syllable,) = syllables("还")
    assert {syllable.reading, syllable.other} == {"hai", "huan"}


@given(text=st.text(alphabet="银行长重庆一了解还没有得着调查便宜的地方都会计数据您好请稍等行", max_size=20))
def test_characters_are_read_as_pypinyin_reads_them(text: str) -> None:
    assert [syllable.reading for syllable in syllables(text)] == lazy_pinyin(text, style=Style.NORMAL, v_to_u=False)


@given(text=st.text(alphabet="您好还有重行长幺两兩二点了，。？！ 、", max_size=20))
def test_a_number_beside_it_changes_no_other_reading(text: str) -> None:
    alone = [s.reading for s in syllables(text)]
    assert [s.reading for s in syllables(text + "。a7")][: len(alone)] == alone
