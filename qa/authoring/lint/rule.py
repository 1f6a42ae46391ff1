"""What a lint rule is, what it may look at, and the registry of rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

from pydantic import BaseModel

from qa.authoring.lint.refused import refusals
from qa.authoring.lint.written import Mark, Page
from qa.errors import Text
from qa.rubric.condition import parts_of
from qa.rubric.criterion import Criterion
from qa.rubric.model import Rubric
from qa.rubric.operators.logic import Not
from qa.rubric.operators.said import Said
from qa.scoring.heard import Call


@dataclass(frozen=True, slots=True)
class Material:
    """What a rule may look at."""

    rubric: Rubric
    without_case: Sequence[str]
    """Criteria that no case speaks of."""
    calls: Sequence[Call] = ()
    """The centre's own newest transcripts; none where nothing was heard yet."""
    page: Page = field(default_factory=Page)
    """What the file has written, for traps that the rubric itself no longer shows."""
    cases: Page = field(default_factory=Page)
    """The same of the cases beside it."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that an author should look at again. The rubric works all the same."""

    code: str
    criterion: str
    what: Text
    line: int = 0
    """Of the phrase or value, or else of the criterion, counted from 1; 0 where it is about none."""
    column: int = 0
    """In characters, from 1; 0 where it is about a whole criterion."""
    file: str = ""
    """Of the cases, where it is about one; '' for the rubric's own."""


Part = TypeVar("Part", bound=BaseModel)
Told: TypeAlias = "tuple[str, Text] | tuple[str, Text, Mark]"
"""A criterion, what is to be said of it, and where exactly."""
Rule: TypeAlias = Callable[[Material], Iterator[Told]]

_FOREWORD: Final = (
    "写法不对的质检表会被拒绝（R 开头的编号），并指出行、列和改法；写法正确但值得再看一眼的，给出下列提示。"
    "提示不影响使用。\n\n本页由各条规则的说明生成，请改规则，不改本页。"
)

RULES: Final[dict[str, Rule]] = {}
"""By code."""


def rule(code: str) -> Callable[[Rule], Rule]:
    """Register a rule; its docstring is its page in the manual."""

    def register(function: Rule) -> Rule:
        RULES[code] = function
        return function

    return register


def hints(material: Material) -> tuple[Hint, ...]:
    """What all rules have to say of a rubric, in the order of its lines, then of its cases."""
    found = (_hint(code, told, material.page) for code, check in sorted(RULES.items()) for told in check(material))
    return tuple(sorted(found, key=lambda hint: (hint.file, hint.line, hint.column)))


def _hint(code: str, told: Told, page: Page) -> Hint:
    mark = told[2] if len(told) == 3 else Mark(page.lines.get(told[0], 0))
    return Hint(code, told[0], told[1], *mark)


def manual() -> str:
    """The page of all rules, in Chinese, as Markdown."""
    parts = ["# 质检表检查 `qa rubric lint`", _FOREWORD]
    for code, check in sorted(RULES.items()):
        text = inspect.cleandoc(check.__doc__ or "")
        parts.append(f"## {code} {check.__name__}\n\n{text}")
    parts.append(f"## 被拒绝的写法\n\n{_REFUSED}\n\n| 编号 | 什么不对 | 怎样改 |\n|---|---|---|\n{refusals()}")
    return "\n\n".join(parts) + "\n"


_REFUSED: Final = "质检表、用例或月度调整里有下列编号的错误，就不能启用；提示里有行、列和这一处应当怎样写。"


def every(part: object, kind: type[Part]) -> Iterator[Part]:
    """Every condition of a kind in a part of a rubric, those in excuses, neighbours and conditions included."""
    if isinstance(part, kind):
        yield part
    if isinstance(part, BaseModel):
        for _, inner in part:
            yield from every(inner, kind)
    elif isinstance(part, tuple):
        for inner in part:
            yield from every(inner, kind)


def demanded(criterion: Criterion) -> tuple[Said, ...]:
    """The phrases that a criterion asks for or forbids, without excuses and neighbours; none where it has a `not`."""
    demand = criterion.require or criterion.forbid
    if demand is None or any(isinstance(part, Not) for part in parts_of(demand)):
        return ()
    return tuple(part for part in parts_of(demand) if isinstance(part, Said))
