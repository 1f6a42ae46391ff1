"""Which phrases may have been said in which turns, by what they cost at least. Compiled.

Most phrases are nowhere near most turns: too much is missing even if each syllable is taken at its cheapest, wherever
that stands.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from qa.phonetics.book import BEST, COPY, HEAR, Book
from qa.phonetics.layout import Ints, Text

NEVER: Final = 1 << 60
WALL: Final = 50_000
"""In thousandths: more than any budget."""

Costs = NDArray[np.int32]


class Candidates(NamedTuple):
    """What is worth an alignment."""

    pairs: Ints
    """Block, phrase, and the most that the phrase may cost; shape [pairs, 3]."""
    rest: Ints
    """What a phrase costs at least after each of its instructions: those of all pairs, one pair after the other."""


@njit(cache=True)
def candidates(book: Book, text: Text, costs: Costs, budget: Ints) -> Candidates:
    """The pairs of a block and a phrase that may be in it within its budget, block by block.

    Args: as `qa.phonetics.kernel.search`.
    """
    pairs, count, rest, filled = np.empty((64, 3), np.int64), 0, np.empty(1024, np.int64), 0
    ways, least = np.empty((book.registers.max(), 2), np.int64), np.empty(len(costs), np.int32)
    mosts, a_syllable = np.array([budget[: longest + 1].max() for longest in book.longest]), _most_a_syllable(budget)
    for block in range(len(text.blocks)):
        _nearest(least, text, text.blocks[block, 0], text.blocks[block, 1], costs)
        at = 0
        for number in range(len(book.ends)):
            code, at = book.code[at : book.ends[number]], book.ends[number]
            while filled + len(code) > len(rest):
                rest = np.concatenate((rest, np.empty_like(rest)))
            if not _bound(code, least, (mosts[number], a_syllable), ways, rest[filled:]):
                continue
            if count == len(pairs):
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
            pairs[count, 0], pairs[count, 1], pairs[count, 2] = block, number, mosts[number]
            count, filled = count + 1, filled + len(code)
    return Candidates(pairs[:count], rest)


@njit(cache=True)
def _most_a_syllable(budget: Ints) -> int:
    """What no way through a phrase may cost for each of its syllables."""
    most = 0
    for length in range(1, len(budget)):
        most = max(most, -(-budget[length] // length))
    return most


@njit(cache=True)
def _nearest(least: Costs, text: Text, begin: int, end: int, costs: Costs) -> None:
    """Put what each reading costs at its cheapest, wherever that stands in a block, into `least`."""
    least[:] = WALL
    for t in range(begin, end):
        usual, other = costs[text.heard[t]], costs[text.other[t]]
        for reading in range(len(least)):
            least[reading] = min(least[reading], usual[reading], other[reading])


@njit(cache=True)
def _bound(code: Ints, least: Costs, limits: tuple[int, int], ways: Ints, rest: Ints) -> bool:
    """Whether a phrase may be where readings cost at least this; fills in what the rest of it costs.

    `limits` are what a way may cost, and what it may cost for each of its syllables; `ways` is room for what a way from
    each register costs at least, and how far it is over the second limit at least.
    """
    ways[:] = NEVER
    ways[0] = 0
    for i in range(len(code) - 1, -1, -1):
        what, r, source = code[i, 0], code[i, 1], code[i, 2]
        rest[i] = ways[r, 0]
        if what == HEAR:
            near = min(np.int64(least[source]), code[i, 3])
            ways[r, 0] += near
            ways[r, 1] += near - limits[1]
        elif what == COPY:
            for k in range(2):
                ways[source, k], ways[r, k] = min(ways[source, k], ways[r, k]), NEVER
        elif what == BEST:
            for k in range(2):
                ways[source, k] = ways[r, k]
    return ways[0, 0] <= limits[0] and ways[0, 1] <= 0  # type: ignore[no-any-return]
