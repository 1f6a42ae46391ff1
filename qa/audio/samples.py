"""What sound is made of after decoding."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
"""Hertz, of everything after decoding."""

Samples: TypeAlias = npt.NDArray[np.float32]
"""float32 between −1 and 1: [channels, samples] of a recording, [samples] of one channel."""
