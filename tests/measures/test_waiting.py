"""Who was to speak in a silence, and which silences are holds."""

from __future__ import annotations

import pytest

from qa.audio.speech import Span
from qa.measures import waiting
from qa.measures.measure import measure
from qa.measures.shape import Hold, Measures
from qa.roles.turns import merge_turns
from qa.rubric.operators import silence as asked
from qa.transcript import Party
from tests.builders import transcript, utterance
from tests.measures.calls import A, C, measured


@pytest.mark.parametrize(
    ("before", "after", "whose"),
    [
        ((A, "请问您的号码是多少"), (C, "一三八零零"), C),
        ((A, "请问您的号码是多少"), (A, "喂您还在吗"), C),
        ((C, "为什么这个月多了十块钱"), (A, "您好"), A),
        ((A, "我帮您查一下您的账单"), (A, "让您久等了"), A),
        ((A, "请您稍等一下好吗"), (A, "让您久等了"), A),
        ((C, "我找一下我的身份证"), (C, "找到了"), C),
        ((A, "您的宽带是昨天停的"), (C, "那怎么办啊"), C),
        ((A, "您的宽带是昨天停的"), (A, "我给您报修"), A),
    ],
    ids=["question", "unanswered question", "customer asks", "looks it up", "asks to wait", "customer looks",
         "the customer breaks it", "the agent breaks it"],
)  # fmt: skip
def test_who_was_to_speak(before: tuple[Party, str], after: tuple[Party, str], whose: Party) -> None:
    found = measured((*before, 1.0, 4.0), (*after, 9.0, 11.0), seconds=12.0)
    assert [s.waiting_for for s in found.silences] == [whose]


def test_before_the_hang_up_nobody_was_to_speak() -> None:
    found = measured((A, "请问还有什么可以帮您", 1.0, 4.0), seconds=12.0)
    assert [s.waiting_for for s in found.silences] == [Party.UNKNOWN]


def test_a_rubric_may_ask_for_the_silences_that_are_kept_and_for_no_shorter_ones() -> None:
    assert asked.SHORTEST == waiting.SHORTEST


@pytest.mark.parametrize("begin", [0.3, 1.1, 2.2, 4.1])
def test_a_silence_of_three_seconds_is_one_wherever_it_begins(begin: float) -> None:
    found = measured((A, "请问还有什么可以帮您", 0.0, begin), (A, "喂您还在吗", begin + 3.0, 9.0), seconds=9.0)
    assert len(found.silences) == 1


def test_a_back_channel_does_not_take_the_floor() -> None:
    found = measured(
        (A, "我帮您查一下您的账单", 1.0, 4.0), (C, "嗯好的", 4.2, 5.0), (C, "查到了吗", 10.0, 11.0), seconds=12.0
    )
    assert [s.waiting_for for s in found.silences] == [A]


def test_an_announced_silence_is_a_hold_and_thanked_for() -> None:
    found = measured((A, "请您稍等", 1.0, 2.0), (A, "让您久等了您的账单是", 10.0, 13.0), seconds=14.0)
    assert found.holds == (Hold(2.0, 10.0, music=False, announced=True, thanked=True),)
    assert (found.hold_count, found.hold_seconds, found.longest_hold, found.unannounced_holds) == (1, 8.0, 8.0, 0)
    assert found.hold_share == pytest.approx(8 / 14)


def test_a_hold_that_is_announced_and_misheard_is_one_all_the_same() -> None:
    found = measured((A, "请您少等", 1.0, 2.0), (A, "好的查到了", 10.0, 13.0), seconds=14.0)
    assert [(h.announced, h.thanked) for h in found.holds] == [(True, False)]


@pytest.mark.parametrize("said", ["您等我一小会儿", "给我两分钟时间好吗", "麻烦您等几分钟", "您拿着电话别走开"])
def test_a_long_silence_that_was_announced_in_other_words_is_a_hold(said: str) -> None:
    found = measured((A, said, 1.0, 3.0), (A, "您的账单是三十元", 63.0, 66.0), seconds=70.0)
    assert found.holds == (Hold(3.0, 63.0, music=False, announced=True, thanked=False),)
    assert [s.waiting_for for s in found.silences] == [A, Party.UNKNOWN]
    assert (found.hold_count, found.longest_hold, found.unannounced_holds) == (1, 60.0, 0)


@pytest.mark.parametrize(
    ("said", "sure", "announced", "unannounced"),
    [("请您稍等", 0.9, True, 0), ("请您稍等", 0.4, None, 0), ("请您道等", 0.6, None, 0), ("我看看啊", 0.9, False, 1)],
)
def test_music_that_may_have_been_announced_does_not_count_as_unannounced(
    said: str, sure: float, announced: bool | None, unannounced: int
) -> None:
    found = _measured_with_music(said, sure)
    assert [(hold.announced, hold.certain) for hold in found.holds] == [(announced, True)]
    assert (found.hold_count, found.unannounced_holds) == (1, unannounced)


@pytest.mark.parametrize(("said", "sure", "certain"), [("请您稍等", 0.9, True), ("请您稍等", 0.4, False)])
def test_a_silence_that_may_have_been_announced_may_be_a_hold_and_counts_as_none(
    said: str, sure: float, certain: bool
) -> None:
    found = _measured_with_music(said, sure, played=False)
    assert [hold.certain for hold in found.holds] == [certain]
    assert (found.hold_count, found.hold_seconds, found.longest_hold) == ((1, 8.0, 8.0) if certain else (0, 0, 0))
    assert found.hold_share == pytest.approx(8 / 14 if certain else 0)


def _measured_with_music(said: str, sure: float, *, played: bool = True) -> Measures:
    """8 s after an agent's words that the recogniser is so sure of, with music or without."""
    lines = [
        utterance(said, start=1.0, end=2.0, probability=sure),
        utterance("您的账单是三十元", start=10.0, end=13.0),
    ]
    heard = transcript(utterances=lines, turns=merge_turns(lines))
    speech = [[Span(line.start, line.end) for line in lines], []]
    return measure(heard, speech, 14.0, played=[Span(2.0, 10.0)] if played else [])


@pytest.mark.parametrize(
    "said",
    ["您的宽带是昨天停的", "请问您的号码是多少", "您别挂在心上", "我等您电话", "您稍等的时候我说一下"],
)
def test_a_silence_that_nobody_announced_is_no_hold(said: str) -> None:
    found = measured((A, said, 1.0, 4.0), (C, "我看看啊", 9.0, 11.0), seconds=12.0)
    assert found.holds == ()
    assert found.hold_count == 0
