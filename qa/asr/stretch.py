"""A stretch of sound in the form that the recogniser takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qa.recording import Seconds

Mel: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A stretch of sound as the encoder takes it."""

    mel: Mel
    """Shape [mel bands, frames]; 100 frames a second, tail and filling included."""
    seconds: Seconds
    """Of the sound itself."""
