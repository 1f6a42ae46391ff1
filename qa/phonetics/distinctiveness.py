"""How distinctive a phrase is: how rarely ordinary speech says something that sounds like it.

What is nearly 我们的 is said in every call, what is nearly 首问负责 in none: the first must be heard better to be
believed. In bits, by how common the sounds are (`models/ordinary-speech`). Other ways to say a phrase, and gaps that
anything may fill, make it less distinctive.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from qa.phonetics.closeness import toneless
from qa.phonetics.ordinary import SURPRISE
from qa.phonetics.pattern import Choice, Gap, Sequence, Sound, parse

_BITS: Final = {reading: float(bits) for reading, bits in (cell.split() for cell in SURPRISE.split(","))}
_RAREST: Final = max(_BITS.values())
_DIGIT: Final = 0.2
"""Chance that a syllable sounds like a digit."""


@lru_cache(maxsize=20_000)
def distinctiveness(phrase: str) -> float:
    """Bits of a phrase pattern; 10 is common, 30 is hardly ever said by chance.

    Raises:
        PatternError: see `qa.phonetics.pattern.parse`.
    """
    return -math.log2(_chance(parse(phrase)))


def _chance(sequence: Sequence) -> float:
    """How probable it is that speech sounds like this from a given syllable on: 0 to 1."""
    chance = 1.0
    for part in sequence:
        match part:
            case Sound(reading=reading):
                chance *= 2 ** -_BITS.get(toneless(reading), _RAREST)
            case Gap(digits=True):
                chance *= _DIGIT
            case Gap(least=least, most=most):
                chance *= most - least + 1
            case Choice(options=options):
                chance *= sum(map(_chance, options))
    return min(1.0, chance)
