"""Phrases as instructions over rows of states (registers), one state for each text position.

The compiled loops keep these numbers, and numba compiles anew only what changes in a loop's own file: whoever changes
one here touches `qa.phonetics.bound` and `qa.phonetics.kernel` too. For the same reason no loop calls one of another
module.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from qa.phonetics.layout import Ints

HEAR: Final = 0
"""register, reading, cost of omitting it, register it comes from: one syllable of the phrase, heard (perhaps as
another) or omitted; and syllables behind it that the phrase does not have."""
EXTRA: Final = 1
"""register: syllables that the phrase does not have."""
SKIP: Final = 2
"""register, least, most, digits only: a gap."""
COPY: Final = 3
"""register ← register."""
BEST: Final = 4
"""register ← the better of register and register."""


class Program(NamedTuple):
    """A phrase as instructions."""

    code: Ints
    """Shape [instructions, 5]."""
    registers: int
    """How many rows of states it needs."""
    longest: int
    """Syllables of the longest way through."""


class Book(NamedTuple):
    """Phrases to look for together."""

    code: Ints
    """Instructions of all programs, one after the other, shape [instructions, 5]."""
    ends: Ints
    """Where each program ends, shape [programs]."""
    registers: Ints
    """Shape [programs]."""
    longest: Ints
    """Shape [programs]."""
