"""How far what was heard may lie from a phrase: costs of an alignment (`qa.phonetics.alignment`) by syllables. Data."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.phonetics.alignment import allowed

_SHORT: Final = (0.0, 0.05, 0.15, 0.35, 0.55, 0.75, 0.95)
_EACH: Final = 0.16
"""Allowed cost of phrases of 0 to 6 syllables, and of every syllable of longer ones."""

BUDGET: NDArray[np.float64] = np.array([_SHORT[n] if n < len(_SHORT) else n * _EACH for n in range(256)])
"""Allowed cost by number of phrase syllables: beyond it a phrase was not said. Shape [256]."""
ALLOWED: Final = allowed(BUDGET)
"""The same for the search."""

_FAINT: Final = (0.0, 0.15, 0.35, 0.65)
_EACH_FAINT: Final = 0.25
WIDE: Final = allowed(_FAINT[n] if n < len(_FAINT) else n * _EACH_FAINT for n in range(256))
"""Cost up to which a phrase may have been said: worth a second listening, or a person's ear. The words alone allow two
thirds of it."""
