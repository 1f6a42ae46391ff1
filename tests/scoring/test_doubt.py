"""Which places a second listening is asked about, and what becomes of its answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from qa.phonetics.pattern import parse
from qa.recording import Seconds
from qa.scoring.doubt import FURTHEST, MOST, Doubt, doubts
from qa.scoring.heard import Call
from qa.scoring.hit import Hit
from qa.scoring.sought import Sought
from qa.transcript import HeardAgain, Party
from tests import builders

A, C = Party.AGENT, Party.CUSTOMER


def call(*lines: tuple[Party, str], again: tuple[HeardAgain, ...] = ()) -> Call:
    transcript = builders.transcript(turns=builders.dialogue(*lines), again=again)
    return Call(transcript, builders.measures(), builders.metadata())


def of(phrase: str, *lines: tuple[Party, str]) -> tuple[Doubt, ...]:
    return doubts(call(*lines), {A: Sought.of([(phrase, None)], [[phrase]])})


def test_what_was_written_down_clearly_needs_no_second_listening() -> None:
    assert of("请您稍等片刻", (A, "好的请您稍等片刻我查一下")) == ()


def test_a_likely_place_is_asked_about_with_the_words_around_it() -> None:
    (doubt,) = of("请您稍等片刻", (A, "好的请宁到邓片课我查一下"))
    assert (doubt.before, doubt.heard, doubt.tested, doubt.after) == (
        "好的",
        "请宁到邓片课",
        "请您稍等片刻",
        "我查一下",
    )
    assert doubt.party is A
    assert doubt.clip_start < doubt.start < doubt.end < doubt.clip_end


@pytest.mark.parametrize("line", [(A, "今天天气很好我们去公园"), (C, "好的请宁到邓片课我查一下"), (A, "您的")])
def test_nothing_is_asked_where_nothing_is_like_it(line: tuple[Party, str]) -> None:
    assert of("请您稍等片刻", line) == ()


def test_two_syllables_are_not_asked_about() -> None:
    assert of("您的", (A, "民的")) == ()


def test_where_one_wording_was_said_the_others_are_not_asked_about() -> None:
    spoken = call((A, "您好很高兴为您服务，请宁到邓片课"))
    wordings = ["很高兴为您服务", "很高兴替您服务", "请您稍等片刻"]

    def asked(*demands: list[str]) -> list[str]:
        return [
            doubt.phrase for doubt in doubts(spoken, {A: Sought.of([(wording, None) for wording in wordings], demands)})
        ]

    assert asked(wordings) == ["请您稍等片刻"]
    assert asked(wordings[:1], wordings[1:]) == ["很高兴替您服务", "请您稍等片刻"]
    assert asked(wordings[:2], wordings[1:]) == ["很高兴替您服务", "请您稍等片刻"]
    assert asked(wordings[:1], wordings[2:]) == ["很高兴替您服务", "请您稍等片刻"]


def test_the_wordings_of_one_occasion_are_one_question_as_those_of_a_demand_are() -> None:
    occasion = Sought.of([(wording, None) for wording in WORDINGS], [], others=[WORDINGS])
    demand = Sought.of([(wording, None) for wording in WORDINGS], [WORDINGS])
    certain = call((A, f"好的{WORDINGS[0]}我查一下"))
    assert doubts(certain, {A: occasion}) == doubts(certain, {A: demand}) == ()
    assert not occasion.demands
    assert occasion.conditions == demand.conditions


@pytest.mark.parametrize(("heard", "asked"), [("请您大邓片课", 1), ("请您到邓片坐", 0)])
def test_an_occasion_has_to_be_nearer_than_a_demand(heard: str, asked: int) -> None:
    phrase, spoken = "请您稍等片刻", call((A, f"好的{heard}我查一下"))
    assert len(doubts(spoken, {A: Sought.of([(phrase, None)], [[phrase]])})) == 1
    assert len(doubts(spoken, {A: Sought.of([(phrase, None)], [], others=[[phrase]])})) == asked


def hits(phrase: str, *lines: tuple[Party, str], again: tuple[HeardAgain, ...]) -> list[Hit]:
    return list(call(*lines, again=again).voices[A].find(phrase, parse(phrase)))


def answer(phrase: str, line: tuple[Party, str], probability: float) -> HeardAgain:
    (doubt,) = of(phrase, line)
    return HeardAgain(doubt.phrase, doubt.party, doubt.start, doubt.end, probability)


def test_the_sound_settles_what_the_words_leave_open() -> None:
    line, phrase = (A, "好的请您到邓片课"), "请您稍等片刻"
    (by_words,) = hits(phrase, line, again=())
    for settled in (0.95, 0.05):
        (hit,) = hits(phrase, line, again=(answer(phrase, line, settled),))
        assert hit.finding.probability == settled != by_words.finding.probability
        assert (hit.first, hit.last) == (by_words.first, by_words.last)


def test_a_place_that_the_words_alone_would_not_show() -> None:
    line, phrase = (A, "好的起宁到动骗课"), "请您稍等片刻"
    assert hits(phrase, line, again=()) == []
    (hit,) = hits(phrase, line, again=(answer(phrase, line, 0.9),))
    assert (hit.finding.text, hit.finding.probability, hit.finding.party) == ("起宁到动骗课", 0.9, A)


def test_the_sound_of_another_phrase_settles_nothing() -> None:
    line = (A, "好的请您到邓片课")
    other = HeardAgain("请您稍候", A, 0.0, 10.0, 0.99)
    assert hits("请您稍等片刻", line, again=(other,)) == hits("请您稍等片刻", line, again=())


def test_behind_a_negation_a_person_decides_whatever_was_heard() -> None:
    line, phrase = (A, "我不能马尚给您板理"), "马上给您办理"
    (hit,) = hits(phrase, line, again=(HeardAgain(phrase, A, 0.0, 10.0, 0.99),))
    assert hit.finding.probability < 0.6


@pytest.mark.parametrize("before", ["您的费用是不", "上午好啊不"])
def test_a_garbled_question_and_a_slip_mended_are_no_negation(before: str) -> None:
    (hit,) = hits("已经处理好了", (A, before + "已经处理好了"), again=())
    assert hit.finding.probability > 0.9


def test_places_of_one_breath_share_their_sound() -> None:
    words = "好的请宁到邓片课我查一下您的话费"
    first, second = (
        doubts(call((A, words)), {A: Sought.of([(p, None)], [[p]])}) for p in ("请您稍等片刻", "查意夏您的发肥")
    )
    assert [(d.clip_start, d.clip_end) for d in first] == [(d.clip_start, d.clip_end) for d in second]


def test_where_a_strange_negation_was_written_down_the_sound_is_not_asked() -> None:
    phrase = "我已接到通知"
    asked, passed_over = (
        doubts(call((A, words)), {A: Sought.of([(phrase, None)], [[phrase]])})
        for words in ("我米解到空值", "我没解到空值")
    )
    assert [doubt.phrase for doubt in asked] == [phrase]
    assert passed_over == ()


def test_the_more_wordings_a_demand_has_the_sooner_ordinary_speech_is_near_one() -> None:
    one, *others = "请您稍等片刻", "请您等一会儿", "请您不要挂断"
    few, many = (Sought.of([(p, None) for p in said], [said]).rarity[one] for said in ([one], [one, *others]))
    assert many < few
    assert Sought.of([(one, None)], []).rarity[one] == few


def test_the_sound_ends_with_a_pause_and_never_far_away() -> None:
    spoken = builders.turn("请宁到邓片课", start=10)
    far, near, behind = (
        builders.turn("喂喂", start=1),
        builders.turn("好的", start=9),
        builders.turn("啊" * 60, start=11.6),
    )
    turn = replace(spoken, start=1.0, end=behind.end, words=far.words + near.words + spoken.words + behind.words)
    transcript = builders.transcript(turns=(turn,))
    phrase = "请您稍等片刻"
    (doubt,) = doubts(
        Call(transcript, builders.measures(), builders.metadata()), {A: Sought.of([(phrase, None)], [[phrase]])}
    )
    assert doubt.clip_start == near.words[0].start
    assert doubt.end < doubt.clip_end <= doubt.end + FURTHEST


WORDINGS = [f"请您稍等{char}刻" for char in "片偏篇骗边编扁"]
OTHER = "祝您生活愉快"


def asked_of(seconds: Seconds, times: int) -> Counter[bool]:
    """How many places are asked about of seven wordings of one demand, so often mumbled, and of another (True)."""
    lines = [(A, "请宁到邓片课我查一下"), (C, "这个多少钱")] * times
    turns = builders.dialogue(*lines, (A, "祝您星火鱼课"))
    heard = Call(builders.transcript(turns=turns, seconds=seconds), builders.measures(), builders.metadata())
    phrases = [(phrase, None) for phrase in [*WORDINGS, OTHER]]
    return Counter(doubt.phrase == OTHER for doubt in doubts(heard, {A: Sought.of(phrases, [WORDINGS, [OTHER]])}))


def test_many_wordings_of_one_demand_leave_room_for_another() -> None:
    asked = asked_of(60.0, 24)
    assert asked == {False: MOST - 1, True: 1}


def test_of_a_longer_call_more_places_are_asked_about() -> None:
    assert asked_of(1000.0, 24).total() > MOST
