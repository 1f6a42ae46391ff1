"""`silence`."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, model_validator

from qa.recording import Seconds
from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import USELESS
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Duration

SHORTEST: Final[Seconds] = 3.0
"""Of what is kept of a call as a silence (`qa.measures.waiting`; a test holds the two together)."""


def _kept(seconds: Seconds) -> Seconds:
    if seconds < SHORTEST:
        raise Wrong(
            f"不到 {SHORTEST:g} 秒的停顿不算静默，这里至少写 {SHORTEST:g} s",
            f"no pause under {SHORTEST:g} s counts as a silence: write {SHORTEST:g} s or more",
            kind=USELESS,
        )
    return seconds


class _LongerThan(FromYaml):
    longer_than: Annotated[Duration, AfterValidator(_kept)]
    """超过多久，例如 `8 s`；至少写 `3 s`。"""
    waiting_for: Literal["agent", "customer"] | None = None
    """轮到谁说话：`agent` 或 `customer`；不写则不论。"""


class Silence(Where):
    """长时间无人说话（音乐不算说话；不到 3 秒的停顿不算，挂机前的一段也不算）。

    ```yaml
    forbid: {silence: {longer_than: 8 s, waiting_for: agent}, unless_after: {said: 请您稍等, by: agent, within: 10 s}}
    ```
    """

    silence: _LongerThan
    """怎样的静默。"""

    @model_validator(mode="after")
    def _of_nobody(self) -> Silence:
        if self.counts_nobody:
            raise Wrong(
                "静默不是谁说的话，by: 在这里不起作用；要看轮到谁说话，请写 "
                "silence: {longer_than: 8 s, waiting_for: agent}",
                "a silence is nobody's words, so by: does nothing here; for whose turn it is write "
                "silence: {longer_than: 8 s, waiting_for: agent}",
                kind=USELESS,
                at=("by",),
            )
        return self
