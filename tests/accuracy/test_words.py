from __future__ import annotations

import pytest

from qa.accuracy.calibration import calibration
from qa.accuracy.words import words_right
from tests.builders import word


@pytest.mark.parametrize(
    ("said", "heard", "right"),
    [
        ("请您稍等", ["请", "您", "少", "等"], [True, True, False, True]),
        ("请稍等", ["请", "您", "稍等"], [True, False, True]),
        ("请您稍等", ["请", "稍等", "。"], [True, True, None]),
        ("一共一百二十元", ["一共", "120", "元"], [True, True, True]),
        ("一共一百二十元", ["一共", "一百", "三十", "元"], [True, False, False, True]),
        ("号码是一三八零", ["号码", "是", "13", "9", "0"], [True, True, False, False, False]),
        ("", ["谢谢"], [False]),
        ("您好", [], []),
    ],
)
def test_a_word_is_right_when_all_of_it_was_said(said: str, heard: list[str], right: list[bool | None]) -> None:
    assert words_right(said, [word(text) for text in heard]) == tuple(right)


def test_the_expected_calibration_error_weighs_each_bin_by_its_predictions() -> None:
    sure = calibration([(0.9, True)] * 6 + [(0.9, False)] * 2)
    assert sure.expected_error == pytest.approx(0.9 - 0.75)
    both = sure + calibration([(0.25, True)] * 2 + [(0.25, False)] * 6)
    assert both.count == 16
    assert both.expected_error == pytest.approx(0.15 / 2)
    assert calibration([]).expected_error is None
    assert calibration([(1.0, True)]).expected_error == 0
