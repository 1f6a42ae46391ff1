"""A rubric: sections of criteria with points or weights, on a scale, with bands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from qa.recording import CallMetadata
from qa.rubric.condition import Condition, name_of, placed_parts
from qa.rubric.diagnostics import Wrong, quoted
from qa.rubric.kinds import EXCUSE, SUM, TOGETHER, TWICE, USELESS, WHOSE
from qa.rubric.operators.form import FromYaml, Phrases, as_tuple, one_of, readable
from qa.rubric.operators.interrupts import Interrupts
from qa.rubric.operators.loudness import Loudness
from qa.rubric.operators.matches import Matches
from qa.rubric.operators.rate import RateOf
from qa.rubric.operators.repeats import Repeats
from qa.rubric.operators.said import Said
from qa.rubric.operators.similar import Similar
from qa.rubric.operators.where import Where
from qa.rubric.quantity import Share

OF_A_PARTY = (Said, Matches, Similar, Repeats, RateOf, Interrupts, Loudness)
"""What only somebody does: who must be said before it is forbidden."""
WORDS = (Said, Matches, Similar, Repeats)
"""Of these what somebody says, not how."""
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


def _as_float(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool):
        return float(max(-1, min(value, 10**9)))  # far outside all bounds, and 10⁴⁰⁰ is no float
    return value


Number = Annotated[float, BeforeValidator(_as_float), Field(allow_inf_nan=False)]
Points = Annotated[Number, Field(ge=0, le=1000)]


def _or_once(schema: dict[str, Any]) -> None:
    """For an editor: `once` stands for both."""
    properties = schema["properties"]
    properties["once"] = {**properties["each"], "description": "不论几次，一共扣多少分；单独写。"}
    schema["oneOf"] = [{"required": schema.pop("required")}, {"required": ["once"], "maxProperties": 1}]


class Deduct(FromYaml):
    """What a violation costs: `each` hit so much, `at_most` so much together, or `once`; without it all points."""

    model_config = ConfigDict(json_schema_extra=_or_once)

    each: Points
    """每次扣多少分。"""
    at_most: Points
    """一共最多扣多少分。"""

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
    """什么情况下才考核；不成立则“不适用”，不进分母。"""
    require: Condition | None = None
    """要求：做到得 `points` 分，没做到 0 分。"""
    forbid: Condition | None = None
    """禁止：没犯得 `points` 分，犯了按 `deduct:` 扣；说的话须写明 `by:`。"""
    deduct: Deduct | None = None
    """犯了怎样扣：`{each: 5, at_most: 10}` 每次扣、封顶扣，`{once: 5}` 不论几次只扣一次；不写则扣完。"""

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
            if isinstance(part, Where) and not isinstance(part.unless, Said | None):
                raise Wrong(
                    "require: 下的 unless: 只能写 said；其他情况请改用 when: {not: …}",
                    "under require:, unless: takes only said; for anything else use when: {not: …}",
                    kind=EXCUSE,
                    at=(*path, "unless"),
                )
        return self


def _worthless(*, zero: bool) -> Wrong:
    if zero:
        return Wrong(
            "points: 0 不计分；请写大于 0 的分值，犯了就清零的写 fatal: true，不写分值",
            "points: 0 counts for nothing; write more than 0, or fatal: true without points:",
            kind=USELESS,
            at=("points",),
        )
    return Wrong("请写 points:，或 fatal: true", "give it points:, or fatal: true", kind=TOGETHER)


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
            raise Wrong("应为 floor ≤ ceiling ≤ points", "should be floor ≤ ceiling ≤ points")
        return self

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
        for name, least in self.bands.items():
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
    own = {"direction": str(metadata.direction), "queue": metadata.queue, "site": metadata.site}
    own |= {"team": metadata.team, "agent": metadata.agent}
    return own.get(name, metadata.extra.get(name, ""))
