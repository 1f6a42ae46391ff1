"""Which sentences have all the words of which phrases, looked up for all of both at once. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

import numpy as np

from qa.phonetics.edits import insertion_costs
from qa.phonetics.layout import Ints
from qa.phonetics.phrase_words import NUMBER, PhraseWords, Word, folded
from qa.phonetics.vocabulary import AT_A_BREAK, BETWEEN_TURNS, PRONUNCIATIONS

_LOOKED_UP: Final = 3
"""Syllables of a word by which it is looked up."""
_BASE: Final = 1 << 20
"""Three numbers below it are one of 64 bits."""


class Spoken(NamedTuple):
    """A sentence, syllable by syllable."""

    begin: int
    """Where it begins in the text."""
    readings: tuple[str, ...]
    sounds: list[str]
    """The readings, `folded`."""
    digits: list[bool]
    """Whether each is part of a number."""
    extra: list[float]
    """What each costs where a phrase does not have it (`qa.phonetics.edits`)."""


class Sentences:
    """A text as its words are looked up."""

    def __init__(self, said: Ints) -> None:
        """Take pronunciations by their numbers, breaks between sentences and turns (`qa.phonetics.vocabulary`)."""
        breaks = (said == AT_A_BREAK) | (said == BETWEEN_TURNS)
        different, each = np.unique(said, return_inverse=True)
        numbers = np.array([_number_of(one) for one in different.tolist()], np.int64)
        self._said, self._folded = said, np.where(breaks, 0, numbers[each])
        self._digits = np.flatnonzero((PRONUNCIATIONS.table[said, 3] == 0) & ~breaks)
        self.numbers = np.cumsum(breaks) - breaks
        """The sentence of each syllable; a break belongs to the one before it."""
        self._kept: dict[int, Spoken] = {}

    def keys(self, size: int) -> tuple[Ints, Ints]:
        """What so many syllables in a row sound like, numbers also as such, and the sentence of each; shape [keys]."""
        count = max(0, len(self._folded) - size + 1)
        parts = np.array([self._folded[at : at + count] for at in range(size)])
        whole = np.flatnonzero((parts > 0).all(0))
        key = np.zeros(len(whole), np.int64)
        for part in parts:
            key = key * _BASE + part[whole]
        if size > 1:
            return key, self.numbers[whole]
        key = np.append(key, np.full(len(self._digits), _number(NUMBER)))
        return key, self.numbers[np.append(whole, self._digits)]

    def spoken(self, number: int) -> Spoken:
        """A sentence."""
        if number not in self._kept:
            begin, end = np.searchsorted(self.numbers, (number, number + 1)).tolist()
            said = [PRONUNCIATIONS[one] for one in self._said[begin : end - (self._folded[end - 1] == 0)].tolist()]
            self._kept[number] = Spoken(
                begin,
                tuple(one.reading for one in said),
                [folded(one.reading) for one in said],
                [one.number for one in said],
                insertion_costs([(one.reading, one.other) for one in said]),
            )
        return self._kept[number]


class WordIndex:
    """The words of phrases."""

    def __init__(self, phrases: Mapping[int, PhraseWords]) -> None:
        """Take phrases by their numbers."""
        words = [(number, word) for number, one in phrases.items() for word in one.needed]
        self._owners = np.array([number for number, _ in words], np.int64)
        """The phrase of each word."""
        self._needed = np.zeros(1 + max(phrases, default=0), np.int64)
        """By the number of a phrase how many words make it."""
        for number, one in phrases.items():
            self._needed[number] = len(one.needed)
        self._keys: dict[int, Ints] = {}
        """By how many syllables of it are looked up: rows of key and word, ascending."""
        for size in range(1, _LOOKED_UP + 1):
            rows = {(key, at) for at, (_, word) in enumerate(words) for key in _keys_of(word, size)}
            self._keys[size] = np.array(sorted(rows), np.int64).reshape(-1, 2)

    def complete(self, text: Sentences) -> Iterator[tuple[int, int]]:
        """Sentences and the phrases all of whose words they have."""
        found = np.unique(np.concatenate([self._there(text, size) for size in self._keys]))
        sentences, words = np.divmod(found, max(1, len(self._owners)))
        pairs, have = np.unique(sentences * len(self._needed) + self._owners[words], return_counts=True)
        sentences, numbers = np.divmod(pairs, len(self._needed))
        complete = have == self._needed[numbers]
        yield from zip(sentences[complete].tolist(), numbers[complete].tolist(), strict=True)

    def _there(self, text: Sentences, size: int) -> Ints:
        """Sentences and the words looked up by that many syllables that they have, as one number; shape [found]."""
        table, (keys, sentences) = self._keys[size], text.keys(size)
        first = np.searchsorted(table[:, 0], keys)
        count = np.searchsorted(table[:, 0], keys, side="right") - first
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        found: Ints = np.repeat(sentences, count) * len(self._owners) + table[np.repeat(first, count) + within, 1]
        return found


@cache
def _number(sound: str) -> int:
    """A number of what something sounds like, from 1; where two share one, a word is looked for in vain."""
    return zlib.crc32(sound.encode()) % (_BASE - 1) + 1


@cache
def _number_of(pronunciation: int) -> int:
    return _number(folded(PRONUNCIATIONS[pronunciation].reading))


def _keys_of(word: Word, size: int) -> Iterator[int]:
    """The keys of what may be said for a word, where it is looked up by so many syllables."""
    for spoken in word:
        if min(len(spoken), _LOOKED_UP) == size:
            key = 0
            for sound in spoken[:size]:
                key = key * _BASE + _number(sound)
            yield key
