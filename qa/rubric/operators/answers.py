"""`answers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import PlainValidator, field_validator

from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import QUANTITY
from qa.rubric.operators.form import FromYaml
from qa.rubric.operators.moment import at_a_moment
from qa.rubric.quantity import Quantity, parse_quantity, quantity_schema

if TYPE_CHECKING:
    from qa.rubric.condition import Condition


def _reach(value: object) -> Quantity:
    amount = parse_quantity(value)
    if amount.unit not in ("s", "turns"):
        what = f"{quoted(value)}：请写 2 turns 或 10 s", f"{quoted(value)}: write 2 turns or 10 s"
        raise Wrong(*what, kind=QUANTITY)
    return amount


class Answered(FromYaml):
    """The arguments of `answers`."""

    trigger: Condition
    """触发的一方说了（或发生了）什么。"""
    reply: Condition
    """另一方应当怎样回应。"""
    within: Annotated[Quantity, PlainValidator(_reach), quantity_schema("s", "turns", example="2 turns、10 s")] = (
        Quantity(2.0, "turns")
    )
    """`2 turns`（默认）数的是回应一方真正说了话的轮次；也可写 `10 s`。"""
    hit: Literal["any", "every", "first", "last"] = "every"
    """`every`（默认）每一次都要回应，`any` 有一次即可，`first`、`last` 只看第一次、最后一次。"""

    _moment = field_validator("trigger", "reply")(at_a_moment)


class Answers(FromYaml):
    """一方说了（或发生了）某事，之后的几轮或几秒内另一方要有回应。

    ```yaml
    require:
      answers:
        trigger: {said: [我要投诉, 太差了], by: customer}
        reply: {said: [非常抱歉, 理解您的心情], by: agent}
        within: 2 turns
    ```

    从未触发时为“不适用”，不进分母。
    """

    answers: Answered
    """触发、回应与期限。"""
