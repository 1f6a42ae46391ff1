"""The viewer's words: Chinese as a typesetter would set it, English without a word of Chinese."""

from __future__ import annotations

import re

from qa.web.language import words

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff]\s?[,;:!?()]|[,;:!?()]\s?[\u4e00-\u9fff]")
QUOTED = {"rubrics.try_help", "rubrics.try_placeholder", "signin.other"}
"""They show what is typed into a rubric, or name the other language."""


def test_chinese_has_full_width_marks() -> None:
    assert {key: text.zh for key, text in words().items() if key not in QUOTED and HALF_WIDTH.search(text.zh)} == {}


def test_english_has_no_chinese_in_it() -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    assert {key: text.en for key, text in words().items() if key not in QUOTED and chinese.search(text.en)} == {}


def test_percent_signs_stand_apart_everywhere() -> None:
    tight = re.compile(r"\d%")
    assert {key for key, text in words().items() if tight.search(text.zh + text.en)} == set()
