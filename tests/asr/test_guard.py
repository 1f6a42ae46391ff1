from __future__ import annotations

import pytest

from qa.asr.guard import agree, invented, is_loop, suspect, with_speech
from qa.audio.speech import Span
from tests.builders import utterance, word, words


@pytest.mark.parametrize(
    "text",
    [
        "谢谢您谢谢您谢谢您谢谢您谢谢您",
        "请您稍等一下请您稍等一下请您稍等一下请您稍等一下",
        "哈哈哈哈哈哈哈哈哈哈",
        "我们我们我们我们",
        "我想查一下话费，" * 4,
    ],
)
def test_a_loop_is_recognised(text: str) -> None:
    assert is_loop(text.replace("，", ""))


@pytest.mark.parametrize(
    "text",
    [
        "对对对对对",
        "喂喂喂",
        "请您请您稍等一下",
        "我的号码是一三八一一一一一一一一",
        "13811111111",
        "1381212121212",
        "好的好的好的",
        "您好很高兴为您服务请问有什么可以帮您我想查一下这个月的话费怎么这么多",
    ],
)
def test_what_people_repeat_is_no_loop(text: str) -> None:
    assert not is_loop(text)


@pytest.mark.parametrize(
    ("first", "again", "same"),
    [
        ("我您把钱把钱赚给我,赚给我就行", "我您把钱 把钱賺給我 赚给我就行", True),
        ("我百分之百,百分之百给您换心几", "我百分之百,百分之白给您换新节", True),
        ("我都跟你说了好几遍了" * 20, "我都跟你说了好几遍了", False),  # the loop is no second witness
        ("谢谢您谢谢", "谢谢您谢谢", False),  # nor is a courtesy, which is invented twice
        ("我想查一下上个月的话费", "明天上午师傅上门来修", False),
        ("", "我想查一下上个月的话费", False),
    ],
)
def test_two_hearings_of_one_sentence_agree(first: str, again: str, same: bool) -> None:
    assert agree(first, again) is same


def test_more_than_anybody_can_say_is_suspect() -> None:
    assert suspect(words("您好很高兴为您服务请问有什么可以帮您"), speech_seconds=0.5)
    assert not suspect(words("您好很高兴为您服务请问有什么可以帮您"), speech_seconds=2.5)
    assert not suspect(words("谢谢您"), speech_seconds=0.1), "three characters are too few to tell a rate"
    assert not suspect((), speech_seconds=3.0)


def test_words_without_speech_under_them_go_and_those_beside_it_stay() -> None:
    kept = with_speech(
        [word("谢谢", start=0.0), word("您", start=4.7, end=4.9), word("好", start=5.0, end=5.4)], [Span(5.0, 8.0)]
    )
    assert [w.text for w in kept] == ["您", "好"]


@pytest.mark.parametrize(
    "text",
    [
        "谢谢观看",
        "谢谢大家观看！",
        "感谢您的收听",
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "字幕由 Amara.org 社群提供",
        "中文字幕志愿者 李宗盛",
        "优优独播剧场——YoYo Television Series Exclusive",
    ],
)
@pytest.mark.parametrize("probability", [0.2, 0.99])
def test_subtitle_sentences_are_inventions_however_sure_the_model_is(text: str, probability: float) -> None:
    said = utterance(text, start=1.0, end=4.0, probability=probability)
    assert invented(said, [Span(1.0, 4.0)])


@pytest.mark.parametrize(
    "text",
    [
        "谢谢您",
        "谢谢",
        "好的再见",
        "您好",
        "感谢您的耐心等待",
        "感谢您的来电再见",
        "您在我们的频道套餐里订阅了体育节目所以这个月的话费会多二十元",
        "短信字幕看不清楚",
    ],
)
@pytest.mark.parametrize("probability", [0.05, 0.99])
def test_real_words_in_real_speech_stay_however_unsure_the_model_is(text: str, probability: float) -> None:
    said = utterance(text, start=1.0, end=1.0 + len(text) / 5, probability=probability)
    assert not invented(said, [Span(1.0, 1.0 + len(text) / 5)])


@pytest.mark.parametrize("text", ["谢谢你", "谢谢您。", "再见", "您好", "不客气"])
def test_a_courtesy_alone_in_long_sound_was_not_earned(text: str) -> None:
    said = utterance(text, start=10.0, end=18.0)
    assert invented(said, [Span(10.0, 18.0)])
    assert not invented(utterance(text, start=10.0, end=10.8), [Span(10.0, 10.8), Span(12.0, 20.0)])


def test_an_answer_in_long_sound_is_kept() -> None:
    assert not invented(utterance("我不需要", start=10.0, end=18.0), [Span(10.0, 18.0)])


def test_text_without_a_spoken_character_is_nothing() -> None:
    assert invented(utterance("……。", start=0.0, end=1.0), [Span(0.0, 1.0)])
