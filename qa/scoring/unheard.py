"""How probable it is that something was said although it was not found.

«You did not say it» accuses as much as «you did»: it takes a voice in which it would have been found.
"""

from __future__ import annotations

import math
from typing import Final

from qa.scoring.voice import Voice

INTERCEPT: Final = 3.92
SLOPE: Final = -8.53
"""Of a logistic regression over the mean word probability of a voice: `models/unheard`."""
SETTLED: Final = 0.2
"""Up to here a person need not listen: what was not found was not said."""
MOST: Final = 0.39
"""Nothing speaks for it: a forbidden phrase that nobody found is no suspicion, and no occasion either."""


def unheard(clarity: float) -> float:
    """Probability that a required phrase was said although it was not found, by the mean word probability: 0 to 1."""
    return 1 / (1 + math.exp(-(INTERCEPT + SLOPE * clarity)))


def missing_in(voice: Voice) -> float:
    """The same for a voice; 0 where it is clear enough to settle it."""
    probability = unheard(voice.clarity)
    return min(probability, MOST) if probability > SETTLED else 0.0
