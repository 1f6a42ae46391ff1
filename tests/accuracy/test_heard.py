"""What was heard against what was said, counted as a person would."""

from __future__ import annotations

import numpy as np
import pytest

from qa.accuracy.heard import Heard, compare_words
from qa.accuracy.labels import TrueTurn
from qa.accuracy.lost import SpeechLost, speech_lost
from qa.audio.speech import Span
from qa.transcript import Party
from tests.audio.sounds import noise, silence, voice
from tests.builders import words


def turn(text: str, start: float, end: float) -> TrueTurn:
    return TrueTurn(party=Party.AGENT, start=start, end=end, text=text)


TURNS = [turn("您好，请讲。", 1.0, 2.0), turn("一共一百二十元", 10.0, 12.0)]


def test_text_where_nobody_spoke_is_counted_apart_with_its_courtesies() -> None:
    heard = [*words("您好请讲", start=1.0, end=2.0), *words("谢谢观看再见", start=5.0, end=6.0)]
    found = compare_words(TURNS, [*heard, *words("一共120元", start=10.0, end=12.0)])
    assert (found.over_no_speech, found.courtesies) == (6, 3)
    assert (found.errors.insertions, found.errors.errors) == (6, 6)


def test_a_word_half_a_second_beside_a_turn_belongs_to_it() -> None:
    assert compare_words(TURNS, words("好", start=0.3, end=0.6)).over_no_speech == 0
    assert compare_words(TURNS, words("好", start=0.1, end=0.4)).over_no_speech == 1


def test_word_times_are_measured_at_the_edges_of_turns_where_those_words_are_right() -> None:
    heard = [*words("您好请降", start=1.2, end=2.2), *words("一共120元", start=10.1, end=11.5)]
    found = compare_words(TURNS, heard)
    # 降 is wrong, so the end of the first turn says nothing.
    assert found.time_errors == pytest.approx((0.2, 0.1, 0.5))
    assert found.time_error(50) == pytest.approx(0.2)
    assert Heard().time_error(50) is None


def test_a_text_without_times_is_compared_for_its_words_alone() -> None:
    found = compare_words("您好请讲", words("您好请降", probability=0.7))
    assert (found.errors.substitutions, found.over_no_speech, found.time_errors) == (1, 0, ())
    assert found.probabilities.count == 4
    assert found.probabilities.expected_error == pytest.approx(0.05)


def test_everything_adds_up() -> None:
    one = compare_words(TURNS, words("您好请讲", start=1.0, end=2.0))
    both = one + one
    assert both.errors.characters == 2 * one.errors.characters
    assert both.probabilities.count == 2 * one.probabilities.count


def test_speech_outside_what_was_found_is_lost_and_pauses_are_not() -> None:
    sound = np.concatenate([voice(2.0), silence(1.0), voice(2.0), silence(1.0)]) + noise(6.0, -70)
    said = [Span(0.0, 5.0)]
    nothing, half, all_of_it = (
        speech_lost(sound, said, found) for found in ([Span(0, 2), Span(3, 5)], [Span(0, 2)], [])
    )
    assert nothing.lost == 0
    assert 0.4 < (half.share or 0) < 0.6
    assert all_of_it.share == 1
    assert 3.0 < all_of_it.voiced < 4.05


def test_where_nobody_speaks_nothing_is_lost() -> None:
    assert speech_lost(silence(1.0), [], []) == SpeechLost()
    assert SpeechLost().share is None
