"""Where in a stretch of speech a phrase was said, allowing for what recognisers and speakers do to it.

A dynamic programme over (phrase position × text position), as in Sellers (1980), in compiled loops
(`qa.phonetics.kernel`). A lower bound for each turn comes first: most phrases are nowhere near most turns.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from qa.phonetics.closeness import NEGATION_COST, NEGATIONS
from qa.phonetics.kernel import WALL, Book, Ints, Nearness, Text, fill, search_all
from qa.phonetics.pattern import Sequence
from qa.phonetics.programs import LIGHT, book_of
from qa.phonetics.syllables import Syllable
from qa.phonetics.vocabulary import BARRIER, BREAK, UNIT, VOCABULARY, milli

__all__ = ["BARRIER", "BREAK", "Match", "Speech", "allowed", "find", "find_all"]

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
        readings = [s.reading for s in heard]
        laid: Ints = np.array([_laid_out(s.reading, s.other, s.number) for s in heard], dtype=np.int64)
        usual, other, insertion, digit = np.ascontiguousarray(laid.reshape(-1, 4).T)
        insertion[[*_repeats(usual), *_hesitations(readings)]] = milli(FILLER_COST)
        barriers = usual == VOCABULARY.number(BARRIER)
        insertion[barriers] = WALL
        self._text = Text(
            heard=usual,
            other=other,
            inserted=insertion,
            crossing=np.where(barriers, np.int64(WALL), np.int64(0)),
            digit=digit,
            edges=np.unique(np.concatenate(([0], np.flatnonzero(barriers) + 1, [len(readings)]))).astype(np.int64),
        )
        self._nearness: Nearness | None = None
        self._filled: set[int] = set()

    def __len__(self) -> int:
        return len(self._text.heard)

    def _near(self, readings: Ints) -> Nearness:
        """Nearness to these readings at least; begun again when phrases have brought new ones."""
        size, blocks = len(VOCABULARY), len(self._text.edges) - 1
        if self._nearness is None or len(self._nearness.near) != size:
            near = np.empty((size, len(self)), np.int32)
            self._nearness = Nearness(near, np.full((blocks, size), WALL, np.int32))
            self._filled = set()
        new = [reading for reading in readings.tolist() if reading not in self._filled]
        if new:
            fill(*self._nearness, np.array(new, np.int64), VOCABULARY.costs, self._text)
            self._filled.update(new)
        return self._nearness

    def search(self, phrases: Book, budget: Ints) -> Ints:
        """Rows of phrase, start, end, cost in thousandths, length; `budget` from `allowed`."""
        near, least = self._near(phrases.readings)
        found: Ints = search_all(phrases, self._text, near, least, budget)
        return found


def allowed(costs: Iterable[float]) -> Ints:
    """A budget for `find`: the cost up to which a phrase of 0, 1, 2 … syllables counts as said. Shape [lengths]."""
    return np.array([milli(cost) for cost in costs], dtype=np.int64)


def find(phrase: Sequence, speech: Speech, budget: Ints) -> list[Match]:
    """Every place where the phrase was said at a cost that `budget` allows; of overlapping ones the cheapest."""
    return find_all(book_of((phrase,)), speech, budget)[0] if len(speech) else []


def find_all(phrases: Book, speech: Speech, budget: Ints) -> list[list[Match]]:
    """`find` for every phrase of a book (`qa.phonetics.programs.book_of`), in a tenth of the time."""
    found: list[list[Match]] = [[] for _ in phrases.ends]
    if len(speech):
        for number, start, end, cost, length in speech.search(phrases, budget).tolist():
            found[number].append(Match(start, end, cost / UNIT, length))
    for matches in found:
        matches.sort(key=lambda m: m.start)
    return found


@lru_cache(maxsize=20_000)
def _laid_out(reading: str, other: str, digit: bool) -> tuple[int, int, int, bool]:
    return VOCABULARY.number(reading), VOCABULARY.number(other), insertion_cost(reading, other), digit


@lru_cache(maxsize=20_000)
def insertion_cost(reading: str, other: str) -> int:
    """In thousandths, what it costs that a syllable was heard that the phrase does not have."""
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
