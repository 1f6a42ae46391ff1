"""`loudness`."""

from __future__ import annotations

from typing import Annotated

from pydantic import PlainValidator, model_validator

from qa.rubric.diagnostics import Wrong
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Quantity, in_unit

Decibels = Annotated[Quantity, PlainValidator(in_unit("dB", "8 dB"))]
Level = Annotated[Quantity, PlainValidator(in_unit("dBFS", "-10 dBFS"))]


class _Loudness(FromYaml):
    raised: Decibels | None = None
    jump: Decibels | None = None
    above: Level | None = None
    below: Level | None = None

    @model_validator(mode="after")
    def _one(self) -> _Loudness:
        if sum(value is not None for value in (self.raised, self.jump, self.above, self.below)) != 1:
            raise Wrong(
                "请写 raised:、jump:、above: 或 below: 其中一个", "write one of raised:, jump:, above: and below:"
            )
        return self


class Loudness(Where):
    """有一段话声音过大、过小或突然提高。

    ```yaml
    forbid: {loudness: {raised: 8 dB}, by: agent}
    ```

    - `raised: 8 dB`：比本人平时高出多少；`jump: 10 dB`：比本人前一段高出多少；
      `above: -10 dBFS`、`below: -45 dBFS`：录音里的绝对音量。
    """

    loudness: _Loudness
