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
    """让客户等待（3 秒以上无人说话，期间有等待音乐，或坐席先请客户稍等）。

    ```yaml
    forbid: {hold: {longer_than: 60 s}}
    forbid: {hold: {announced: false}}
    ```

    告知：之前 10 秒内坐席请客户稍等（“请您稍等”“您等我一小会儿”“给我两分钟时间”“占用您一分钟”“正在为您查询”），
    或请客户别挂机（“电话您先别放”“您先别挂”“请您在线等候”）。只说去做什么（“我帮您查一下”）不算告知。
    致谢或致歉：之后 10 秒内坐席感谢客户等待（“感谢您的耐心等待”“辛苦您等了这么久”“谢谢您没挂”），
    或为久等致歉（“让您久等了”“不好意思让您等了半天”“抱歉耽误您时间”）。
    “惯用说法”里请客户稍等、请客户别挂机、耽误客户时间、感谢客户等待、为久等致歉各组所列的都算，不用写进评分表。
    “您别挂在心上”“我等您电话”“师傅让您等了三天”之类，字面相近而说的是别的事，不算。
    听到的只是相近，或那几秒语音不清，就不能断定说了没有：结果是“无法判定”，交给人听。
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
