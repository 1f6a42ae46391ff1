from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from qa.roles.turns import LONGEST_PAUSE, merge_turns
from qa.transcript import Party, Turn, Utterance
from tests.builders import utterance

A, C = Party.AGENT, Party.CUSTOMER


def conversation(*lines: tuple[Party, str, float]) -> tuple[Turn, ...]:
    return merge_turns([utterance(text, party=party, start=start) for party, text, start in lines])


def said(turns: tuple[Turn, ...]) -> list[tuple[Party, str]]:
    return [(turn.party, turn.text) for turn in turns]


@st.composite
def utterances(draw: st.DrawFn) -> list[Utterance]:
    texts = st.sampled_from(["嗯", "好的", "请您稍等", "我想查话费", "对", "您好"])
    parties = draw(st.sampled_from([(A, C), (Party.UNKNOWN, Party.UNKNOWN)]))
    clock, found = {0: 0.0, 1: 0.0}, []
    for _ in range(draw(st.integers(0, 15))):
        channel = draw(st.integers(0, 1))
        start = clock[channel] + draw(st.floats(0, 5))
        found.append(utterance(draw(texts), party=parties[channel], channel=channel, start=start))
        clock[channel] = found[-1].end
    return draw(st.permutations(found))


def test_a_turn_goes_on_until_the_other_says_something() -> None:
    turns = conversation((A, "您好", 0.0), (A, "请讲", 1.0), (C, "我想查话费", 2.0), (A, "请您稍等", 4.0))
    assert said(turns) == [(A, "您好请讲"), (C, "我想查话费"), (A, "请您稍等")]
    assert (turns[0].start, turns[0].end) == (0.0, 1.5)


def test_a_phrase_runs_across_a_back_channel_which_keeps_a_turn_of_its_own() -> None:
    turns = conversation((A, "请您", 0.0), (C, "嗯", 0.6), (A, "稍等一下", 1.0))
    assert said(turns) == [(A, "请您稍等一下"), (C, "嗯")]
    assert [w.start for w in turns[0].words] == [0.0, 0.25, 1.0, 1.25, 1.5, 1.75]


def test_a_back_channel_just_before_ones_own_words_belongs_to_them() -> None:
    turns = conversation((A, "您还有问题吗", 0.0), (C, "嗯", 2.0), (C, "我想查话费", 2.8), (A, "好的", 4.5))
    assert said(turns) == [(A, "您还有问题吗"), (C, "嗯我想查话费"), (A, "好的")]


def test_a_back_channel_long_before_ones_own_words_stands_alone() -> None:
    turns = conversation((A, "我给您查一下", 0.0), (C, "好的", 1.6), (A, "查到了", 3.0), (C, "多少钱", 5.0))
    assert said(turns) == [(A, "我给您查一下查到了"), (C, "好的"), (C, "多少钱")]


def test_who_is_talked_over_and_speaks_on_has_not_given_up_the_turn() -> None:
    turns = conversation((A, "您好，工号", 0.0), (C, "喂我想查话费", 0.5), (A, "一零零六", 1.6), (A, "请讲", 3.0))
    assert said(turns) == [(A, "您好，工号一零零六请讲"), (C, "喂我想查话费")]


def test_both_may_speak_on_at_once() -> None:
    turns = conversation((A, "我跟您说", 0.0), (C, "你听我说", 0.4), (A, "这个不行", 1.05), (C, "我要投诉", 1.6))
    assert said(turns) == [(A, "我跟您说这个不行"), (C, "你听我说我要投诉")]


def test_who_stops_when_the_other_begins_or_is_silent_for_long_has_given_it_up() -> None:
    stops = conversation((A, "请您稍等", 0.0), (C, "好的我等", 0.9), (A, "让您久等了", 1.9))
    assert said(stops) == [(A, "请您稍等"), (C, "好的我等"), (A, "让您久等了")]
    silent = conversation((A, "请您稍等", 0.0), (C, "我不想等了", 0.5), (A, "让您久等了", 2.1))
    assert said(silent) == [(A, "请您稍等"), (C, "我不想等了"), (A, "让您久等了")]


def test_a_hold_ends_the_turn() -> None:
    turns = conversation((A, "请您稍等", 0.0), (A, "让您久等了", 1.0 + LONGEST_PAUSE + 0.1))
    assert said(turns) == [(A, "请您稍等"), (A, "让您久等了")]


def test_two_unknown_voices_on_two_channels_are_not_run_together() -> None:
    turns = merge_turns(
        [
            utterance("您好请讲", party=Party.UNKNOWN, channel=0, start=0.0),
            utterance("我想查话费", party=Party.UNKNOWN, channel=1, start=1.5),
        ]
    )
    assert [t.text for t in turns] == ["您好请讲", "我想查话费"]


def test_no_speech_has_no_turns() -> None:
    assert merge_turns([]) == ()


@given(utterances())
def test_every_word_is_in_exactly_one_turn_of_its_party_with_its_own_times(found: list[Utterance]) -> None:
    turns = merge_turns(found)
    before = Counter((u.party, word) for u in found for word in u.words)
    after = Counter((t.party, word) for t in turns for word in t.words)
    assert before == after


@given(utterances())
def test_turns_come_in_order_and_hold_their_words(found: list[Utterance]) -> None:
    turns = merge_turns(found)
    assert [t.start for t in turns] == sorted(t.start for t in turns)
    for turn in turns:
        assert all(turn.start <= word.start <= word.end <= turn.end for word in turn.words)
        starts = [word.start for word in turn.words]
        assert starts == sorted(starts)


@given(utterances(), st.randoms(use_true_random=False))
def test_the_order_of_the_utterances_does_not_matter(found: list[Utterance], random: object) -> None:
    again = found.copy()
    random.shuffle(again)  # type: ignore[attr-defined]
    assert merge_turns(again) == merge_turns(found)
