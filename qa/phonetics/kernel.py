"""The inner loops of the alignment, compiled. Everything else of it is in `qa.phonetics.alignment`.

A state is one 64-bit integer, `cost · 2³⁰ | (2²²−1 − start) · 2⁸ | length`, so that a plain minimum keeps the cheapest
alignment and, among equals, the one that starts latest and is shortest, together with where it began. The sums stay
far from 2⁶³ up to four million syllables and ten thousand turns.

A state that what the rest of the phrase costs at least takes over the budget leads nowhere, and the loops run from the
first state to the last that lead somewhere.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from qa.phonetics.book import BEST, COPY, HEAR, SKIP, Book
from qa.phonetics.bound import NEVER, WALL, Candidates, Costs
from qa.phonetics.layout import Ints, Text

COST: Final = 30
START: Final = 8
LATEST: Final = (1 << 22) - 1


class _Work(NamedTuple):
    """What a phrase and a block are worked out on."""

    rows: Ints
    """The best alignment that ends before each position of the block, shape [registers, positions]."""
    spans: Ints
    """The first and the last position in each row whose state leads somewhere, shape [registers, 2].

    What stands outside of them is of no meaning; where none does, the last is before the first.
    """
    rest: Ints
    """What the phrase costs at least after each instruction, shape [at least instructions]."""


@njit(cache=True)
def search(book: Book, text: Text, costs: Costs, budget: Ints, worth: Candidates) -> Ints:
    """Every place where a phrase of the book was said within its budget; of overlapping ones the cheapest.

    Args:
        book: the phrases.
        text: where to look.
        costs: of hearing one reading for another, in thousandths; symmetric, shape [readings, readings].
        budget: allowed cost by number of phrase syllables, in thousandths; the last one for all longer ways.
        worth: what of the book to look for where.

    Returns:
        Rows of phrase, start, end, cost in thousandths, length; shape [matches, 5].
    """
    found, count, size, registers, done = np.empty((64, 5), np.int64), 0, 0, book.registers.max(), 0
    for begin, end in text.blocks:
        size = max(size, end - begin)
    rows, spans = np.empty((registers, size + 1), np.int64), np.empty((registers, 2), np.int64)
    for block, number, most in worth.pairs:
        begin, end = text.blocks[block]
        code = book.code[book.ends[number - 1] if number else 0 : book.ends[number]]
        work, done = _Work(rows, spans, worth.rest[done:]), done + len(code)
        if not _align(code, text, costs, (begin, end, most), work):
            continue
        allowed = budget[: book.longest[number] + 1]
        while True:
            best = _cheapest(rows[0], spans[0], allowed)
            if best < 0:
                break
            state = rows[0, best]
            start, stop = LATEST - ((state >> START) & LATEST), begin + best
            if count == len(found):
                found = np.concatenate((found, np.empty_like(found)))
            found[count, 0], found[count, 1], found[count, 2] = number, start, stop
            found[count, 3], found[count, 4] = state >> COST, state & ((1 << START) - 1)
            count += start < stop
            _strike(rows[0], spans[0], begin, start, stop)
    return found[:count]


@njit(cache=True, inline="always")  # a call would count every array in and out, hundreds of times a text
def _align(  # noqa: PLR0912  an instruction a branch, for the columns are not to be handed on once for each
    code: Ints, text: Text, costs: Costs, block: tuple[int, int, int], work: _Work
) -> bool:
    """Put the best alignments of the whole phrase with a block into row 0; False where there is none.

    A `block` is where it begins, where it ends, and the most that an alignment may cost.
    """
    begin, end, most = block
    size, rows, spans, rest = end - begin, work.rows, work.spans, work.rest
    heard, other, inserted = text.heard, text.other, text.inserted
    _begin(rows, spans, begin, size)
    for i in range(len(code)):
        what, r, source = code[i, 0], code[i, 1], code[i, 2]
        origin = code[i, 4] if what == HEAR else r
        first, last, dead = spans[origin, 0], spans[origin, 1], (most - rest[i] + 1) << COST
        if what == COPY:
            _copy(rows, spans, r, source, dead)
        elif what == BEST:
            _merge(rows, spans, r, source)
            spans[source, 0], spans[source, 1] = 1, 0
        elif first > last or dead <= 0:
            spans[r, 0], spans[r, 1] = 1, 0
        elif what == SKIP:
            _skip(rows, spans, r, code[i], text.digit[begin:end])
        else:
            # Unsigned, since of other numbers the compiler asks each time whether they are negative.
            stop = min(last + 1, size)
            if stop > last:
                rows[origin, stop] = NEVER
            best = before = rows[origin, first]
            low, high = size + 1, first
            if what == HEAR:
                omitted = (code[i, 3] << COST) + 1
                best += omitted
                rows[r, first] = best
                low = first if best < dead else low
                for t in range(first, stop):
                    here, at = rows[origin, np.uint64(t + 1)], np.uint64(begin + t)
                    usual, another = np.uint64(heard[at]), np.uint64(other[at])
                    near = np.int64(min(costs[source, usual], costs[source, another]))
                    extra = inserted[at] << COST
                    best = min(before + (near << COST) + 1, here + omitted, best + extra)
                    rows[r, np.uint64(t + 1)], before = best, here
                    if best < dead:
                        low, high = min(low, t + 1), t + 1
            else:
                low = first
                for t in range(first, stop):
                    extra = inserted[np.uint64(begin + t)] << COST
                    best = min(rows[r, np.uint64(t + 1)], best + extra)
                    rows[r, np.uint64(t + 1)] = best
                    if best < dead:
                        high = t + 1
            while best < dead and stop < size:
                best += inserted[begin + stop] << COST
                stop += 1
                rows[r, stop], high = best, stop
            spans[r, 0], spans[r, 1] = low, high
        if spans[0, 0] > spans[0, 1] and not _leads_on(spans):
            return False
    return True


@njit(cache=True)
def _begin(rows: Ints, spans: Ints, begin: int, size: int) -> None:
    """A phrase may start anywhere in a block."""
    spans[:, 0], spans[:, 1] = 1, 0
    spans[0, 0], spans[0, 1] = 0, size
    for t in range(size + 1):
        rows[0, t] = (LATEST - begin - t) << START


@njit(cache=True)
def _leads_on(spans: Ints) -> bool:
    """Whether any state leads somewhere."""
    for r in range(len(spans)):  # noqa: SIM110  compiled
        if spans[r, 0] <= spans[r, 1]:
            return True
    return False


@njit(cache=True)
def _copy(rows: Ints, spans: Ints, r: int, source: int, dead: int) -> None:
    """Take of another row what leads somewhere here."""
    low, high = rows.shape[1], 0
    if dead > 0:
        for t in range(spans[source, 0], spans[source, 1] + 1):
            rows[r, t] = rows[source, t]
            if rows[r, t] < dead:
                low, high = min(low, t), t
    spans[r, 0], spans[r, 1] = low, high


@njit(cache=True)
def _merge(rows: Ints, spans: Ints, r: int, source: int) -> None:
    """Keep the better of two rows in the first."""
    if spans[r, 0] > spans[r, 1]:
        spans[r, 0], spans[r, 1] = spans[source, 0], spans[source, 1]
        for t in range(spans[r, 0], spans[r, 1] + 1):
            rows[r, t] = rows[source, t]
    elif spans[source, 0] <= spans[source, 1]:
        for t in range(spans[source, 0], spans[r, 0]):
            rows[r, t] = NEVER
        for t in range(spans[r, 1] + 1, spans[source, 1] + 1):
            rows[r, t] = NEVER
        for t in range(spans[source, 0], spans[source, 1] + 1):
            rows[r, t] = min(rows[r, t], rows[source, t])
        spans[r, 0] = min(spans[r, 0], spans[source, 0])
        spans[r, 1] = max(spans[r, 1], spans[source, 1])


@njit(cache=True)
def _skip(rows: Ints, spans: Ints, r: int, gap: Ints, digit: Ints) -> None:
    """Lead a row over a gap."""
    first, last, least, most, digits = spans[r, 0], spans[r, 1], gap[2], gap[3], gap[4]
    before = rows[r, first : last + 1].copy()
    spans[r, 0], spans[r, 1] = first + least, min(last + most, len(digit))
    for t in range(spans[r, 0], spans[r, 1] + 1):
        rows[r, t] = NEVER
    for k in range(len(before)):
        cost = 0
        for t in range(first + k, min(first + k + most, len(digit)) + 1):
            if digits and t > first + k:
                cost += digit[t - 1]
                if cost >= WALL:
                    break
            if t >= first + k + least:
                rows[r, t] = min(rows[r, t], before[k] + (cost << COST))


@njit(cache=True)
def _cheapest(ends: Ints, span: Ints, allowed: Ints) -> int:
    """Where the cheapest alignment within its budget ends; -1 where there is none."""
    best = -1
    for t in range(span[0], span[1] + 1):
        length = min(ends[t] & ((1 << START) - 1), len(allowed) - 1)
        if ends[t] >> COST <= allowed[length] and (best < 0 or ends[t] < ends[best]):
            best = t
    return best


@njit(cache=True)
def _strike(ends: Ints, span: Ints, begin: int, start: int, stop: int) -> None:
    """Take out the alignment of [start, stop), and those that share syllables with it."""
    ends[stop - begin] = NEVER
    for t in range(span[0], span[1] + 1):
        if begin + t > start and LATEST - ((ends[t] >> START) & LATEST) < stop:
            ends[t] = NEVER
