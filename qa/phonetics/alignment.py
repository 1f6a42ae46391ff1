"""Where in a stretch of speech a phrase was said, allowing for what recognisers and speakers do to it.

A dynamic programme over (phrase position × text position), as in Sellers (1980), in compiled loops
(`qa.phonetics.kernel`). A lower bound for each turn comes first: most phrases are nowhere near most turns.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.closeness import NEGATION_COST, NEGATIONS
from qa.phonetics.kernel import WALL, Costs, Ints, Text, block_minima, search
from qa.phonetics.pattern import Sequence
from qa.phonetics.programs import LIGHT, program_of
from qa.phonetics.syllables import Syllable
from qa.phonetics.vocabulary import BARRIER, BREAK, UNIT, VOCABULARY, milli

__all__ = ["BARRIER", "BREAK", "Match", "Speech", "find"]

INSERTED = 0.7
"""A syllable that the phrase does not have."""
FILLER_COST = 0.1
BREAK_COST = 0.3
_HESITATIONS = frozenset((("na", "ge"), ("nei", "ge"), ("zhe", "ge"), ("zhei", "ge"), ("jiu", "shi")))
"""那个, 这个, 就是: fillers of two syllables."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in syllables [start, end), at a cost over `length` syllables of the phrase."""

    start: int
    end: int
    cost: float
    length: int


class Speech:
    """Syllables ready to be searched for many phrases."""

    def __init__(self, heard: Many[Syllable]) -> None:
        number = VOCABULARY.number
        readings = [s.reading for s in heard]
        usual: Ints = np.array([number(r) for r in readings], dtype=np.int64)
        insertion = np.array([_insertion_cost(s.reading, s.other) for s in heard], dtype=np.int64)
        insertion[[*_repeats(usual), *_hesitations(readings)]] = milli(FILLER_COST)
        barriers = usual == number(BARRIER)
        insertion[barriers] = WALL
        self._text = Text(
            heard=usual,
            other=np.array([number(s.other) for s in heard], dtype=np.int64),
            inserted=np.concatenate((np.zeros(1, np.int64), np.cumsum(insertion))),
            crossing=np.where(barriers, np.int64(WALL), np.int64(0)),
            digit=np.array([s.number for s in heard], dtype=np.int64),
            edges=np.unique(np.concatenate(([0], np.flatnonzero(barriers) + 1, [len(readings)]))).astype(np.int64),
        )
        self._minima: tuple[int, Costs] | None = None

    def __len__(self) -> int:
        return len(self._text.heard)

    def _least(self) -> Costs:
        """Made again when a phrase has brought a new reading."""
        size = len(VOCABULARY)
        if self._minima is None or self._minima[0] != size:
            self._minima = size, block_minima(VOCABULARY.costs, size, self._text)
        return self._minima[1]

    def search(self, phrase: Sequence, budget: Ints) -> Ints:
        """Rows of start, end, cost in thousandths, length; `budget` in thousandths by length, shape [lengths]."""
        program = program_of(phrase)
        found: Ints = search(program, self._text, VOCABULARY.costs, self._least(), budget[: program.longest + 1])
        return found


def find(phrase: Sequence, speech: Speech, budget: NDArray[np.float64]) -> list[Match]:
    """Every place where the phrase was said at a cost within `budget[length]`; of overlapping ones the cheapest.

    `budget` has an entry for every length that the phrase can have.
    """
    if not len(speech):
        return []
    rows = speech.search(phrase, np.rint(budget * UNIT).astype(np.int64))
    found = [Match(start, end, cost / UNIT, length) for start, end, cost, length in rows.tolist()]
    return sorted(found, key=lambda m: m.start)


def _insertion_cost(reading: str, other: str) -> int:
    if reading in NEGATIONS or other in NEGATIONS:
        return milli(NEGATION_COST)
    if reading == BREAK:
        return milli(BREAK_COST)
    if reading in LIGHT or len(reading) == 1 or reading in ("en", "ng", "n"):
        return milli(FILLER_COST)
    return milli(INSERTED)


def _repeats(heard: Ints) -> list[int]:
    """Positions of the first saying of something said twice in a row (请您请您稍等): a stumble, not new words."""
    found: set[int] = set()
    for n in (1, 2, 3):
        same = heard[n:] == heard[:-n]
        whole = same if n == 1 else np.logical_and.reduce([same[k : len(same) - n + 1 + k] for k in range(n)])
        for i in np.flatnonzero(whole).tolist():
            found.update(range(i, i + n))
    return sorted(found)


def _hesitations(readings: list[str]) -> list[int]:
    return [i + k for i, pair in enumerate(pairwise(readings)) if pair in _HESITATIONS for k in (0, 1)]
