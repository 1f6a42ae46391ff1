from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.report.call_page import hidden_spans
from qa.report.masking import masked, masked_name, masked_quote, masked_turns
from qa.transcript import Party, Turn, Word


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("号码13800138000对吗", "号码***********对吗"),
        ("一三八零零一三八零零零", "***********"),
        ("幺三八〇〇幺三八〇〇〇", "***********"),
        ("幺三八洞洞幺三八洞洞洞", "***********"),
        ("１３８００１３８０００", "***********"),
        ("一三八，零零嗯，一三八 那个 零零零", "***，**嗯，*** 那个 ***"),
        ("138-0013-8000", "***-****-****"),
        ("我要一三九两两两两三三三三", "我要***********"),
        ("八六一三八零零一三八零零零", "*************"),
        ("身份证110101199003071234", "身份证******************"),
        ("身份证11010119900307123X", "身份证******************"),
        ("身份证一一零一零一一九九零零三零七一二三叉", "身份证******************"),
        ("卡号6222020200112233", "卡号****************"),
        ("卡号6222 0202 0011 2233 445", "卡号**** **** **** **** ***"),
        ("13800138000，13800138000", "***********，***********"),
        ("户号三零零八，五五幺零", "户号****，****"),
    ],
)
def test_numbers_of_customers(said: str, shown: str) -> None:
    assert masked(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        # digits unheard, and one too many
        ("要390012012，", "**********，"),
        ("身份证1101019900312X", "身份证**************"),
        ("卡号62220202001122", "卡号**************"),
        ("1380013800089", "*************"),
        ("3080510", "*******"),
        # digits written by a word that sounds like them
        ("要三九零零零零零零就零就", "***********就"),
        ("要3900亿2016", "**********"),
        ("要3900要3要3", "*********"),
        ("要3900以200以", "*********以"),
        ("057-200起，好的", "***-****，好的"),
        ("2002338期", "*******期"),
        ("零物企雅二九旧，", "*******，"),
        ("零五七四八八有案", "********"),
        ("有0014409别跟我讲", "有*******别跟我讲"),
        ("05G13390，", "********，"),
    ],
)
def test_numbers_that_were_badly_heard(said: str, shown: str) -> None:
    assert masked(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "请拨打10086或者96332",
        "10086，10010，12345",
        "客服热线400-820-8820",
        "四零零八二零八八二零",
        "工号一零四二为您服务",
        "您好，工号1042，1042，很高兴为您服务",
        "96332，2005号为您服务",
        "公号2001，12345",
        "这个月多了一百五十块",
        "一千二百块，一千三百五十块",
        "余额1234567.5",
        "一共是1234567块",
        "123456.78元",
        "二零二六年十一月二十五号",
        "2026年11月25号12点30分",
        "2026-11-25",
        "抄表的读数是00123456",
        "单号23800138000",
        "幺三八，洞",
        "不要一二三地数",
        "一个一个一个一个一个一个一个",
        "二栋四零幺，四零幺",
        "一起去吧，一样一样吧，一会儿就一起",
        "",
    ],
)
def test_what_is_no_number_of_a_customer_stays(said: str) -> None:
    assert masked(said) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("工号1042，13900012012", "工号1042，***********"),
        ("单号2026112500，幺三九零零零一二零", "单号2026112500，*********"),
        ("三零零八五五一零，25号", "********，25号"),
        ("余额13900012012", "余额***********"),
    ],
)
def test_known_number_beside_one_of_a_customer(said: str, shown: str) -> None:
    assert masked(said) == shown


def test_number_said_across_turns_with_back_channels_between() -> None:
    turns = (("号码", "是", "一三八"), ("嗯",), ("零零一三",), ("好的", "，您说"), ("八零", "零零", "谢谢"))
    shown = (("号码", "是", "***"), ("嗯",), ("****",), ("好的", "，您说"), ("**", "**", "谢谢"))
    assert masked_turns(turns) == shown


def test_turn_after_a_number_keeps_its_small_words() -> None:
    assert masked_turns((("二零零一二零零一。",), ("是一个彩铃",))) == (("********。",), ("是一个彩铃",))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我帮您重复一下，一三八零零一三", "我帮您重复一下，*******"),
        ("零零一三八零零对吗", "*******对吗"),
        ("零零一三八，", "*****，"),
        ("您好，工号1042", "您好，工号1042"),
        ("工号104231", "工号104231"),
        ("请拨打10086", "请拨打10086"),
    ],
)
def test_half_a_number_at_the_end_of_a_quote(said: str, shown: str) -> None:
    assert masked_quote(said) == shown


def test_file_name_stays_findable() -> None:
    assert masked_name("20261103/0131_1047_13912345678.wav") == "20261103/0131_1047_139****5678.wav"
    assert masked_name("20261103184205.wav") == "20261103184205.wav"


GLYPHS = ["0０零〇洞", "1１一幺壹", "2２二两贰", "3３三叁", "4４四", "5５五", "6６六", "7７七拐", "8８八", "9９九勾"]
DIGITS = "".join(GLYPHS)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
identities = st.from_regex(r"[1-6][0-9]{5}(19|20)[0-9]{9}[0-9X]", fullmatch=True)
cards = st.from_regex(r"62[0-9]{14,17}", fullmatch=True)
fillers = st.sampled_from(["", "", "", "，", " ", "嗯", "呃 ", "那个", "\n对的\n", "\n嗯，您说\n"])


@st.composite
def as_heard(draw: st.DrawFn) -> str:
    """A number as a caller says it, up to two digits of it unheard or one too many."""
    number = draw(st.one_of(mobiles, identities, cards))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(number) - 1))
        number = number[:at] + number[at + 1 :]
    if draw(st.booleans()):
        at = draw(st.integers(0, len(number) - 1))
        number = number[:at] + draw(st.sampled_from("0123456789")) + number[at:]
    return "".join((c if c == "X" else draw(st.sampled_from(GLYPHS[int(c)]))) + draw(fillers) for c in number)


@given(as_heard())
def test_no_digit_of_a_number_is_left(said: str) -> None:
    text = f"我的号码是{said}谢谢"
    shown = masked(text)
    assert len(shown) == len(text)
    assert not set(DIGITS) & set(shown)
    assert "X" not in shown


@given(as_heard())
def test_no_digit_of_a_number_is_left_in_a_quote(said: str) -> None:
    assert not set(DIGITS) & set(masked_quote(said))


@given(as_heard(), st.lists(st.floats(0, 0.9), min_size=200, max_size=200))
def test_sound_of_a_number_is_muted_from_its_first_digit_to_its_last(said: str, pauses: list[float]) -> None:
    words, at = [], 10.0
    for char, pause in zip(f"号码{said}谢谢", pauses, strict=False):
        words.append(Word(char, at, at + 0.2, 0.9))
        at += 0.2 + pause
    turn = Turn(Party.CUSTOMER, 10.0, at, tuple(words))
    digits = [word for word in words if word.text in DIGITS]
    spans = hidden_spans([turn], masked_turns([[word.text for word in words]]))
    assert all(any(start <= word.start and word.end <= end for start, end in spans) for word in digits)
    assert spans[-1][1] < words[-1].start, "what is said after it is heard"
    if not set(said) - set(DIGITS):
        assert len(spans) == 1, "a digit that nobody wrote down may lie between two"


dates = st.dates().map(lambda day: f"{day.year}年{day.month}月{day.day}号")
amounts = st.builds(lambda n, unit: f"{n}{unit}", st.integers(1, 999_999).map(str), st.sampled_from(["块", "元", "度"]))
hours = st.builds("{}点{}分".format, st.integers(0, 23), st.integers(0, 59))


@given(
    st.lists(st.one_of(dates, amounts, hours), min_size=1, max_size=5), st.sampled_from(["，", "，然后", "到", "和"])
)
def test_dates_amounts_and_times_stay(said: list[str], between: str) -> None:
    text = between.join(said)
    assert masked(text) == text


@given(st.lists(st.lists(st.text(alphabet="一三8 0，嗯好要就x的号\n", max_size=6), max_size=8), max_size=6))
def test_words_keep_their_places(turns: list[list[str]]) -> None:
    shown = masked_turns(turns)
    assert [[len(word) for word in turn] for turn in shown] == [[len(word) for word in turn] for turn in turns]
    for before, after in zip(chain(*chain(*turns)), chain(*chain(*shown)), strict=True):
        assert after in (before, "*")
