"""Toneless pinyin of Han characters in context: pypinyin's dictionaries, looked up a hundred times as fast.

The same rule as its `lazy_pinyin`: from the left the longest word of the dictionary, otherwise the character's most
usual reading. Only the way of looking differs: whole calls are looked up at once, and tones are taken off once for
each word.
"""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import Final

import numpy as np
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from qa.phonetics.dictionary import Tree, grow, places
from qa.phonetics.layout import Ints

WHICH: Final = {"na": "na3", "nei": "nei3"}
"""哪 keeps its tone: who asks 您在哪里 does not say 您在那里, and recognisers tell the two apart as they tell words."""
BY_ITSELF: Final = 0xA000
"""Places below this are characters of that number (up to the last Han character), each a word by itself."""


def characters(text: str) -> Ints:
    """The number of each character of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)


def looked_up(spoken: Ints, texts: Ints) -> Ints:
    """The place of each character in all that has a reading: a letter of one of the words, or a word by itself.

    Args:
        spoken: numbers of the characters, below `BY_ITSELF`, of texts one after the other; shape [characters].
        texts: the text of each, ascending.
    """
    found = places(_tree(), spoken, texts)
    return np.where(found < 0, spoken, found + BY_ITSELF)


def size() -> int:
    """How many places there are."""
    return BY_ITSELF + len(_letters())


def word_at(place: int) -> tuple[int, str]:
    """The word that has a letter at a place: where it begins, and the word."""
    if place < BY_ITSELF:
        return place, chr(place)
    ends = _ends()
    number = int(np.searchsorted(ends, place - BY_ITSELF, side="right"))
    begin = int(ends[number - 1]) if number else 0
    return BY_ITSELF + begin, _letters()[begin : ends[number]]


@cache
def _letters() -> str:
    return "".join(PHRASES_DICT)


@cache
def _ends() -> Ints:
    return np.fromiter(accumulate(map(len, PHRASES_DICT)), np.int64, len(PHRASES_DICT))


@cache
def _tree() -> Tree:
    letters = characters(_letters())
    tree: Tree = grow(letters, _ends(), 1 << int(2 * len(letters)).bit_length())
    return tree


def readings(word: str) -> tuple[str, ...]:
    """The reading of each character of a word of the dictionary; without tone, but for `WHICH`."""
    read = lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)
    return tuple(
        WHICH.get(reading, reading) if char == "哪" else reading for char, reading in zip(word, read, strict=True)
    )
