"""How sure a match is by the words alone: from its alignment, its length and what the recogniser thought of the words.

A logistic regression, fitted with scikit-learn and tested on labelled calls (`models/second-listen`). A short phrase
and one near common speech must be heard exactly, a long one may lose a syllable or two, and what was clearly heard as
something else counts less.
"""

from __future__ import annotations

import math
from operator import mul
from typing import Final

from qa.phonetics.budget import BUDGET
from qa.scoring.second_model import COEFFICIENTS, INTERCEPT

CERTAIN = 0.97
"""From here on nobody needs to listen again."""
DOUBTFUL = 0.55
"""As sure as a match can be that may be chance or the opposite: two syllables written with none of the phrase's
characters, or a phrase right behind a negation (我不能马上给您办理). A person decides."""
_UNSURE_WORDS = 0.5
_LEAST_WEIGHT = 0.6
"""Under this mean word probability a match counts for less, down to this weight. Set by hand: such words are too rare
in the labelled calls to be fitted, and nobody is accused by what the recogniser itself hardly believes."""
_ROUNDED = 0.0005
"""The search counts in thousandths."""
_MOST: Final = [float(cost) + _ROUNDED for cost in BUDGET]
"""`BUDGET`, as plain numbers and rounded up: asked for every hit."""

FEATURES: Final = (
    "exact",  # nothing differs
    "cost_of_short",  # over the square of the length: one wrong syllable of three is worse than two of six
    "shortness",  # 1 / length
    "clear_words_wrong",  # cost where the words were clear: something else was said
    "distinct",  # bits: ordinary speech does not come near it by chance
)


def features(cost: float, length: int, word_probability: float, distinct: float) -> tuple[float, ...]:
    """The columns of `FEATURES`.

    Args:
        cost: of the alignment.
        length: syllables of the phrase.
        word_probability: mean of the words of the place.
        distinct: `qa.phonetics.distinctiveness` of the phrase.
    """
    return (float(cost <= _ROUNDED), cost / length**2, 1 / length, cost * word_probability, distinct)


def probability(cost: float, length: int, word_probability: float, distinct: float) -> float:
    """Probability that the phrase, or what a person takes for it, was said: 0 to 1; 0 beyond the budget."""
    if cost > _MOST[min(length, 255)]:
        return 0.0
    columns = features(cost, max(1, length), word_probability, distinct)
    fitted = 1 / (1 + math.exp(-INTERCEPT - sum(map(mul, COEFFICIENTS, columns))))
    return fitted * (_LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * min(1.0, word_probability / _UNSURE_WORDS))
