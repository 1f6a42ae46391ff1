"""How much of their sound sentences have in common: neighbouring syllables, whatever the characters. Compiled."""

from __future__ import annotations

import math
from collections.abc import Sequence as Many

import numpy as np
from numba import njit
from numpy.typing import NDArray

from qa.phonetics.layout import Ints
from qa.phonetics.syllables import read_all
from qa.phonetics.vocabulary import PRONUNCIATIONS

_READING = 20
"""Bits of a reading's number."""
_SPREAD = 0x9E3779B1
"""An odd number without pattern: what it multiplies lies all over the table."""


def in_common(some: Many[str], others: Many[str]) -> NDArray[np.float64]:
    """Cosine of each with each over pairs of neighbouring syllables, 0 to 1, [some, others].

    A sentence of one syllable has that one, and nothing in common with a longer one.
    """
    said, texts, _, _ = read_all((*some, *others))
    return sounds_in_common(said, texts, len(some), len(others))


def sounds_in_common(said: Ints, texts: Ints, some: int, others: int) -> NDArray[np.float64]:
    """The same of texts that were read before.

    Args:
        said: number of each pronunciation (`qa.phonetics.vocabulary.PRONUNCIATIONS`), shape [syllables].
        texts: the index of its text, ascending: first those of the first texts, then those of the others.
        some: how many the first are.
        others: how many the others.
    """
    numbers, owners = _features(PRONUNCIATIONS.table[said, 0], texts)
    found: NDArray[np.float64] = _cosines(numbers, owners, _shares(numbers, owners), some, others)
    return found


@njit(cache=True)
def _features(readings: Ints, texts: Ints) -> tuple[Ints, Ints]:
    """The pairs of neighbouring readings, numbered from 0 as they are met, and the text of each.

    A hash table with open addresses: sorting them takes longer than everything else that is done with them.
    """
    count, met, size = 0, 0, 1
    while size < 2 * len(readings):
        size *= 2
    slots, features = np.full(size, -1), np.empty(size, np.int64)
    numbers, owners = np.empty(len(readings), np.int64), np.empty(len(readings), np.int64)
    for t in range(len(readings)):
        if t + 1 < len(readings) and texts[t + 1] == texts[t]:
            feature = (readings[t] + 1) << _READING | readings[t + 1]
        elif t == 0 or texts[t - 1] != texts[t]:
            feature = readings[t]
        else:
            continue
        slot = (feature * _SPREAD >> _READING) & (size - 1)
        while slots[slot] >= 0 and features[slot] != feature:
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot], features[slot], met = met, feature, met + 1
        numbers[count], owners[count], count = slots[slot], texts[t], count + 1
    return numbers[:count], owners[:count]


@njit(cache=True)
def _shares(features: Ints, texts: Ints) -> NDArray[np.float64]:
    """How much of its text each feature is, where it stands for the first time there; 0 where it is said again.

    Args:
        features: numbers from 0, shape [features].
        texts: the text that has each, ascending, shape [features].
    """
    shares, counts, begin = np.zeros(len(features)), np.zeros(len(features)), 0
    while begin < len(features):
        end, squares = begin, 0.0
        while end < len(features) and texts[end] == texts[begin]:
            squares += 2 * counts[features[end]] + 1
            counts[features[end]] += 1
            end += 1
        for at in range(begin, end):
            shares[at], counts[features[at]] = counts[features[at]] / math.sqrt(squares), 0
        begin = end
    return shares


@njit(cache=True)
def _cosines(features: Ints, texts: Ints, shares: NDArray[np.float64], some: int, others: int) -> NDArray[np.float64]:
    """Of each of the first texts with each behind them: only what two have in common is looked at."""
    found = np.zeros((some, others))
    latest, before = np.full(len(features), -1), np.empty(len(features), np.int64)
    for at in range(len(features)):
        feature, text = features[at], texts[at]
        if text < some:
            if shares[at] > 0:
                before[at], latest[feature] = latest[feature], at
            continue
        one = latest[feature]
        while one >= 0:
            found[texts[one], text - some] += shares[one] * shares[at]
            one = before[one]
    return np.minimum(found, 1.0)
