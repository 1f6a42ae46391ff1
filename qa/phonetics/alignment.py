"""Where in a stretch of speech a phrase was said, allowing for what recognisers and speakers do to it.

A dynamic programme over (phrase position × text position), as in Sellers (1980), vectorised over the text. A state
is one 64-bit integer, `cost · 2³⁰ | (2²²−1 − start) · 2⁸ | length`, so that a plain minimum keeps the cheapest
alignment and, among equals, the one that starts latest and is shortest, together with where it began. The sums
stay far from 2⁶³ up to four million syllables and ten thousand turns.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.closeness import NEGATION_COST, NEGATIONS, substitutions
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound
from qa.phonetics.syllables import Syllable

States = NDArray[np.int64]

_COST, _START = 30, 8
_LATEST = (1 << 22) - 1
_UNIT = 1000
"""Costs are kept in thousandths."""
_NEVER = np.int64(1 << 60)

INSERTED = 0.7
"""A syllable that the phrase does not have."""
OMITTED = 1.0
"""A syllable of the phrase that was not heard."""
LIGHT = frozenset(["de", "le", "ma", "ba", "a", "ne", "la", "ya", "o", "e"])
"""Particles: half heard by recognisers, and added freely by speakers."""
LIGHT_COST = 0.3
QUESTIONS = frozenset(("ma", "ba"))
"""吗 and 吧 turn a statement round: 解决了 is not 解决了吗."""
QUESTION_COST = 0.6
FILLER_COST = 0.1
BARRIER = "|"
"""A reading that stands between turns: no alignment runs across it."""
BREAK = ","
"""A reading that stands where a sentence ends or the speaker pauses: a phrase seldom runs across it."""
BREAK_COST = 0.3
_HESITATIONS = frozenset((("na", "ge"), ("nei", "ge"), ("zhe", "ge"), ("zhei", "ge"), ("jiu", "shi")))
"""那个, 这个, 就是: fillers of two syllables."""
_WALL = 50.0
"""More than any budget."""


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
        self.readings = [s.reading for s in heard]
        self.others = [s.other for s in heard]
        self._rows: dict[str, NDArray[np.int64]] = {}
        insertion = np.array([_insertion_cost(s) for s in heard], dtype=np.float64)
        insertion[[*_repeats(self.readings), *_hesitations(self.readings)]] = FILLER_COST
        self.barriers = np.array([r == BARRIER for r in self.readings], dtype=bool)
        self.unspoken = np.array([r in (BARRIER, BREAK) for r in self.readings], dtype=bool)
        insertion[self.barriers] = _WALL
        self.inserted: NDArray[np.int64] = np.concatenate(([0], np.cumsum(_scaled(insertion))))
        self.crossing: States = np.where(self.barriers, _milli(_WALL), 0)
        digits = np.array([s.number for s in heard], dtype=bool)
        self.not_digit: States = np.where(digits, 0, _milli(_WALL))

    def __len__(self) -> int:
        return len(self.readings)

    def substituted(self, reading: str) -> NDArray[np.int64]:
        """Scaled cost of each heard syllable standing for `reading`."""
        row = self._rows.get(reading)
        if row is None:
            costs = substitutions(reading, self.readings, self.others)
            costs[self.unspoken] = _WALL
            row = self._rows[reading] = _scaled(costs)
        return row


def align(phrase: Sequence, speech: Speech) -> States:
    """Best alignment of the whole phrase that ends before each text position. Shape [len(speech) + 1]."""
    positions = np.arange(len(speech) + 1, dtype=np.int64)
    anywhere = (_LATEST - positions) << _START
    return _through(phrase, anywhere, speech)


def find(phrase: Sequence, speech: Speech, budget: NDArray[np.float64]) -> list[Match]:
    """Every place where the phrase was said at a cost within `budget[length]`; of overlapping ones the cheapest."""
    if not len(speech):
        return []
    ends = align(phrase, speech)
    lengths = np.minimum(ends & ((1 << _START) - 1), len(budget) - 1)
    within = np.flatnonzero((ends >> _COST) <= _scaled(budget)[lengths])
    kept: list[Match] = []
    for end in within[np.argsort(ends[within], kind="stable")]:
        match = _match(int(ends[end]), int(end))
        if match.start < match.end and all(match.end <= k.start or match.start >= k.end for k in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def _match(state: int, end: int) -> Match:
    start = _LATEST - ((state >> _START) & _LATEST)
    return Match(start, end, (state >> _COST) / _UNIT, state & ((1 << _START) - 1))


def _through(phrase: Sequence, states: States, speech: Speech) -> States:
    begun = False
    for part in phrase:
        if isinstance(part, Sound):
            states = _hear(part, states, speech)
        elif isinstance(part, Gap):
            states = _skip(part, states, speech)
        elif isinstance(part, Choice):
            states = np.minimum.reduce([_through(option, states, speech) for option in part.options])
        if begun or not isinstance(part, Gap):
            states = _insert(states, speech)
            begun = True
    return states


def _hear(sound: Sound, states: States, speech: Speech) -> States:
    """One syllable of the phrase: heard (perhaps as another), or omitted."""
    omitted = states + (_milli(_omission_cost(sound.reading)) << _COST)
    heard = np.full_like(states, _NEVER)
    heard[1:] = states[:-1] + (speech.substituted(sound.reading) << _COST)
    best: States = np.minimum(heard, omitted) + 1
    return best


def _insert(states: States, speech: Speech) -> States:
    """Extra syllables after this part: the cheapest earlier state plus what stands between."""
    between: States = speech.inserted << _COST
    best: States = np.minimum.accumulate(states - between) + between
    return best


def _skip(gap: Gap, states: States, speech: Speech) -> States:
    steps = speech.crossing + speech.not_digit if gap.digits else speech.crossing
    reached = states if gap.least == 0 else np.full_like(states, _NEVER)
    for step in range(1, gap.most + 1):
        moved = np.full_like(states, _NEVER)
        moved[1:] = states[:-1] + (steps << _COST)
        states = np.minimum(moved, _NEVER)
        if step >= gap.least:
            reached = np.minimum(reached, states)
    return reached


def _milli(cost: float) -> int:
    return round(cost * _UNIT)


def _scaled(costs: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.rint(costs * _UNIT).astype(np.int64)


def _insertion_cost(syllable: Syllable) -> float:
    reading = syllable.reading
    if reading in NEGATIONS or syllable.other in NEGATIONS:
        return NEGATION_COST
    if reading == BREAK:
        return BREAK_COST
    if reading in LIGHT or len(reading) == 1 or reading in ("en", "ng", "n"):
        return FILLER_COST
    return INSERTED


def _omission_cost(reading: str) -> float:
    if reading in NEGATIONS:
        return NEGATION_COST
    if reading in QUESTIONS:
        return QUESTION_COST
    return LIGHT_COST if reading in LIGHT else OMITTED


def _repeats(readings: list[str]) -> list[int]:
    """Positions of the first saying of something said twice in a row (请您请您稍等): a stumble, not new words."""
    found: set[int] = set()
    for n in (1, 2, 3):
        for i in range(len(readings) - 2 * n + 1):
            if readings[i : i + n] == readings[i + n : i + 2 * n]:
                found.update(range(i, i + n))
    return sorted(found)


def _hesitations(readings: list[str]) -> list[int]:
    return [i + k for i in range(len(readings) - 1) if (readings[i], readings[i + 1]) in _HESITATIONS for k in (0, 1)]
