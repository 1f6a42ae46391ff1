"""`loudness`."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, PlainValidator, model_validator

from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import TOGETHER
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Quantity, in_unit, quantity_schema

Decibels = Annotated[Quantity, PlainValidator(in_unit("dB", "8 dB")), quantity_schema("dB", example="8 dB")]
Level = Annotated[Quantity, PlainValidator(in_unit("dBFS", "-10 dBFS")), quantity_schema("dBFS", example="-10 dBFS")]


class _Loudness(FromYaml):
    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})
    raised: Decibels | None = None
    """比本人平时高出多少，例如 `8 dB`。"""
    jump: Decibels | None = None
    """比本人前一段高出多少，例如 `10 dB`。"""
    above: Level | None = None
    """录音里的绝对音量高于多少，例如 `-10 dBFS`。"""
    below: Level | None = None
    """录音里的绝对音量低于多少，例如 `-45 dBFS`。"""

    @model_validator(mode="after")
    def _one(self) -> _Loudness:
        if sum(value is not None for value in (self.raised, self.jump, self.above, self.below)) != 1:
            raise Wrong(
                "请写 raised:、jump:、above: 或 below: 其中一个",
                "write one of raised:, jump:, above: and below:",
                kind=TOGETHER,
            )
        return self


class Loudness(Where):
    """有一段话声音过大、过小或突然提高。

    ```yaml
    forbid: {loudness: {raised: 8 dB}, by: agent}
    ```

    四种写法选其一。
    """

    loudness: _Loudness
    """怎样的音量。"""
