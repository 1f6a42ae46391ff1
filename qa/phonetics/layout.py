"""Syllables as columns of numbers, laid out for the search. Compiled."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
LONGEST_STUMBLE: Final = 6
"""Syllables that are said twice."""


class Text(NamedTuple):
    """Syllables of a text, in blocks that no alignment leaves."""

    heard: Ints
    """Usual reading of each syllable, shape [text]."""
    other: Ints
    """Another one, shape [text]."""
    inserted: Ints
    """Cost of each syllable as an extra one, shape [text]."""
    digit: Ints
    """Cost of each syllable as part of a number, 0 where it is, over any budget where it can be none, shape [text]."""
    blocks: Ints
    """Where each begins and ends, shape [blocks, 2]."""


@njit(cache=True)
def with_breaks(said: Ints, clauses: Ints, sizes: Ints, a_break: int, between: int) -> Ints:
    """The syllables of turns with a row between the clauses of a turn and one behind each turn.

    Args:
        said: for each syllable its pronunciation, turn, word (counted through all turns), start, end; [syllables, 5].
        clauses: the clause of each word, ascending, shape [words].
        sizes: number of each turn's words, shape [turns].
        a_break: the pronunciation that stands between clauses.
        between: the one behind a turn.

    Returns:
        The same columns, the words counted in each turn; shape [rows, 5].
    """
    rows, count, at, first = np.empty((2 * len(said) + len(sizes), 5), np.int64), 0, 0, 0
    for turn in range(len(sizes)):
        before = first
        while at < len(said) and said[at, 1] == turn:
            word, start = said[at, 2], said[at, 3]
            if clauses[word] > clauses[before]:
                rows[count, 0], rows[count, 1], rows[count, 2] = a_break, turn, word - first
                rows[count, 3], rows[count, 4] = start, start
                count += 1
            rows[count] = said[at]
            rows[count, 2] = word - first
            before, at, count = word, at + 1, count + 1
        rows[count, 0], rows[count, 1], rows[count, 2] = between, turn, max(0, sizes[turn] - 1)
        rows[count, 3], rows[count, 4] = 0, 0
        first, count = first + sizes[turn], count + 1
    return rows[:count]


@njit(cache=True)
def as_digits(costs: Ints, least: int, few: int, none: int) -> Ints:
    """The costs of syllables as digits, dearer for words that only sound like one and stand in too short a row.

    Args:
        costs: of each by itself, shape [text]; 0 for a digit.
        least: how many in a row that are digits or sound like them make words a number.
        few: what each costs in a shorter row.
        none: cost of what is no digit.
    """
    digits, begin = costs.copy(), 0
    for t in range(len(costs) + 1):
        if t == len(costs) or costs[t] == none:
            for alike in range(begin, t if t - begin < least else begin):
                digits[alike] = few if costs[alike] else 0
            begin = t + 1
    return digits


@njit(cache=True)
def lay_out(
    rows: Ints, digits: Ints, marks: tuple[int, int], pairs: Ints, prices: tuple[int, int, int]
) -> tuple[Text, Ints, Ints]:
    """The text of a row of pronunciations, where its speaker stumbled, and what extra syllables cost if he did not.

    Args:
        rows: of `qa.phonetics.vocabulary.Pronunciations.table`, one for each syllable, shape [text, 4].
        digits: cost of each as part of a number, shape [text].
        marks: the readings that stand between blocks, and between sentences.
        pairs: words of two syllables and what each of the two costs as an extra syllable, shape [pairs, 3].
        prices: what extra syllables cost: a hesitation at most, the first saying of what is said twice (`_mend`), and a
            word at most.

    Returns:
        The text; [begin, end) of each first saying of what is said again from its end on, shape [stumbles, 2]; and
        `inserted` of the text without them, shape [text].
    """
    heard, inserted, size = rows[:, 0].copy(), rows[:, 2].copy(), len(rows)
    for t in range(size - 1):
        for first, second, cost in pairs:
            if heard[t] == first and heard[t + 1] == second:
                inserted[t] = min(inserted[t], cost)
                inserted[t + 1] = min(inserted[t + 1], cost)
    unmended = inserted.copy()
    stumbles = _mend(heard, inserted, marks, prices)
    blocks, count, begin = np.empty((size + 1, 2), np.int64), 0, 0
    for t in range(size + 1):
        if t == size or heard[t] == marks[0]:
            if t > begin:
                blocks[count, 0], blocks[count, 1] = begin, t
                count += 1
            begin = t + 1
    return Text(heard, rows[:, 1].copy(), inserted, digits, blocks[:count]), stumbles, unmended


@njit(cache=True)
def _mend(heard: Ints, inserted: Ints, marks: tuple[int, int], prices: tuple[int, int, int]) -> Ints:
    """Make the first saying cheap of what is said twice, a stumble and not new words; and tell where they are.

    请您请您稍等; whatever hesitations stand in it or behind it, 您家住在呃住在哪个小区; and where one is written as
    another word, 我们社保局而社保局就这样.
    """
    barrier, a_break = marks
    filler, stumble, word = prices
    meant = np.flatnonzero(((inserted > filler) & (heard != a_break)) | (heard == barrier))
    said, extra, found = heard[meant], inserted[meant], [(0, 0) for _ in range(0)]
    for between in range(2):
        for length in range(1 + between, LONGEST_STUMBLE + 1):
            same = 0  # how many up to here are each the one so much further on
            for k in range(len(said) - length - between):
                same = same + 1 if said[k] == said[k + length + between] and said[k] != barrier else 0
                if same >= length and not (between and (said[k + 1] == barrier or extra[k + 1] > word)):
                    for one in meant[k - length + 1 : k + 1 + between]:
                        inserted[one] = min(inserted[one], stumble)
                    found.append((meant[k - length + 1], meant[k + 1 + between]))
    stumbles = np.empty((len(found), 2), np.int64)
    for n, (begin, end) in enumerate(found):
        stumbles[n, 0], stumbles[n, 1] = begin, end
    return stumbles
