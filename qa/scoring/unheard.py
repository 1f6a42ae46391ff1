"""How probable it is that something was said although it was not found.

«You did not say it» accuses as much as «you did»: it takes a voice in which it would have been found.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

from qa.scoring.evaluation import Finding
from qa.scoring.voice import Voice

INTERCEPT: Final = 3.92
SLOPE: Final = -8.53
"""Of a logistic regression over the mean word probability of a voice: `models/unheard`."""
SETTLED: Final = 0.2
"""Up to here a person need not listen: what was not found was not said."""
CLEAR: Final = 0.75
"""Mean word probability from which on a voice is clear."""
FAINT: Final = 0.3
"""Where a second listening found no better place in a clear voice, the demand was not met …"""
FAINT_IF_UNCLEAR: Final = 0.1
"""… and in an unclear one any place that is left may be it."""
MOST: Final = 0.39
"""Nothing speaks for it: a forbidden phrase that nobody found is no suspicion, and no occasion either."""


def unheard(clarity: float) -> float:
    """Probability that a required phrase was said although it was not found, by the mean word probability: 0 to 1."""
    return 1 / (1 + math.exp(-(INTERCEPT + SLOPE * clarity)))


def missing_in(voice: Voice) -> float:
    """The same for a voice; 0 where it is clear enough to settle it."""
    probability = unheard(voice.clarity)
    return min(probability, MOST) if probability > SETTLED else 0.0


def settled_up_to(found: Collection[tuple[Finding, Voice]]) -> float:
    """Up to which probability nobody need listen whether a demand was met, by what was found and in whose voice."""
    if any(voice.clarity < CLEAR for _, voice in found):
        return FAINT_IF_UNCLEAR
    again = all(hit.phrase in {one.phrase for one in voice.again} for hit, voice in found)
    return FAINT if found and again else SETTLED
