"""A rubric: sections of criteria with points or weights, on a scale, with bands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    field_validator,
    model_validator,
)

from qa.recording import CallMetadata
from qa.rubric.criterion import Criterion
from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import SUM, TWICE, USELESS
from qa.rubric.operators.form import FromYaml, Phrases, as_tuple, readable
from qa.rubric.scale import Scale, Validity
from qa.rubric.section import Section
from qa.rubric.values import Identifier, Points


class Rubric(FromYaml):
    """A whole form. The points of its criteria add up to the scale's, unless calls start with all points."""

    rubric: Identifier
    """编号：小写英文、数字、下划线，所有质检表里唯一。"""
    name: Annotated[str, Field(min_length=1, max_length=60)]
    """名称，报告里就这样写。"""
    version: str
    """版本，要加引号，例如 `"2026.11"`。"""
    applies_to: dict[str, Phrases] = Field(default_factory=dict)
    """用于哪些通话：清单的列名，和允许的一个或几个值；不写则用于所有通话。条件最多的那张优先。"""
    valid: Validity = Validity()
    """哪些日子的通话用它：`{from: 2026-11-01, until: 2026-12-31}`，含首尾；不写则不限。"""
    scale: Scale = Scale()
    """计分：得分制 `{points: 100}`，扣分制 `{start: 100, floor: 0}`。"""
    bands: Annotated[dict[str, Points], Field(min_length=1)]
    """等级：名称，和从多少分起，例如 `{优: 95, 良: 90, 合格: 85, 不合格: 0}`。"""
    phrases: dict[Identifier, Annotated[Phrases, AfterValidator(readable)]] = Field(
        default_factory=dict, json_schema_extra={"additionalProperties": False}
    )
    """共用句式：名称，和一份短语。`said`、`similar`、`topic` 的短语里单独写一项 `$名称`，就等于把这一份照抄在那里。"""
    sections: Annotated[tuple[Section, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """质检表的各节。"""

    @field_validator("sections")
    @classmethod
    def _unique(cls, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        ids = [c.id for section in sections for _, c in section.all_criteria()]
        ids += [inner.id for section in sections for inner in section.every()]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            zh, en = "、".join(twice), ", ".join(twice)
            raise Wrong(f"编号重复：{zh}", f"used twice: {en}; each needs its own id", kind=TWICE, about=twice[-1])
        return sections

    @model_validator(mode="after")
    def _adds_up(self) -> Rubric:
        total = sum(criterion.points for _, criterion in self.criteria())
        if self.scale.start is None and abs(total - self.scale.points) > 1e-6:
            full = self.scale.points
            raise Wrong(
                f"各项分值合计 {total:g}，应为满分 {full:g}",
                f"the points add up to {total:g}, the scale has {full:g}",
                kind=SUM,
                at=("scale", "points"),
            )
        return self

    @model_validator(mode="after")
    def _reached(self) -> Rubric:
        highest = self.scale.points if self.scale.ceiling is None else self.scale.ceiling
        first: dict[float, str] = {}
        for name, least in self.bands.items():
            other = first.setdefault(least, name)
            if other != name:
                raise Wrong(
                    f"“{name}”与“{other}”都从 {least:g} 分起，分不出是哪一级；请改其中一个的分数，或删去一个",
                    f"“{name}” and “{other}” both begin at {least:g} points: change or drop one of them",
                    kind=USELESS,
                    at=("bands", name),
                )
            if least > highest:
                raise Wrong(
                    f"“{name}”从 {least:g} 分起，而最高只有 {highest:g} 分，没有一通能得到",
                    f"“{name}” begins at {least:g} points and no call has more than {highest:g}",
                    kind=USELESS,
                    at=("bands", name),
                )
        return self

    def criteria(self) -> Iterator[tuple[Section, Criterion]]:
        """Every criterion with the section it stands in, in the form's order."""
        for section in self.sections:
            yield from section.all_criteria()

    def all_sections(self) -> Iterator[Section]:
        """The sections of all levels, in the form's order."""
        for section in self.sections:
            yield from section.every()

    def band(self, score: float) -> str:
        """Name of the highest band that `score` reaches, '' below all."""
        reached = [(least, name) for name, least in self.bands.items() if score >= least]
        return max(reached)[1] if reached else ""

    def applies(self, metadata: CallMetadata) -> bool:
        """Whether this form is the one for such a call."""
        fits = all(field_of(metadata, name) in allowed for name, allowed in self.applies_to.items())
        return fits and self.valid.holds(metadata.start.date())


def field_of(metadata: CallMetadata, name: str) -> str:
    """A column of the manifest by name; '' where the call has none."""
    return _fields(metadata).get(name, "")


def has_field(metadata: CallMetadata, name: str) -> bool:
    """Whether the manifest has a column of that name, and be it empty."""
    return name in _fields(metadata)


def _fields(metadata: CallMetadata) -> dict[str, str]:
    return {
        **metadata.extra,
        "direction": str(metadata.direction),
        "queue": metadata.queue,
        "site": metadata.site,
        "team": metadata.team,
        "agent": metadata.agent,
    }
