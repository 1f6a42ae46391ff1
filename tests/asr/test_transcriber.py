"""How windows, the guard and both channels work together, with a recogniser that says what it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from qa.asr.stretch import Stretch
from qa.asr.transcriber import ChannelTranscriber, as_utterances, transcribe
from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.signal import Audio
from qa.audio.speech import Span
from qa.transcript import Party, Utterance, Word
from tests.builders import word, words

Hearing = Callable[[float, bool], Sequence[Word]]


class Told:
    """A recogniser that answers by the loudness of what it hears (each stretch of test audio has its own)."""

    model_hash = "told"
    recipe = "as told"

    def __init__(self, hearing: Hearing) -> None:
        self.hearing = hearing
        self.heard: list[tuple[float, bool]] = []
        self.first: Sequence[str] | None = None

    def stretch(self, samples: Samples) -> Stretch:
        return Stretch(samples[np.newaxis], len(samples) / SAMPLE_RATE)

    def hear(self, stretches: Sequence[Stretch], *, first: Sequence[str] | None = None) -> list[tuple[Word, ...]]:
        self.first = first
        return [self._one(round(float(np.abs(stretch.mel).max()), 3), first is not None) for stretch in stretches]

    def _one(self, loudest: float, carefully: bool) -> tuple[Word, ...]:
        self.heard.append((loudest, carefully))
        return tuple(self.hearing(loudest, carefully))


def sound(*channels: Sequence[tuple[Span, float]], seconds: float = 30.0) -> tuple[Audio, list[list[Span]]]:
    """Audio with a constant level in each span, and the spans of each channel."""
    samples = np.zeros((len(channels), round(seconds * SAMPLE_RATE)), dtype=np.float32)
    for channel, spans in enumerate(channels):
        for span, level in spans:
            samples[channel, round(span.start * SAMPLE_RATE) : round(span.end * SAMPLE_RATE)] = level
    return Audio(samples), [[span for span, _ in spans] for spans in channels]


def texts(utterances: Sequence[Utterance]) -> list[tuple[int, str]]:
    return [(u.channel, u.text) for u in utterances]


def test_each_channel_is_heard_for_itself_and_utterances_come_in_order_of_time() -> None:
    audio, speech = sound([(Span(10.0, 12.0), 0.1)], [(Span(2.0, 4.0), 0.2)])
    told = Told(lambda level, _: words("您好请讲" if level == 0.1 else "我查话费", start=0.3, end=2.0))
    found = transcribe(ChannelTranscriber(told), audio, speech)
    assert texts(found) == [(1, "我查话费"), (0, "您好请讲")]
    assert all(u.party is Party.UNKNOWN for u in found)
    assert [u.start for u in found] == pytest.approx([2.1, 10.1])


def test_a_channel_without_speech_is_never_heard() -> None:
    audio, speech = sound([], [(Span(2.0, 4.0), 0.2)])
    told = Told(lambda level, _: words("谢谢观看", start=0.3, end=2.0))
    assert transcribe(ChannelTranscriber(told), audio, speech) == ()
    assert told.heard == [(0.2, False)]


def test_a_loop_is_heard_again_piece_by_piece_and_what_still_loops_is_dropped() -> None:
    audio, speech = sound([(Span(1.0, 3.0), 0.1), (Span(8.0, 10.0), 0.3)])

    def hearing(level: float, carefully: bool) -> Sequence[Word]:
        if carefully and level == 0.1:
            return words("我想查话费", start=0.3, end=2.0)
        return words("谢谢您" * 8, start=0.2, end=2.0)

    told = Told(hearing)
    assert texts(transcribe(ChannelTranscriber(told), audio, speech)) == [(0, "我想查话费")]
    assert told.heard == [(0.3, False), (0.1, True), (0.3, True)]


def test_only_the_piece_that_loops_is_heard_again() -> None:
    def hearing(_: float, carefully: bool) -> Sequence[Word]:
        if carefully:
            return words("谢谢", start=0.5, end=1.0)
        return (
            *words("我想查话费", start=0.3, end=2.0),
            *words("好谢谢您再见啊我知道了那没问题了就这样吧挂了", start=3.0, end=3.2),
        )

    audio, speech = sound([(Span(1.0, 3.0), 0.1), (Span(8.0, 8.6), 0.3)])
    told = Told(hearing)
    assert texts(transcribe(ChannelTranscriber(told), audio, speech)) == [(0, "我想查话费"), (0, "谢谢")]
    assert told.heard == [(0.3, False), (0.3, True)]
    assert told.first == ["好谢谢您再见啊我知道了那没问题了就这样吧挂了"]


def test_traditional_characters_do_not_reach_the_transcript() -> None:
    audio, speech = sound([(Span(1.0, 3.0), 0.1)])
    told = Told(lambda *_: words("請問號碼", start=0.3, end=2.0))
    assert texts(transcribe(ChannelTranscriber(told), audio, speech)) == [(0, "请问号码")]


def test_a_sentence_that_leaked_to_the_other_channel_appears_once() -> None:
    audio, speech = sound([(Span(1.0, 4.0), 0.3)], [(Span(1.0, 4.0), 0.02)])
    told = Told(lambda level, _: words("很高兴为您服务" if level == 0.3 else "很高心为你服务", start=0.3, end=3.0))
    assert texts(transcribe(ChannelTranscriber(told), audio, speech)) == [(0, "很高兴为您服务")]


def test_the_same_samples_give_the_same_utterances() -> None:
    audio, speech = sound([(Span(1.0, 3.0), 0.1)])
    transcriber = ChannelTranscriber(Told(lambda *_: words("您好请讲", start=0.3, end=2.0)))
    assert transcribe(transcriber, audio, speech) == transcribe(transcriber, audio, speech)


def test_a_result_carries_how_it_was_heard() -> None:
    told = Told(lambda *_: ())
    before = ChannelTranscriber(told).model_hash
    told.recipe = "with another beam"
    assert len(before) == 64
    assert ChannelTranscriber(told).model_hash != before


def test_speech_that_was_left_out_is_heard_again_alone() -> None:
    def hearing(level: float, carefully: bool) -> Sequence[Word]:
        return words("请讲", start=0.3, end=0.8) if carefully else words("您好", start=0.3, end=0.9)

    # Both sentences share a window, and the first hearing has words for the first one only.
    audio, speech = sound([(Span(1.0, 2.2), 0.3), (Span(4.0, 6.0), 0.1)])
    told = Told(hearing)
    assert texts(transcribe(ChannelTranscriber(told), audio, speech)) == [(0, "您好"), (0, "请讲")]
    assert told.heard == [(0.3, False), (0.1, True)]
    assert told.first == [""]


def test_where_the_recogniser_says_that_nobody_speaks_it_is_not_asked_again() -> None:
    audio, speech = sound([(Span(1.0, 6.0), 0.1)])
    told = Told(lambda *_: ())
    assert transcribe(ChannelTranscriber(told), audio, speech) == ()
    assert told.heard == [(0.1, False)]


def test_words_behind_the_end_of_the_sound_are_heard_again() -> None:
    audio, speech = sound([(Span(1.0, 2.2), 0.1)])
    told = Told(
        lambda _, carefully: words("喂", start=0.3, end=0.6) if carefully else words("谢谢观看", start=2, end=3)
    )
    assert texts(transcribe(ChannelTranscriber(told), audio, speech)) == [(0, "喂")]


def test_many_calls_are_heard_as_each_is_alone() -> None:
    said = {0.1: "您好请讲", 0.2: "我查话费", 0.3: "请您稍等", 0.4: "谢谢您"}
    told = Told(lambda level, _: words(said[level], start=0.3, end=1.8))
    one = sound([(Span(1.0, 3.0), 0.1)], [(Span(5.0, 7.0), 0.2)])
    other = sound([(Span(2.0, 4.0), 0.3)], [(Span(6.0, 8.0), 0.4)])
    transcriber = ChannelTranscriber(told)
    together = transcriber.transcribe_all([transcriber.prepare(*one), transcriber.prepare(*other)])
    assert together == [transcribe(transcriber, *one), transcribe(transcriber, *other)]
    assert [texts(own) for own in together] == [[(0, "您好请讲"), (1, "我查话费")], [(0, "请您稍等"), (1, "谢谢您")]]


def test_utterances_end_where_speech_or_the_flow_of_words_ends() -> None:
    speech = [Span(0.0, 6.0), Span(7.0, 9.0)]
    spoken = [word("您好", start=0.0, end=0.5), word("请讲", start=0.6, end=1.0), word("喂", start=4.0, end=4.3)]
    found = as_utterances([*spoken, word("在吗", start=7.1, end=7.6)], speech, 1)
    assert [u.text for u in found] == ["您好请讲", "喂", "在吗"]
    assert [(u.start, u.end, u.channel) for u in found] == [(0.0, 1.0, 1), (4.0, 4.3, 1), (7.1, 7.6, 1)]
