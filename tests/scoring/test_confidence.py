"""What the words alone say of a phrase: the nearer and the longer, the surer; two syllables must be heard exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.phonetics.budget import ALLOWED, BUDGET
from qa.phonetics.distinctiveness import distinctiveness
from qa.phonetics.edits import SMALL_COST
from qa.scoring.confidence import probability
from qa.scoring.outcome import Thresholds

BITS = 7.0
"""Of a syllable, in the mean."""
LENGTHS, SHARES = st.integers(1, 40), st.floats(0, 1)


@given(LENGTHS, SHARES, SHARES, SHARES)
def test_what_costs_more_is_never_more_probable(length: int, less: float, more: float, words: float) -> None:
    less, more = sorted((less, more))
    near, far = (probability(share * float(BUDGET[length]), length, words, BITS * length) for share in (less, more))
    assert 0 <= far <= near <= 1


@given(LENGTHS, SHARES, SHARES)
def test_nothing_is_left_of_what_the_budget_forbids(length: int, over: float, words: float) -> None:
    assert probability(float(BUDGET[length]) + 0.01 + over, length, words, BITS * length) == 0
    assert ALLOWED[length] == pytest.approx(1000 * BUDGET[length], abs=0.5)


@pytest.mark.parametrize("length", [2, 3, 5, 8])
def test_clear_words_heard_exactly_are_enough_to_accuse(length: int) -> None:
    assert probability(0, length, 0.95, BITS * length) > Thresholds().accuse + 0.1


@pytest.mark.parametrize("length", [2, 3, 4])
def test_words_that_the_recogniser_hardly_believes_are_not(length: int) -> None:
    assert probability(0, length, 0.05, BITS * length) < Thresholds().accuse


@pytest.mark.parametrize(("length", "small"), [(5, 1), (7, 2)])
def test_small_words_put_in_leave_a_longer_phrase_sure_as_authors_are_told(length: int, small: int) -> None:
    assert probability(small * SMALL_COST, length, 0.95, BITS * length) > Thresholds().accuse
    assert probability(small * SMALL_COST, length - 2, 0.95, BITS * length) < Thresholds().accuse


def test_one_wrong_syllable_weighs_less_in_a_longer_phrase() -> None:
    assert probability(0.35, 3, 0.9, 3 * BITS) < Thresholds().credit < probability(0.35, 6, 0.9, 6 * BITS)


def test_what_ordinary_speech_comes_near_must_be_heard_better() -> None:
    common, rare = (probability(0.5, 5, 0.9, distinctiveness(said)) for said in ("这是我们的", "首问负责制"))
    assert common < rare
