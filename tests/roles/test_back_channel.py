from __future__ import annotations

import pytest

from qa.roles.back_channel import is_back_channel


@pytest.mark.parametrize(
    "text", ["嗯", "嗯嗯。", "对", "对对对", "好的", "好的好的，", "是的", "哦，好", "行吧", "明白了", "OK", "", "。"]
)
def test_listening_noises_are_back_channels(text: str) -> None:
    assert is_back_channel(text)


@pytest.mark.parametrize(
    "text", ["喂", "不是", "不对", "好多钱", "对不起", "没有了", "谢谢", "好的我知道我家", "13", "嗯" * 9]
)
def test_what_says_something_is_none(text: str) -> None:
    assert not is_back_channel(text)
