"""Readings as numbers, and what it costs to hear any of them for any other, as one matrix that grows as they come."""

from __future__ import annotations

from threading import Lock
from typing import Final

import numpy as np

from qa.phonetics.closeness import substitution
from qa.phonetics.kernel import WALL, Costs

UNIT: Final = 1000
"""Costs are kept in thousandths."""
BARRIER: Final = "|"
"""A reading that stands between turns: no alignment runs across it."""
BREAK: Final = ","
"""A reading that stands where a sentence ends or the speaker pauses: a phrase seldom runs across it."""


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

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def costs(self) -> Costs:
        """Substitution costs in thousandths, shape [at least len(self)] twice; unspoken readings stand for none."""
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


VOCABULARY: Final = Vocabulary()
