"""Readings and pronunciations as numbers, with what it costs to hear them amiss, in tables that grow as they come."""

from __future__ import annotations

from threading import Lock
from typing import Final, NamedTuple

import numpy as np

from qa.phonetics.bound import WALL, Costs
from qa.phonetics.closeness import substitution
from qa.phonetics.edits import BARRIER, BREAK, NO_DIGIT_COST, digit_of, insertion_cost
from qa.phonetics.layout import Ints

UNIT: Final = 1000
"""Costs are kept in thousandths."""


def milli(cost: float) -> int:
    """A cost in thousandths."""
    return round(cost * UNIT)


class Vocabulary:
    """Numbers for readings, in the order in which they were first met; 0 and 1 are the barrier and the break."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers: dict[str, int] = {}
        self._costs = np.full((512, 512), WALL, np.int32)
        for reading in (BARRIER, BREAK):
            self._numbers[reading] = len(self._numbers)

    @property
    def costs(self) -> Costs:
        """Substitution costs in thousandths, a square of at least all readings; unspoken ones stand for none."""
        return self._costs

    def number(self, reading: str) -> int:
        """The number of a reading."""
        found = self._numbers.get(reading)
        return self._add(reading) if found is None else found

    def _add(self, reading: str) -> int:
        with self._lock:
            new = self._numbers.get(reading)
            if new is not None:
                return new
            new = len(self._numbers)
            if new == len(self._costs):
                grown = np.full((2 * new, 2 * new), WALL, np.int32)
                grown[:new, :new] = self._costs
                self._costs = grown
            spoken = list(self._numbers)[2:]
            row = [milli(substitution(reading, other)) for other in [*spoken, reading]]
            self._costs[new, 2 : new + 1] = row
            self._costs[2 : new + 1, new] = row
            self._numbers[reading] = new
            return new


class Pronunciation(NamedTuple):
    """How one character is said."""

    reading: str
    other: str
    """Another common reading of the character (还: hai, huan); the same where it has only one."""
    number: bool = False
    """Whether the character is part of a number."""


class Pronunciations:
    """Numbers for pronunciations, in the order in which they were first met."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lock = Lock()
        self._vocabulary = vocabulary
        self._numbers: dict[Pronunciation, int] = {}
        self._known: list[Pronunciation] = []
        self._table = np.empty((1024, 4), np.int64)

    def __getitem__(self, number: int) -> Pronunciation:
        return self._known[number]

    @property
    def table(self) -> Ints:
        """For each its reading and the other one, what it costs as an extra syllable, and as one of a number.

        Shape [at least all pronunciations, 4].
        """
        return self._table

    def number(self, said: Pronunciation) -> int:
        """The number of a pronunciation."""
        found = self._numbers.get(said)
        return self._add(said) if found is None else found

    def _add(self, said: Pronunciation) -> int:
        with self._lock:
            if said in self._numbers:
                return self._numbers[said]
            new = len(self._known)
            if new == len(self._table):
                self._table = np.concatenate((self._table, np.empty_like(self._table)))
            reading, other = map(self._vocabulary.number, said[:2])
            alike = milli(NO_DIGIT_COST) if digit_of(said.reading, said.other) else WALL
            extra = milli(insertion_cost(said.reading, said.other))
            self._table[new] = reading, other, extra, 0 if said.number else alike
            self._known.append(said)
            self._numbers[said] = new
            return new


VOCABULARY: Final = Vocabulary()
PRONUNCIATIONS: Final = Pronunciations(VOCABULARY)
BETWEEN_TURNS: Final = PRONUNCIATIONS.number(Pronunciation(BARRIER, BARRIER))
AT_A_BREAK: Final = PRONUNCIATIONS.number(Pronunciation(BREAK, BREAK))
