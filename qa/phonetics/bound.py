"""Which phrases may have been said in which turns, by what they cost at least. Compiled.

Most phrases are nowhere near most turns: too much is missing even if each syllable is taken at its cheapest, wherever
that stands. All turns are bounded in one go: an instruction takes longer to be read than to be followed in ten of them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from qa.phonetics.book import BEST, COPY, HEAR, Book
from qa.phonetics.layout import Ints, Text

NEVER: Final = 1 << 60
NOWHERE: Final = 1 << 28
"""In thousandths: what it costs to go on from where nothing does."""
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
def candidates(book: Book, text: Text, costs: Costs, budget: Ints, reach: Ints) -> Candidates:
    """The pairs of a block and a phrase that may be in it within its budget, phrase by phrase.

    Args: as `qa.phonetics.kernel.search`, and `reach`, the syllables [from, to) that hold the blocks where each phrase
        is looked for, shape [phrases, 2].
    """
    pairs, count, found, filled = np.empty((64, 3), np.int64), 0, np.empty(1024, np.int64), 0
    nearest, a_syllable, blocks, begin = _nearest(text, costs), _most_a_syllable(budget), len(text.blocks), 0
    ways = np.empty((book.registers.max(), 2, blocks), np.int32)
    rest = np.empty((len(book.code), blocks), np.int32)
    for number in range(len(book.ends)):
        code, begin = book.code[begin : book.ends[number]], book.ends[number]
        most = budget[: book.longest[number] + 1].max()
        _bound(code, nearest, (most, a_syllable), ways, rest)
        for block in range(blocks):
            if ways[0, 0, block] > most or ways[0, 1, block] > 0:
                continue
            if text.blocks[block, 0] < reach[number, 0] or text.blocks[block, 1] > reach[number, 1]:
                continue
            if count == len(pairs):
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
            pairs[count, 0], pairs[count, 1], pairs[count, 2] = block, number, most
            while filled + len(code) > len(found):
                found = np.concatenate((found, np.empty_like(found)))
            for i in range(len(code)):
                found[filled + i] = rest[i, block]
            count, filled = count + 1, filled + len(code)
    return Candidates(pairs[:count], found)


@njit(cache=True)
def _most_a_syllable(budget: Ints) -> int:
    """What no way through a phrase may cost for each of its syllables."""
    most = 0
    for length in range(1, len(budget)):
        most = max(most, -(-budget[length] // length))
    return most


@njit(cache=True)
def _nearest(text: Text, costs: Costs) -> Costs:
    """What each reading costs at its cheapest, wherever that stands in a block, shape [readings, blocks]."""
    found = np.full((len(text.blocks), len(costs)), WALL, np.int32)
    for block in range(len(text.blocks)):
        least = found[block]
        for t in range(text.blocks[block, 0], text.blocks[block, 1]):
            usual, other = costs[text.heard[t]], costs[text.other[t]]
            for reading in range(len(least)):
                least[reading] = min(least[reading], usual[reading], other[reading])
    return np.ascontiguousarray(found.T)


@njit(cache=True)
def _bound(code: Ints, nearest: Costs, limits: tuple[int, int], ways: Costs, rest: Costs) -> None:
    """Find what a phrase costs at least in each block, as a whole and from each of its instructions on.

    Args:
        code: of the phrase.
        nearest: what each reading costs at least, shape [readings, blocks].
        limits: what a way through the phrase may cost, and what it may cost for each of its syllables.
        ways: of each register, filled in: what a way from it costs at least, and how far it is over the second limit
            at least; shape [registers, 2, blocks].
        rest: filled in: what is left to pay at least after each instruction, `WALL` where that is over the first limit;
            shape [at least instructions, blocks].
    """
    most, a_syllable = np.int32(limits[0]), np.int32(limits[1])
    blocks, wall, nowhere = ways.shape[2], np.int32(WALL), np.int32(NOWHERE)
    ways[:] = NOWHERE
    ways[0] = 0
    for i in range(len(code) - 1, -1, -1):
        what, r, source = np.uint64(code[i, 0]), np.uint64(code[i, 1]), np.uint64(code[i, 2])
        origin, omitted, left = np.uint64(code[i, 4]), np.int32(code[i, 3]), np.uint64(i)
        if what == HEAR and origin == r:
            for block in range(blocks):
                cost, way = min(nearest[source, block], omitted), ways[r, 0, block]
                ways[r, 0, block] = way + cost
                ways[r, 1, block] += cost - a_syllable
                rest[left, block] = way if way + cost <= most else wall
        elif what == HEAR:
            for block in range(blocks):
                cost, way, over = min(nearest[source, block], omitted), ways[r, 0, block], ways[r, 1, block]
                ways[origin, 0, block] = min(ways[origin, 0, block], way + cost)
                ways[origin, 1, block] = min(ways[origin, 1, block], over + cost - a_syllable)
                ways[r, 0, block] = ways[r, 1, block] = nowhere
                rest[left, block] = way if way + cost <= most else wall
        elif what == COPY:
            for block in range(blocks):
                rest[left, block] = ways[r, 0, block]
                for k in range(2):
                    ways[source, k, block] = min(ways[r, k, block], ways[source, k, block])
                    ways[r, k, block] = nowhere
        else:
            for block in range(blocks):
                rest[left, block] = ways[r, 0, block]
                if what == BEST:
                    ways[source, 0, block], ways[source, 1, block] = ways[r, 0, block], ways[r, 1, block]
