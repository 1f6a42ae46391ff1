"""How alike two sentences are, in words and in sound: a sentence said in other words, with characters misheard.

Cosine of hashed features (scikit-learn): jieba words, weighted by how rare they are, and neighbouring syllables, which
a misheard character does not change. Pure.
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

import jieba
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher
from sklearn.preprocessing import normalize

from qa.phonetics.syllables import syllables

jieba.setLogLevel(logging.WARNING)
_HASHER = FeatureHasher(n_features=2**18, input_type="dict", alternate_sign=False)
_USUAL = 6.0
"""−log10 of the share of a word that is neither rare nor common."""
_EVERYWHERE = frozenset("的了吗呢吧啊呀嗯哦是在就")
"""Characters that say nothing about what a sentence is about."""


Floats: TypeAlias = NDArray[np.float64]
Alike: TypeAlias = Callable[[Sequence[str], Sequence[str]], Floats]
"""Says how alike each of some sentences is to each of others, 0 to 1, float64 [some, others]."""


def alike(asked: Sequence[str], said: Sequence[str]) -> Floats:
    """`likeness` of each of the asked sentences and each that was said, float64 [asked, said]."""
    found = np.array([[likeness(one, other) for other in said] for one in asked], np.float64)
    return found.reshape(len(asked), len(said))


def likeness(one: str, other: str) -> float:
    """0 (nothing in common) to 1 (the same): the sound alone, or words and sound together, whatever is more."""
    sounds = _cosine(_sounds(one), _sounds(other))
    return max(sounds, (sounds + _cosine(_words(one), _words(other))) / 2)


def _cosine(one: Any, other: Any) -> float:
    return min(1.0, float(one.multiply(other).sum()))


@lru_cache(maxsize=8192)
def _words(sentence: str) -> Any:
    words = Counter(w for w in jieba.cut(sentence, HMM=False) if w.isalnum() and w not in _EVERYWHERE)
    return _hashed({word: count * _weight(word) for word, count in words.items()})


def _weight(word: str) -> float:
    share = (jieba.dt.FREQ.get(word) or 1) / jieba.dt.total
    return max(0.1, min(2.0, -math.log10(share) / _USUAL))


@lru_cache(maxsize=8192)
def _sounds(sentence: str) -> Any:
    readings = [syllable.reading for syllable in syllables(sentence)]
    pairs = Counter(" ".join(pair) for pair in pairwise(readings)) if len(readings) > 1 else Counter(readings)
    return _hashed(dict(pairs))


def _hashed(features: dict[str, float]) -> Any:
    return normalize(_HASHER.transform([features]))
