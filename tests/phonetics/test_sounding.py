"""A phrase in characters or pinyin finds what sounds like it and nothing else."""

from __future__ import annotations

import pytest
import re2

from qa.phonetics.sounding import as_written, sounding_like


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("不知道", "这个我不知道啊", True),
        ("不知道", "这个我不指导啊", True),
        ("不知道", "这个我知道啊", False),
        ("挂机", "请不要刮几", True),
        ("buzhidao", "我不知道", True),
        ("bu zhi dao", "我，不知，道", True),
        ("bang您", "我绑您查", True),
        ("帮您", "帮你查", True),
        ("稍等", "请稍等一下", True),
        ("余额", "鱼鹅", True),
        ("余额", "月份", False),
        ("138", "一三八零零", True),
        ("一三八", "138", True),
        ("xian", "西安", False),
        ("xi'an", "西安", True),
        ("vip", "您是VIP客户", True),
        ("alert", "alert", True),
        ("nvshi", "女士您好", True),
    ],
)
def test_what_sounds_alike_is_found(phrase: str, text: str, found: bool) -> None:
    pattern = sounding_like(phrase)
    assert pattern is not None
    assert (re2.search(pattern, text) is not None) is found


def test_as_written_finds_the_same_characters_only() -> None:
    pattern = as_written("不知道")
    assert pattern is not None
    assert re2.search(pattern, "我不，知道")
    assert not re2.search(pattern, "我不指导")


@pytest.mark.parametrize("phrase", ["", "  ", "，。", "?!"])
def test_nothing_spoken_is_no_pattern(phrase: str) -> None:
    assert sounding_like(phrase) is None
    assert as_written(phrase) is None


@pytest.mark.parametrize("phrase", [".*", "(", "[a", "\\", "a+b", "帮（您"])
def test_signs_of_regular_expressions_have_no_meaning(phrase: str) -> None:
    for pattern in (sounding_like(phrase), as_written(phrase)):
        if pattern is not None:
            re2.compile(pattern)
