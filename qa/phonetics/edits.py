"""What it costs that a syllable was not heard, that one was heard too much, or that it was written as no digit."""

from __future__ import annotations

from typing import Final

from qa.phonetics.closeness import NEGATION_COST, NEGATIONS

OMITTED: Final = 1.0
"""A syllable of the phrase that was not heard."""
INSERTED: Final = 0.7
"""A syllable that the phrase does not have."""
LIGHT: Final = frozenset(["de", "le", "ma", "ba", "a", "ne", "la", "ya", "o", "e"])
"""Particles: half heard by recognisers, and added freely by speakers."""
LIGHT_COST: Final = 0.3
QUESTIONS: Final = frozenset(("ma", "ba"))
"""吗 and 吧 turn a statement round: 解决了 is not 解决了吗."""
QUESTION_COST: Final = 0.6
SMALL: Final = frozenset(["jiu", "dou", "ye", "hai", "zai", "xian", "ge", "shi", "zhe", "na", "gei", "men"])
"""就都也还再先个是这那给们: speakers put them in anywhere and mean the same (打分, 打个分)."""
SMALL_COST: Final = 0.3
FILLER_COST: Final = 0.1
BREAK_COST: Final = 0.3
BARRIER: Final = "|"
"""A reading that stands between turns: no alignment runs across it."""
BREAK: Final = ","
"""A reading that stands where a sentence ends or the speaker pauses: a phrase seldom runs across it."""


def omission_cost(reading: str) -> float:
    """What it costs that a syllable of the phrase was not heard."""
    if reading in NEGATIONS:
        return NEGATION_COST
    if reading in QUESTIONS:
        return QUESTION_COST
    return LIGHT_COST if reading in LIGHT else OMITTED


def insertion_cost(reading: str, other: str) -> float:
    """What it costs that a syllable was heard that the phrase does not have."""
    if reading in NEGATIONS or other in NEGATIONS:
        return NEGATION_COST
    if reading == BREAK:
        return BREAK_COST
    if reading in LIGHT or len(reading) == 1 or reading in ("en", "ng", "n"):
        return FILLER_COST
    return SMALL_COST if reading in SMALL else INSERTED


DIGITS: Final = dict(
    zip(("ling", "yi", "yao", "er", "liang", "san", "si", "wu", "liu", "qi", "ba", "jiu"), "011223456789", strict=True)
)
"""What digits sound like."""
NO_DIGIT_COST: Final = 0.15
"""A digit that was written as another word of its sound: 公号灵就散 for 工号零九三 …"""
DIGITS_IN_A_ROW: Final = 3
"""… which is believed where so many sound like digits: 流热线 begins with no 六."""


def digit_of(reading: str, other: str) -> str:
    """The digit that a syllable sounds like, '' where it sounds like none."""
    return DIGITS.get(reading) or DIGITS.get(other, "")
