"""`rate`."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, PlainValidator, model_validator

from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import TOGETHER
from qa.rubric.operators.form import FromYaml, one_of
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Quantity, in_unit, quantity_schema

Rate = Annotated[Quantity, PlainValidator(in_unit("字/分", "280 字/分")), quantity_schema("字/分", example="280 字/分")]


class _Rate(FromYaml):
    model_config = ConfigDict(json_schema_extra=one_of("faster_than", "slower_than"))
    faster_than: Rate | None = None
    """快于多少，例如 `300 字/分`。"""
    slower_than: Rate | None = None
    """慢于多少，例如 `120 字/分`。"""
    shortest: Annotated[int, Field(ge=4, le=200)] = 10
    """少于几个字的话不看；默认 10。"""

    @model_validator(mode="after")
    def _one(self) -> _Rate:
        if (self.faster_than is None) == (self.slower_than is None):
            raise Wrong(
                "请写 faster_than: 或 slower_than: 其中一个",
                "write either faster_than: or slower_than:",
                kind=TOGETHER,
            )
        return self


class RateOf(Where):
    """有一段话说得太快或太慢（字/分，只算真正出声的时间）。

    ```yaml
    forbid: {rate: {faster_than: 300 字/分, shortest: 12}, by: agent, times: {at_least: 3}}
    ```

    整通的平均语速请用 `measure: agent_speech_rate`。
    """

    rate: _Rate
    """多快或多慢。"""
