"""How probable it is that a phrase was said, once the sound was asked again: a logistic regression over both.

Fitted and tested on labelled calls (`models/second-listen`, coefficients in `qa.scoring.second_model`).
"""

from __future__ import annotations

import hashlib
import math
from typing import Final

from qa.asr.second import Fit
from qa.scoring.doubt import Doubt
from qa.scoring.second_model import COEFFICIENTS, INTERCEPT

FEATURES: Final = (
    "cost",  # of the alignment of the phrase with the words
    "cost_a_syllable",
    "cost_of_short",  # over the square of the length: one wrong syllable of three is worse than two of six
    "shortness",  # 1 / length
    "words",  # logit of the mean probability of the words
    "clear_words_wrong",  # cost where the words were clear: something else was said
    "mean",  # of a token of the phrase, given the sound
    "least",  # of the least probable one
    "heard_mean",  # of what was written down
    "behind",  # how far the phrase's mean is behind that
    "gain",  # of the whole sentence
)


RECIPE: Final = hashlib.sha256(repr((FEATURES, INTERCEPT, COEFFICIENTS)).encode()).hexdigest()
"""Identity of the regression."""


def features(doubt: Doubt, fit: Fit) -> tuple[float, ...]:
    """The columns of `FEATURES`."""
    cost, length, sure = doubt.cost, doubt.length, max(0.02, min(0.98, doubt.words))
    return (
        cost,
        cost / length,
        cost / length**2,
        1 / length,
        math.log(sure / (1 - sure)),
        cost * doubt.words,
        fit.mean,
        fit.least,
        fit.heard_mean,
        fit.mean - fit.heard_mean,
        max(-20.0, min(5.0, fit.gain)),
    )


def probability(doubt: Doubt, fit: Fit) -> float:
    """Probability that the phrase was said, 0 to 1."""
    score = INTERCEPT + sum(c * f for c, f in zip(COEFFICIENTS, features(doubt, fit), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
