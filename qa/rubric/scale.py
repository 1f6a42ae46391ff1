"""The points of a full score, and on which days a form judges."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import TOGETHER, USELESS
from qa.rubric.operators.form import FromYaml
from qa.rubric.quantity import Share
from qa.rubric.values import Number, Points


class Scale(FromYaml):
    """The points of a full score, and between which scores every call lies.

    Usually a call has the share of `points` that it earned of what could be judged. With `start` (扣分制) it starts
    there and every criterion takes off what was lost, so that the criteria may hold more points than the form.
    """

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["points", "start"]}})

    points: Annotated[Number, Field(gt=0, le=1000)] = 100.0
    """得分制的满分：各项分值合计等于它，得分是能判定的分值里得到的份额。"""
    start: Annotated[Number, Field(gt=0, le=1000)] | None = None
    """扣分制从多少分起扣；各项分值合计可以超过它。与 `points` 只写一个。"""
    floor: Points = 0.0
    """最低多少分；默认 0。"""
    ceiling: Points | None = None
    """最高多少分；不写则到满分。"""
    least_judged: Share = 0.0
    """能判定的分值占适用分值的多少才给分，例如 `30 %`；不写则总给分。"""

    @model_validator(mode="before")
    @classmethod
    def _from_start(cls, value: object) -> object:
        if not isinstance(value, dict) or value.get("start") is None:
            return value
        if "points" in value:
            raise Wrong(
                "points:（得分制）与 start:（扣分制）只能写一个",
                "write points: or start:, not both",
                kind=TOGETHER,
                at=("start",),
            )
        return {**value, "points": value["start"]}

    @model_validator(mode="after")
    def _in_order(self) -> Scale:
        if not self.floor <= (self.points if self.ceiling is None else self.ceiling) <= self.points:
            raise self._out_of_order()
        return self

    def _out_of_order(self) -> Wrong:
        """Names every bound as it counts, for some of them the author may not have written."""
        full = "points" if self.start is None else "start"
        every = {"floor": self.floor, "ceiling": self.ceiling, full: self.points}
        bounds = {name: value for name, value in every.items() if value is not None}
        unwritten = bounds.keys() - self.model_fields_set
        zh = "，".join(f"{name} {value:g}{'（默认）' if name in unwritten else ''}" for name, value in bounds.items())
        en = ", ".join(f"{name} {value:g}{' (default)' if name in unwritten else ''}" for name, value in bounds.items())
        asked = " ≤ ".join(bounds)
        return Wrong(f"应为 {asked}，这里是 {zh}", f"should be {asked}, here is {en}")

    def score(self, earned: float, at_stake: float) -> float:
        """The score of a call that earned so many of the points that could be judged, not rounded."""
        reached = self.points * earned / at_stake if self.start is None else self.start - (at_stake - earned)
        return max(self.floor, reached if self.ceiling is None else min(reached, self.ceiling))


def _as_date(value: object) -> object:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise Wrong(
            f"{quoted(value)}不是日期；请写成 2026-11-01", f"{quoted(value)} is no date; write it like 2026-11-01"
        ) from error


Day = Annotated[date, BeforeValidator(_as_date), WithJsonSchema({"type": "string", "format": "date"})]


class Validity(FromYaml):
    """From which day and until which day (included) the rubric judges calls."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)
    from_: Day | None = Field(default=None, alias="from")
    """从哪一天起，例如 `2026-11-01`。"""
    until: Day | None = None
    """到哪一天为止，含当天。"""

    @model_validator(mode="after")
    def _in_order(self) -> Validity:
        if self.from_ and self.until and self.until < self.from_:
            raise Wrong(
                "until: 早于 from:，没有一天有效",
                "until: is before from:, which is no day at all",
                kind=USELESS,
                at=("until",),
            )
        return self

    def holds(self, day: date) -> bool:
        """Whether a call of that day is judged."""
        return (self.from_ is None or day >= self.from_) and (self.until is None or day <= self.until)
