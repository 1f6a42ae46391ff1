"""A part of the form: criteria, sections of its own, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from qa.rubric.criterion import Criterion
from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import SUM, TOGETHER
from qa.rubric.operators.form import FromYaml, as_tuple
from qa.rubric.values import Identifier, Points


class Section(FromYaml):
    """A part of the form: criteria, sections of its own, or both.

    Its `points` may be left out; where they are given its parts have to add up to them, and criteria with `weight`
    share what points and inner sections leave of them.
    """

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["criteria"]}, {"required": ["sections"]}]})

    id: Identifier
    """编号：小写英文、数字、下划线，整张质检表里唯一。"""
    name: Annotated[str, Field(min_length=1, max_length=60)]
    """这一节的名称。"""
    points: Points | None = None
    """可以不写；写了，里面各项合计必须与它相等。用 `weight:` 的节必须写。"""
    criteria: Annotated[tuple[Criterion, ...], BeforeValidator(as_tuple), Field(min_length=1)] | None = None
    """这一节的质检项。"""
    sections: Annotated[tuple[Section, ...], BeforeValidator(as_tuple), Field(min_length=1)] | None = None
    """小节。"""

    @model_validator(mode="after")
    def _filled(self) -> Self:
        if not self.criteria and not self.sections:
            raise Wrong("criteria: 与 sections: 至少写一个", "needs criteria: or sections:", kind=TOGETHER)
        shared = self._weighed()
        total = sum(criterion.points for _, criterion in shared.all_criteria())
        if self.points is not None and abs(total - self.points) > 1e-6:
            raise Wrong(
                f"本节各项合计 {total:g} 分，应为 {self.points:g}",
                f"its parts add up to {total:g} points, it has {self.points:g}",
                kind=SUM,
                at=("points",),
            )
        return shared

    def _weighed(self) -> Self:
        # Pydantic asks twice of a model that contains itself: the second answer is the first one.
        weights = sum(criterion.weight or 0.0 for criterion in self.criteria or ())
        if not weights:
            return self
        if self.points is None:
            raise Wrong(
                "用 weight: 时，本节要写 points: 合计",
                "criteria with weight: need points: of their section",
                kind=TOGETHER,
            )
        shared = {criterion.id for criterion in self.criteria or () if criterion.weight}
        left = self.points - sum(c.points for _, c in self.all_criteria() if c.id not in shared)
        criteria = tuple(_with_share(c, left / weights) if c.weight else c for c in self.criteria or ())
        return self.model_copy(update={"criteria": criteria})

    def every(self) -> Iterator[Section]:
        """The section and, through all levels, those inside it."""
        yield self
        for inner in self.sections or ():
            yield from inner.every()

    def all_criteria(self) -> Iterator[tuple[Section, Criterion]]:
        """Every criterion in it with the section it stands in, in the form's order."""
        for section in self.every():
            for criterion in section.criteria or ():
                yield section, criterion

    def with_criteria(self, change: Callable[[Criterion], Criterion]) -> Section:
        """The section with every criterion changed."""
        criteria = None if self.criteria is None else tuple(change(c) for c in self.criteria)
        sections = None if self.sections is None else tuple(s.with_criteria(change) for s in self.sections)
        return self.model_copy(update={"criteria": criteria, "sections": sections})


def _with_share(criterion: Criterion, point: float) -> Criterion:
    points = point * (criterion.weight or 0.0)
    if points <= 0 or (criterion.deduct and criterion.deduct.at_most > points + 1e-9):
        raise Wrong(
            f"{criterion.id} 按 weight: 得 {points:g} 分，不够扣或不大于 0",
            f"{criterion.id} gets {points:g} points by weight: none, or fewer than its deduct: takes",
            kind=SUM,
            about=criterion.id,
        )
    return criterion.model_copy(update={"points": points})
