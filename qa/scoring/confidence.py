"""How sure a match is: from its alignment, its length and what the recogniser thought of the words.

Set by hand and checked on calls that no figure is reported on (`sample_audio/scripts/dev`); a calibrated model is a
later step. The shape is what matters: a short phrase must be heard exactly, a long one may lose a syllable or two.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.alignment import allowed

_SHORT = (0.0, 0.05, 0.15, 0.35, 0.55, 0.75, 0.95)
_EACH = 0.16
"""Allowed cost of phrases of 0 to 6 syllables, and of every syllable of longer ones."""

BUDGET: NDArray[np.float64] = np.array([_SHORT[n] if n < len(_SHORT) else n * _EACH for n in range(256)])
"""Allowed cost by number of phrase syllables. Shape [256]."""
ALLOWED: Final = allowed(BUDGET)
"""The same for the search."""

CERTAIN = 0.97
"""From here on nobody needs to listen again."""
DOUBTFUL = 0.55
"""As sure as a match can be that may be chance or the opposite: two syllables written with none of the phrase's
characters, or a phrase right behind a negation (我不能马上给您办理). A person decides."""
_ROUNDED = 0.0005
"""The search counts in thousandths."""
_UNSURE_WORDS = 0.5
"""Mean word probability under which a match counts for less."""


def probability(cost: float, length: int, word_probability: float) -> float:
    """Probability that the phrase was said, 0 to 1.

    A perfect alignment of clearly heard words gives 1; one that uses up its budget a half, and beyond it is nothing.
    """
    budget = max(float(BUDGET[min(length, 255)]), 1e-9)
    if cost > budget + _ROUNDED:
        return 0.0
    aligned = 1 - 0.5 * float(np.power(min(1.0, cost / budget), 1.5))
    heard = 0.7 + 0.3 * min(1.0, word_probability / _UNSURE_WORDS)
    return aligned * heard
