"""The words of a dictionary in rows of characters: from the left always the longest. Compiled."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from qa.phonetics.layout import Ints

_CHARACTER: Final = 21
"""Bits of a character's number."""
_SPREAD: Final = 0x9E3779B97F4A7C1
"""Odd; its multiples are far apart in the bits that choose a slot."""


class Tree(NamedTuple):
    """Words by what they begin with: each node is a beginning, and the root, 0, is none."""

    keys: Ints
    """By slot `node · 2²¹ | character`, -1 where there is none; shape [a power of two]."""
    nodes: Ints
    """By slot the node that follows on that character."""
    words: Ints
    """By node where its word stands among the letters of all words; -1 where none ends."""


@njit(cache=True)
def grow(letters: Ints, ends: Ints, slots: int) -> Tree:
    """The tree of words.

    Args:
        letters: of all words, one after the other, shape [letters].
        ends: where each word ends, shape [words].
        slots: a power of two, more than there are letters.
    """
    keys, nodes, words = np.full(slots, -1), np.zeros(slots, np.int64), np.full(len(letters) + 1, -1)
    count, begin = 1, 0
    for end in ends:
        node = 0
        for character in letters[begin:end]:
            slot = _slot(keys, node, character)
            if keys[slot] < 0:
                keys[slot], nodes[slot] = node << _CHARACTER | character, count
                count += 1
            node = nodes[slot]
        words[node], begin = begin, end
    return Tree(keys, nodes, words[:count])


@njit(cache=True)
def places(tree: Tree, characters: Ints, texts: Ints) -> Ints:
    """For each character its place among the letters of the dictionary; -1 where it stands by itself.

    Args:
        tree: of the dictionary.
        characters: of texts, one after the other, shape [characters].
        texts: the text of each, ascending: no word runs from one into another.
    """
    found, at = np.full(len(characters), -1), 0
    while at < len(characters):
        node, end, stop, word = 0, at, at + 1, -1
        while end < len(characters) and texts[end] == texts[at]:
            slot = _slot(tree.keys, node, characters[end])
            if tree.keys[slot] < 0:
                break
            node, end = tree.nodes[slot], end + 1
            if tree.words[node] >= 0:
                word, stop = tree.words[node], end
        if word >= 0:
            found[at:stop] = np.arange(word, word + stop - at)
        at = stop
    return found


@njit(cache=True)
def _slot(keys: Ints, node: int, character: int) -> int:
    """Where the key of a node and a character stands, or would."""
    key, last = node << _CHARACTER | character, len(keys) - 1
    slot = (key * _SPREAD >> 32) & last
    while keys[slot] >= 0 and keys[slot] != key:
        slot = (slot + 1) & last
    return slot
