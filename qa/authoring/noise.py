"""What a recogniser on a bad line would write: characters of the same or a near sound, some left out, some put in.

Which sounds are near is learned from our own recogniser's errors (`qa.phonetics.closeness`, `models/confusion`).
"""

from __future__ import annotations

import math
import random
from functools import lru_cache
from typing import Final

from qa.authoring.staging import Heard
from qa.phonetics.chinese import dictionary
from qa.phonetics.closeness import substitution, toneless
from qa.phonetics.syllables import syllables

SAME_SOUND: Final = 0.45
"""Of characters written wrong, those that sound the same."""
LEFT_OUT: Final = 0.10
PUT_IN: Final = 0.05
"""Both of corrupted places."""
NEAR: Final = 0.6
"""Cost up to which a syllable is near; nearer ones are likelier."""
_STEEP: Final = 6.0
_KEPT = 6
"""Characters of a syllable to choose from, the most usual ones."""


def corrupted(text: str, share: float, chance: random.Random) -> Heard:
    """`text` with this share of its characters corrupted; corrupted ones are less sure, as they are in life."""
    found: list[tuple[str, float]] = []
    for char in text:
        if not _is_han(char) or chance.random() >= share:
            found.append((char, chance.uniform(0.75, 1.0)))
            continue
        kind = chance.random()
        if kind < LEFT_OUT:
            continue
        if kind < LEFT_OUT + PUT_IN:
            found.append((char, chance.uniform(0.5, 1.0)))
            found.append((chance.choice("嗯啊呃那就的"), chance.uniform(0.2, 0.6)))
            continue
        found.append((_misheard(char, chance), chance.uniform(0.2, 0.8)))
    return found or [(text[:1], 0.5)]


def _misheard(char: str, chance: random.Random) -> str:
    reading = toneless(syllables(char)[0].reading)
    if chance.random() >= SAME_SOUND:
        near = _near(reading)
        if near:
            reading = chance.choices([r for r, _ in near], [weight for _, weight in near])[0]
    others = [other for other in _usual().get(reading, ()) if other != char]
    return chance.choice(others) if others else char


@lru_cache(maxsize=1)
def _usual() -> dict[str, tuple[str, ...]]:
    """The most usual characters of each syllable."""
    often = dictionary().FREQ
    single = sorted((w for w in often if len(w) == 1 and _is_han(w)), key=lambda w: (-often[w], w))
    found: dict[str, list[str]] = {}
    for char in single[:4000]:
        kept = found.setdefault(toneless(syllables(char)[0].reading), [])
        if len(kept) < _KEPT:
            kept.append(char)
    return {reading: tuple(chars) for reading, chars in found.items()}


@lru_cache(maxsize=1024)
def _near(reading: str) -> tuple[tuple[str, float], ...]:
    costs = ((other, substitution(reading, other)) for other in _usual() if other != reading)
    return tuple((other, math.exp(-_STEEP * cost)) for other, cost in costs if cost <= NEAR)


def _is_han(char: str) -> bool:
    return "一" <= char <= "鿿"
