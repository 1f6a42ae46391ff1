"""How rarely ordinary speech sounds like a phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.phonetics.distinctiveness import distinctiveness

PHRASES = st.text(alphabet="您好请稍等为服务我不知道查一下的是", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        ("是的", "首问"),
        ("我们", "我们部门"),
        ("(您好|你好|早上好|下午好|请问)", "早上好"),
        ("您{any:0-8}查询", "您查询"),
        ("我[也][都]没办法", "我也没办法"),
        ("{number}号", "一零二四号"),
    ],
)
def test_the_more_ways_ordinary_speech_has_to_it_the_less_distinctive(common: str, rare: str) -> None:
    assert distinctiveness(common) < distinctiveness(rare)


@given(PHRASES, PHRASES)
def test_bits_of_a_sequence_add_up(first: str, second: str) -> None:
    together = distinctiveness(f"({first})({second})")
    assert together == pytest.approx(distinctiveness(first) + distinctiveness(second))


@given(PHRASES, PHRASES)
def test_another_way_to_say_it_never_makes_it_rarer(first: str, second: str) -> None:
    assert 0 <= distinctiveness(f"({first}|{second})") <= min(distinctiveness(first), distinctiveness(second)) + 1e-9


def test_a_sound_that_no_dictionary_has_is_rare_not_impossible() -> None:
    assert 5 < distinctiveness("嗯哼") < 40
