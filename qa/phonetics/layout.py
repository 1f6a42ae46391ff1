"""Syllables as columns of numbers, laid out for the search. Compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Text(NamedTuple):
    """Syllables of a text, in blocks that no alignment leaves."""

    heard: Ints
    """Usual reading of each syllable, shape [text]."""
    other: Ints
    """Another one, shape [text]."""
    inserted: Ints
    """Cost of each syllable as an extra one, shape [text]."""
    digit: Ints
    """1 where a syllable is part of a number, shape [text]."""
    blocks: Ints
    """Where each begins and ends, shape [blocks, 2]."""


@njit(cache=True)
def lay_out(rows: Ints, barrier: int, hesitations: Ints, filler: int) -> Text:
    """The text of a row of pronunciations.

    Args:
        rows: of `qa.phonetics.vocabulary.Pronunciations.table`, one for each syllable, shape [text, 4].
        barrier: the reading that stands between blocks.
        hesitations: of two syllables each, shape [hesitations, 2].
        filler: cost as an extra syllable of those, and of the first saying of something said twice in a row
            (请您请您稍等): a stumble, not new words.
    """
    heard, inserted, size = rows[:, 0].copy(), rows[:, 2].copy(), len(rows)
    for length in (1, 2, 3):
        same = 0  # how many syllables up to here are each the one `length` further on
        for t in range(size - length):
            same = same + 1 if heard[t] == heard[t + length] else 0
            if same >= length:
                inserted[t - length + 1 : t + 1] = filler
    for t in range(size - 1):
        for first, second in hesitations:
            if heard[t] == first and heard[t + 1] == second:
                inserted[t : t + 2] = filler
    blocks, count, begin = np.empty((size + 1, 2), np.int64), 0, 0
    for t in range(size + 1):
        if t == size or heard[t] == barrier:
            if t > begin:
                blocks[count, 0], blocks[count, 1] = begin, t
                count += 1
            begin = t + 1
    return Text(heard, rows[:, 1].copy(), inserted, rows[:, 3].copy(), blocks[:count])
