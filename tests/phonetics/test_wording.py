"""A phrase is worded as near as may be to what was heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.phonetics.pattern import parse_text
from qa.phonetics.syllables import syllables
from qa.phonetics.wording import wording


@pytest.mark.parametrize(
    ("phrase", "heard", "worded"),
    [
        ("请您稍等", "请您少等", "请您稍等"),  # the phrase's own characters
        ("请[您]稍等", "请少等", "请稍等"),  # the option that was taken
        ("(感谢|谢谢)您的来电", "谢谢你来店", "谢谢您的来电"),
        ("请您稍等", "请您呃稍等", "请您呃稍等"),  # what came between stays
        ("我帮您查询", "我帮您快点查寻", "我帮您快点查询"),
        ("你别说话", "你先别讲华", "你先别讲话"),  # of words for the same the one that was written down
        ("工号{number}[很高兴]为您服务", "工号1024为宁服务", "工号1024为您服务"),  # a slot as it was heard
        ("工号{number}为您服务", "公号灵就散为您服务", "工号093为您服务"),  # … or as it sounds
        ("工号{number}为您服务", "公号16灵为您服务", "工号160为您服务"),
        ("您好{any:0-3}请讲", "您好啊对请将", "您好啊对请讲"),
    ],
)
def test_wording(phrase: str, heard: str, worded: str) -> None:
    assert wording(parse_text(phrase), heard, syllables(heard)) == worded


@given(said=st.text(alphabet="您好请稍等我不知道帮查询号码", min_size=1, max_size=10))
def test_what_was_said_word_for_word_is_worded_so(said: str) -> None:
    assert wording(parse_text(said), said, syllables(said)) == said


@given(heard=st.text(alphabet="您好请稍等我不知道呃啊一二三", min_size=1, max_size=10))
def test_nothing_of_the_phrase_is_left_out(heard: str) -> None:
    worded = wording(parse_text("请等好"), heard, syllables(heard))
    rest = iter(worded)
    assert all(char in rest for char in "请等好")
