"""What a violation costs."""

from __future__ import annotations

from typing import Any, Self

from pydantic import ConfigDict, model_validator

from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import TOGETHER, USELESS
from qa.rubric.operators.form import FromYaml
from qa.rubric.values import Points


def _or_once(schema: dict[str, Any]) -> None:
    """For an editor: `once` stands for both."""
    properties = schema["properties"]
    properties["once"] = {**properties["each"], "description": "不论几次，一共扣多少分；单独写。"}
    schema["oneOf"] = [{"required": schema.pop("required")}, {"required": ["once"], "maxProperties": 1}]


class Deduct(FromYaml):
    """What a violation costs: `each` hit so much, `at_most` so much together, or `once`; without it all points."""

    model_config = ConfigDict(json_schema_extra=_or_once)

    each: Points
    """每次扣多少分；`at_most` 也必须写。写了 `times: {at_least: 2}` 的，满两次才扣，第一次也扣：两次扣两份。"""
    at_most: Points
    """一共最多扣多少分；写了 `each` 就必须写。"""

    @model_validator(mode="before")
    @classmethod
    def _once(cls, value: object) -> object:
        if not isinstance(value, dict) or "once" not in value:
            return value
        if len(value) > 1:
            raise Wrong(
                "once: 单独写，不与 each:、at_most: 同写",
                "once: stands alone, without each: and at_most:",
                kind=TOGETHER,
                at=("once",),
            )
        return {"each": value["once"], "at_most": value["once"]}

    @model_validator(mode="after")
    def _takes_something(self) -> Self:
        if not self.each or not self.at_most:
            zh, en = "deduct: 扣 0 分，犯了也不扣；请写大于 0 的分值", "deduct: takes 0 points: write more than 0"
            raise Wrong(zh, en, kind=USELESS)
        if self.each > self.at_most:
            each, most = f"{self.each:g}", f"{self.at_most:g}"
            raise Wrong(
                f"each: {each} 大于 at_most: {most}，一次就扣到 {most} 分；请写 deduct: {{once: {most}}}，或改其中一个",
                f"each: {each} is above at_most: {most}: write deduct: {{once: {most}}}, or change one of them",
                kind=USELESS,
                at=("each",),
            )
        return self
