"""One line of the form: what is required or forbidden, when, and what it is worth."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    model_validator,
)

from qa.errors import Text
from qa.rubric.condition import Condition, name_of, placed_parts, with_usual
from qa.rubric.deduct import Deduct
from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import EXCUSE, TOGETHER, USELESS, WHOSE
from qa.rubric.operators.form import FromYaml, one_of
from qa.rubric.operators.interrupts import Interrupts
from qa.rubric.operators.loudness import Loudness
from qa.rubric.operators.matches import Matches
from qa.rubric.operators.rate import RateOf
from qa.rubric.operators.repeats import Repeats
from qa.rubric.operators.said import Said
from qa.rubric.operators.similar import Similar
from qa.rubric.operators.where import Where
from qa.rubric.usual import other_demands, other_offences
from qa.rubric.values import Identifier, Number, Points

OF_A_PARTY = (Said, Matches, Similar, Repeats, RateOf, Interrupts, Loudness)
"""What only somebody does: who must be said before it is forbidden."""
WORDS = (Said, Matches, Similar, Repeats)
"""Of these what somebody says, not how."""


def with_other_demands(condition: Condition) -> Condition:
    """A demand that other usual wordings fulfil as well."""
    return with_usual(condition, other_demands)


def with_other_offences(condition: Condition) -> Condition:
    """What is forbidden in other words as well, and excused by other usual wordings."""
    return with_usual(condition, other_offences, other_demands)


_UNDONE: Final = "{all: [{said: 已经为您取消, by: agent}, {not: {said: 请问预订人姓名, by: agent}}]}"
_FATAL_DUTY: Final = Text(
    f"非做到不可的，写成禁止“没做这一步就往下办”：forbid: {_UNDONE}。",
    f"Forbid going on without what has to be done: forbid: {_UNDONE}.",
)


def _as_fatal(value: object) -> object:
    if value in (True, False, "rubric", "section"):
        return value
    raise Wrong("只能写 true、rubric 或 section，不写“是”或 yes", "write true, rubric or section, and not yes")


_KILLS: dict[str, JsonValue] = {"required": ["fatal"], "properties": {"fatal": {"enum": [True, "rubric", "section"]}}}
_WORTH: dict[str, JsonValue] = {
    "if": _KILLS,
    "then": {"required": ["forbid"], "properties": {"points": {"const": 0}, "weight": False}},
    "else": one_of("points", "weight"),
    "dependencies": {"deduct": ["forbid"]},
}
"""For an editor: what a criterion is worth."""


class Criterion(FromYaml):
    """One line of the form (质检项): something required or something forbidden."""

    model_config = ConfigDict(json_schema_extra={**one_of("require", "forbid"), **_WORTH})

    id: Identifier
    """编号：小写英文、数字、下划线，整张质检表里唯一；改名不改编号，历史数据才连得上。"""
    name: Annotated[str, Field(min_length=1, max_length=60)]
    """质检项的名称，报告里就这样写。"""
    points: Points = 0.0
    """分值。"""
    weight: Annotated[Number, Field(gt=0, le=1000)] | None = None
    """代替 `points`：按权重分这一节的 `points`。"""
    critical: bool = False
    """`true`：关键项；关键项与非关键项另有各自的小计。"""
    fatal: Annotated[bool | Literal["rubric", "section"], BeforeValidator(_as_fatal)] = False
    """致命项，犯了清零：`true` 整通 0 分，`section` 只是所在一节 0 分。只能用 `forbid:`，没有分值。"""
    when: Condition | None = None
    """什么情况下才考核；不成立则“不适用”，不进分母。没听清有没有这回事、要求的却做到了，算做到。"""
    require: Annotated[Condition, AfterValidator(with_other_demands)] | None = None
    """要求：做到得 `points` 分，没做到 0 分。"""
    forbid: Annotated[Condition, AfterValidator(with_other_offences)] | None = None
    """禁止：没犯得 `points` 分，犯了按 `deduct:` 扣；说的话须写明 `by:`。"""
    deduct: Deduct | None = None
    """犯了怎样扣：`{each: 5, at_most: 10}` 每次扣、封顶扣（两个都要写），`{once: 5}` 不论几次只扣一次；不写则扣完。"""

    @model_validator(mode="after")
    def _one_demand(self) -> Criterion:
        demands = [key for key in ("require", "forbid") if getattr(self, key) is not None]
        if len(demands) != 1:
            raise Wrong(
                "require: 与 forbid: 必须且只能写一个",
                "write either require: or forbid:",
                kind=TOGETHER,
                at=tuple(demands[1:]),
            )
        return self

    @model_validator(mode="after")
    def _worth(self) -> Criterion:
        if self.points and self.weight:
            raise Wrong(
                "points: 与 weight: 只能写一个",
                "write points: or weight:, not both",
                kind=TOGETHER,
                at=("weight",),
            )
        too_much = next((key for key in ("points", "weight", "require") if self.fatal and getattr(self, key)), None)
        if too_much is not None:
            raise Wrong(
                "致命项只能用 forbid:，且不设分值",
                "a fatal criterion forbids something and has no points of its own",
                kind=TOGETHER,
                at=(too_much,),
                remedy=_FATAL_DUTY if self.require else None,
            )
        if not self.fatal and not self.points and not self.weight:
            raise _worthless(zero="points" in self.model_fields_set)
        return self

    @model_validator(mode="after")
    def _taken_off(self) -> Criterion:
        if self.deduct and (self.require or (not self.weight and self.deduct.at_most > self.points)):
            key = "once" if self.deduct.each == self.deduct.at_most else "at_most"
            raise Wrong(
                "deduct: 只用于 forbid:，且 at_most: 不得超过 points: 的分值",
                "deduct: belongs to forbid:, and at_most: cannot exceed points:",
                kind=TOGETHER,
                at=("deduct",) if self.require else ("deduct", key),
            )
        return self

    @model_validator(mode="after")
    def _whose(self) -> Criterion:
        for path, part in placed_parts(self.forbid, ("forbid",)) if self.forbid else ():
            if isinstance(part, OF_A_PARTY) and part.by is None:
                whose, reason = ("谁的话", "这些话客户也常说") if isinstance(part, WORDS) else ("谁", "客户也会这样")
                raise Wrong(
                    f"请写明是{whose}：by: agent（{reason}）",
                    "say who is forbidden to: by: agent (customers do it too)",
                    kind=WHOSE,
                    at=(*path, name_of(part)),
                )
        for path, part in placed_parts(self.require, ("require",)) if self.require else ():
            if isinstance(part, Where) and not _of_the_same_words(part):
                raise Wrong(
                    "require: 下的 unless: 只能写同一方的 said；其他情况请改用 when: {not: …}",
                    "under require:, unless: takes only said of the same party; for anything else use when: {not: …}",
                    kind=EXCUSE,
                    at=(*path, "unless"),
                )
        return self


def _of_the_same_words(part: Where) -> bool:
    """Whether its excuse only says which words do not count; another one would make a demand of what it lifts."""
    return part.unless is None or (isinstance(part.unless, Said) and part.unless.by in (None, part.by))


def _worthless(*, zero: bool) -> Wrong:
    if zero:
        return Wrong(
            "points: 0 不计分；请写大于 0 的分值，犯了就清零的写 fatal: true，不写分值",
            "points: 0 counts for nothing; write more than 0, or fatal: true without points:",
            kind=USELESS,
            at=("points",),
        )
    return Wrong("请写 points:，或 fatal: true", "give it points:, or fatal: true", kind=TOGETHER)
