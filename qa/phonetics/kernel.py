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
"""register, reading, cost of omitting it: one syllable of the phrase, heard (perhaps as another) or omitted; and
syllables behind it that the phrase does not have."""
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


class Book(NamedTuple):
    """Phrases to look for together."""

    code: Ints
    """Instructions of all programs, one after the other, shape [instructions, 5]."""
    ends: Ints
    """Where each program ends, shape [programs]."""
    registers: Ints
    """Shape [programs]."""
    longest: Ints
    """Shape [programs]."""
    readings: Ints
    """Numbers of all readings that any of them has, shape [readings]."""


class Text(NamedTuple):
    """Syllables of a text, in blocks that no alignment crosses."""

    heard: Ints
    """Usual reading of each syllable, shape [text]."""
    other: Ints
    """Another one, shape [text]."""
    inserted: Ints
    """Cost of each syllable as an extra one, shape [text]."""
    crossing: Ints
    """Cost of each syllable in a gap, shape [text]."""
    digit: Ints
    """1 where a syllable is part of a number, shape [text]."""
    edges: Ints
    """Where blocks begin, and the end of the text, shape [blocks + 1]."""


class Nearness(NamedTuple):
    """What each syllable of a text costs as each reading; only the rows of readings that were asked for are filled."""

    near: Costs
    """Shape [readings, text]."""
    least: Costs
    """The least of each block, shape [blocks, readings]."""


@njit(cache=True)
def fill(near: Costs, least: Costs, readings: Ints, costs: Costs, text: Text) -> None:
    """Fill the rows of some readings; `costs` is symmetric, shape [readings, readings]."""
    for reading in readings:
        row, cost = near[reading], costs[reading]
        for block in range(len(text.edges) - 1):
            lowest = np.int32(WALL)
            for t in range(text.edges[block], text.edges[block + 1]):
                row[t] = min(cost[text.heard[t]], cost[text.other[t]])
                lowest = min(lowest, row[t])
            least[block, reading] = lowest


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
def _run(program: Program, text: Text, near: Costs, block: tuple[int, int, int], states: Ints) -> bool:
    """Put the best alignment of the whole phrase that ends before each position of a block into `states[0]`.

    A `block` is where it begins, where it ends, and the most that an alignment may cost. `states` has shape
    [registers, at least end - begin + 1]. The answer is False as soon as nothing can be within the most any more:
    every way through the phrase leads through register 0, and costs only grow.
    """
    begin, end, most = block
    n, code, inserted = end - begin, program.code, text.inserted[begin:end]
    for t in range(n + 1):
        states[0, t] = (LATEST - begin - t) << START
    for i in range(code.shape[0]):
        what, r = code[i, 0], code[i, 1]
        row = states[r, : n + 1]
        if what == HEAR:
            costs, omitted = near[code[i, 2], begin:end], (code[i, 3] << COST) + 1
            before = row[0]
            lowest = best = before + omitted
            row[0] = best
            for t in range(1, n + 1):
                here = row[t]
                best = min(
                    before + (np.int64(costs[t - 1]) << COST) + 1, here + omitted, best + (inserted[t - 1] << COST)
                )
                row[t] = best
                lowest = min(lowest, best)
                before = here
            if r == 0 and lowest >> COST > most:
                return False
        elif what == EXTRA:
            for t in range(1, n + 1):
                row[t] = min(row[t], row[t - 1] + (inserted[t - 1] << COST))
        elif what == SKIP:
            _skip(row, code[i], text, begin)
        elif what == COPY:
            row[:] = states[code[i, 2], : n + 1]
        else:
            other = states[code[i, 2], : n + 1]
            for t in range(n + 1):
                row[t] = min(row[t], other[t])
    return True


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
def search(program: Program, text: Text, near: Costs, least: Costs, budget: Ints) -> Ints:
    """Every place where the phrase was said within its budget; of overlapping ones the cheapest.

    Args:
        program: the phrase.
        text: where to look.
        near: `Nearness.near` of the text.
        least: `Nearness.least` of it.
        budget: allowed cost by number of phrase syllables, in thousandths; the last one for all longer ways.

    Returns:
        Rows of start, end, cost in thousandths, length; shape [matches, 4].
    """
    found = np.empty((16, 4), np.int64)
    count = 0
    most = budget.max()
    longest = 0
    for block in range(len(text.edges) - 1):
        longest = max(longest, text.edges[block + 1] - text.edges[block])
    states = np.empty((program.registers, longest + 1), np.int64)
    within = np.empty(longest + 1, np.int64)
    for block in range(len(text.edges) - 1):
        begin, end = text.edges[block], text.edges[block + 1]
        if begin == end or _bound(program, least[block]) > most:
            continue
        if not _run(program, text, near, (begin, end, most), states):
            continue
        ends = states[0, : end - begin + 1]
        first, candidates = count, 0
        for t in range(len(ends)):
            if ends[t] >> COST <= budget[min(ends[t] & ((1 << START) - 1), len(budget) - 1)]:
                within[candidates] = t
                candidates += 1
        if candidates == 0:
            continue
        for t in within[:candidates][np.argsort(ends[within[:candidates]], kind="mergesort")]:
            cost, length = ends[t] >> COST, ends[t] & ((1 << START) - 1)
            start, stop = LATEST - ((ends[t] >> START) & LATEST), begin + t
            apart = start < stop
            for k in range(first, count):
                apart = apart and (stop <= found[k, 0] or start >= found[k, 1])
            if apart:
                if count == len(found):
                    found = np.concatenate((found, np.empty_like(found)))
                found[count, 0], found[count, 1], found[count, 2], found[count, 3] = start, stop, cost, length
                count += 1
    return found[:count]


@njit(cache=True)
def search_all(book: Book, text: Text, near: Costs, least: Costs, budget: Ints) -> Ints:
    """`search` for every phrase of a book: rows of phrase, start, end, cost in thousandths, length."""
    found = np.empty((16, 5), np.int64)
    count = begin = 0
    for number in range(len(book.ends)):
        program = Program(book.code[begin : book.ends[number]], book.registers[number], book.longest[number])
        begin = book.ends[number]
        places = search(program, text, near, least, budget[: program.longest + 1])
        while count + len(places) > len(found):
            found = np.concatenate((found, np.empty_like(found)))
        for place in places:
            found[count, 0] = number
            found[count, 1:] = place
            count += 1
    return found[:count]
