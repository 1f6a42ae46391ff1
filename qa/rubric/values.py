"""Plain values of a rubric: ids, numbers and points."""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    BeforeValidator,
    Field,
)

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


def _as_float(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return float(max(-1, min(value, 10**9)))  # far outside all bounds, and 10⁴⁰⁰ is no float
    return value


Number = Annotated[float, BeforeValidator(_as_float), Field(allow_inf_nan=False)]
Points = Annotated[Number, Field(ge=0, le=1000)]
