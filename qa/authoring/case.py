"""One case as it is written: a dialogue with times, speed and loudness, and what the judge must make of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from qa.authoring.case_measures import Stated
from qa.recording import Seconds
from qa.rubric.diagnostics import Wrong
from qa.rubric.kinds import TOGETHER, USELESS
from qa.rubric.operators.form import FromYaml, as_tuple, one_of
from qa.rubric.operators.loudness import Decibels, Level
from qa.rubric.operators.rate import Rate
from qa.rubric.quantity import Duration, Quantity
from qa.rubric.values import Identifier, Number, Points
from qa.scoring.evaluation import Outcome

Expected = Literal["met", "missed", "violated", "clear", "not_applicable", "cannot_judge"]
SLOWEST, FASTEST = 30.0, 1000.0
"""字/分 that a line may be said at: nobody speaks slower or faster, and at 0 a line would never end."""
LONGEST: Final[Seconds] = 3600.0
"""Of a silence."""


def _sayable(value: object, read: ValidatorFunctionWrapHandler) -> Quantity:
    rate: Quantity = read(value)
    if not SLOWEST <= rate.value <= FASTEST:
        raise Wrong(
            f"“{value}”：一句话的语速应在 {SLOWEST:g} 到 {FASTEST:g} 字/分之间",
            f"“{value}”: a line is said at {SLOWEST:g} to {FASTEST:g} 字/分",
            about=str(value),
        )
    return rate


def _bearable(value: object, read: ValidatorFunctionWrapHandler) -> Seconds:
    seconds: Seconds = read(value)
    if not 0 < seconds <= LONGEST:
        raise Wrong(
            f"“{value}”：应大于 0，最长一小时", f"“{value}”: more than 0, an hour at the longest", about=str(value)
        )
    return seconds


Pace = Annotated[Rate, WrapValidator(_sayable)]
Lapse = Annotated[Duration, WrapValidator(_bearable)]

_OF_A_VOICE: Final = ("rate", "overlap", "raised", "level")
_ALONE: Final[dict[str, JsonValue]] = {"not": {"anyOf": [{"required": [key]} for key in _OF_A_VOICE]}}


class Line(FromYaml):
    """Somebody says something, or nobody does."""

    model_config = ConfigDict(
        json_schema_extra={
            **one_of("agent", "customer", "silence"),
            "dependencies": {"silence": _ALONE, "music": ["silence"], "raised": {"not": {"required": ["level"]}}},
        }
    )

    agent: Annotated[str, Field(min_length=1)] | None = None
    """坐席说的话。"""
    customer: Annotated[str, Field(min_length=1)] | None = None
    """客户说的话。"""
    silence: Lapse | None = None
    """没有人说话，多久：`12 s`。"""
    music: bool = False
    """`true`：这段静默里放着等待音乐；写在 `silence:` 的一行。"""
    rate: Pace | None = None
    """这一句说得多快：`300 字/分`；不写则 240。"""
    overlap: Lapse | None = None
    """抢话：在对方说完之前多久就开口，`2 s`。"""
    raised: Decibels | None = None
    """比平时大声多少：`12 dB`。"""
    level: Level | None = None
    """这一句在录音里的绝对音量：`-45 dBFS`；不写则是平时的 -24 dBFS。"""

    @model_validator(mode="after")
    def _one(self) -> Line:
        if sum(part is not None for part in (self.agent, self.customer, self.silence)) != 1:
            raise Wrong(
                "每一行写 agent:、customer: 或 silence: 其中一个",
                "each line has one of agent:, customer: and silence:",
                kind=TOGETHER,
            )
        if self.silence is not None and any(getattr(self, key) is not None for key in _OF_A_VOICE):
            raise Wrong(
                "silence: 单独一行，不与 rate:、overlap:、raised:、level: 同写",
                "silence: stands alone, without rate:, overlap:, raised: and level:",
                kind=TOGETHER,
                at=("silence",),
            )
        if self.music and self.silence is None:
            raise Wrong(
                "music: 写在 silence: 的一行", "music: belongs to a line with silence:", kind=TOGETHER, at=("music",)
            )
        if self.raised and self.level:
            raise Wrong(
                "raised: 与 level: 只能写一个", "write raised: or level:, not both", kind=TOGETHER, at=("level",)
            )
        return self


def _rang(value: object) -> object:
    if value not in ("inbound", "outbound"):
        raise Wrong(
            f"direction 没有“{value}”；请写 inbound（呼入）或 outbound（呼出）",
            f"there is no direction “{value}”: write inbound or outbound",
            about=str(value),
        )
    return value


class Columns(FromYaml):
    """What the manifest says of the call."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str] = Field(init=False)

    direction: Annotated[Literal["inbound", "outbound"], BeforeValidator(_rang)] = "inbound"
    """谁打给谁：`inbound` 客户呼入（不写即是），`outbound` 坐席呼出。"""


class Bounds(FromYaml):
    """Between which scores the call must lie."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    at_least: Points | None = None
    """至少多少分。"""
    at_most: Points | None = None
    """至多多少分。"""

    @model_validator(mode="after")
    def _possible(self) -> Bounds:
        if self.at_least is None and self.at_most is None:
            raise Wrong("at_least: 与 at_most: 至少写一个", "write at_least: or at_most:", kind=TOGETHER)
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise Wrong(
                "at_least: 大于 at_most:，永远不成立",
                "at_least: is above at_most:, which never holds",
                kind=USELESS,
                at=("at_least",),
            )
        return self

    def hold(self, score: float) -> bool:
        """Whether a score lies between them, both ends included."""
        return (self.at_least is None or score >= self.at_least) and (self.at_most is None or score <= self.at_most)

    def __str__(self) -> str:
        if self.at_most is None:
            return f"≥ {self.at_least:g}"
        return f"≤ {self.at_most:g}" if self.at_least is None else f"{self.at_least:g}–{self.at_most:g}"


class Case(FromYaml):
    """One dialogue."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["expect"]}, {"required": ["score"]}]})

    name: Annotated[str, Field(min_length=1, max_length=100)]
    """这个用例说的是什么，例如 `客户说“不知道”不扣坐席`；一个文件里不重名。"""
    turns: Annotated[tuple[Line, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """对话，一句一行：`- agent: 您好` 或 `- customer: 你好` 或 `- silence: 12 s`。"""
    metadata: Columns = Columns()
    """清单里的列，例如 `{queue: 宽带, direction: inbound}`。"""
    measures: Stated = Stated()
    """对话里看不出的测量值，例如 `{ended_by: agent, agent_loudness_range: 4 dB}`；名称与质检表的 `measure:` 一样。"""
    expect: dict[Identifier, Expected] = Field(default_factory=dict, json_schema_extra={"additionalProperties": False})
    """这个用例关心的质检项应判成什么；没写的项不论。要求的项写 `met` 或 `missed`，禁止的项写 `violated` 或 `clear`。"""
    score: Bounds | None = None
    """整通应得多少分，例如 `{at_least: 95}`。"""
    noise: Annotated[Number, Field(gt=0, le=0.5)] | None = None
    """线路不好时听错的字占多少，例如 `0.1`；写了会再按二十种听错的样子各判一遍。
    每一项和总分都要至少 16 遍对、至多 1 遍错才通过；“待人工”（`cannot_judge`）不算对，也不算错。"""

    @model_validator(mode="after")
    def _about_something(self) -> Case:
        if not self.expect and self.score is None:
            raise Wrong("expect: 与 score: 至少写一个", "write expect: or score:", kind=TOGETHER)
        return self


class Cases(FromYaml):
    """A whole file of them."""

    cases: Annotated[tuple[Case, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """用例，每个以 `- name:` 开头。"""


def expected_outcomes(case: Case) -> Mapping[str, Outcome]:
    """What each criterion must come to."""
    return {criterion: Outcome(outcome) for criterion, outcome in case.expect.items()}
