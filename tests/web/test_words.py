"""The viewer's words: Chinese as a typesetter would set it, English without a word of Chinese."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from qa.web.language import words

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff]\s?[,;:!?()]|[,;:!?()]\s?[\u4e00-\u9fff]")
QUOTED = {"rubrics.try_help", "rubrics.try_placeholder", "signin.other"}
"""They show what is typed into a rubric, or name the other language."""


def test_chinese_has_full_width_marks() -> None:
    assert {key: text.zh for key, text in words().items() if key not in QUOTED and HALF_WIDTH.search(text.zh)} == {}


def test_english_has_no_chinese_in_it() -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    assert {key: text.en for key, text in words().items() if key not in QUOTED and chinese.search(text.en)} == {}


def test_pages_take_their_words_and_marks_from_the_lists() -> None:
    """What stands in a template itself is shown in both languages."""
    written = re.compile("[\u4e00-\u9fff，。、：；！？（）]+")
    either = re.compile(r'"[^"]*" if t\.code == "zh"|\{#.*?#\}', re.DOTALL)
    pages = files("qa.web").joinpath("templates")
    texts = {path.name: path.read_text(encoding="utf-8") for path in Path(str(pages)).rglob("*.html")}
    found = {name: written.findall(either.sub("", text)) for name, text in texts.items()}
    assert {name: marks for name, marks in found.items() if marks} == {"base.html": ["中文"]}


def test_percent_signs_stand_apart_everywhere() -> None:
    tight = re.compile(r"\d%")
    assert {key for key, text in words().items() if tight.search(text.zh + text.en)} == set()
