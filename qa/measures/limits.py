"""A measured value against a limit. Times are sums of fractions: of 3 s exactly 3.0000000000000004 s are measured."""

from __future__ import annotations

from typing import Final

DECIMALS: Final = 6
"""To which two values are told apart: no measure is as fine."""


def above(value: float, limit: float) -> bool:
    """Whether a value lies above a limit, and not merely at it."""
    return round(value - limit, DECIMALS) > 0


def below(value: float, limit: float) -> bool:
    """Whether a value lies below a limit, and not merely at it."""
    return above(limit, value)
