"""`hold`."""

from __future__ import annotations

from pydantic import model_validator

from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import USELESS
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Duration


class _Hold(FromYaml):
    longer_than: Duration = 0.0
    """等待超过多久，例如 `60 s`；不写则不论长短。"""
    announced: bool | None = None
    """`false`：之前没有告知的；`true`：之前已告知的。没有告知又没有音乐的不算等待，请用 `silence`。"""
    thanked: bool | None = None
    """`false`：之后没有致谢或致歉的；`true`：之后已致谢或致歉的。"""
    music: bool | None = None
    """`true`：有等待音乐的；`false`：没有音乐、只是静默的。"""


class Hold(Where):
    """让客户等待（有等待音乐，或先请客户稍等的静默）。

    ```yaml
    forbid: {hold: {longer_than: 60 s}}
    forbid: {hold: {announced: false}}
    ```
    """

    hold: _Hold
    """怎样的等待；任何等待写 `{}`。"""

    @model_validator(mode="after")
    def _of_nobody(self) -> Hold:
        if self.counts_nobody:
            raise Wrong(
                "等待总是坐席让客户等，by: 在这里不起作用；请删去",
                "on hold it is always the customer who waits, so by: does nothing here: leave it out",
                kind=USELESS,
                at=("by",),
            )
        return self
