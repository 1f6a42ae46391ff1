"""How probable it is that a phrase was said, once the sound was asked again: boosted trees over words and sound.

Fitted with scikit-learn and tested on labelled calls (`models/second-listen`); the trees are in
`qa.scoring.second_model`. None goes against reason: what fits words or sound less well is never more probable.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import Final, TypeAlias

from qa.asr.second import Fit
from qa.scoring.doubt import Doubt
from qa.scoring.second_model import BASE, TREES

Node: TypeAlias = "float | tuple[int, float, Node, Node]"
"""A leaf, or: column, threshold, where the column is at most that, where it is more."""

FEATURES: Final = (
    "cost",  # of the alignment of the phrase with the words
    "cost_a_syllable",
    "cost_of_short",  # over the square of the length: one wrong syllable of three is worse than two of six
    "shortness",  # 1 / length
    "words",  # logit of the mean probability of the words
    "clear_words_wrong",  # cost where the words were clear: something else was said
    "distinct",  # bits: ordinary speech does not come near it by chance
    "rarity",  # bits: … nor near any other wording of the same demand
    "speaks",  # it is what a criterion asks or forbids, not an occasion or an excuse
    "mean",  # of a token of the phrase, given the sound
    "least",  # of the least probable one
    "heard_mean",  # of what was written down
    "behind",  # how far the phrase's mean is behind that
    "gain",  # of the whole sentence
    "weakest",  # … and the least that any one difference from what was written down gains
)
RECIPE: Final = hashlib.sha256(repr((FEATURES, BASE, TREES)).encode()).hexdigest()
"""Identity of the model."""


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
        doubt.distinct,
        doubt.rarity,
        float(doubt.speaks),
        fit.mean,
        fit.least,
        fit.heard_mean,
        fit.mean - fit.heard_mean,
        max(-20.0, min(5.0, fit.gain)),
        max(-20.0, min(5.0, fit.weakest)),
    )


def probability(doubt: Doubt, fit: Fit) -> float:
    """Probability that the phrase, or what a person takes for it, was said: 0 to 1."""
    row = features(doubt, fit)
    return 1 / (1 + math.exp(-BASE - sum(_leaf(tree, row) for tree in TREES)))


def _leaf(node: Node, row: Sequence[float]) -> float:
    while not isinstance(node, float):
        column, threshold, least, most = node
        node = least if row[column] <= threshold else most
    return node
