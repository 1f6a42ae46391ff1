"""Phrases whose words stand in another order, or with more between them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.phonetics.phrase_words import PhraseWords, Word, phrase_words
from qa.phonetics.rearranged import Arrangement, Rearrangeable
from qa.phonetics.syllables import read
from qa.phonetics.vocabulary import AT_A_BREAK

WORDS = ("插头", "拔掉", "阀门", "关上", "师傅", "上门", "地址", "核对")


def said(text: str) -> np.ndarray:
    """Pronunciations, a break at each full stop."""
    parts = [read(part).said for part in text.split("。")]
    return np.array([one for part in parts for one in (*part, AT_A_BREAK)][:-1], np.int64)


def found(phrase: str, text: str) -> list[Arrangement]:
    return Rearrangeable({7: phrase_words(phrase)}).find(said(text)).get(7, [])


def shown(words: tuple[Word, ...]) -> str:
    """`ba.diao ca.tou`: the first way of saying each."""
    return " ".join(".".join(word[0]) for word in words)


@pytest.mark.parametrize(
    ("phrase", "needed", "beside", "manners"),
    [
        ("请您先拔掉插头", "ba.diao ca.tou", "xian", "qin ni"),
        ("工号{number}为您服务[，请讲]", "gong.hao # wei.ni.fu.wu", "", ""),
        ("还有(问题|需要)吗", "hai.you wen.ti", "ma", ""),
        ("我不知道的", "bu zi.dao", "wo", ""),
        ("(请|麻烦)您稍等", "sao.den", "", "qin ni"),
    ],
)
def test_words_make_a_phrase_or_stand_beside_it_or_ask_politely(
    phrase: str, needed: str, beside: str, manners: str
) -> None:
    words = phrase_words(phrase)
    assert (shown(words.needed), shown(words.beside), shown(words.manners)) == (needed, beside, manners)


@pytest.mark.parametrize(
    ("phrase", "text", "inverted", "missing"),
    [
        ("您先拔掉插头", "您先把插头给拔掉", 1, 0),
        ("您先拔掉插头", "拔掉您家的插头", 0, 1),
        ("请问您的地址是哪里", "您的地址请问在哪里", 0, 1),
        ("工号{number}为您服务", "为您服务的是工号一零零六", 1, 0),
        ("这个不归我们部门管", "我们部门管的不归这个", 1, 0),
    ],
)
def test_all_words_of_a_phrase_are_found_in_another_order(phrase: str, text: str, inverted: int, missing: int) -> None:
    (one,) = found(phrase, f"好的。{text}。再见")
    assert (min(1, one.inverted), one.missing, one.negations) == (inverted, missing, 0)
    assert one.start >= 3
    assert one.end <= 3 + len(read(text).said)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("您先拔掉插头", "您先把插头插上"),
        ("您先拔掉插头", "插头在墙上。拔掉什么"),
        ("请您稍等", "等您稍微有空"),
        ("不用", "用不着"),
    ],
)
def test_a_phrase_is_not_found_where_a_word_lacks_or_stands_in_another_sentence_or_there_is_but_one(
    phrase: str, text: str
) -> None:
    assert found(phrase, text) == []


def test_a_negation_and_persons_that_changed_places_are_told() -> None:
    (denied,) = found("我给您登记地址", "地址我没给您登记")
    (turned,) = found("您先听我讲完整情况", "我先听您讲完整情况")
    (named,) = found("给您念一遍地址", "地址您念给我一遍")
    assert (denied.negations, denied.turned, denied.named) == (1, False, False)
    assert (turned.negations, turned.turned, turned.named) == (0, True, False)
    assert (named.turned, named.named) == (False, True)


def test_a_gap_of_the_phrase_is_free_and_what_goes_beyond_costs() -> None:
    (free,) = found("地址{any:0-4}核对清楚", "地址今天上午核对清楚")
    (beyond,) = found("地址核对清楚", "地址今天上午核对清楚")
    assert free.extra == 0 < beyond.extra


def test_where_a_phrase_was_said_word_by_word_it_is_not_looked_for() -> None:
    words = Rearrangeable({7: phrase_words("您先拔掉插头")})
    text = said("您先拔掉插头。插头您先拔掉")
    assert len(words.find(text)[7]) == 2
    assert [one.start for one in words.find(text, [(7, 0)])[7]] == [7]


@given(st.permutations(WORDS), st.integers(2, 5), st.text("的啊嗯", max_size=3))
def test_any_order_of_the_words_is_found(order: list[str], count: int, between: str) -> None:
    phrase = "".join(f"({word}|{word})" for word in sorted(order[:count]))  # 上门阀门 has a 门阀 in it
    (one,) = found(phrase, between.join(order[:count]))
    assert one.heard == 2 * count
    assert one.inverted <= count - 1
    assert (one.extra > 0) == bool(between.strip("儿"))


def test_many_phrases_are_found_as_each_by_itself() -> None:
    phrases = ["您先拔掉插头", "师傅上门核对地址", "阀门您关上", "请您稍等"]
    words: dict[int, PhraseWords] = {number: phrase_words(phrase) for number, phrase in enumerate(phrases)}
    text = said("插头先拔掉。地址师傅上门再核对。关上您的阀门。请稍等")
    alone = {number: Rearrangeable({number: one}).find(text).get(number) for number, one in words.items()}
    assert Rearrangeable(words).find(text) == {number: one for number, one in alone.items() if one}
    assert len([one for one in alone.values() if one]) == 3
