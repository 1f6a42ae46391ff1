"""Phrases drawn from what people said: true ones are said, near-misses and strangers are not."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.accuracy.drawn import LEAST, MOST, draw
from qa.accuracy.inbox import write_wave
from qa.accuracy.labels import read_labels
from qa.accuracy.staged import RUBRICS, stage_phrases
from qa.accuracy.transcribed import TranscribedFile
from qa.audio.samples import SAMPLE_RATE
from qa.rubric.folder import load_rubrics
from qa.settings import LimitSettings

SENTENCES = (
    "您好很高兴为您服务请问有什么可以帮您",
    "我们已经统一按照新的政策处理了",
    "现在这个部门还在研究月球探测器和自动驾驶汽车",
    "九月一日通讯公司的停机令将近",
    "加强电话销售过程管理",
    "这份希望中小股东一致行动的倡议书被广泛传播",
)
CALLS = (SENTENCES[:3], SENTENCES[3:])


@given(st.integers(0, 1000))
def test_what_is_said_is_said_in_its_call_and_nothing_else_is(seed: int) -> None:
    for call, criteria in zip(CALLS, draw(CALLS, seed), strict=True):
        for one in criteria:
            assert one.said == any(one.phrase in sentence for sentence in call)
            assert LEAST <= len(one.phrase) <= MOST
        assert len({one.phrase for one in criteria}) == len({one.id for one in criteria}) == len(criteria)


@given(st.integers(0, 1000))
def test_most_of_what_is_not_said_is_near_to_what_is(seed: int) -> None:
    for call, criteria in zip(CALLS, draw(CALLS, seed), strict=True):
        said = [one for one in criteria if one.said]
        near = [one for one in criteria if not one.said and any(_shares_a_word(one.phrase, s) for s in call)]
        assert said
        assert len(near) >= len(said) // 2
        assert len(criteria) > len(said) + len(near) // 2
        assert abs(sum(1 if one.kind == "require" else -1 for one in criteria)) <= 1


def _shares_a_word(phrase: str, sentence: str) -> bool:
    return any(phrase[at : at + 2] in sentence for at in range(len(phrase) - 1))


def test_the_same_seed_draws_the_same() -> None:
    assert draw(CALLS, 1) == draw(CALLS, 1) != draw(CALLS, 2)


def test_words_that_are_no_chinese_are_never_part_of_a_phrase() -> None:
    criteria = draw([["请问您的VIP卡是A380还是10086那一张", SENTENCES[1]], SENTENCES[3:]], 0)[0]
    assert criteria
    assert not any(sign.isascii() for one in criteria for sign in one.phrase)


def test_a_folder_is_staged_that_can_be_evaluated(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).normal(0, 0.1, (1, 2 * SAMPLE_RATE)).astype(np.float32)
    for number in range(13):
        write_wave(tmp_path / f"{number}.wav", noise)
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    names = ["broken.wav", *(f"{number}.wav" for number in range(13))]
    files = [TranscribedFile(name, SENTENCES[i % len(SENTENCES)], "own") for i, name in enumerate(names)]
    folder = tmp_path / "staged"
    assert stage_phrases(files, tmp_path, folder, LimitSettings(), seed=3) == ("broken.wav",)
    labels = read_labels(folder)
    rubrics = {loaded.rubric.rubric: loaded.rubric for loaded in load_rubrics(folder / RUBRICS)}
    assert [len(label.turns) for label in labels.values()] == [12, 1]
    for label in labels.values():
        assert {one.id for _, one in rubrics[label.rubric].criteria()} == set(label.outcomes)
        for found in label.findings:
            (turn, *_) = [t for t in label.turns if t.start <= found.start <= found.end <= t.end + 1e-6]
            assert found.phrase in turn.text
        with wave.open(str(folder / label.file)) as file:
            sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2) / 32768
        assert not sound[:, 1].any()
        for turn in label.turns:
            inside = sound[round(turn.start * SAMPLE_RATE) : round(turn.end * SAMPLE_RATE), 0]
            assert abs(float(np.sqrt(np.mean(inside**2))) - 0.1) < 0.01
