"""Two voices on one channel, built so that it is known who speaks when."""

from __future__ import annotations

import numpy as np
import pytest

from qa.audio.samples import SAMPLE_RATE, Samples
from qa.audio.speech import Span
from qa.recording import Direction
from qa.roles.diarization.mono import Parted
from qa.roles.diarization.mono import part as part_of
from qa.transcript import Party, Utterance
from tests.audio import sounds
from tests.builders import utterance

A, C = Party.AGENT, Party.CUSTOMER
PITCH = {A: 115.0, C: 205.0}
CALL = (
    (A, "您好很高兴为您服务请问有什么可以帮您"),
    (C, "你好我想查一下这个月的话费"),
    (A, "好的请您稍等我帮您查一下"),
    (C, "怎么这么多"),
    (A, "您这个月用了三十个流量"),
    (C, "那算了没有别的了"),
    (A, "感谢您的来电祝您生活愉快"),
)
EACH = 0.22
PAUSE = 0.3


def recorded(
    lines: tuple[tuple[Party, str], ...] = CALL, pitch: dict[Party, float] | None = None
) -> tuple[Samples, list[Span], list[Utterance], list[tuple[Party, str]]]:
    """A mono call: sound, its speech, one utterance that runs across all turns, and whose each character is."""
    pitch = pitch or PITCH
    pieces, words, owners, at = [sounds.silence(0.5)], [], [], 0.5
    spans = []
    for number, (party, text) in enumerate(lines):
        seconds = EACH * len(text)
        pieces += [sounds.voice(seconds, pitch=pitch[party], seed=number), sounds.silence(PAUSE)]
        words += list(utterance(text, start=at, end=at + seconds).words)
        owners += [(party, c) for c in text]
        spans.append(Span(at, at + seconds))
        at += seconds + PAUSE
    samples = np.concatenate(pieces)
    samples = samples + sounds.noise(samples.size / SAMPLE_RATE + 0.01, -60)[: samples.size]
    whole = Utterance(0, words[0].start, words[-1].end, tuple(words))
    return samples, [Span(spans[0].start, spans[-1].end)], [whole], owners


def part(samples: Samples, speech: list[Span], heard: list[Utterance]) -> Parted:
    return part_of(samples, speech, heard, Direction.INBOUND)


def guessed(found: Parted) -> list[tuple[Party, str]]:
    return [
        (A if probability >= 0.5 else C, c)
        for u, probability in zip(found.utterances, found.agent, strict=True)
        for c in u.text
    ]


def right(found: Parted, owners: list[tuple[Party, str]]) -> float:
    return sum(a == b for a, b in zip(guessed(found), owners, strict=True)) / len(owners)


def test_one_long_utterance_is_cut_where_the_voice_changes_and_each_side_named() -> None:
    samples, speech, heard, owners = recorded()
    found = part(samples, speech, heard)
    assert found.confidence > 0.9
    assert right(found, owners) > 0.95
    assert len(found.utterances) == pytest.approx(len(CALL), abs=1)


def test_no_word_is_lost_or_doubled() -> None:
    samples, speech, heard, _ = recorded()
    found = part(samples, speech, heard)
    assert [w for u in found.utterances for w in u.words] == list(heard[0].words)


def test_a_voice_is_told_apart_though_most_of_its_sentences_say_nothing_of_its_side() -> None:
    lines = (
        CALL[0],
        (C, "是这样子的啊"),
        (A, "明天下午三点到五点"),
        (C, "那个不太合适"),
        (A, "后天上午呢"),
        (C, "后天上午还行"),
    )
    samples, speech, heard, owners = recorded(lines)
    assert right(part(samples, speech, heard), owners) > 0.9


def test_without_any_word_that_tells_the_names_are_a_guess() -> None:
    lines = tuple((party, "明天下午三点到五点") for party in (A, C, A, C, A, C))
    samples, speech, heard, _ = recorded(lines)
    assert part(samples, speech, heard).confidence < 0.7


@pytest.mark.parametrize("party", [A, C])
def test_a_party_alone_is_not_taken_for_two(party: Party) -> None:
    samples, speech, heard, _ = recorded(tuple(line for line in CALL if line[0] is party))
    found = part(samples, speech, heard)
    other = found.customer if party is A else found.agent
    assert max(other) < 0.8


def test_nothing_said_is_nobody_known() -> None:
    samples, speech, heard, _ = recorded()
    assert part(samples, [], []) == Parted((), (), (), 0.5)
    assert part(samples, [], heard) == Parted(tuple(heard), (0.5,), (0.5,), 0.5)
    assert part(samples, speech, []) == Parted((), (), (), 0.5)


@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_a_call_of_one_word_is_no_error(seconds: float) -> None:
    samples = sounds.voice(seconds)
    found = part(samples, [Span(0.0, seconds)], [utterance("喂", channel=0, end=seconds)])
    assert [u.text for u in found.utterances] == ["喂"]
    assert found.confidence < 0.8


def test_the_same_call_gives_the_same_answer() -> None:
    samples, speech, heard, _ = recorded()
    assert part(samples, speech, heard) == part(samples, speech, heard)


PROMPT = Party.UNKNOWN


def test_a_prompt_before_the_call_is_neither_party() -> None:
    prompt = ((PROMPT, "欢迎致电客户服务热线普通话请按一"), (PROMPT, "人工服务请按零您的来电可能会被录音"))
    samples, speech, heard, _ = recorded((*prompt, *CALL), {**PITCH, PROMPT: 330.0})
    found = part(samples, speech, heard)
    length = sum(len(text) for _, text in prompt)
    pieces = zip(found.utterances, found.agent, found.customer, strict=True)
    known = [max(agent, customer) >= 0.8 for u, agent, customer in pieces for _ in u.text]
    assert sum(known[:length]) < 0.2 * length
    assert sum(known[length:]) > 0.9 * (len(known) - length)


def test_a_customer_whose_voice_says_what_only_agents_say_is_not_believed() -> None:
    said = ("您好很高兴为您服务", "让您久等了给您带来不便非常抱歉", "感谢您的耐心等待")
    lines = (CALL[0], (C, said[0]), CALL[2], (C, said[1]), CALL[4], (C, said[2]), CALL[6])
    samples, speech, heard, _ = recorded(lines)
    assert max(part(samples, speech, heard).customer) < 0.8
