"""Cases beside a rubric: dialogues with times, silences and speed, and what the judge must make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml.nodes import Node

from qa.errors import Text
from qa.rubric.diagnostics import Diagnostic, RubricError, Wrong, line_of
from qa.rubric.explanation import diagnose
from qa.rubric.model import Identifier, Number, Rubric
from qa.rubric.operators.form import FromYaml, as_tuple, one_of
from qa.rubric.operators.loudness import Decibels
from qa.rubric.operators.rate import Rate
from qa.rubric.quantity import Duration
from qa.rubric.source import read_text
from qa.rubric.spelling import nearest
from qa.rubric.yaml_tree import compose, construct
from qa.scoring.evaluation import Outcome

Expected = Literal["met", "missed", "violated", "clear", "not_applicable", "cannot_judge"]


_OF_A_VOICE: Final = ("rate", "overlap", "raised")


class Line(FromYaml):
    """Somebody says something, or nobody does."""

    model_config = ConfigDict(
        json_schema_extra={
            **one_of("agent", "customer", "silence"),
            "dependencies": {"silence": {"not": {"anyOf": [{"required": [key]} for key in _OF_A_VOICE]}}},
        }
    )

    agent: str | None = None
    """坐席说的话。"""
    customer: str | None = None
    """客户说的话。"""
    silence: Duration | None = None
    """没有人说话，多久：`12 s`。"""
    rate: Rate | None = None
    """这一句说得多快：`300 字/分`；不写则 240。"""
    overlap: Duration | None = None
    """抢话：在对方说完之前多久就开口，`2 s`。"""
    raised: Decibels | None = None
    """比平时大声多少：`12 dB`。"""

    @model_validator(mode="after")
    def _one(self) -> Line:
        if sum(part is not None for part in (self.agent, self.customer, self.silence)) != 1:
            raise Wrong(
                "每一行写 agent:、customer: 或 silence: 其中一个", "each line has one of agent:, customer: and silence:"
            )
        if self.silence is not None and (self.rate or self.overlap or self.raised):
            raise Wrong(
                "silence: 单独一行，不与 rate:、overlap:、raised: 同写",
                "silence: stands alone, without rate:, overlap: and raised:",
            )
        return self


class Bounds(FromYaml):
    """Between which scores the call must lie."""

    at_least: Number = 0.0
    """至少多少分。"""
    at_most: Number = 1000.0
    """至多多少分。"""


class Case(FromYaml):
    """One dialogue."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["expect"]}, {"required": ["score"]}]})

    name: Annotated[str, Field(min_length=1, max_length=100)]
    """这个用例说的是什么，例如 `客户说“不知道”不扣坐席`。"""
    turns: Annotated[tuple[Line, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """对话，一句一行：`- agent: 您好` 或 `- customer: 你好` 或 `- silence: 12 s`。"""
    metadata: dict[str, str] = Field(default_factory=dict)
    """清单里的列，例如 `{queue: 宽带, direction: inbound}`。"""
    expect: dict[Identifier, Expected] = Field(default_factory=dict, json_schema_extra={"additionalProperties": False})
    """这个用例关心的质检项应判成什么；没写的项不论。要求的项写 `met` 或 `missed`，禁止的项写 `violated` 或 `clear`。"""
    score: Bounds | None = None
    """整通应得多少分，例如 `{at_least: 95}`。"""
    noise: Annotated[Number, Field(gt=0, le=0.5)] | None = None
    """线路不好时听错的字占多少，例如 `0.1`；写了会再按二十种听错的样子各判一遍。"""

    @model_validator(mode="after")
    def _about_something(self) -> Case:
        if not self.expect and self.score is None:
            raise Wrong("请写 expect: 或 score:", "write expect: or score:")
        return self


class Cases(FromYaml):
    """A whole file of them."""

    cases: Annotated[tuple[Case, ...], BeforeValidator(as_tuple), Field(min_length=1)]
    """用例，每个以 `- name:` 开头。"""


@dataclass(frozen=True, slots=True)
class PlacedCase:
    """A case and where it stands."""

    case: Case
    file: str
    line: int


def cases_file(rubric: Path) -> Path:
    """`telecom_hotline.yaml` → `telecom_hotline.cases.yaml`."""
    return rubric.with_name(f"{rubric.stem}.cases.yaml")


def load_cases(path: Path, rubric: Rubric) -> tuple[PlacedCase, ...]:
    """The cases of a rubric; none where the file does not exist.

    Raises:
        RubricError: with file, line, column and remedy for every defect; a criterion that the rubric lacks is one.
    """
    if not path.exists():
        return ()
    text = read_text(path)
    node = compose(text, str(path))
    try:
        read = Cases.model_validate(construct(node))
    except ValidationError as error:
        raise RubricError(str(path), tuple(diagnose(e, node, text, str(path)) for e in error.errors())) from error
    placed = tuple(PlacedCase(case, str(path), line) for case, line in zip(read.cases, _lines(node), strict=True))
    known = {criterion.id for _, criterion in rubric.criteria()}
    strangers = tuple(_stranger(key, rubric, text, str(path)) for key in _expected(node) if key.value not in known)
    if strangers:
        raise RubricError(str(path), strangers)
    return placed


def _stranger(key: Node, rubric: Rubric, text: str, file: str) -> Diagnostic:
    """A criterion that is expected and not in the rubric."""
    line = key.start_mark.line + 1
    meant = nearest(key.value, [criterion.id for _, criterion in rubric.criteria()])
    remedy = Text(f"是不是 {meant}？", f"Did you mean {meant}?") if meant else _LOOK_UP
    what = Text(f"{rubric.rubric} 没有质检项 {key.value}。", f"{rubric.rubric} has no criterion {key.value}.")
    return Diagnostic("R050", file, line, key.start_mark.column + 1, what, remedy, line_of(text, line))


_LOOK_UP: Final = Text("编号见质检表里的 id:。", "Look up its id: in the rubric.")


def uncovered(rubric: Rubric, cases: tuple[PlacedCase, ...]) -> tuple[str, ...]:
    """Criteria that no case speaks of, in the form's order."""
    spoken_of = {criterion for one in cases for criterion in one.case.expect}
    return tuple(criterion.id for _, criterion in rubric.criteria() if criterion.id not in spoken_of)


def expected_outcomes(case: Case) -> Mapping[str, Outcome]:
    """What each criterion must come to."""
    return {criterion: Outcome(outcome) for criterion, outcome in case.expect.items()}


def _lines(root: Node) -> list[int]:
    return [case.start_mark.line + 1 for case in _listed(root)]


def _expected(root: Node) -> Iterator[Node]:
    """The keys under `expect:`, of all cases."""
    for case in _listed(root):
        for name, value in case.value:
            if name.value == "expect":
                yield from (key for key, _ in value.value)


def _listed(root: Node) -> list[Node]:
    """The nodes of the cases, of a file that has been read."""
    return next(value.value for key, value in root.value if key.value == "cases")
