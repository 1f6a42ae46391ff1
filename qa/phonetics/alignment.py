"""Where in a stretch of speech a phrase was said, allowing for what recognisers and speakers do to it.

A dynamic programme over (phrase position × text position), as in Sellers (1980), in compiled loops
(`qa.phonetics.kernel`). A lower bound for each turn comes first: most phrases are nowhere near most turns.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Many
from dataclasses import dataclass
from typing import Final

import numpy as np

from qa.phonetics.book import Book
from qa.phonetics.bound import WALL, candidates
from qa.phonetics.edits import (
    BARRIER,
    BREAK,
    DIGITS_IN_A_ROW,
    FILLER_COST,
    INSERTED,
    LONE_DIGIT_COST,
    PAIRS,
    STUMBLE_COST,
)
from qa.phonetics.kernel import search
from qa.phonetics.layout import Ints, as_digits, lay_out
from qa.phonetics.pattern import Sequence
from qa.phonetics.programs import book_of
from qa.phonetics.vocabulary import PRONUNCIATIONS, UNIT, VOCABULARY, milli

_MARKS: Final = VOCABULARY.number(BARRIER), VOCABULARY.number(BREAK)
_LONE_DIGIT: Final = milli(LONE_DIGIT_COST)
_PRICES: Final = milli(FILLER_COST), milli(STUMBLE_COST), milli(INSERTED)
_PAIRS: Final[Ints] = np.array([[*map(VOCABULARY.number, pair), milli(cost)] for pair, cost in PAIRS.items()])


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in syllables [start, end), at a cost over `length` syllables of the phrase."""

    start: int
    end: int
    cost: float
    length: int


class Speech:
    """Syllables ready to be searched for many phrases."""

    def __init__(self, said: Many[int] | Ints) -> None:
        """Lay out a row of pronunciations by their numbers (`qa.phonetics.syllables.read`).

        No phrase runs across `BETWEEN_TURNS`, and seldom one across `AT_A_BREAK` (`qa.phonetics.vocabulary`).
        """
        rows = PRONUNCIATIONS.table[np.asarray(said, np.int64)]
        digits = as_digits(rows[:, 3], DIGITS_IN_A_ROW, _LONE_DIGIT, WALL)
        self._text, self._stumbles, unmended = lay_out(rows, digits, _MARKS, _PAIRS, _PRICES)
        self._unmended = self._text._replace(inserted=unmended)

    def __len__(self) -> int:
        return len(self._text.heard)

    def search(self, phrases: Book, budget: Ints, reach: Ints | None = None) -> Ints:
        """Rows of phrase, start, end, cost in thousandths, length.

        Args:
            phrases: what to look for.
            budget: from `allowed`.
            reach: the syllables [from, to) that hold the blocks where each phrase is looked for, shape [phrases, 2];
                everywhere if not given.
        """
        text, costs = self._text, VOCABULARY.costs
        where = np.tile((0, len(self)), (len(phrases.ends), 1)) if reach is None else reach
        found: Ints = search(phrases, text, costs, budget, candidates(phrases, text, costs, budget, where))
        return self._begun_anew(found, phrases, budget) if len(self._stumbles) and len(found) else found

    def _begun_anew(self, found: Ints, phrases: Book, budget: Ints) -> Ints:
        """The same, where a first saying counts for little only if the phrase goes on in the second.

        我先生不知道，先生不知道 is no 我不知道: who says 先生不知道 twice has not begun anew behind 我.
        """
        start, end, (begun, again) = found[:, 1, None], found[:, 2, None], self._stumbles.T
        halfway = (found[:, 3] > 0) & ((begun < end) & (end <= again) & (start < again)).any(axis=1)
        if not halfway.any():
            return found
        kept, text, costs = [found[~halfway]], self._unmended, VOCABULARY.costs
        for phrase, first, stop in found[halfway, :3]:
            where = np.zeros((len(phrases.ends), 2), np.int64)
            where[phrase] = text.blocks[np.searchsorted(text.blocks[:, 0], first, side="right") - 1]
            there = search(phrases, text, costs, budget, candidates(phrases, text, costs, budget, where))
            kept.append(there[(there[:, 1] < stop) & (there[:, 2] > first)])
        return np.unique(np.concatenate(kept), axis=0)


def allowed(costs: Iterable[float]) -> Ints:
    """A budget for `find`: the cost up to which a phrase of 0, 1, 2 … syllables counts as said. Shape [lengths]."""
    return np.array([milli(cost) for cost in costs], dtype=np.int64)


def find(phrase: Sequence, speech: Speech, budget: Ints) -> list[Match]:
    """Every place where the phrase was said at a cost that `budget` allows; of overlapping ones the cheapest."""
    return find_all(book_of((phrase,)), speech, budget).get(0, [])


def find_all(phrases: Book, speech: Speech, budget: Ints, reach: Ints | None = None) -> dict[int, list[Match]]:
    """`find` for every phrase of a book (`qa.phonetics.programs.book_of`), in a tenth of the time.

    By the number of the phrase; one that was not said is not among them. `reach` is as in `Speech.search`.
    """
    found: dict[int, list[Match]] = {}
    for number, start, end, cost, length in speech.search(phrases, budget, reach).tolist():
        found.setdefault(number, []).append(Match(start, end, cost / UNIT, length))
    for matches in found.values():
        matches.sort(key=lambda m: m.start)
    return found
