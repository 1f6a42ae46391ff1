from __future__ import annotations

import numpy as np
import pytest

from qa.asr.leakage import level, without_leakage
from qa.audio.samples import SAMPLE_RATE
from qa.audio.signal import Audio
from qa.transcript import Utterance
from tests.builders import utterance


def audio(*levels: float, seconds: float = 20.0) -> Audio:
    """Channels of constant level."""
    return Audio(np.outer(levels, np.ones(round(seconds * SAMPLE_RATE))).astype(np.float32))


def said(text: str, channel: int, start: float = 1.0, end: float = 3.0, probability: float = 0.9) -> Utterance:
    return utterance(text, channel=channel, start=start, end=end, probability=probability)


def kept(*utterances: Utterance, sound: Audio) -> list[tuple[int, str]]:
    return [(u.channel, u.text) for u in without_leakage(utterances, sound)]


def test_of_a_sentence_on_both_channels_the_fainter_goes() -> None:
    both = said("请问有什么可以帮您", 0), said("请问有什么可以绑您", 1, probability=0.99)
    assert kept(*both, sound=audio(0.3, 0.03)) == [(0, "请问有什么可以帮您")]
    assert kept(*both, sound=audio(0.03, 0.3)) == [(1, "请问有什么可以绑您")]


def test_at_like_levels_the_less_probable_goes() -> None:
    both = said("请问有什么可以帮您", 0, probability=0.5), said("请问有什么可以帮您", 1)
    assert kept(*both, sound=audio(0.1, 0.1)) == [(1, "请问有什么可以帮您")]


def test_a_copy_of_a_part_of_a_sentence_goes_too() -> None:
    both = said("您好很高兴为您服务请问有什么可以帮您", 0, end=5.0), said("高兴为你服务", 1, start=2.0)
    assert kept(*both, sound=audio(0.3, 0.03)) == [(0, "您好很高兴为您服务请问有什么可以帮您")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said("您好很高兴为您服务", 0), said("我想查一下我的话费", 1)),
        (said("好的谢谢", 0, start=1.0, end=2.0), said("好的谢谢", 1, start=2.0, end=3.0)),
        (said("喂", 0), said("喂", 1)),
        (said("您好您好", 0), said("您好您好", 0, start=2.0, end=4.0)),
    ],
    ids=["different words at one time", "one repeats the other", "one syllable", "one channel"],
)
def test_what_two_people_say_stays(one: Utterance, other: Utterance) -> None:
    assert len(kept(one, other, sound=audio(0.3, 0.01))) == 2


def test_a_level_is_in_decibels_of_full_scale() -> None:
    assert level(said("您好", 1), audio(1.0, 0.1)) == pytest.approx(-20.0, abs=0.01)
    assert level(said("您好", 0, start=30.0, end=31.0), audio(1.0)) == -120.0
