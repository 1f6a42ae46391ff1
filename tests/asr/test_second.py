"""A wording is held against the sound of its place, within the sentence as it was written down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from qa.asr.second import MARGIN, Ear, Fit, Place
from qa.asr.stretch import Stretch
from qa.audio.samples import SAMPLE_RATE, Samples


@dataclass
class Model:
    """Takes every character for a token, and finds only `spoken` probable."""

    spoken: str
    heard: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def stretch(self, samples: Samples) -> Stretch:
        self.heard.append(len(samples))
        return Stretch(np.zeros((80, 1), np.float32), len(samples) / SAMPLE_RATE)

    def encode(self, stretches: Sequence[Stretch]) -> list[Any]:
        return list(stretches)

    def tokens(self, text: str) -> tuple[int, ...]:
        return tuple(map(ord, text))

    def align(self, encoded: Any, tokens: Sequence[int]) -> Any:
        text = "".join(map(chr, tokens))
        self.asked.append(text)
        probabilities = [0.9 if i < len(self.spoken) and char == self.spoken[i] else 0.0 for i, char in enumerate(text)]
        return type("Found", (), {"text_token_probs": probabilities})


SOUND = np.ones(SAMPLE_RATE * 60, np.float32)


def listen(model: Model, *places: Place) -> list[Fit | None]:
    ear = Ear(model, SOUND)
    return [ear.fit(place) for place in places]


PLACE = Place(2.0, 5.0, before="好的", heard="请少等", tested="请稍等", after="啊")


def test_the_phrase_is_asked_about_in_its_sentence_and_beside_what_was_written_down() -> None:
    model = Model("好的请稍等啊")
    (fit,) = listen(model, PLACE)
    assert model.asked == ["好的请稍等啊", "好的请少等啊"]
    assert fit is not None
    assert fit.mean == pytest.approx(math.log(0.9))
    assert fit.heard_least < fit.least
    assert fit.gain > 10


def test_what_was_not_said_fits_worse() -> None:
    (fit,) = listen(Model("好的请少等啊"), PLACE)
    assert fit is not None
    assert fit.mean < fit.heard_mean
    assert fit.gain < -10


def test_each_difference_from_what_was_written_down_is_asked_by_itself() -> None:
    two = replace(PLACE, heard="亲您少等", tested="请您稍等")
    half_right = Model("好的亲您稍等啊")
    (fit,) = listen(half_right, two)
    assert half_right.asked == ["好的请您稍等啊", "好的亲您少等啊", "好的亲您稍等啊", "好的请您少等啊"]
    assert fit is not None
    assert fit.gain == pytest.approx(0.0)
    assert fit.weakest < -10
    (fit,) = listen(Model("好的请您稍等啊"), two)
    assert fit is not None
    assert 10 < fit.weakest < fit.gain


def test_of_one_difference_the_weakest_is_the_gain() -> None:
    (fit,) = listen(Model("好的请稍等啊"), PLACE)
    assert fit is not None
    assert fit.weakest == fit.gain


def test_only_the_place_is_heard() -> None:
    model = Model("好的请稍等啊")
    listen(model, PLACE)
    assert model.heard == [round((PLACE.end - PLACE.start + 2 * MARGIN) * SAMPLE_RATE)]


def test_what_places_share_is_asked_once_and_answers_the_same() -> None:
    model, other = Model("好的请稍等啊"), replace(PLACE, tested="请您等")
    together = listen(model, PLACE, other)
    assert len(model.heard) == 1
    assert model.asked == ["好的请稍等啊", "好的请少等啊", "好的请您等啊"]
    assert together == [*listen(Model("好的请稍等啊"), PLACE), *listen(Model("好的请稍等啊"), other)]


@pytest.mark.parametrize("place", [Place(70.0, 72.0, "", "甲", "乙", ""), Place(0.0, 40.0, "", "甲", "乙", "")])
def test_no_answer_where_there_is_no_sound_or_too_much(place: Place) -> None:
    assert listen(Model("乙"), place) == [None]
