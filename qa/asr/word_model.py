"""A logistic regression in numbers, as `models/word-confidence/model.toml` holds it."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from qa.asr.word_features import Floats


class Feature(BaseModel):
    """How one column of `word_features` is centred, scaled and weighed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    mean: FiniteFloat
    scale: Annotated[FiniteFloat, Field(gt=0)]
    weight: FiniteFloat


class LogisticModel(BaseModel):
    """The logarithm of the odds that a word is right: `intercept` and a part for each feature, in order of columns."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    intercept: FiniteFloat
    features: dict[str, Feature]

    def probabilities(self, rows: Floats) -> Floats:
        """Of rows of shape [words, features], shape [words]."""
        mean, scale, weight = (
            np.array([getattr(feature, part) for feature in self.features.values()])
            for part in ("mean", "scale", "weight")
        )
        odds = (rows - mean) / scale @ weight + self.intercept
        # The logistic function, in a form that cannot overflow.
        return np.asarray((1 + np.tanh(odds / 2)) / 2)
