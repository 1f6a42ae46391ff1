from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.report.masking import masked, masked_name, masked_quote, masked_turns


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("号码13800138000对吗", "号码***********对吗"),
        ("一三八零零一三八零零零", "***********"),
        ("幺三八，洞", "幺三八，洞"),
        ("幺三八〇〇幺三八〇〇〇", "***********"),
        ("１３８００１３８０００", "***********"),
        ("一三八，零零嗯，一三八 那个 零零零", "***，**嗯，*** 那个 ***"),
        ("138-0013-8000", "***-****-****"),
        ("我要一三九两两两两三三三三", "我要***********"),
        ("八六一三八零零一三八零零零", "八六***********"),
        ("身份证110101199003071234", "身份证******************"),
        ("身份证11010119900307123X", "身份证******************"),
        ("身份证一一零一零一一九九零零三零七一二三叉", "身份证******************"),
        ("卡号6222020200112233", "卡号****************"),
        ("卡号6222 0202 0011 2233 445", "卡号**** **** **** **** ***"),
        ("13800138000，13800138000", "***********，***********"),
        # what is no customer's number stays
        ("请拨打10086或者96332", "请拨打10086或者96332"),
        ("工号一零四二为您服务", "工号一零四二为您服务"),
        ("这个月多了一百五十块", "这个月多了一百五十块"),
        ("不要一二三地数", "不要一二三地数"),
        ("单号23800138000", "单号23800138000"),
        ("", ""),
    ],
)
def test_spoken_and_written_numbers(said: str, shown: str) -> None:
    assert masked(said) == shown


def test_number_said_across_turns_with_back_channels_between() -> None:
    turns = (("号码", "是", "一三八"), ("嗯",), ("零零一三",), ("好的",), ("八零", "零零", "谢谢"))
    assert masked_turns(turns) == (("号码", "是", "***"), ("嗯",), ("****",), ("好的",), ("**", "**", "谢谢"))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我帮您重复一下，一三八零零一三", "我帮您重复一下，*******"),
        ("零零一三八零零对吗", "*******对吗"),
        ("您好，工号1042", "您好，工号1042"),
        ("请拨打10086", "请拨打10086"),
    ],
)
def test_half_a_number_at_the_end_of_a_quote(said: str, shown: str) -> None:
    assert masked_quote(said) == shown


def test_file_name_stays_findable() -> None:
    assert masked_name("20261103/0131_1047_13912345678.wav") == "20261103/0131_1047_139****5678.wav"
    assert masked_name("20261103184205.wav") == "20261103184205.wav"


GLYPHS = ["0０零〇", "1１一幺壹", "2２二两贰", "3３三叁", "4４四", "5５五", "6６六", "7７七", "8８八", "9９九"]
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
fillers = st.sampled_from(["", "", "，", " ", "嗯", "呃 ", "那个", "\n对的\n"])


@given(mobiles, st.data())
def test_no_digit_of_a_mobile_is_left(number: str, data: st.DataObject) -> None:
    digits = [data.draw(st.sampled_from(GLYPHS[int(d)])) for d in number]
    said = "".join(d + data.draw(fillers) for d in digits)
    shown = masked(f"我的号码是{said}谢谢")
    assert len(shown) == len(f"我的号码是{said}谢谢")
    assert not set("".join(GLYPHS)) & set(shown)


@given(st.lists(st.lists(st.text(alphabet="一三8 0，嗯好x的号\n", max_size=6), max_size=8), max_size=6))
def test_words_keep_their_places(turns: list[list[str]]) -> None:
    shown = masked_turns(turns)
    assert [[len(word) for word in turn] for turn in shown] == [[len(word) for word in turn] for turn in turns]
    for before, after in zip(chain(*chain(*turns)), chain(*chain(*shown)), strict=True):
        assert after in (before, "*")
