"""How alike sentences are, in words and in sound: said in other words, with characters misheard.

Cosine of features: jieba words, weighted by how rare they are, and neighbouring syllables, which a misheard
character does not change. It is what scikit-learn's `CountVectorizer` and `cosine_similarity` find with these features
(tests/scoring/test_likeness.py); that would build a vocabulary for every call, where all syllables have numbers
already and few sentences have so much sound in common that their words matter. Pure.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.chinese import dictionary
from qa.phonetics.pairs import in_common

_USUAL = 6.0
"""−log10 of the share of a word that is neither rare nor common."""
_EVERYWHERE = frozenset("的了吗呢吧啊呀嗯哦是在就")
"""Characters that say nothing about what a sentence is about."""
_HALF: Final = 0.5
"""Of what is asked: sentences whose sounds have less in common have not the words in common either."""

Floats: TypeAlias = NDArray[np.float64]
_Vector: TypeAlias = Mapping[str, float]
"""Of length 1: the words that a sentence has, and how much of each."""


class Alike(Protocol):
    """Says how alike sentences are."""

    def __call__(self, asked: Sequence[str], said: Sequence[str], least: float = 0.0) -> Floats:
        """0 (nothing in common) to 1 (the same), float64 [asked, said]; under `least` perhaps less than it is."""
        ...


def alike(asked: Sequence[str], said: Sequence[str], least: float = 0.0) -> Floats:
    """The sound alone, or words and sound together, whatever is more: 0 to 1, float64 [asked, said].

    Where that cannot reach `least`, the sound alone.
    """
    if not asked or not said:
        return np.zeros((len(asked), len(said)))
    return with_words(in_common(asked, said), asked, said, least)


def with_words(sound: Floats, asked: Sequence[str], said: Sequence[str], least: float) -> Floats:
    """The same, from how much of their sound they have in common, float64 [asked, said]."""
    found = sound.copy()
    near = found >= max(_HALF * least, 2 * least - 1)
    for row, column in zip(*np.nonzero(near), strict=True):
        words = _cosine(_words(asked[row]), _words(said[column]))
        found[row, column] = max(found[row, column], (found[row, column] + words) / 2)
    return found


def _cosine(one: _Vector, other: _Vector) -> float:
    return min(1.0, sum(weight * other[feature] for feature, weight in one.items() if feature in other))


@lru_cache(maxsize=8192)
def _words(sentence: str) -> _Vector:
    words = Counter(w for w in dictionary().cut(sentence, HMM=False) if is_telling(w))
    weights = {word: count * weight(word) for word, count in words.items()}
    length = math.hypot(*weights.values())
    return {word: weight / length for word, weight in weights.items()}


def is_telling(word: str) -> bool:
    """Whether it says something about what a sentence is about."""
    return word.isalnum() and word not in _EVERYWHERE


def weight(word: str) -> float:
    """How much a word counts: the rarer the more."""
    words = dictionary()
    share = (words.FREQ.get(word) or 1) / words.total
    return max(0.1, min(2.0, -math.log10(share) / _USUAL))
