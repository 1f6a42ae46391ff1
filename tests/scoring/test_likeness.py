"""Sentences compared many at a time."""

from __future__ import annotations

import pytest

from qa.scoring.likeness import alike

ASKED = ("请问您还有其他问题吗", "您觉得我们还有哪些地方需要改进", "请您看一下光猫上的灯亮不亮")
SAID = (
    "请问您还有什么别的问题吗",
    "情问您还有其它文题吗",
    "您看还有哪些地方要我们改进的呢",
    "麻烦看一下光猫的灯是不是亮的",
    "您的话费余额是三十二元",
    "好的",
    "",
)


def test_many_are_as_alike_as_each_alone() -> None:
    together = alike(ASKED, SAID)
    assert together.shape == (len(ASKED), len(SAID))
    for i, one in enumerate(ASKED):
        for j, other in enumerate(SAID):
            assert together[i, j] == pytest.approx(alike((one,), (other,))[0, 0])
            assert together[i, j] == pytest.approx(alike((other,), (one,))[0, 0])


@pytest.mark.parametrize("least", [0.4, 0.5, 0.6, 0.85])
def test_what_is_asked_for_decides_nothing_but_how_long_it_takes(least: float) -> None:
    exact, quick = alike(ASKED, SAID), alike(ASKED, SAID, least)
    assert (quick <= exact + 1e-9).all()
    assert ((quick >= least) == (exact >= least)).all()


def test_what_nobody_can_say_is_like_nothing() -> None:
    assert alike(("，", "好", "您好"), ("。", "", "好", "好好")).tolist() == [[0] * 4, [0, 0, 1, 0], [0] * 4]


def test_the_same_words_are_alike_and_the_meaning_ranks() -> None:
    found = alike(ASKED, (*ASKED, *SAID))
    assert found.diagonal() == pytest.approx([1.0] * len(ASKED))
    assert [int(row[len(ASKED) :].argmax()) for row in found] == [1, 2, 3]
    assert alike(ASKED, ()).shape == (len(ASKED), 0)
