"""The inner loops of the alignment, compiled. Everything else of it is in `qa.phonetics.alignment`.

A phrase is a row of instructions over rows of states (registers), one state for each text position. A state is one
64-bit integer, `cost · 2³⁰ | (2²²−1 − start) · 2⁸ | length`, so that a plain minimum keeps the cheapest alignment and,
among equals, the one that starts latest and is shortest, together with where it began. The sums stay far from 2⁶³ up
to four million syllables and ten thousand turns.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

HEAR: Final = 0
"""register, reading, cost of omitting it: one syllable of the phrase, heard (perhaps as another) or omitted."""
EXTRA: Final = 1
"""register: syllables that the phrase does not have."""
SKIP: Final = 2
"""register, least, most, digits only: a gap."""
COPY: Final = 3
"""register ← register."""
BEST: Final = 4
"""register ← the better of register and register."""

COST: Final = 30
START: Final = 8
LATEST: Final = (1 << 22) - 1
NEVER: Final = 1 << 60
WALL: Final = 50_000
"""In thousandths: more than any budget."""

Ints = NDArray[np.int64]
Costs = NDArray[np.int32]


class Program(NamedTuple):
    """A phrase as instructions."""

    code: Ints
    """Shape [instructions, 5]."""
    registers: int
    """How many rows of states it needs."""
    longest: int
    """Syllables of the longest way through."""


class Text(NamedTuple):
    """Syllables of a text, in blocks that no alignment crosses."""

    heard: Ints
    """Usual reading of each syllable, shape [text]."""
    other: Ints
    """Another one, shape [text]."""
    inserted: Ints
    """Running sum of the costs of syllables as extra ones, from 0, shape [text + 1]."""
    crossing: Ints
    """Cost of each syllable in a gap, shape [text]."""
    digit: Ints
    """1 where a syllable is part of a number, shape [text]."""
    edges: Ints
    """Where blocks begin, and the end of the text, shape [blocks + 1]."""


@njit(cache=True)
def block_minima(costs: Costs, size: int, text: Text) -> Costs:
    """For each block the least cost of any of its syllables standing for each of `size` readings.

    `costs` is symmetric, shape [readings, readings]; the answer has shape [blocks, size].
    """
    least = np.full((len(text.edges) - 1, size), WALL, np.int32)
    for block in range(len(text.edges) - 1):
        row = least[block]
        for t in range(text.edges[block], text.edges[block + 1]):
            first, second = costs[text.heard[t]], costs[text.other[t]]
            for reading in range(size):
                row[reading] = min(row[reading], first[reading], second[reading])
    return least


@njit(cache=True)
def _bound(program: Program, least: Costs) -> int:
    """A cost below which the phrase cannot be in a block: each syllable at its cheapest, wherever that stands."""
    state = np.zeros(program.registers, np.int64)
    code = program.code
    for i in range(code.shape[0]):
        what, r = code[i, 0], code[i, 1]
        if what == HEAR:
            state[r] += min(np.int64(least[code[i, 2]]), code[i, 3])
        elif what == COPY:
            state[r] = state[code[i, 2]]
        elif what == BEST:
            state[r] = min(state[r], state[code[i, 2]])
    return state[0]  # type: ignore[no-any-return]


@njit(cache=True)
def _run(program: Program, text: Text, costs: Costs, begin: int, end: int) -> Ints:
    """The best alignment of the whole phrase that ends before each position of a block. Shape [end - begin + 1]."""
    n, code = end - begin, program.code
    states = np.empty((program.registers, n + 1), np.int64)
    for t in range(n + 1):
        states[0, t] = (LATEST - begin - t) << START
    for i in range(code.shape[0]):
        what, row = code[i, 0], states[code[i, 1]]
        if what == HEAR:
            near, omitted = costs[code[i, 2]], code[i, 3] << COST
            for t in range(n, 0, -1):
                at = begin + t - 1
                cost = min(near[text.heard[at]], near[text.other[at]])
                row[t] = min(row[t - 1] + (np.int64(cost) << COST), row[t] + omitted) + 1
            row[0] += omitted + 1
        elif what == EXTRA:
            for t in range(1, n + 1):
                extra = text.inserted[begin + t] - text.inserted[begin + t - 1]
                row[t] = min(row[t], row[t - 1] + (extra << COST))
        elif what == SKIP:
            _skip(row, code[i], text, begin)
        elif what == COPY:
            row[:] = states[code[i, 2]]
        else:
            row[:] = np.minimum(row, states[code[i, 2]])
    best: Ints = states[0]
    return best


@njit(cache=True)
def _skip(row: Ints, gap: Ints, text: Text, begin: int) -> None:
    least, most, digits = gap[2], gap[3], gap[4]
    moved = row.copy()
    if least:
        row[:] = NEVER
    for step in range(1, most + 1):
        for t in range(len(row) - 1, 0, -1):
            cost = text.crossing[begin + t - 1]
            if digits and not text.digit[begin + t - 1]:
                cost += WALL
            moved[t] = min(moved[t - 1] + (cost << COST), NEVER)
        moved[0] = NEVER
        if step >= least:
            for t in range(len(row)):
                row[t] = min(row[t], moved[t])


@njit(cache=True)
def search(program: Program, text: Text, costs: Costs, least: Costs, budget: Ints) -> Ints:
    """Every place where the phrase was said within its budget; of overlapping ones the cheapest.

    Args:
        program: the phrase.
        text: where to look.
        costs: of each reading heard for each other, in thousandths, shape [readings, readings].
        least: `block_minima` of the text.
        budget: allowed cost by number of phrase syllables, in thousandths; the last one for all longer ways.

    Returns:
        Rows of start, end, cost in thousandths, length; shape [matches, 4].
    """
    found = np.empty((16, 4), np.int64)
    count = 0
    most = budget.max()
    for block in range(len(text.edges) - 1):
        begin, end = text.edges[block], text.edges[block + 1]
        if begin == end or _bound(program, least[block]) > most:
            continue
        states = _run(program, text, costs, begin, end)
        first = count
        within = np.flatnonzero(states >> COST <= most)
        for t in within[np.argsort(states[within], kind="mergesort")]:
            cost, length = states[t] >> COST, states[t] & ((1 << START) - 1)
            start, stop = LATEST - ((states[t] >> START) & LATEST), begin + t
            apart = start < stop and cost <= budget[min(length, len(budget) - 1)]
            for k in range(first, count):
                apart = apart and (stop <= found[k, 0] or start >= found[k, 1])
            if apart:
                if count == len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                found[count, 0], found[count, 1], found[count, 2], found[count, 3] = start, stop, cost, length
                count += 1
    return found[:count]
