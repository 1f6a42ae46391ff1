"""The turns of a call read aloud, all in one go: syllables in columns, each knowing its turn, word and place."""

from __future__ import annotations

from collections.abc import Sequence as Many
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.layout import Ints, with_breaks
from qa.phonetics.syllables import Syllable, read_all, syllable
from qa.phonetics.vocabulary import AT_A_BREAK, BETWEEN_TURNS
from qa.recording import Seconds
from qa.transcript import Turn

PAUSE: Seconds = 1.0
"""Between words, from which on a phrase seldom continues."""
_SENTENCE_END: Final = frozenset("。？！?!")


class Rows(NamedTuple):
    """The syllables of turns in columns, each of shape [rows].

    A row more stands where a sentence ends or the speaker pauses, and behind each turn.
    """

    said: Ints
    """Number of each pronunciation (`qa.phonetics.vocabulary.PRONUNCIATIONS`)."""
    turns: Ints
    """Index of its turn."""
    words: Ints
    """Index of its word in the turn; of a break that of the word behind it, at the end of a turn that of the last."""
    starts: Ints
    """Index of its first character in the text of the turn."""
    ends: Ints


class _Words(NamedTuple):
    """The words of all turns, one turn after the other."""

    texts: Many[str]
    turns: Ints
    """Index of the turn of each, shape [words]."""
    sizes: Ints
    """Number of each turn's words, shape [turns]."""
    first: Ints
    """Index of each turn's first word, shape [turns]."""


class Aloud:
    """The turns of a call as they are read aloud."""

    def __init__(self, turns: tuple[Turn, ...]) -> None:
        self.turns = turns
        self.words = [[word.text for word in turn.words] for turn in turns]
        """Text of each word of each turn."""
        self.texts = ["".join(words) for words in self.words]
        """Of each turn."""

    def rows(self, numbers: Many[int]) -> Rows:
        """Those of some of the turns, which are counted anew from 0."""
        counted = np.full(len(self.turns), -1)
        counted[list(numbers)] = np.arange(len(numbers))
        said, turns, words, starts, ends = self._rows
        own = np.flatnonzero(counted[turns] >= 0)
        return Rows(said[own], counted[turns[own]], words[own], starts[own], ends[own])

    def syllables(self, number: int) -> list[Syllable]:
        """Those of a turn as objects, breaks among them."""
        said, _, _, starts, ends = (column[:-1].tolist() for column in self.rows((number,)))
        return list(map(syllable, said, starts, ends))

    @cached_property
    def sentences(self) -> list[list[int]]:
        """For each turn the index of the last word of each of its sentences."""
        _, turns, sizes, first = self._words
        last = self._breaks.copy()
        last[(first + sizes - 1)[sizes > 0]] = True
        at = np.flatnonzero(last)
        found: list[list[int]] = [[] for _ in self.turns]
        for turn, word in zip(turns[at].tolist(), (at - first[turns[at]]).tolist(), strict=True):
            found[turn].append(word)
        return found

    @cached_property
    def _words(self) -> _Words:
        sizes = np.array([len(words) for words in self.words], np.int64)
        turns = np.repeat(np.arange(len(sizes)), sizes)
        return _Words(list(chain.from_iterable(self.words)), turns, sizes, np.cumsum(sizes) - sizes)

    @cached_property
    def _breaks(self) -> NDArray[np.bool_]:
        """For each word but the last of a turn whether a sentence ends with it or the speaker pauses behind it."""
        texts, turns, _, _ = self._words
        starts = np.array([word.start for turn in self.turns for word in turn.words])
        ends = np.array([word.end for turn in self.turns for word in turn.words])
        closing = {text for text in set(texts) if text.rstrip()[-1:] in _SENTENCE_END}
        breaks = np.array([text in closing for text in texts], np.bool_)
        breaks[:-1] |= starts[1:] - ends[:-1] >= PAUSE
        breaks[:-1] &= turns[1:] == turns[:-1]
        breaks[-1:] = False
        return breaks

    @cached_property
    def _rows(self) -> Rows:
        texts, _, sizes, _ = self._words
        # Each turn is read as a whole, so that readings follow the context across words.
        said, turns, starts, ends = read_all(self.texts)
        characters = np.array([len(text) for text in self.texts], np.int64)
        owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
        words = owners[(np.cumsum(characters) - characters)[turns] + starts]
        columns = np.column_stack((said, turns, words, starts, ends))
        broken = np.cumsum(self._breaks)
        return Rows(*with_breaks(columns, broken - self._breaks, sizes, AT_A_BREAK, BETWEEN_TURNS).T)
