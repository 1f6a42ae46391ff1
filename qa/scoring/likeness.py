"""How alike sentences are, in words and in sound: said in other words, with characters misheard.

Cosine of hashed features (scikit-learn): jieba words, weighted by how rare they are, and neighbouring syllables, which
a misheard character does not change. Many sentences are compared in one go. Pure.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, Protocol, TypeAlias

import jieba
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher

from qa.phonetics.syllables import syllables

jieba.setLogLevel(logging.WARNING)
_HASHER = FeatureHasher(n_features=2**14, input_type="dict", alternate_sign=False)
_USUAL = 6.0
"""−log10 of the share of a word that is neither rare nor common."""
_EVERYWHERE = frozenset("的了吗呢吧啊呀嗯哦是在就")
"""Characters that say nothing about what a sentence is about."""
_HALF: Final = 0.5
"""Of what is asked: sentences whose sounds have less in common have not the words in common either."""

Floats: TypeAlias = NDArray[np.float64]


class Alike(Protocol):
    """Says how alike sentences are."""

    def __call__(self, asked: Sequence[str], said: Sequence[str], least: float = 0.0) -> Floats:
        """0 (nothing in common) to 1 (the same), float64 [asked, said]; under `least` perhaps less than it is."""
        ...


def alike(
    asked: Sequence[str], said: Sequence[str], least: float = 0.0, where: NDArray[np.bool_] | None = None
) -> Floats:
    """The sound alone, or words and sound together, whatever is more: 0 to 1, float64 [asked, said].

    Where that cannot reach `least`, and out of `where`, the sound alone.
    """
    if not asked or not said:
        return np.zeros((len(asked), len(said)))
    found: Floats = _cosines([_sounds(s) for s in asked], [_sounds(s) for s in said])
    near = found >= max(_HALF * least, 2 * least - 1)
    rows, columns = np.nonzero(near if where is None else near & where)
    if len(rows):
        (these, row), (those, column) = (np.unique(n, return_inverse=True) for n in (rows, columns))
        words = _cosines([_words(asked[i]) for i in these], [_words(said[i]) for i in those])
        sounds = found[rows, columns]
        found[rows, columns] = np.maximum(sounds, (sounds + words[row, column]) / 2)
    return found


def _cosines(some: Sequence[dict[str, float]], others: Sequence[dict[str, float]]) -> Floats:
    hashed = _HASHER.transform([*some, *others])
    found: Floats = (hashed[: len(some)] @ hashed[len(some) :].T).toarray()
    return np.minimum(1.0, found)


@lru_cache(maxsize=8192)
def _words(sentence: str) -> dict[str, float]:
    words = Counter(w for w in jieba.cut(sentence, HMM=False) if w.isalnum() and w not in _EVERYWHERE)
    return _of_length_one({word: count * _weight(word) for word, count in words.items()})


def _weight(word: str) -> float:
    share = (jieba.dt.FREQ.get(word) or 1) / jieba.dt.total
    return max(0.1, min(2.0, -math.log10(share) / _USUAL))


@lru_cache(maxsize=8192)
def _sounds(sentence: str) -> dict[str, float]:
    readings = [syllable.reading for syllable in syllables(sentence)]
    return _of_length_one(Counter(map(" ".join, pairwise(readings))) if len(readings) > 1 else Counter(readings))


def _of_length_one(features: Mapping[str, float]) -> dict[str, float]:
    length = math.hypot(*features.values())
    return {name: value / length for name, value in features.items()}
