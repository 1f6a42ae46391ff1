"""Sentences compared many at a time."""

from __future__ import annotations

from itertools import pairwise

import jieba
import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics.pairwise import cosine_similarity
from sklearn.preprocessing import normalize

from qa.phonetics.syllables import syllables
from qa.scoring.likeness import alike, is_telling, weight

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


def test_it_is_what_scikit_learn_finds_with_the_same_features() -> None:
    sound = CountVectorizer(analyzer=neighbours).fit((*ASKED, *SAID))
    words = CountVectorizer(analyzer=telling).fit((*ASKED, *SAID))
    weights = np.array([weight(word) for word in words.get_feature_names_out()])
    by_sound = cosine_similarity(sound.transform(ASKED), sound.transform(SAID))
    by_words = cosine_similarity(*(normalize(words.transform(s).multiply(weights)) for s in (ASKED, SAID)))
    assert alike(ASKED, SAID) == pytest.approx(np.maximum(by_sound, (by_sound + by_words) / 2))


def neighbours(sentence: str) -> list[str]:
    readings = [syllable.reading for syllable in syllables(sentence)]
    return [" ".join(pair) for pair in pairwise(readings)] or readings


def telling(sentence: str) -> list[str]:
    return [word for word in jieba.cut(sentence, HMM=False) if is_telling(word)]
