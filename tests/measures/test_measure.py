"""Measures on calls built so that the true value is known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.audio.speech import Span
from qa.measures.definitions import DEFINITIONS
from qa.measures.measure import measure
from qa.measures.shape import Interruption, Measures, Silence
from qa.roles.turns import merge_turns
from qa.transcript import AgentChannel, Party, Utterance
from tests.builders import transcript, utterance
from tests.measures.calls import A, C, call, measured

CALL = (
    (A, "您好很高兴为您服务请讲", 2.0, 5.0),
    (C, "我想查一下我这个月的话费", 6.0, 9.0),
    (A, "请您稍等", 9.5, 10.5),
    (A, "让您久等了一共是138元", 20.0, 24.0),
    (C, "怎么这么多", 23.0, 25.0),
    (A, "感谢您的来电再见", 26.5, 29.0),
)


def test_talk_time_share_overlap_and_silence() -> None:
    found = measured(*CALL, seconds=35.0)
    assert found.call_seconds == 35.0
    assert found.agent_talk_seconds == pytest.approx(10.5)
    assert found.customer_talk_seconds == pytest.approx(5.0)
    assert found.agent_talk_share == pytest.approx(10.5 / 15.5)
    assert found.overlap_seconds == pytest.approx(1.0)
    assert found.speech_seconds == pytest.approx(14.5)
    assert found.silence_share == pytest.approx(20.5 / 35)


def test_silences_leave_out_the_time_before_the_first_word_and_end_with_the_hang_up() -> None:
    found = measured((A, "您好", 8.0, 9.0), (C, "你好", 11.9, 13.0), (A, "请讲", 16.0, 17.0), seconds=21.5)
    assert found.silences == (Silence(13.0, 16.0, A), Silence(17.0, 21.5, Party.UNKNOWN))
    assert found.longest_silence == pytest.approx(4.5)
    assert found.time_to_greeting == 8.0
    assert found.last_speech_to_end == pytest.approx(4.5)


def test_speech_rate_counts_characters_and_numbers_as_said_over_the_time_really_spoken() -> None:
    found = measured(
        (A, "您好，很高兴为您服务。", 0.0, 3.0), (A, "一共是138元！", 10.0, 12.0), (C, "好的谢谢", 13.0, 14.0)
    )
    assert found.agent_speech_rate == pytest.approx(60 * (9 + 9) / 5)
    assert found.customer_speech_rate is None, "four characters are too few"


def test_where_nothing_was_recognised_neither_time_nor_characters_count_in_the_rate() -> None:
    heard, speech = call((A, "您好很高兴为您服务请讲", 0.0, 3.0))
    speech[0].append(Span(10.0, 20.0))
    assert measure(heard, speech, 30.0).agent_speech_rate == pytest.approx(60 * 11 / 3)


def test_response_latency_is_the_median_pause_before_the_agents_answers() -> None:
    found = measured(
        (C, "我想查话费", 0.0, 2.0), (A, "好的请您稍等", 3.0, 5.0),
        (C, "多少钱呢", 6.0, 7.0), (A, "一共五十元", 7.5, 9.0),
        (C, "怎么这么多啊", 10.0, 13.0), (A, "我帮您看看", 12.5, 14.0),
    )  # fmt: skip
    assert found.response_latency == pytest.approx(0.5)


def test_a_back_channel_is_neither_question_nor_answer() -> None:
    found = measured((A, "请您记一下", 0.0, 2.0), (C, "嗯", 2.5, 2.7), (A, "一三八零零", 4.0, 6.0))
    assert found.response_latency is None


def test_starting_while_the_other_goes_on_for_over_two_seconds_is_an_interruption() -> None:
    found = measured((C, "我家宽带从昨天晚上开始就一直上不去", 0.0, 6.0), (A, "您听我说完好吗", 2.0, 4.0))
    assert found.interruptions == (Interruption(A, 2.0, 4.0),)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("您听我说完好吗", 4.5, 7.0),
        ("对对对对", 2.0, 3.0),
        ("好的好的", 2.0, 3.0),
        ("那您", 2.0, 2.5),
        ("您听我说完好吗", 6.5, 9.0),
    ],
    ids=["the other soon ends", "back-channel", "another back-channel", "too few characters", "after the end"],
)
def test_what_is_no_interruption(said: str, start: float, end: float) -> None:
    found = measured((C, "我家宽带从昨天晚上开始就一直上不去", 0.0, 6.0), (A, said, start, end))
    assert found.interruptions == ()


def unknown(utterances: Sequence[Utterance], speech: Sequence[Sequence[Span]]) -> Measures:
    heard = transcript(utterances=utterances, turns=merge_turns(utterances), agent=AgentChannel(0, 0.6))
    return measure(heard, speech, 20.0)


def test_without_known_parties_only_what_belongs_to_nobody_is_measured() -> None:
    found = unknown(
        [
            utterance("您好很高兴为您服务请讲", party=Party.UNKNOWN, channel=0, start=1.0, end=4.0),
            utterance("我想查话费", party=Party.UNKNOWN, channel=1, start=8.0, end=10.0),
        ],
        [[Span(1.0, 4.0)], [Span(8.0, 10.0)]],
    )
    nobodys = {"call_seconds", "speech_seconds", "non_talk_seconds", "silence_share", "longest_silence",
               "last_speech_to_end"}  # fmt: skip
    named = {getattr(found, name) for name in DEFINITIONS if name not in nobodys}
    assert named == {None, Party.UNKNOWN}
    assert (found.overlaps, found.responses, found.stretches, found.curves, found.holds) == ((), (), (), (), ())
    assert (found.speech_seconds, found.longest_silence, found.interruptions) == (5.0, 10.0, ())
    assert found.silences == (Silence(4.0, 8.0), Silence(10.0, 20.0))


def test_one_channel_is_measured_without_parties() -> None:
    heard = transcript(utterances=[], turns=[], agent=AgentChannel(None, 0.0))
    found = measure(heard, [[Span(2.0, 4.0)]], 10.0)
    assert (found.speech_seconds, found.agent_talk_seconds, found.longest_silence) == (2.0, None, 6.0)


@pytest.mark.parametrize("agent", [AgentChannel(0, 1.0), AgentChannel(None, 0.5)])
def test_a_call_without_speech_is_one_silence(agent: AgentChannel) -> None:
    found = measure(transcript(utterances=[], turns=[], agent=agent), [[], []], 12.0)
    assert found.silences == (Silence(0.0, 12.0),)
    assert (found.speech_seconds, found.silence_share, found.longest_silence) == (0.0, 1.0, 12.0)
    assert (found.agent_talk_share, found.time_to_greeting, found.last_speech_to_end) == (None, None, None)


def test_an_empty_recording_has_measures_too() -> None:
    found = measure(transcript(utterances=[], turns=[]), [[], []], 0.0)
    assert (found.silence_share, found.longest_silence, found.silences) == (0.0, 0.0, ())


def test_speech_beyond_the_end_of_the_recording_is_cut_off() -> None:
    heard, speech = call((A, "您好", 9.0, 11.0))
    found = measure(heard, speech, 10.0)
    assert (found.agent_talk_seconds, found.last_speech_to_end) == (1.0, 0.0)


def test_the_detectors_padding_is_taken_off() -> None:
    heard, speech = call(*CALL)
    padded = [[Span(s.start - 0.2, s.end + 0.2) for s in spans] for spans in speech]
    found, true = measure(heard, padded, 35.0, padding=0.2), measure(heard, speech, 35.0)
    for name in ("agent_talk_seconds", "overlap_seconds", "agent_speech_rate", "response_latency", "longest_silence"):
        assert getattr(found, name) == pytest.approx(getattr(true, name))
    assert measure(heard, [[Span(1.0, 1.3)], []], 35.0, padding=0.2).speech_seconds == 0
