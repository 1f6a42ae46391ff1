"""The phrase patterns QA people write, and what they are told when one cannot be read."""

import pytest

from qa.phonetics.pattern import PatternError, Sound, parse, parse_text, shortest


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        ("您好", 2),
        ("[您]好", 1),
        ("(请您|请)稍等", 3),
        ("请{any:0-4}稍等", 3),
        ("[请|麻烦您]稍等[一下]", 2),
        ("（请|麻烦）您", 2),
        ("［请｜麻烦您］稍等｛any：0-4｝", 2),
        ("您好，工号｛number｝", 4),
        ("请" * 200, 200),
    ],
)
def test_the_shortest_way_through(pattern: str, least: int) -> None:
    assert shortest(parse(pattern)) == least


@pytest.mark.parametrize(
    ("pattern", "position", "zh"),
    [
        ("请[您稍等", 5, "缺少“]”"),
        ("请您)稍等", 2, "多余的“)”"),
        ("请{phone}", 1, "不认识的插槽"),
        ("请{any:4-1}等", 1, "不认识的插槽"),
        ("请{any:0-99}等", 1, "不认识的插槽"),
        ("请}等", 1, "多余的“}”"),
        ("[您好]", 0, "没有任何必须听到的内容"),
        ("，。", 0, "没有任何必须听到的内容"),
        ("抱歉、对不起", 2, "请写成列表的两项"),
        ("抱歉；对不起", 2, "请写成列表的两项"),
        ("请" * 201, 200, "超过 200 个字"),
        ("(" * 5000, 200, "超过 200 个字"),
    ],
)
def test_a_pattern_that_cannot_be_read_says_where_and_why(pattern: str, position: int, zh: str) -> None:
    with pytest.raises(PatternError) as error:
        parse(pattern)
    assert error.value.position == position
    assert zh in error.value.zh


def test_a_pattern_read_as_text_keeps_its_characters() -> None:
    assert parse_text("请您，等待") == tuple(Sound(char) for char in "请您等待")
    assert parse("请您，等待") == tuple(Sound(reading) for reading in ("qing", "nin", "deng", "dai"))
