"""`order`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, model_validator

from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import USELESS
from qa.rubric.operators.form import FromYaml, as_tuple
from qa.rubric.operators.moment import lasting
from qa.rubric.quantity import Duration

if TYPE_CHECKING:
    from qa.rubric.condition import Condition


class Order(FromYaml):
    """几件事依次发生：先甲，再乙，再丙。

    ```yaml
    require:
      order:
        - {said: 请问您贵姓, by: agent}
        - {said: 请您核对, by: agent}
        - {said: 感谢您的来电, by: agent}
      apart: 120 s
    ```
    """

    order: Annotated[tuple[Condition, ...], BeforeValidator(as_tuple), Field(min_length=2, max_length=10)]
    """依次发生的 2 到 10 件事；一步写成 `all:` 的，从其中第一件开始，到最后一件发生才算完成。"""
    apart: Duration | None = None
    """相邻两件事最多隔多久，例如 `30 s`；不写则不限。"""

    @model_validator(mode="after")
    def _happen(self) -> Order:
        for number, step in enumerate(self.order):
            name = lasting(step)
            if name:
                raise Wrong(
                    f"{name}: 不在某一时刻发生，排不了先后；请写在 all: 里，与 order: 并列",
                    f"{name}: happens at no moment; write it beside order: under all:",
                    kind=USELESS,
                    at=("order", number),
                )
        return self
